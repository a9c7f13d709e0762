"""Checks on coverage: whether editions, countries and sections are there that should be."""

from typing import Final

import polars as pl

from warehouse.derived.editions import countries_read
from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import AREA_MAIN, EditionStatus, ReportFamily

_CEILING: Final = 1.05
_LAST_NUMBERED_EDITION: Final = 2023
"""The human rights edition of 2024 has three numbered sections, those before it seven."""

_NARRATIVE: Final = ("verdict", "prosecution", "protection", "prevention")
_FIRST_DIVIDED_EDITION: Final = 2003
"""From this edition on narratives of the TIP Report are divided into sections."""

_LATEST_DAYS: Final = 548


def _editions_complete(context: CheckContext) -> Finding:
    editions = context.frame("editions").sort("family", "year")
    held = editions.filter(pl.col("held") > 0)
    partial = held.filter(pl.col("status") == EditionStatus.PARTIAL)
    failing = [
        f"{row['family']} {row['year']}: {row['held']} of {row['expected']} countries"
        for row in partial.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{held.height} editions held, {partial.height} of them in part",
        "all of their countries",
    )


def _editions_not_over(context: CheckContext) -> Finding:
    over = context.frame("editions").filter(pl.col("held") > pl.col("expected") * _CEILING).sort("family", "year")
    failing = [
        f"{row['family']} {row['year']}: {row['held']} countries, {row['expected']} expected"
        for row in over.iter_rows(named=True)
    ]
    return Finding(
        failing, f"{over.height} editions with more countries than expected", f"at most {_CEILING - 1:.0%} more"
    )


def _held_agrees(context: CheckContext) -> Finding:
    read = countries_read(context.frame("pages"), context.frame("report_sections"))
    counted = read.group_by("family", "year").agg(pl.len().alias("counted"))
    editions = context.frame("editions").join(counted, on=("family", "year"), how="left")
    wrong = editions.filter(pl.col("country_pages") != pl.col("counted").fill_null(0)).sort("family", "year")
    failing = [
        f"{row['family']} {row['year']}: country_pages says {row['country_pages']}, pages {row['counted'] or 0}"
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{wrong.height} editions disagree with pages", "country_pages counts the countries read")


def _sections_present(context: CheckContext) -> Finding:
    numbered = pl.when(pl.col("year") > _LAST_NUMBERED_EDITION).then(3).otherwise(7)
    pages = (
        context.frame("report_sections")
        .filter((pl.col("family") == ReportFamily.HUMAN_RIGHTS) & (pl.col("area") == AREA_MAIN))
        .group_by("country", "year")
        .agg(pl.col("section").unique().sort().alias("sections"))
        .with_columns((numbered + 1).alias("expected"))
        .filter(pl.col("sections").list.len() != pl.col("expected"))
        .sort("country", "year")
    )
    failing = [
        f"{row['country']} {row['year']}: {len(row['sections'])} of {row['expected']} sections"
        for row in pages.iter_rows(named=True)
    ]
    return Finding(failing, f"{pages.height} reports without all their sections", "summary and every numbered section")


def _narratives_whole(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(
        (pl.col("family") == ReportFamily.TIP) & (pl.col("area") == AREA_MAIN)
    )
    held = (
        sections.group_by("country", "year").agg(pl.col("section").unique().alias("sections")).sort("country", "year")
    )
    failing = []
    for country, year, found in held.iter_rows():
        wanted = _NARRATIVE if year >= _FIRST_DIVIDED_EDITION else _NARRATIVE[:1]
        if missing := [name for name in wanted if name not in found]:
            failing.append(Failing(f"{country} {year}: no {', '.join(missing)}", country, year))
    return Finding(failing, f"{held.height} narratives, {len(failing)} without all their sections", "every section")


def _dates_fit(context: CheckContext) -> Finding:
    """An edition comes out within a year and a half of the period it reports on, and editions come out in order."""
    editions = context.frame("editions").sort("family", "year")
    late = (pl.col("release_date") - pl.col("period_end")).dt.total_days()
    out_of_order = (pl.col("release_date").diff() <= pl.duration(days=0)).over("family")
    in_year = pl.col("period_end").dt.year() == pl.col("year")
    fits = late.is_between(0, _LATEST_DAYS) & in_year
    odd = editions.filter(~fits.fill_null(True) | out_of_order.fill_null(False))
    failing = [
        f"{row['family']} {row['year']}: released {row['release_date']}, reports up to {row['period_end']}"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{editions.height} editions, {odd.height} with odd dates", "after their period, in order")


def _headings_known(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter(pl.col("unknown_headings").list.len() > 0).sort("source_url")
    failing = [f"{url}: {' | '.join(found)}" for url, found in odd.select("source_url", "unknown_headings").iter_rows()]
    return Finding(failing, f"{odd.height} pages with headings no vocabulary knows", "none")


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


COVERAGE_RULES: Final = (
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
        reason="What editions says is read is what pages shows was read.",
        advice="Run the job again; both tables are made from the same pages.",
        find=_held_agrees,
        reads=("pages", "report_sections"),
    ),
    Check(
        name="human_rights_sections_present",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report that lacks a section was cut short, or its heading was not recognised.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_sections_present,
    ),
    Check(
        name="narratives_whole",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A narrative has a verdict, and since 2003 prosecution, protection and prevention; one without was cut.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_narratives_whole,
    ),
    Check(
        name="edition_dates_fit",
        table="editions",
        severity="error",
        blocking=True,
        reason="An edition comes out after the period it reports on, and after the edition before.",
        advice="Correct sources/reference/data/editions.csv.",
        find=_dates_fit,
    ),
    Check(
        name="headings_known",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A heading no vocabulary knows leaves its part without a context.",
        advice="Add the heading to the family's headings, sources/state_department/data/*_headings.csv.",
        find=_headings_known,
    ),
    Check(
        name="panel_agrees",
        table="country_years",
        severity="error",
        blocking=True,
        reason="The panel says what report_sections and tier_placements hold.",
        advice="Run the job again; the panel is made from both.",
        find=_panel_agrees,
        reads=("report_sections", "tier_placements"),
    ),
)
