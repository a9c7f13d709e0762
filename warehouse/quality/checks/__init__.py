"""Checks, one module per table or group of tables; a module with `CHECKS` is found automatically."""
