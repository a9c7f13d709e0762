"""Dagster assets and asset checks, one module per layer. They join sources to the warehouse and hold no logic else."""
