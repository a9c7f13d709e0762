"""Reviewed reference data: countries, areas, editions. Every row has its source and confidence."""
