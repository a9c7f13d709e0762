"""Control totals: the tables hold as many rows as were read, and nothing is missing from the middle."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES

_COUNTED: Final = tuple(table.name for table in READ_FROM_PAGES if table is not QUARANTINE)

_NUMBERED: Final[dict[str, tuple[list[str], str]]] = {
    "report_sections": (["country", "year", "family", "area"], "position"),
    "recommendations": (["country", "year"], "position"),
    "enforcement_statistics": (["country", "year", "position"], "ordinal"),
    "tier_sightings": (["year"], "position"),
}
"""By table, what its rows are counted through within, from 1 without a gap; of sightings those on the list."""


def _as_read(context: CheckContext) -> Finding:
    """Rows by table and year beside what the readers noted when they read the editions."""
    noted = _noted(context.facts()["counts"])
    failing, total = [], 0
    for name in _COUNTED:
        held = dict(context.frame(name).group_by("year").len().iter_rows())
        total += sum(held.values())
        failing += [
            f"{name} {year}: {held.get(year, 0)} rows, {noted.get((name, year), 0)} were read"
            for year in sorted(held.keys() | {year for table, year in noted if table == name})
            if held.get(year, 0) != noted.get((name, year), 0)
        ]
    return Finding(failing, f"{total} rows beside the readers' own counts, {len(failing)} sums differ", "equal counts")


def _noted(counts: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, int], int]:
    """What was read, by table and year, over all families."""
    totals: dict[tuple[str, int], int] = {}
    for edition, of_edition in counts.items():
        year = edition.rpartition("/")[2]
        for name in _COUNTED:
            if year.isdigit() and name in of_edition:
                totals[name, int(year)] = totals.get((name, int(year)), 0) + of_edition[name]
    return totals


def _without_gaps(context: CheckContext) -> Finding:
    failing, groups = [], 0
    for name, (within, number) in _NUMBERED.items():
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


CONTROL_RULES: Final = (
    Check(
        name="rows_as_read",
        table=PAGES.name,
        severity="error",
        blocking=True,
        reason="Each table holds, year by year, as many rows as the readers made; none is lost or doubled on the way.",
        advice="Run the job again; if it stays, a table is staged from other editions than were read.",
        find=_as_read,
        facts=("counts",),
        reads=_COUNTED,
        owner="data-engineering",
    ),
    Check(
        name="sequences_without_gaps",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Parts, recommendations, counts and list lines are numbered through; a gap is a row that was dropped.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_without_gaps,
        reads=tuple(_NUMBERED),
    ),
)
