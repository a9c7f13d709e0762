"""What the UI shows of single tables beside rows and columns: charts, and lists a person should look at."""

from collections.abc import Callable
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.plots import stacked_bars
from assets.presentation import markdown_table
from warehouse.store.staging import Staging
from warehouse.tables import EDITIONS, RECOMMENDATIONS, TIER_PLACEMENTS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import TIERS

_ROWS: Final = 20


def _by_year(frame: pl.DataFrame) -> dict[int, int]:
    return dict(frame.group_by("year").len().sort("year").iter_rows())


def _placements(staging: Staging) -> dict[str, Any]:
    """Tiers by edition, and every placement whose sightings do not agree."""
    rows = staging.read(TIER_PLACEMENTS.name)
    series = {f"tier {tier}": counts for tier in TIERS if (counts := _by_year(rows.filter(pl.col("tier") == tier)))}
    shown: dict[str, Any] = {
        "tiers_by_edition": stacked_bars(series, "tiers by edition"),
        "agreement": dg.MetadataValue.md(markdown_table(rows["agreement"].value_counts().sort("agreement"))),
    }
    odd = rows.filter(pl.col("agreement").is_in(["majority", "conflict"])).select(
        "country", "year", "agreement", "tier"
    )
    if odd.height:
        said = staging.read(TIER_SIGHTINGS.name).join(odd, on=("country", "year"), how="semi")
        shown["disagreements"] = dg.MetadataValue.md(
            markdown_table(said.select("country", "year", "place", "tier", "sentence").head(_ROWS))
        )
    return shown


def _editions(staging: Staging) -> dict[str, Any]:
    """How much of each edition of the TIP Report is held."""
    tip = staging.read(EDITIONS.name).filter(pl.col("family") == "tip").sort("year")
    held = {row["year"]: row["held"] for row in tip.iter_rows(named=True)}
    missing = {row["year"]: max((row["expected"] or 0) - row["held"], 0) for row in tip.iter_rows(named=True)}
    status = staging.read(EDITIONS.name).group_by("family", "status").len().sort("family", "status")
    return {
        "coverage_of_tip": stacked_bars({"held": held, "missing": missing}, "countries held and missing by edition"),
        "status": dg.MetadataValue.md(markdown_table(status)),
    }


def _recommendations(staging: Staging) -> dict[str, Any]:
    """Recommendations by edition, new and repeated."""
    rows = staging.read(RECOMMENDATIONS.name)
    return {
        "recommendations_by_edition": stacked_bars(
            {
                "new": _by_year(rows.filter(pl.col("recurs_from").is_null())),
                "repeated": _by_year(rows.filter(pl.col("recurs_from").is_not_null())),
            },
            "recommendations by edition",
        )
    }


SHOWN: Final[dict[str, Callable[[Staging], dict[str, Any]]]] = {
    TIER_PLACEMENTS.name: _placements,
    EDITIONS.name: _editions,
    RECOMMENDATIONS.name: _recommendations,
}
"""By table, what is shown beside the usual."""
