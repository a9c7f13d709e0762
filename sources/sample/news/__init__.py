"""The news part of the sample: articles of papers that do not exist, about a report that does.

Beside the articles lie reviewed lists: `papers.csv`; `claims.csv`, what each article claims; `errors.csv`, which of
the claims are false and how; `quotes.csv`, who is quoted.
"""
