"""Budgets: how often hot paths call the functions that cost most, counted and not timed."""
