"""What exists: report families, their addresses and titles. Data, not code paths."""
