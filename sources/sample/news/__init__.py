"""The news part of the sample: articles of newspapers that do not exist, about the real report.

Reviewed lists: `papers.csv`, the newspapers; `claims.csv`, the claims of each article; `errors.csv`, the false claims
and their errors; `quotes.csv`, the persons quoted.
"""
