"""What the UI shows of single tables beside rows and columns: charts, and lists a person should look at."""

from collections.abc import Callable
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.plots import stacked_bars
from assets.presentation import markdown_table
from warehouse.derived.restatements import restatements
from warehouse.store.staging import Staging
from warehouse.tables import (
    CLAIM_CHECKS,
    EDITIONS,
    ENFORCEMENT_STATISTICS,
    NEWS_CLAIMS,
    PAGES,
    RECOMMENDATIONS,
    TIER_PLACEMENTS,
    TIER_SIGHTINGS,
)
from warehouse.tables.vocabulary import TIERS

_ROWS: Final = 20
_SUSPICIOUS: Final = 10


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


def _statistics(staging: Staging) -> dict[str, Any]:
    """How many narratives state convictions, how editions agree, and the rows most likely to be wrong."""
    rows = staging.read(ENFORCEMENT_STATISTICS.name)
    narratives = staging.read(PAGES.name).filter(
        (pl.col("family") == "tip") & (pl.col("kind") == "country") & (pl.col("outcome") == "read")
    )
    told = rows.filter(pl.col("measure") == "convictions").select("country", "year").unique()
    held = _by_year(narratives)
    stated = _by_year(told.join(narratives, on=("country", "year"), how="semi"))
    silent = {year: count - stated.get(year, 0) for year, count in held.items()}
    compared = restatements(rows)
    agreement = compared["relation"].value_counts(sort=True)
    suspicious = compared.filter(pl.col("relation") == "conflicts").head(_SUSPICIOUS)
    shown: dict[str, Any] = {
        "convictions_by_edition": stacked_bars(
            {"state convictions": stated, "do not": silent}, "narratives that state convictions"
        ),
        "narratives_with_convictions": round(sum(stated.values()) / max(sum(held.values()), 1), 3),
        "agreement_with_edition_before": dg.MetadataValue.md(markdown_table(agreement)),
    }
    if suspicious.height:
        shown["most_suspicious"] = dg.MetadataValue.md(markdown_table(suspicious))
    return shown


def _claims(staging: Staging) -> dict[str, Any]:
    """How claims stand to the record, and those that contradict it."""
    checks = staging.scan(CLAIM_CHECKS.name)
    counted = checks.group_by("relation").len("count").sort("relation").collect()
    shown: dict[str, Any] = {"relations": dg.MetadataValue.md(markdown_table(counted))}
    wrong = (
        checks.filter(pl.col("relation").is_in(["conflict", "wrong_list", "wrong_year", "wrong_scope"]))
        .head(_ROWS)
        .collect()
    )
    if wrong.height:
        told = staging.scan(NEWS_CLAIMS.name).filter(pl.col("claim_id").is_in(wrong["claim_id"].implode()))
        claims = told.select("claim_id", "claim_kind", "value", "sentence").collect()
        both = wrong.join(claims, on="claim_id", how="left", maintain_order="left").select(
            "country", "year", "claim_kind", "value", "relation", "official_value", "explanation", "sentence"
        )
        shown["not_borne_out"] = dg.MetadataValue.md(markdown_table(both))
    return shown


SHOWN: Final[dict[str, Callable[[Staging], dict[str, Any]]]] = {
    TIER_PLACEMENTS.name: _placements,
    EDITIONS.name: _editions,
    RECOMMENDATIONS.name: _recommendations,
    ENFORCEMENT_STATISTICS.name: _statistics,
    CLAIM_CHECKS.name: _claims,
}
"""By table, what is shown beside the usual."""
