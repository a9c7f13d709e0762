"""The identity of a page: its family, edition, country and area."""
