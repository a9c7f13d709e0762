"""What makes a release readable by others: DuckDB file, data package, dictionary, SQL."""
