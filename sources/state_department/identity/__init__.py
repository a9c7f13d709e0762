"""Which family, edition, country and area a page is of."""
