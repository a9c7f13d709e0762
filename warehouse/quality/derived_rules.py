"""Checks that derived tables are what their sources make of them: each is made again and compared row by row."""

from typing import Final

import polars as pl

from warehouse.derived.editions import editions_again
from warehouse.derived.panel import OF_PANEL, country_years
from warehouse.derived.placements import placements_of
from warehouse.derived.recurrence import recurs_from
from warehouse.quality.rule import Failing, Finding, Rule, Subject
from warehouse.tables import COUNTRY_YEARS, EDITIONS, RECOMMENDATIONS, TIER_PLACEMENTS, Table

_OF_EDITIONS: Final = ("pages", "tier_placements", "report_sections")


def _placements(subject: Subject) -> Finding:
    sources = (subject.frame(name) for name in ("tier_sightings", "pages", "countries"))
    return _compared(TIER_PLACEMENTS, placements_of(*sources), subject)


def _editions(subject: Subject) -> Finding:
    made = editions_again(subject.frame("editions"), *(subject.frame(name) for name in _OF_EDITIONS))
    return _compared(EDITIONS, made, subject)


def _recurrence(subject: Subject) -> Finding:
    return _compared(RECOMMENDATIONS, recurs_from(subject.frame("recommendations")), subject)


def _panel(subject: Subject) -> Finding:
    frames = (subject.scan(name).select(columns).collect() for name, columns in OF_PANEL.items())
    return _compared(COUNTRY_YEARS, country_years(*frames), subject)


def _compared(table: Table, made: pl.DataFrame, subject: Subject) -> Finding:
    """Names the rows of the staged table that are not those made anew, and the columns that differ."""
    staged = subject.frame(table.name)
    values = [name for name in table.columns if name not in table.key]
    both = staged.with_columns(pl.lit(True).alias("is_staged")).join(
        made.select(table.columns).with_columns(pl.lit(True).alias("is_made")),
        on=table.key,
        how="full",
        coalesce=True,
        suffix="_made",
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_made")) for name in values)
    wrong = both.filter(pl.col("is_staged").is_null() | pl.col("is_made").is_null() | ~same).sort(table.key)
    failing = [_difference(table, values, row) for row in wrong.iter_rows(named=True)]
    return Finding(failing, f"{staged.height} rows made again, {wrong.height} differ", "the same rows")


def _difference(table: Table, values: list[str], row: dict[str, object]) -> Failing:
    if row["is_staged"] is None:
        what = "missing"
    elif row["is_made"] is None:
        what = "made of nothing"
    else:
        what = ", ".join(name for name in values if row[name] != row[f"{name}_made"])
    named = " ".join(str(row[name]) for name in table.key)
    country, year = row.get("country"), row.get("year")
    return Failing(f"{named}: {what}", str(country) if country else None, int(str(year)) if year else None)


DERIVED_RULES: Final = (
    Rule(
        name="placements_follow_sightings",
        table="tier_placements",
        severity="error",
        blocking=True,
        reason="A placement, its change, its run and its waiver follow from the sightings and from nothing else.",
        advice="Run the job again; if it stays, warehouse/derived/placements.py is not deterministic.",
        check=_placements,
        reads=("tier_sightings", "pages", "countries"),
        owner="data-engineering",
    ),
    Rule(
        name="editions_follow_pages",
        table="editions",
        severity="error",
        blocking=True,
        reason="What an edition is said to hold, and whether it is complete, follows from pages and placements.",
        advice="Run the job again; the table is made of both.",
        check=_editions,
        reads=_OF_EDITIONS,
        owner="data-engineering",
    ),
    Rule(
        name="recurrence_follows_texts",
        table="recommendations",
        severity="error",
        blocking=True,
        reason="Which recommendation repeats which follows from the texts of two editions.",
        advice="Run the job again; if it stays, one of the two editions was staged alone.",
        check=_recurrence,
        owner="data-engineering",
    ),
    Rule(
        name="panel_follows_tables",
        table="country_years",
        severity="error",
        blocking=True,
        reason="Every value of the panel is one of the tables it is made of.",
        advice="Run the job again; the panel is made of tables staged before it.",
        check=_panel,
        reads=tuple(OF_PANEL),
        owner="data-engineering",
    ),
)
