"""Dagster assets and asset checks, one module per layer. They join sources to the warehouse and hold no logic else."""

import warnings

# Single-run backfills are marked beta; the pinned Dagster has them as we use them.
warnings.filterwarnings("ignore", message=".*is currently in beta")
