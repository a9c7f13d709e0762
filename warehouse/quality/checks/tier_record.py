"""Checks of `tier_placements` against the published totals and the placements that secondary sources give."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import (
    PUBLISHED_TOTALS,
)

_SURE_CONFIDENCES: Final = ("high", "medium")
_KEY: Final = ["country", "year"]


def _tier_totals(context: CheckContext) -> Finding:
    return _against_totals(context, sure=True)


def _tier_totals_unsure(context: CheckContext) -> Finding:
    return _against_totals(context, sure=False)


def _against_totals(context: CheckContext, *, sure: bool) -> Finding:
    """Compares editions whose list is loaded with their published totals.

    Totals are sure where their confidence is high or medium and the recorded placements add up to them. Where they do
    not add up, one of the two is wrong.
    """
    placements, record = context.frame("tier_placements"), context.frame("tier_record")
    failing: list[str] = []
    compared = 0
    for edition in context.frame("editions").filter(pl.col("list_held")).sort("year").iter_rows(named=True):
        published = {tier: total for tier, name in PUBLISHED_TOTALS.items() if (total := edition[name]) is not None}
        year = edition["year"]
        reached = _countries_by_tier(record, year, published) == published
        if not published or sure != (reached and edition["totals_confidence"] in _SURE_CONFIDENCES):
            continue
        compared += 1
        placed = _countries_by_tier(placements, year, published)
        wrong = [
            f"{placed[tier]} on {tier}, published {published[tier]}"
            for tier in published
            if placed[tier] != published[tier]
        ]
        if wrong:
            failing.append(f"{year}: {', '.join(wrong)}{_differing_countries(placements, record, year)}")
    return Finding(failing, f"{compared} editions compared, {len(failing)} differ", "the published totals")


def _countries_by_tier(rows: pl.DataFrame, year: int, tiers: Iterable[str]) -> dict[str, int]:
    of_year = rows.filter(pl.col("year") == year)
    return {tier: of_year.filter(pl.col("tier") == tier).height for tier in tiers}


def _differing_countries(placements: pl.DataFrame, record: pl.DataFrame, year: int) -> str:
    """The first countries whose recorded tier differs: where to look for the cause."""
    rows = _joined_with_record(placements.filter(pl.col("year") == year), record.filter(pl.col("year") == year))
    differing = rows.filter(~pl.col("tier").eq_missing(pl.col("recorded"))).head(5)
    named = [_describe_difference(row) for row in differing.iter_rows(named=True)]
    return f" ({'; '.join(named)})" if named else ""


def _joined_with_record(placements: pl.DataFrame, record: pl.DataFrame) -> pl.DataFrame:
    recorded = record.select(*_KEY, pl.col("tier").alias("recorded"), "confidence", "source")
    return placements.select(*_KEY, "tier").join(recorded, on=_KEY, how="full", coalesce=True).sort(_KEY)


def _describe_difference(row: dict[str, object]) -> str:
    return f"{row['country']} {row['year']}: {row['tier'] or 'not placed'}, recorded {row['recorded'] or 'nowhere'}"


def _placements_as_recorded(context: CheckContext) -> Finding:
    """Compares with recorded placements of high confidence, in editions whose list is loaded."""
    rows = _held_placements_with_record(context).filter(pl.col("confidence") == "high")
    wrong = rows.filter(~pl.col("tier").eq_missing(pl.col("recorded")))
    failing = [Failing(_describe_difference(row), row["country"], row["year"]) for row in wrong.iter_rows(named=True)]
    return Finding(failing, f"{rows.height} placements compared, {wrong.height} differ", "what secondary sources have")


def _placements_beyond_record(context: CheckContext) -> Finding:
    rows = _held_placements_with_record(context)
    unsure = pl.col("recorded").is_null() | (
        (pl.col("confidence") != "high") & ~pl.col("tier").eq_missing(pl.col("recorded"))
    )
    odd = rows.filter(unsure)
    failing = [Failing(_describe_difference(row), row["country"], row["year"]) for row in odd.iter_rows(named=True)]
    return Finding(failing, f"{odd.height} placements the record does not bear out", "none")


def _held_placements_with_record(context: CheckContext) -> pl.DataFrame:
    """Placements beside the record: whole editions where the list is loaded, single countries elsewhere."""
    placements = context.frame("tier_placements")
    lists = context.frame("editions").filter(pl.col("list_held"))["year"].to_list()
    record = context.frame("tier_record")
    expected = pl.concat(
        [
            record.filter(pl.col("year").is_in(lists)),
            record.filter(~pl.col("year").is_in(lists)).join(placements, on=_KEY, how="semi"),
        ]
    )
    return _joined_with_record(placements, expected)


CHECKS: Final = (
    Check(
        name="tier_totals",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="Countries per tier add up to the totals the edition published.",
        advice="Look at the countries named: the list may be cut short or one of its columns misread.",
        find=_tier_totals,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="tier_totals_unsure",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Countries per tier add up to totals that are not verified, or that the record does not reach.",
        advice="Compare with the edition's own list; correct sources/reference/data/tier_totals.csv with its source.",
        find=_tier_totals_unsure,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="placements_as_recorded",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="A placement of high confidence in secondary sources is the one that was read.",
        advice="Compare page and source; correct the reader, or sources/reference/data/tier_placements.csv.",
        find=_placements_as_recorded,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="placements_beyond_record",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="A placement that no secondary source has, or only an unsure one, rests on its page alone.",
        advice="Add it to sources/reference/data/tier_placements.csv with the page as its source.",
        find=_placements_beyond_record,
        reads=("editions", "tier_record"),
    ),
)
