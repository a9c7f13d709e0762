"""Staged tables become a release: their checks, then the publication."""
