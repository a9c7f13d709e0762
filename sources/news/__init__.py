"""News about the reports: articles, the countries they concern, the claims they make, the people they quote."""
