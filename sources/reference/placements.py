"""What is known of tiers without any page: the record of placements, published totals, reassessments.

The record is gathered from many secondary sources, row by row. It serves as a control on what pages say, and the
sample archive is written from it; it never fills a gap in what was read.
"""

from typing import Any, Final

from sources.reference.data import rows

TOTAL_COLUMNS: Final = {
    "1": "tier_1",
    "2": "tier_2",
    "2WL": "tier_2wl",
    "3": "tier_3",
    "special_case": "special_case",
}
"""Column of `tier_totals.csv` by tier."""


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


def total_rows() -> list[dict[str, Any]]:
    """Published totals per edition: countries by tier (None where not known), confidence, source, and whether the
    record of placements reaches them (`placements_complete`)."""
    return [
        {
            "year": int(row["year"]),
            **{name: int(row[name]) if row[name] else None for name in TOTAL_COLUMNS.values()},
            "confidence": row["confidence"],
            "placements_complete": row["placements_complete"] == "yes",
            "source": row["source"],
        }
        for row in rows("tier_totals.csv")
    ]
