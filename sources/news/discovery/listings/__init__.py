"""Listings: feeds, sitemaps and search results that list articles, and the readers of their bytes."""
