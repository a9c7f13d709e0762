"""Checks on `tier_sightings`: their evidence, and whether they fit each other and the placements."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import Reason

_KEY: Final = ["country", "year"]
_SPACES: Final = r"\s+"
_FIRST_WATCH_LIST: Final = 2004
_ODD_LETTERS: Final = "[^\\x00-\\x7f\u2018\u2019\u201c\u201d\u2013\u2014]"
"""Letters and marks that are not those of a tier: they only look Latin, or cannot be seen."""
_LONGEST_TIER_CHARACTERS: Final = 40
"""Longer words are the definition of a tier, which names none."""


def _sightings_evidence(context: CheckContext) -> Finding:
    """Lists and headings print their country; headings and verdicts print the tier; verdicts are in the text."""
    rows = context.frame("tier_sightings")
    texts = context.frame("report_sections").filter((pl.col("family") == "tip") & (pl.col("area") == "main"))
    placed = rows.join(texts.select(*_KEY, "position", "text"), on=[*_KEY, "position"], how="left")
    cut = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    is_verdict, is_listed = pl.col("place") == "verdict", pl.col("place") == "placement_list"
    is_lost = is_verdict & (cut != pl.col("sentence")).fill_null(True)
    is_nameless = ~is_verdict & ~_sentence_contains("country_printed").fill_null(False)
    is_tierless = ~is_listed & ~_sentence_contains("tier_printed")
    wrong = placed.filter(is_lost | is_nameless | is_tierless).sort(*_KEY, "place", "position")
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['place']} {row['sentence'][:80]!r}", row["country"], row["year"])
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{rows.height} sightings, {wrong.height} not where they should stand", "all in their text")


def _sentence_contains(part: str) -> pl.Expr:
    return pl.col("sentence").str.contains(pl.col(part), literal=True)


def _tiers_as_printed(context: CheckContext) -> Finding:
    """The same printed words mean the same tier everywhere."""
    form = pl.col("tier_printed").str.to_lowercase().str.replace_all(_SPACES, " ").alias("form")
    rows = context.frame("tier_sightings").select(*_KEY, "place", "tier", form)
    usual = (
        rows.group_by("form", "tier")
        .len()
        .sort("len", "tier", descending=[True, False])
        .unique("form", keep="first")
        .select("form", pl.col("tier").alias("usual"))
    )
    odd = rows.join(usual, on="form").filter(pl.col("tier") != pl.col("usual")).sort(*_KEY, "place")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['place']} prints {row['form']!r} and is read as {row['tier']},"
            f" elsewhere {row['usual']}",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{usual.height} printed forms, {odd.height} sightings read otherwise", "one tier a form")


def _tiers_in_doubt(context: CheckContext) -> Finding:
    is_odd = pl.col("tier_printed").str.contains(_ODD_LETTERS)
    is_name = pl.col("tier_printed").str.len_chars() <= _LONGEST_TIER_CHARACTERS
    odd = context.frame("tier_sightings").filter(is_odd & is_name).sort(*_KEY, "place")
    reasons = [Reason.UNKNOWN_TIER, Reason.CONFLICTING_TIERS]
    rejected = context.frame("quarantine").filter(pl.col("reason").is_in(reasons)).sort("source_url", "record")
    failing: list[str | Failing] = list(rejected["detail"])
    failing += [
        Failing(
            f"{row['country']} {row['year']}: {row['place']} prints {row['tier_printed']!a}, read as {row['tier']}",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{rejected.height} tiers rejected, {odd.height} in letters that look Latin", "none")


def _watch_list_from_2004(context: CheckContext) -> Finding:
    early = context.frame("tier_sightings").filter((pl.col("tier") == "2WL") & (pl.col("year") < _FIRST_WATCH_LIST))
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['place']} says {row['tier_printed']!r}", row["country"], row["year"]
        )
        for row in early.sort(*_KEY, "place").iter_rows(named=True)
    ]
    return Finding(failing, f"{early.height} sightings of the Watch List before {_FIRST_WATCH_LIST}", "none")


def _verdicts_fit_history(context: CheckContext) -> Finding:
    """The change and the run that a verdict states, against the placements of the editions before."""
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


CHECKS: Final = (
    Check(
        name="tiers_in_doubt",
        table="tier_sightings",
        severity="warning",
        blocking=False,
        reason="A tier that contradicts another or cannot be read is no sighting; one in odd letters may be altered.",
        advice="Read the page; if it is right, its placement rests on the other sightings.",
        find=_tiers_in_doubt,
        reads=("quarantine",),
    ),
    Check(
        name="sightings_evidence",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="Every tier has the line or sentence that prints it, at the recorded position.",
        advice="Run the job again; both tables are read from the same page.",
        find=_sightings_evidence,
        reads=("report_sections",),
    ),
    Check(
        name="tiers_as_printed",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="The same printed words are the same tier; a row that says otherwise was altered or misread.",
        advice="Read the sighting's sentence.",
        find=_tiers_as_printed,
    ),
    Check(
        name="watch_list_from_2004",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="The Watch List was created in 2003 and first used in the 2004 report.",
        advice="The page is of a later edition, or a tier was misread.",
        find=_watch_list_from_2004,
    ),
    Check(
        name="verdicts_fit_history",
        table="tier_sightings",
        severity="warning",
        blocking=False,
        reason="`upgraded`, `remained` and `for the third consecutive year` fit the editions before.",
        advice="Read both verdicts; one of the placements may be misread.",
        find=_verdicts_fit_history,
        reads=("tier_placements",),
    ),
)
