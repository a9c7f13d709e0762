"""Measurements of whole processes. Nothing here is a test: nothing fails because a machine is slow."""
