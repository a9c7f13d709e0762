"""Checks, results and the gate: what may be published and what may not."""
