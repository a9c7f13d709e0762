"""Candidates: articles seen on listings, and the outcome of each."""
