"""The work behind the assets, free of Dagster: a home and its locks, reading editions, building tables, staleness."""
