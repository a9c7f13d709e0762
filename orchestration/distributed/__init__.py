"""Reading on several machines: Dagster's Celery executor runs one step for each unit on a worker."""
