"""Checks over many tables: row counts, numbering, and the page that each row was read from."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_NEWS, READ_FROM_PAGES

_ROWS_OF_PAGES: Final = tuple(table.name for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""The tables of report pages."""

_FROM_SOURCES: Final = (*_ROWS_OF_PAGES, *(table.name for table in READ_FROM_NEWS))
_COUNTED_TABLES: Final = tuple(table.name for table in READ_FROM_PAGES if table is not QUARANTINE)
_NUMBERED_TABLES: Final[dict[str, tuple[list[str], str]]] = {
    "report_sections": (["country", "year", "family", "area"], "position"),
    "recommendations": (["country", "year"], "position"),
    "enforcement_statistics": (["country", "year", "position"], "ordinal"),
    "tier_sightings": (["year"], "position"),
}
"""By table, the columns of a group and the column that numbers its rows from 1; of sightings those on the list."""

_PAGE_COLUMNS: Final = ["source_url", "page_digest", "origin", "year"]


def _something_read(context: CheckContext) -> Finding:
    rows = {name: context.scan(name).select(pl.len()).collect().item() for name in _FROM_SOURCES}
    full = [name for name, count in rows.items() if count]
    return Finding(
        [] if full else ["no table has a row that was read from a page"],
        f"{sum(rows.values())} rows read from pages",
        "at least one",
    )


def _rows_as_read(context: CheckContext) -> Finding:
    """Rows by table and year, against the counts of the readers."""
    read = _rows_read(context.facts()["counts"])
    failing, total = [], 0
    for name in _COUNTED_TABLES:
        held = dict(context.frame(name).group_by("year").len().iter_rows())
        total += sum(held.values())
        failing += [
            f"{name} {year}: {held.get(year, 0)} rows, {read.get((name, year), 0)} were read"
            for year in sorted(held.keys() | {year for table, year in read if table == name})
            if held.get(year, 0) != read.get((name, year), 0)
        ]
    return Finding(failing, f"{total} rows beside the readers' own counts, {len(failing)} sums differ", "equal counts")


def _rows_read(counts: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, int], int]:
    """The rows that the readers counted, by table and year, over all families."""
    totals: dict[tuple[str, int], int] = {}
    for edition, of_edition in counts.items():
        year = edition.rpartition("/")[2]
        for name in _COUNTED_TABLES:
            if year.isdigit() and name in of_edition:
                totals[name, int(year)] = totals.get((name, int(year)), 0) + of_edition[name]
    return totals


def _sequences_without_gaps(context: CheckContext) -> Finding:
    failing, groups = [], 0
    for name, (within, number) in _NUMBERED_TABLES.items():
        rows = context.frame(name)
        if name == "tier_sightings":
            rows = rows.filter(pl.col("place") == "placement_list")
        counted = rows.group_by(within).agg(
            pl.len().alias("rows"), pl.col(number).min().alias("first"), pl.col(number).max().alias("last")
        )
        groups += counted.height
        odd = counted.filter((pl.col("first") != 1) | (pl.col("last") != pl.col("rows"))).sort(within)
        failing += [
            Failing(
                f"{name} {' '.join(str(row[part]) for part in within)}: {row['rows']} rows,"
                f" {number} {row['first']} to {row['last']}",
                row.get("country"),
                row["year"],
            )
            for row in odd.iter_rows(named=True)
        ]
    return Finding(failing, f"{groups} sequences, {len(failing)} with gaps", "counted through from 1")


def _records_from_pages_read(context: CheckContext) -> Finding:
    """Address, digest, origin, edition and country of each row are those of a page that was read."""
    read = context.frame("pages").filter(pl.col("outcome") == "read")
    known = read.select(*_PAGE_COLUMNS, "kind", pl.col("country").alias("page_country")).unique(
        _PAGE_COLUMNS, keep="first"
    )
    failing: list[Failing] = []
    total = 0
    for name in _ROWS_OF_PAGES:
        rows = context.frame(name).select("country", *_PAGE_COLUMNS)
        total += rows.height
        found = rows.unique().join(known, on=_PAGE_COLUMNS, how="left").sort("country", "year", "source_url")
        of_another = (pl.col("kind") == "country") & (pl.col("page_country") != pl.col("country"))
        for row in found.filter(pl.col("kind").is_null() | of_another).iter_rows(named=True):
            why = "no page read has its address, digest and origin"
            if row["kind"] is not None:
                why = f"its page is about {row['page_country']}"
            failing.append(
                Failing(
                    f"{row['country']} {row['year']}: {name}, {why}: {row['source_url']}", row["country"], row["year"]
                )
            )
    return Finding(failing, f"{total} records beside their pages, {len(failing)} strayed", "each from a page read")


CHECKS: Final = (
    Check(
        name="rows_as_read",
        table=PAGES.name,
        severity="error",
        blocking=True,
        reason="Each table holds, year by year, as many rows as the readers made; none is lost or doubled on the way.",
        advice="Run the job again; if it fails again, a table is staged from other editions than were read.",
        find=_rows_as_read,
        facts=("counts",),
        reads=_COUNTED_TABLES,
        owner="data-engineering",
    ),
    Check(
        name="sequences_without_gaps",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Parts, recommendations, counts and list lines are numbered from 1; a gap is a lost row.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_sequences_without_gaps,
        reads=tuple(_NUMBERED_TABLES),
    ),
    Check(
        name="something_read",
        table="pages",
        severity="error",
        blocking=True,
        reason="A release of nothing but reference data is a mistake: an empty or damaged file, or a wrong folder.",
        advice="Read the output of `tip run` on the files; give it pages with --archive, or `tip import` them.",
        find=_something_read,
        reads=_FROM_SOURCES,
    ),
    Check(
        name="records_from_pages_read",
        table="pages",
        severity="error",
        blocking=True,
        reason="Every row names the page that it was read from, and that page is about its country.",
        advice="Run the job again; if it fails again, a reader assigns rows to another page than it read.",
        find=_records_from_pages_read,
        reads=_ROWS_OF_PAGES,
        owner="data-engineering",
    ),
)
