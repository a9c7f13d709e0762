"""Readers of tiers: placement lists, country headings and verdicts."""
