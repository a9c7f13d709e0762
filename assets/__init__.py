"""Dagster assets and asset checks, one module per layer. The work behind them is in `assets.pipeline`."""

import warnings

# Dagster marks single-run backfills as beta; the pinned version supports what is used here.
warnings.filterwarnings("ignore", message=".*is currently in beta")
