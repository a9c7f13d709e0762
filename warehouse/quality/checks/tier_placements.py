"""Checks on `tier_placements`: agreement of the sightings, and the rules of the Trafficking Victims Protection Act.

Sources: 22 USC 7107(b); Public Laws 108-193 (the special watch list), 110-457 (automatic downgrade after two years,
two yearly waivers), 115-425 (one waiver).
"""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_KEY: Final = ["country", "year"]
_FIRST_COUNTED_EDITION: Final = 2009
_FIRST_EDITION_WITH_ONE_WAIVER: Final = 2019
_LONGEST_RUN_YEARS: Final = 4
_LONGEST_RUN_YEARS_WITH_ONE_WAIVER: Final = 3
_FIRST_WAIVED_YEAR: Final = 3
_IMPROBABLE_STEPS: Final = {("1", "3"), ("3", "1"), ("1", "2WL"), ("2WL", "1"), ("2", "3"), ("3", "2")}


def _sightings_conflict(context: CheckContext) -> Finding:
    return _disagreements(context, "conflict", "placements whose sightings contradict each other without a majority")


def _sightings_agree(context: CheckContext) -> Finding:
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


def _watch_list_clock(context: CheckContext) -> Finding:
    runs = _watch_list_runs(context)
    most = (
        pl.when(pl.col("year") >= _FIRST_EDITION_WITH_ONE_WAIVER)
        .then(_LONGEST_RUN_YEARS_WITH_ONE_WAIVER)
        .otherwise(_LONGEST_RUN_YEARS)
    )
    over = runs.filter(pl.col("run") > most)
    failing = [
        Failing(f"{row['country']} {row['year']}: year {row['run']} on the Watch List", row["country"], row["year"])
        for row in over.iter_rows(named=True)
    ]
    expected = (
        f"at most {_LONGEST_RUN_YEARS} years in a row,"
        f" {_LONGEST_RUN_YEARS_WITH_ONE_WAIVER} from {_FIRST_EDITION_WITH_ONE_WAIVER} on"
    )
    return Finding(failing, f"{runs.height} years on the Watch List, {over.height} beyond the limit", expected)


def _waivers_stated(context: CheckContext) -> Finding:
    """The third and the fourth year need a waiver, no other year has one; compared where the narrative is loaded."""
    rows = _watch_list_runs(context).filter(pl.col("waiver_stated").is_not_null())
    needed = pl.col("run") >= _FIRST_WAIVED_YEAR
    odd = rows.filter(needed != pl.col("waiver_stated"))
    failing = [
        Failing(
            f"{row['country']} {row['year']}: year {row['run']} on the Watch List,"
            f" {'a waiver' if row['waiver_stated'] else 'no waiver'} stated",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{rows.height} narratives compared, {odd.height} odd", "a waiver from the third year on")


def _watch_list_runs(context: CheckContext) -> pl.DataFrame:
    """Every year on the Watch List since 2009, with the length of the run up to it since then."""
    placements = context.frame("tier_placements").filter(
        (pl.col("tier") == "2WL") & (pl.col("year") >= _FIRST_COUNTED_EDITION)
    )
    begins = pl.col("year").diff().ne_missing(1)
    return (
        placements.sort(_KEY)
        .with_columns(begins.over("country").cum_sum().over("country").alias("streak"))
        .with_columns(pl.int_range(1, pl.len() + 1).over("country", "streak").alias("run"))
    )


def _probable_steps(context: CheckContext) -> Finding:
    moved = context.frame("tier_placements").filter(pl.col("previous_tier").is_not_null()).sort(_KEY)
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['previous_tier']} to {row['tier']}", row["country"], row["year"])
        for row in moved.iter_rows(named=True)
        if (row["previous_tier"], row["tier"]) in _IMPROBABLE_STEPS
    ]
    return Finding(failing, f"{moved.height} changes compared, {len(failing)} improbable", "no tier is leapt over")


def _return_after_downgrade(context: CheckContext) -> Finding:
    """After a waived run that ended on Tier 3, 22 USC 7107(b)(2)(F) allows one year on the Watch List, not two.

    The limit came with the act of January 2019; it ends when the country reaches Tier 2.
    """
    placements = context.frame("tier_placements").sort(_KEY)
    failing: list[Failing] = []
    for (country,), rows in placements.group_by("country", maintain_order=True):
        years = _second_years_on_watch_list(rows.select("year", "tier").rows())
        failing += [Failing(f"{country} {year}: second year in a row", str(country), year) for year in years]
    return Finding(failing, f"{len(failing)} second years after a waived run had ended on Tier 3", "none")


def _second_years_on_watch_list(history: list[tuple[int, str]]) -> list[int]:
    """The second years in a row on the Watch List while the limit applies; `history` is in order of years."""
    found, run, limited, last = [], 0, False, None
    for year, tier in history:
        if tier == "3":
            limited = limited or (run >= _FIRST_WAIVED_YEAR and year >= _FIRST_EDITION_WITH_ONE_WAIVER)
        elif tier in ("1", "2"):
            limited = False
        run = (run + 1 if last == year - 1 else 1) if tier == "2WL" else 0
        last = year
        if limited and run > 1:
            found.append(year)
    return found


CHECKS: Final = (
    Check(
        name="sightings_conflict",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="No country has two tiers in one edition: list, heading and verdict say the same.",
        advice="Read the sightings of the country; if the pages do differ, add a reviewed exception.",
        find=_sightings_conflict,
        reads=("tier_sightings",),
    ),
    Check(
        name="sightings_agree",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Where list, heading and verdict differ, the majority is right and the other one is an error.",
        advice="Read the sightings of the country.",
        find=_sightings_agree,
        reads=("tier_sightings",),
    ),
    Check(
        name="watch_list_clock",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="Since 2009 two years on the Watch List force Tier 3 but for waivers: two of them, one from 2019.",
        advice="One of the years was misread, or an edition is missing between them.",
        find=_watch_list_clock,
    ),
    Check(
        name="waivers_stated",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="A third or fourth year on the Watch List needs a waiver, which the narrative states; no other year.",
        advice="Read the verdict of the country; a tier or a sentence may be misread.",
        find=_waivers_stated,
    ),
    Check(
        name="probable_steps",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Countries move one tier at a time; larger steps are rare, and each known one is a reviewed exception.",
        advice="Compare both editions; add a reviewed exception if they say so.",
        find=_probable_steps,
    ),
    Check(
        name="return_after_downgrade",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="After an automatic downgrade a country may be on the Watch List for one year only.",
        advice="Compare the editions named; the rule's reading of the law is the project's own.",
        find=_return_after_downgrade,
    ),
)
