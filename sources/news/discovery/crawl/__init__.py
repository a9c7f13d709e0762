"""The news part of a crawl: which listings and candidates are requested, and what is done with each response."""
