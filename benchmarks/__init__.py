"""Measurements of time, memory and quality. They are not tests and do not fail on a slow machine."""
