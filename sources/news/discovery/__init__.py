"""Discovery of articles about the reports: listings, the candidates on them, and their requests in a crawl."""
