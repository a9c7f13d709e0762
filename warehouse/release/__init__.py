"""Releases: immutable, verifiable, switched in one step."""
