"""Reassessments between editions, from secondary sources."""

from datetime import date
from typing import Any

from sources.reference.data import rows


def event_rows() -> list[dict[str, Any]]:
    """The rows of the `tier_events` table: reassessments between editions."""
    return [
        {**row, "year": int(row["year"]), "date": date.fromisoformat(row["date"])} for row in rows("tier_events.csv")
    ]
