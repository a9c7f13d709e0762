"""Reviewed reference data: countries, areas, editions. Every row names its source and how sure it is."""
