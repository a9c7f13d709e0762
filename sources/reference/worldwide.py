"""What is known of the TIP Report's lists and world tables without any page.

Gathered from secondary sources, each row with its source and confidence. It serves as a control on what pages say, and
the sample pages are written from it; it never fills a gap in what was read.
"""

from typing import Any, Final

from sources.reference.data import rows

COUNTS: Final = (
    "prosecutions",
    "prosecutions_labor",
    "convictions",
    "convictions_labor",
    "victims_identified",
    "victims_labor",
    "legislation",
)
"""The count columns of the world tables."""


def statutory_rows() -> list[dict[str, Any]]:
    """Countries on lists: list, year (edition), country, name, source, confidence."""
    return [{**row, "year": int(row["year"])} for row in rows("statutory_lists.csv")]


def enforcement_rows() -> list[dict[str, Any]]:
    """Rows of world and regional tables: year (edition), data_year, region, counts (None where not known), source,
    confidence, note."""
    return [
        {
            **row,
            "year": int(row["year"]),
            "data_year": int(row["data_year"]),
            **{name: int(row[name]) if row[name] else None for name in COUNTS},
            "note": row["note"] or None,
        }
        for row in rows("global_enforcement.csv")
    ]
