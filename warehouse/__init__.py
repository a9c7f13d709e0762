"""Everything about tables: declarations, storage, quality, releases, catalog. Knows no source and no Dagster."""
