"""The published totals of each edition. The checks compare them with the pages."""

from typing import Any, Final

from sources.reference.data import rows

_TOTALS: Final = ("tier_1", "tier_2", "tier_2wl", "tier_3", "special_case")


def total_rows() -> list[dict[str, Any]]:
    """Published totals per edition: countries by tier (None where unknown), confidence, source."""
    return [
        {
            "year": int(row["year"]),
            **{name: int(row[name]) if row[name] else None for name in _TOTALS},
            "confidence": row["confidence"],
            "source": row["source"],
        }
        for row in rows("tier_totals.csv")
    ]
