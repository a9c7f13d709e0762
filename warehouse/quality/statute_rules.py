"""Checks from the law: what placements the Trafficking Victims Protection Act admits, and how long.

Sources: 22 USC 7107(b); Public Laws 108-193 (the special watch list), 110-457 (automatic downgrade after two years,
two yearly waivers), 115-425 (one waiver).
"""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_FIRST_WATCH_LIST: Final = 2004
_CLOCK_STARTS: Final = 2009
_ONE_WAIVER_FROM: Final = 2019
_LONGEST_RUN: Final = 4
_LONGEST_RUN_WITH_ONE_WAIVER: Final = 3
_FIRST_WAIVED_YEAR: Final = 3
_STEPS: Final = {("1", "3"), ("3", "1"), ("1", "2WL"), ("2WL", "1"), ("2", "3"), ("3", "2")}
_KEY: Final = ["country", "year"]


def _watch_list_began(context: CheckContext) -> Finding:
    early = context.frame("tier_sightings").filter((pl.col("tier") == "2WL") & (pl.col("year") < _FIRST_WATCH_LIST))
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['place']} says {row['tier_printed']!r}", row["country"], row["year"]
        )
        for row in early.sort(*_KEY, "place").iter_rows(named=True)
    ]
    return Finding(failing, f"{early.height} sightings of the Watch List before {_FIRST_WATCH_LIST}", "none")


def _clock(context: CheckContext) -> Finding:
    runs = _runs(context)
    most = pl.when(pl.col("year") >= _ONE_WAIVER_FROM).then(_LONGEST_RUN_WITH_ONE_WAIVER).otherwise(_LONGEST_RUN)
    over = runs.filter(pl.col("run") > most)
    failing = [
        Failing(f"{row['country']} {row['year']}: year {row['run']} on the Watch List", row["country"], row["year"])
        for row in over.iter_rows(named=True)
    ]
    expected = f"at most {_LONGEST_RUN} years in a row, {_LONGEST_RUN_WITH_ONE_WAIVER} from {_ONE_WAIVER_FROM} on"
    return Finding(failing, f"{runs.height} years on the Watch List, {over.height} beyond the limit", expected)


def _waivers(context: CheckContext) -> Finding:
    """Year three and four need a waiver, no other year has one; asked where the narrative is held."""
    rows = _runs(context).filter(pl.col("waiver_stated").is_not_null())
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


def _runs(context: CheckContext) -> pl.DataFrame:
    """Every year on the Watch List since the clock started, with the length of the run up to it since then."""
    placements = context.frame("tier_placements").filter((pl.col("tier") == "2WL") & (pl.col("year") >= _CLOCK_STARTS))
    begins = pl.col("year").diff().ne_missing(1)
    return (
        placements.sort(_KEY)
        .with_columns(begins.over("country").cum_sum().over("country").alias("streak"))
        .with_columns(pl.int_range(1, pl.len() + 1).over("country", "streak").alias("run"))
    )


def _steps(context: CheckContext) -> Finding:
    moved = context.frame("tier_placements").filter(pl.col("previous_tier").is_not_null()).sort(_KEY)
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['previous_tier']} to {row['tier']}", row["country"], row["year"])
        for row in moved.iter_rows(named=True)
        if (row["previous_tier"], row["tier"]) in _STEPS
    ]
    return Finding(failing, f"{moved.height} changes compared, {len(failing)} improbable", "no tier is leapt over")


def _return_after_downgrade(context: CheckContext) -> Finding:
    """After a waived run that ended on Tier 3, 22 USC 7107(b)(2)(F) admits one year on the Watch List, not two.

    The limit came with the act of January 2019; it ends when the country reaches Tier 2.
    """
    placements = context.frame("tier_placements").sort(_KEY)
    failing: list[Failing] = []
    for (country,), rows in placements.group_by("country", maintain_order=True):
        years = _second_years(rows.select("year", "tier").rows())
        failing += [Failing(f"{country} {year}: second year in a row", str(country), year) for year in years]
    return Finding(failing, f"{len(failing)} second years after a waived run had ended on Tier 3", "none")


def _second_years(history: list[tuple[int, str]]) -> list[int]:
    """Years on the Watch List that are a second in a row while the limit holds; history is in order of years."""
    found, run, limited, last = [], 0, False, None
    for year, tier in history:
        if tier == "3":
            limited = limited or (run >= _FIRST_WAIVED_YEAR and year >= _ONE_WAIVER_FROM)
        elif tier in ("1", "2"):
            limited = False
        run = (run + 1 if last == year - 1 else 1) if tier == "2WL" else 0
        last = year
        if limited and run > 1:
            found.append(year)
    return found


def _said_as_stored(context: CheckContext) -> Finding:
    """What a verdict says of change and streak, against the placements of the editions before."""
    said = context.frame("tier_sightings").filter(pl.col("place") == "verdict")
    stored = context.frame("tier_placements").select(*_KEY, "change", "watch_list_run", pl.col("tier").alias("placed"))
    rows = said.join(stored, on=_KEY, how="left").sort(_KEY)
    failing = []
    for row in rows.iter_rows(named=True):
        change, stated = row["change"], row["change_stated"]
        if stated in ("upgraded", "downgraded", "unchanged") and change is not None and change != stated:
            text = f"{row['country']} {row['year']}: the verdict says {stated}, the placements {change}"
            failing.append(Failing(text, row["country"], row["year"]))
        years, run = row["consecutive_year_stated"], row["watch_list_run"]
        if years is not None and row["placed"] == "2WL" and run is not None and run != years:
            text = (
                f"{row['country']} {row['year']}: the verdict says year {years} on the Watch List, the placements {run}"
            )
            failing.append(Failing(text, row["country"], row["year"]))
    return Finding(failing, f"{rows.height} results compared, {len(failing)} differ", "what the editions before hold")


STATUTE_RULES: Final = (
    Check(
        name="watch_list_from_2004",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="The Watch List was created in 2003 and first used in the 2004 report.",
        advice="The page is of a later edition, or a tier was misread.",
        find=_watch_list_began,
    ),
    Check(
        name="watch_list_clock",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="Since 2009 two years on the Watch List force Tier 3 but for waivers: two of them, one from 2019.",
        advice="One of the years was misread, or an edition is missing between them.",
        find=_clock,
    ),
    Check(
        name="waivers_stated",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="A third or fourth year on the Watch List needs a waiver, which the narrative states; no other year.",
        advice="Read the verdict of the country; a tier or a sentence may be misread.",
        find=_waivers,
    ),
    Check(
        name="probable_steps",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="Countries move a step at a time: leaps over a tier are rare, and each that is known is excepted.",
        advice="Compare both editions; add a reviewed exception if it is so.",
        find=_steps,
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
    Check(
        name="verdicts_fit_history",
        table="tier_sightings",
        severity="warning",
        blocking=False,
        reason="`upgraded`, `remained` and `for the third consecutive year` fit the editions before.",
        advice="Read both results; one of the placements may be misread.",
        find=_said_as_stored,
        reads=("tier_placements",),
    ),
)
