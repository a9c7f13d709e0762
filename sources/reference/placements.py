"""What is known of tiers without any page: the record of placements, published totals, reassessments.

The record is gathered from many secondary sources, row by row. It serves as a control on what pages say, and the
sample archive is written from it; it never fills a gap in what was read.
Claims of the news about an edition that is not held whole are judged by it, and their explanation says so.
"""

from datetime import date
from typing import Any, Final

from sources.reference.data import rows

_TOTALS: Final = ("tier_1", "tier_2", "tier_2wl", "tier_3", "special_case")


def placement_rows() -> list[dict[str, Any]]:
    """Recorded placements, one per country and edition: country, year, tier, country_printed (None where the edition's
    own spelling is not known), confidence, source, note."""
    return [
        {
            **row,
            "year": int(row["year"]),
            "country_printed": row["country_printed"] or None,
            "note": row["note"] or None,
        }
        for row in rows("tier_placements.csv")
    ]


def event_rows() -> list[dict[str, Any]]:
    """The rows of the `tier_events` table: reassessments between editions."""
    return [
        {**row, "year": int(row["year"]), "date": date.fromisoformat(row["date"])} for row in rows("tier_events.csv")
    ]


def total_rows() -> list[dict[str, Any]]:
    """Published totals per edition: countries by tier (None where not known), confidence, source."""
    return [
        {
            "year": int(row["year"]),
            **{name: int(row[name]) if row[name] else None for name in _TOTALS},
            "confidence": row["confidence"],
            "source": row["source"],
        }
        for row in rows("tier_totals.csv")
    ]
