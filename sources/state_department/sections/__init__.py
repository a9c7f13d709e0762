"""Blocks of a page to sections and their parts."""
