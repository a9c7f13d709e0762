"""Dagster definitions, jobs, schedules and sensor, the runs of `tip run`, and the `tip` command line."""
