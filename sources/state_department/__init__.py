"""Readers of State Department report pages: layouts, identity, and a small grammar per page generation."""
