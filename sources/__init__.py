"""Everything about a source of pages. Free of Dagster and of how the warehouse lies on disk."""
