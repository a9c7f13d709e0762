"""The editions of every report family."""

from datetime import date
from functools import cache
from typing import Any, Final

from sources.reference.data import rows
from sources.reference.tier_totals import total_rows

_PUBLISHED: Final = {
    "published_1": "tier_1",
    "published_2": "tier_2",
    "published_2wl": "tier_2wl",
    "published_3": "tier_3",
    "published_special_case": "special_case",
    "totals_confidence": "confidence",
}
"""Columns of the `editions` table, and their columns in `tier_totals.csv`."""


def edition_rows() -> list[dict[str, Any]]:
    """The facts of each edition that need no page: `editions` without the columns that are counted from pages."""
    totals = {("tip", row["year"]): row for row in total_rows()}
    return [
        {
            "family": row["family"],
            "year": int(row["year"]),
            "release_date": _date_or_none(row["release_date"]),
            "expected": int(row["expected"]) if row["expected"] else None,
            "period_start": _date_or_none(row["period_start"]),
            "period_end": _date_or_none(row["period_end"]),
            **_published_totals(totals.get((row["family"], int(row["year"])), {})),
        }
        for row in rows("editions.csv")
    ]


@cache
def first_edition(family: str) -> int | None:
    """The first known edition of a family; None if none is known."""
    return min((row["year"] for row in edition_rows() if row["family"] == family), default=None)


def _published_totals(total: dict[str, Any]) -> dict[str, Any]:
    return {column: total.get(fact) for column, fact in _PUBLISHED.items()}


def _date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
