"""A check on `country_years`: the panel agrees with the tables that it is made from."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Finding


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
)
