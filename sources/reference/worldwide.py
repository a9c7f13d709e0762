"""The lists and world tables of the TIP Report from secondary sources, each row with its source and confidence.

The checks compare them with the pages, and the sample pages are written from them. They never fill a gap in the tables.
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
    """Rows of world and regional tables: year (edition), data_year, region, counts (None where unknown), source,
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
