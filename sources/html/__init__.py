"""Bytes to text, text to one ordered stream of blocks. The only part of the house that sees a tag."""
