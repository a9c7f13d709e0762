"""What is stale and why, and the versions of code that decide it."""
