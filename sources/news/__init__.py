"""News about the reports: articles, the countries that they concern, their claims and their quotations."""
