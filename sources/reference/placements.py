"""The record of placements: tiers from secondary sources, without any page.

The checks compare it with the pages, and the sample archive is written from it. It never fills a gap in the tables.
Claims of the news about an incomplete edition are compared with it, and their explanation says so.
"""

from typing import Any

from sources.reference.data import rows


def placement_rows() -> list[dict[str, Any]]:
    """Recorded placements, one per country and edition: country, year, tier, country_printed (None where the
    spelling of the edition is unknown), confidence, source, note."""
    return [
        {
            **row,
            "year": int(row["year"]),
            "country_printed": row["country_printed"] or None,
            "note": row["note"] or None,
        }
        for row in rows("tier_placements.csv")
    ]
