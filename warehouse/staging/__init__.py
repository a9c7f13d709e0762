"""The staging area: deterministic files, of which only changed ones are written."""
