"""What joins it all: Dagster definitions, jobs, schedules, and the `tip` command line."""
