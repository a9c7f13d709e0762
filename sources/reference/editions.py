"""The editions of every report family."""

from datetime import date
from typing import Any

from sources.reference.data import rows


def edition_rows() -> list[dict[str, Any]]:
    """What is known of each edition before any page is held: the `editions` table without `held` and `status`."""
    return [
        {
            "family": row["family"],
            "year": int(row["year"]),
            "release_date": _day(row["release_date"]),
            "expected": int(row["expected"]) if row["expected"] else None,
            "period_start": _day(row["period_start"]),
            "period_end": _day(row["period_end"]),
        }
        for row in rows("editions.csv")
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
