"""Archived captures become rows: editions of reports, and batches of news pages."""
