"""The sources of pages. Independent of Dagster and of the storage of the warehouse."""
