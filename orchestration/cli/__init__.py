"""The `tip` command line. Commands import heavy modules inside functions, so that `tip --help` is fast."""
