"""Which pages are wanted, and which of them are due."""
