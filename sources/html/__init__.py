"""Bytes to text, and text to one ordered stream of blocks. No other part of the project reads tags."""
