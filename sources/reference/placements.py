"""What is known of tiers without any page: the record of placements.

The record is gathered from many secondary sources, row by row. It serves as a control on what pages say, and the
sample archive is written from it; it never fills a gap in what was read.
Claims of the news about an edition that is not held whole are judged by it, and their explanation says so.
"""

from typing import Any

from sources.reference.data import rows


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
