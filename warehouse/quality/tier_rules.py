"""Checks on tiers: against each other, against the published totals, against the record of secondary sources."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import PUBLISHED_TOTALS, PageOutcome, Supersession

_SURE: Final = ("high", "medium")
_KEY: Final = ["country", "year"]


def _totals(context: CheckContext) -> Finding:
    return _against_totals(context, sure=True)


def _unsure_totals(context: CheckContext) -> Finding:
    return _against_totals(context, sure=False)


def _against_totals(context: CheckContext, *, sure: bool) -> Finding:
    """Compares editions whose list is held with their published totals.

    A total is sure where its confidence is high or medium and the record of placements reaches it: an edition whose
    record falls short of its totals has something wrong in one of the two.
    """
    placements, record = context.frame("tier_placements"), context.frame("tier_record")
    failing: list[str] = []
    compared = 0
    for edition in context.frame("editions").filter(pl.col("list_held")).sort("year").iter_rows(named=True):
        published = {tier: total for tier, name in PUBLISHED_TOTALS.items() if (total := edition[name]) is not None}
        year = edition["year"]
        reached = _by_tier(record, year, published) == published
        if not published or sure != (reached and edition["totals_confidence"] in _SURE):
            continue
        compared += 1
        placed = _by_tier(placements, year, published)
        wrong = [
            f"{placed[tier]} on {tier}, published {published[tier]}"
            for tier in published
            if placed[tier] != published[tier]
        ]
        if wrong:
            failing.append(f"{year}: {', '.join(wrong)}{_who(placements, record, year)}")
    return Finding(failing, f"{compared} editions compared, {len(failing)} differ", "the published totals")


def _by_tier(rows: pl.DataFrame, year: int, tiers: Iterable[str]) -> dict[str, int]:
    of_year = rows.filter(pl.col("year") == year)
    return {tier: of_year.filter(pl.col("tier") == tier).height for tier in tiers}


def _who(placements: pl.DataFrame, record: pl.DataFrame, year: int) -> str:
    """Which countries the record has otherwise: where to look for the cause."""
    rows = _beside_record(placements.filter(pl.col("year") == year), record.filter(pl.col("year") == year))
    differing = rows.filter(~pl.col("tier").eq_missing(pl.col("recorded"))).head(5)
    named = [_difference(row) for row in differing.iter_rows(named=True)]
    return f" ({'; '.join(named)})" if named else ""


def _beside_record(placements: pl.DataFrame, record: pl.DataFrame) -> pl.DataFrame:
    recorded = record.select(*_KEY, pl.col("tier").alias("recorded"), "confidence", "source")
    return placements.select(*_KEY, "tier").join(recorded, on=_KEY, how="full", coalesce=True).sort(_KEY)


def _difference(row: dict[str, object]) -> str:
    return f"{row['country']} {row['year']}: {row['tier'] or 'not placed'}, recorded {row['recorded'] or 'nowhere'}"


def _as_recorded(context: CheckContext) -> Finding:
    """Every placement that the record is sure of, in editions whose list is held."""
    rows = _held_beside_record(context).filter(pl.col("confidence") == "high")
    wrong = rows.filter(~pl.col("tier").eq_missing(pl.col("recorded")))
    failing = [Failing(_difference(row), row["country"], row["year"]) for row in wrong.iter_rows(named=True)]
    return Finding(failing, f"{rows.height} placements compared, {wrong.height} differ", "what secondary sources have")


def _beyond_record(context: CheckContext) -> Finding:
    rows = _held_beside_record(context)
    unsure = pl.col("recorded").is_null() | (
        (pl.col("confidence") != "high") & ~pl.col("tier").eq_missing(pl.col("recorded"))
    )
    odd = rows.filter(unsure)
    failing = [Failing(_difference(row), row["country"], row["year"]) for row in odd.iter_rows(named=True)]
    return Finding(failing, f"{odd.height} placements the record does not bear out", "none")


def _held_beside_record(context: CheckContext) -> pl.DataFrame:
    """Placements beside the record: whole editions where the list is held, single countries elsewhere."""
    placements = context.frame("tier_placements")
    lists = context.frame("editions").filter(pl.col("list_held"))["year"].to_list()
    record = context.frame("tier_record")
    expected = pl.concat(
        [
            record.filter(pl.col("year").is_in(lists)),
            record.filter(~pl.col("year").is_in(lists)).join(placements, on=_KEY, how="semi"),
        ]
    )
    return _beside_record(placements, expected)


def _conflicts(context: CheckContext) -> Finding:
    return _disagreements(context, "conflict", "placements whose sightings contradict each other without a majority")


def _minorities(context: CheckContext) -> Finding:
    return _disagreements(context, "majority", "placements of which one sighting says otherwise")


def _disagreements(context: CheckContext, agreement: str, what: str) -> Finding:
    odd = context.frame("tier_placements").filter(pl.col("agreement") == agreement).sort(_KEY)
    said = (
        context.frame("tier_sightings")
        .sort(*_KEY, "place", "position")
        .group_by(_KEY)
        .agg(pl.format("{} says {}", "place", "tier").alias("said"))
    )
    rows = odd.select(_KEY).join(said, on=_KEY, how="left", maintain_order="left")
    failing = [
        Failing(f"{row['country']} {row['year']}: {', '.join(row['said'] or [])}", row["country"], row["year"])
        for row in rows.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} {what}", "none")


def _one_page_a_country(context: CheckContext) -> Finding:
    superseded = context.frame("pages").filter(pl.col("outcome") == PageOutcome.SUPERSEDED)
    odd = superseded.filter(pl.col("supersession").ne_missing(Supersession.SAME))
    failing = [
        Failing(f"{row['country']} {row['year']} {row['family']}: {row['remark']}", row["country"], row["year"])
        for row in odd.sort(*_KEY, "source_url").iter_rows(named=True)
    ]
    return Finding(failing, f"{superseded.height} pages superseded, {odd.height} of them not the same", "one text each")


def _superseded_agree(context: CheckContext) -> Finding:
    superseded = context.frame("pages").filter(pl.col("outcome") == PageOutcome.SUPERSEDED)
    odd = superseded.filter(pl.col("supersession") == Supersession.CONTRADICTS)
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['remark']}", row["country"], row["year"])
        for row in odd.sort(*_KEY, "source_url").iter_rows(named=True)
    ]
    observed = f"{superseded.height} pages superseded, {odd.height} say otherwise than theirs"
    return Finding(failing, observed, "the same tier")


TIER_RULES: Final = (
    Check(
        name="one_page_a_country",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A country has one page in an edition; a second one that is not the same is a copy of something else.",
        advice="Compare the two pages; one of a part of the country needs an area in sources/reference/data/areas.csv.",
        find=_one_page_a_country,
    ),
    Check(
        name="tier_totals",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="Countries per tier add up to the totals the edition published.",
        advice="Look at the countries named: the list may be cut short or one of its columns misread.",
        find=_totals,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="tier_totals_unsure",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Countries per tier add up to totals that are not verified, or that the record does not reach.",
        advice="Compare with the edition's own list; correct sources/reference/data/tier_totals.csv with its source.",
        find=_unsure_totals,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="placements_as_recorded",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="A placement that secondary sources are sure of is the one that is read; a reader's slip shows here.",
        advice="Compare page and source; correct the reader, or sources/reference/data/tier_placements.csv.",
        find=_as_recorded,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="placements_beyond_record",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="A placement that no secondary source has, or only an unsure one, rests on its page alone.",
        advice="Add it to sources/reference/data/tier_placements.csv with the page as its source.",
        find=_beyond_record,
        reads=("editions", "tier_record"),
    ),
    Check(
        name="sightings_conflict",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="No country has two tiers in one edition: list, heading and verdict say the same.",
        advice="Read the sightings of the country; if the pages do differ, add a reviewed exception.",
        find=_conflicts,
        reads=("tier_sightings",),
    ),
    Check(
        name="sightings_agree",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Where list, heading and verdict differ, most of them are right and one is a slip; it is listed here.",
        advice="Read the sightings of the country.",
        find=_minorities,
        reads=("tier_sightings",),
    ),
    Check(
        name="superseded_pages_agree",
        table="pages",
        severity="error",
        blocking=True,
        reason="Two pages of one country and edition say the same; otherwise one of them is of something else.",
        advice="Compare the two pages; the older address may hold another edition.",
        find=_superseded_agree,
    ),
)
