"""Units of reading for worker processes, also on other machines: what a worker gets, and what it gives back."""
