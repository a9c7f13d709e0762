"""The `tip` command line. Heavy imports stand inside the commands that need them, so that `tip --help` is instant."""
