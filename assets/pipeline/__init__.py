"""The steps behind the assets, without Dagster: ingest, read, build, check and publish, on the home of a warehouse."""
