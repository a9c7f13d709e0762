"""Checks on `country_years`: it agrees with the tables that it is made from, and its figures follow on each other."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.quality.checks.statistics_consistency import by_edition
from warehouse.tables.vocabulary import HEADLINES

_JUMP_FACTOR: Final = 20
_JUMP_COUNT: Final = 100
"""A figure that is this many times the one of the edition before, or its part, and differs by this much, is a jump."""


def _panel_agrees(context: CheckContext) -> Finding:
    key = ("country", "year")
    words = context.frame("report_sections").group_by(key).agg(pl.col("words").sum().alias("counted"))
    placed = context.frame("tier_placements").select(*key, pl.col("tier").alias("placed"))
    panel = (
        context.frame("country_years")
        .join(words, on=key, how="full", coalesce=True)
        .join(placed, on=key, how="full", coalesce=True)
    )
    same = (pl.col("words") == pl.col("counted").fill_null(0)) & pl.col("tier").eq_missing(pl.col("placed"))
    wrong = panel.filter(~same.fill_null(False)).sort(key)
    failing = [f"{row['country']} {row['year']}" for row in wrong.iter_rows(named=True)]
    return Finding(failing, f"{wrong.height} rows disagree with other tables", "the same words and tiers")


def _figures_follow(context: CheckContext) -> Finding:
    figures = (
        context.frame("country_years")
        .select("country", "year", *HEADLINES)
        .unpivot(list(HEADLINES), index=["country", "year"], variable_name="measure")
        .filter(pl.col("value").is_not_null())
    )
    before = figures.select(
        "country", (pl.col("year") + 1).cast(pl.Int16).alias("year"), "measure", pl.col("value").alias("before")
    )
    compared = figures.join(before, on=["country", "year", "measure"])
    low, high = pl.min_horizontal("value", "before"), pl.max_horizontal("value", "before")
    odd = compared.filter((high >= _JUMP_FACTOR * low) & (high - low >= _JUMP_COUNT)).sort("country", "year", "measure")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} {row['value']}, the edition before {row['before']}",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    observed = (
        f"{compared.height} figures beside those of the edition before, {len(failing)} jumps{by_edition(failing)}"
    )
    return Finding(failing, observed, f"less than {_JUMP_FACTOR} times, or a difference below {_JUMP_COUNT}")


CHECKS: Final = (
    Check(
        name="panel_agrees",
        table="country_years",
        severity="error",
        blocking=True,
        reason="The panel has the words of report_sections and the tiers of tier_placements.",
        advice="Run the job again; the panel is made from both.",
        find=_panel_agrees,
        reads=("report_sections", "tier_placements"),
    ),
    Check(
        name="figures_follow_edition_before",
        table="country_years",
        severity="warning",
        blocking=False,
        reason="A figure that is twenty times the one of the edition before, or a twentieth of it, is implausible.",
        advice="Read the sentences of both: one may count other people, a part of the country, or several years.",
        find=_figures_follow,
    ),
)
