"""How each table is made from what is staged before it, free of Dagster, in the order in which they can be made."""

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from assets.article_text import publishes_article_text
from assets.home import Home
from assets.news_reading import made_from_units, readings_in_use, units_staged
from assets.reading import end_workers
from sources.reference.countries import country_rows
from sources.reference.editions import edition_rows
from sources.reference.placements import event_rows, placement_rows
from warehouse.derived.claim_checks import claim_checks
from warehouse.derived.editions import editions_held
from warehouse.derived.official_record import Record
from warehouse.derived.panel import OF_PANEL, country_years
from warehouse.derived.placements import placements_of
from warehouse.derived.recurrence import recurs_from
from warehouse.store.files import digest
from warehouse.store.sorting import sorted_rows
from warehouse.store.staging import StagedTable, Staging
from warehouse.tables import (
    ARTICLE_TEXTS,
    CLAIM_CHECKS,
    COUNTRIES,
    COUNTRY_YEARS,
    EDITIONS,
    ENFORCEMENT_STATISTICS,
    GLOBAL_ENFORCEMENT,
    NEWS_ARTICLES,
    NEWS_CLAIMS,
    PAGES,
    QUARANTINE,
    READ_FROM_NEWS,
    RECOMMENDATIONS,
    REPORT_SECTIONS,
    STATUTORY_LISTS,
    TIER_EVENTS,
    TIER_PLACEMENTS,
    TIER_RECORD,
    TIER_SIGHTINGS,
    Table,
)

Made = tuple[StagedTable, pl.DataFrame | None]
"""A staged table, and its rows where they are at hand."""

Maker = Callable[[Home], Made]


def _reference(table: Table, rows: Callable[[], list[dict[str, object]]]) -> Maker:
    """Makes a table of the reviewed reference data."""

    def make(home: Home) -> Made:
        columns = table.columns
        return _staged(home, table, table.frame([{name: row[name] for name in columns} for row in rows()]))

    return make


def _read_from_pages(table: Table) -> Maker:
    """Makes a table of the rows read edition by edition; one whose editions have not changed is not even opened."""

    def make(home: Home) -> Made:
        made_from = _made_from(home.staging, table)
        staged = home.staging.table(table.name)
        if staged is not None and home.staging.is_current(table, made_from):
            return staged, None
        rows = home.staging.edition_rows(table)
        return home.staging.put_table(table, rows, made_from), rows

    return make


def _made_from(staging: Staging, table: Table) -> dict[str, str]:
    """Digest of the staged editions by year: what the country/year partitions of a report table are made from."""
    parts: dict[str, list[str]] = {}
    for key in staging.editions():
        note = staging.edition(key) or {}
        if key.year is not None and table.name in note["files"]:
            parts.setdefault(str(key.year), []).append(f"{key.folder} {note['files'][table.name]}")
    return {year: digest("\n".join(sorted(lines)).encode()) for year, lines in sorted(parts.items())}


def _recommendations(home: Home) -> Made:
    """Recommendations of all editions; a year is made of its own and of the edition before, which it may repeat."""
    own = _made_from(home.staging, RECOMMENDATIONS)
    made_from = {year: digest(f"{own.get(str(int(year) - 1))} {made}".encode()) for year, made in own.items()}
    staged = home.staging.table(RECOMMENDATIONS.name)
    if staged is not None and home.staging.is_current(RECOMMENDATIONS, made_from):
        return staged, None
    rows = recurs_from(home.staging.edition_rows(RECOMMENDATIONS))
    return home.staging.put_table(RECOMMENDATIONS, rows, made_from), rows


def _read_from_news(table: Table) -> Maker:
    """Makes a table of the rows read from news; claims stand under the edition they speak of, not their own year."""
    extra = {"original_id": "used.original_id"} if table == NEWS_ARTICLES else {}
    return _from_units(table, extra)


def _from_units(table: Table, extra: Mapping[str, str]) -> Maker:
    """Makes a table of the units that news is read in, never holding all of it; one whose units have not changed is
    not even opened."""

    def make(home: Home) -> Made:
        made_from = made_from_units(home.staging)
        staged = home.staging.table(table.name)
        if staged is not None and home.staging.is_current(table, made_from):
            return staged, None
        paths = [path for of_year in units_staged(home.staging).values() for path in of_year]
        rows = sorted_rows(table, paths, readings_in_use(home.staging), home.staging.folder, extra=extra)
        return home.staging.put_sorted(table, rows, made_from), None

    return make


def _article_texts(home: Home) -> Made:
    """The texts of the articles, where releases hold them; no rows where they do not."""
    if publishes_article_text():
        return _from_units(ARTICLE_TEXTS, {"text": "unit.text"})(home)
    return _staged(home, ARTICLE_TEXTS, ARTICLE_TEXTS.empty())


def _claim_checks(home: Home) -> Made:
    """Verdicts on all claims, some at a time, in the order of the claims, which have the same key."""
    read = home.staging.read
    record = Record.of(
        placements=read(TIER_PLACEMENTS.name),
        statistics=read(ENFORCEMENT_STATISTICS.name),
        world=read(GLOBAL_ENFORCEMENT.name),
        lists=read(STATUTORY_LISTS.name),
        editions=read(EDITIONS.name),
        countries=read(COUNTRIES.name),
        sightings=read(TIER_SIGHTINGS.name),
        recorded=read(TIER_RECORD.name),
    )
    schema = CLAIM_CHECKS.arrow_schema()
    claims = home.staging.chunks(NEWS_CLAIMS.name)
    checked = (claim_checks(chunk, record).to_arrow().cast(schema) for chunk in claims)
    return home.staging.put_sorted(CLAIM_CHECKS, checked), None


def _quarantine(home: Home) -> Made:
    end_workers()  # this table is made when every page was read
    return _staged(home, QUARANTINE, home.staging.edition_rows(QUARANTINE))


def _tier_placements(home: Home) -> Made:
    made_of = (TIER_SIGHTINGS, PAGES, COUNTRIES)
    return _staged(home, TIER_PLACEMENTS, placements_of(*(home.staging.read(table.name) for table in made_of)))


def _editions(home: Home) -> Made:
    read = home.staging.read
    made_of = (PAGES, TIER_PLACEMENTS, REPORT_SECTIONS)
    return _staged(home, EDITIONS, editions_held(edition_rows(), *(read(table.name) for table in made_of)))


def _country_years(home: Home) -> Made:
    frames = (home.staging.scan(name).select(columns).collect() for name, columns in OF_PANEL.items())
    return _staged(home, COUNTRY_YEARS, country_years(*frames))


def _staged(home: Home, table: Table, rows: pl.DataFrame) -> Made:
    return home.staging.put_table(table, rows), rows


MAKERS: Final[dict[str, Maker]] = {
    COUNTRIES.name: _reference(COUNTRIES, country_rows),
    TIER_EVENTS.name: _reference(TIER_EVENTS, event_rows),
    TIER_RECORD.name: _reference(TIER_RECORD, placement_rows),
    PAGES.name: _read_from_pages(PAGES),
    REPORT_SECTIONS.name: _read_from_pages(REPORT_SECTIONS),
    TIER_SIGHTINGS.name: _read_from_pages(TIER_SIGHTINGS),
    ENFORCEMENT_STATISTICS.name: _read_from_pages(ENFORCEMENT_STATISTICS),
    STATUTORY_LISTS.name: _read_from_pages(STATUTORY_LISTS),
    GLOBAL_ENFORCEMENT.name: _read_from_pages(GLOBAL_ENFORCEMENT),
    RECOMMENDATIONS.name: _recommendations,
    QUARANTINE.name: _quarantine,
    TIER_PLACEMENTS.name: _tier_placements,
    EDITIONS.name: _editions,
    **{table.name: _read_from_news(table) for table in READ_FROM_NEWS},
    ARTICLE_TEXTS.name: _article_texts,
    CLAIM_CHECKS.name: _claim_checks,
    COUNTRY_YEARS.name: _country_years,
}
"""By table, how it is staged."""
