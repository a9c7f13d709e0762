"""Data quality checks, their results, and the gate in front of a release."""
