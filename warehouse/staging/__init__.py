"""Staged data on disk: deterministic files, of which only what changed is rewritten."""
