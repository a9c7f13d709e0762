"""Quotations in the text of an article, with their speakers."""
