"""Checks on `editions`: each edition is complete, and its dates and counts fit."""

from typing import Final

import polars as pl

from warehouse.derived.editions import countries_read
from warehouse.quality.check import Check, CheckContext, Finding
from warehouse.tables.vocabulary import (
    EditionStatus,
)

_MOST_COUNTRIES_SHARE: Final = 1.05
_LONGEST_DELAY_DAYS: Final = 548


def _editions_complete(context: CheckContext) -> Finding:
    editions = context.frame("editions").sort("family", "year")
    held = editions.filter(pl.col("held") > 0)
    partial = held.filter(pl.col("status") == EditionStatus.PARTIAL)
    failing = [
        f"{row['family']} {row['year']}: {row['held']} of {row['expected'] or 'an unknown number of'} countries"
        + (", tiers differ from the published totals" if row["held"] >= (row["expected"] or row["held"] + 1) else "")
        for row in partial.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{held.height} editions held, {partial.height} of them in part",
        "all of their countries, as many on each tier as published",
    )


def _editions_not_over(context: CheckContext) -> Finding:
    over = (
        context.frame("editions")
        .filter(pl.col("held") > pl.col("expected") * _MOST_COUNTRIES_SHARE)
        .sort("family", "year")
    )
    failing = [
        f"{row['family']} {row['year']}: {row['held']} countries, {row['expected']} expected"
        for row in over.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{over.height} editions with more countries than expected",
        f"at most {_MOST_COUNTRIES_SHARE - 1:.0%} more",
    )


def _editions_agree_with_pages(context: CheckContext) -> Finding:
    read = countries_read(context.frame("pages"), context.frame("report_sections"))
    counted = read.group_by("family", "year").agg(pl.len().alias("counted"))
    editions = context.frame("editions").join(counted, on=("family", "year"), how="left")
    wrong = editions.filter(pl.col("country_pages") != pl.col("counted").fill_null(0)).sort("family", "year")
    failing = [
        f"{row['family']} {row['year']}: country_pages says {row['country_pages']}, pages {row['counted'] or 0}"
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{wrong.height} editions disagree with pages", "country_pages counts the countries read")


def _edition_dates_fit(context: CheckContext) -> Finding:
    """An edition is released within a year and a half of the end of its period, and after the edition before."""
    editions = context.frame("editions").sort("family", "year")
    delay_days = (pl.col("release_date") - pl.col("period_end")).dt.total_days()
    out_of_order = (pl.col("release_date").diff() <= pl.duration(days=0)).over("family")
    in_year = pl.col("period_end").dt.year() == pl.col("year")
    fits = delay_days.is_between(0, _LONGEST_DELAY_DAYS) & in_year
    odd = editions.filter(~fits.fill_null(True) | out_of_order.fill_null(False))
    failing = [
        f"{row['family']} {row['year']}: released {row['release_date']}, reports up to {row['period_end']}"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{editions.height} editions, {odd.height} with odd dates", "after their period, in order")


CHECKS: Final = (
    Check(
        name="editions_complete",
        table="editions",
        severity="warning",
        blocking=False,
        reason="An edition held in part gives totals and trends of that part only.",
        advice='Import or fetch the missing pages; `tip sql "FROM editions"` shows what each edition holds.',
        find=_editions_complete,
    ),
    Check(
        name="editions_not_over",
        table="editions",
        severity="warning",
        blocking=False,
        reason="More pages than an edition has countries means pages counted twice, or a wrong expectation.",
        advice="Look for areas read as countries, or correct sources/reference/data/editions.csv.",
        find=_editions_not_over,
    ),
    Check(
        name="editions_agree_with_pages",
        table="editions",
        severity="error",
        blocking=True,
        reason="The counts of editions are those of the pages that were read.",
        advice="Run the job again; both tables are made from the same pages.",
        find=_editions_agree_with_pages,
        reads=("pages", "report_sections"),
    ),
    Check(
        name="edition_dates_fit",
        table="editions",
        severity="error",
        blocking=True,
        reason="An edition comes out after the period it reports on, and after the edition before.",
        advice="Correct sources/reference/data/editions.csv.",
        find=_edition_dates_fit,
    ),
)
