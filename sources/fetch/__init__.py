"""Responses from the web: what each one is worth."""
