"""What is computed from tables, free of any source."""
