"""The counts of a country as its editions state them: headline figures, restatements, and what is not stated."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from markupsafe import Markup, escape

from warehouse.report.tables import Row, grouped
from warehouse.report.words import MEASURES, SCOPES, label, stated
from warehouse.report.writing import certainty

HEADLINES: Final = ("investigations", "prosecutions", "convictions", "victims_identified")
"""The measures that the panel has and the charts show."""

COLUMNS: Final = (
    "country", "year", "measure", "trafficking_type", "value", "value_high", "qualifier", "unit", "role", "period_year",
    "sentence", "certainty", "scope", "source_url", "position", "ordinal",
)  # fmt: skip
STATUS_COLUMNS: Final = ("country", "year", "words_tip", *(f"{measure}_status" for measure in HEADLINES))

_PERIOD: Final = itemgetter("measure", "unit", "period_year")
"""What two figures must share so that the later one can restate the earlier one."""


def headline_rows(counts: Sequence[Row]) -> list[Row]:
    """The totals that editions state for their own period, each with the newest later figure for the same period.

    Args:
        counts: all stated counts of a country.
    """
    totals = [row for row in counts if row["trafficking_type"] == "all" and row["scope"] in (None, "total")]
    later = grouped([row for row in totals if row["role"] == "comparison" and row["period_year"] is not None], _PERIOD)
    rows = []
    for row in totals:
        if row["role"] != "current" or row["measure"] not in HEADLINES:
            continue
        again = [other for other in later.get(_PERIOD(row), []) if other["year"] > row["year"]]
        newest = max(again, key=lambda other: other["year"], default=None)
        rows.append(
            row | {"again": newest["value"] if newest else None, "again_in": newest["year"] if newest else None}
        )
    return rows


def chart_data(rows: Sequence[Row], statuses: Mapping[int, Row], years: Sequence[int]) -> Row:
    """The input of the charts of counts.

    Args:
        rows: those of `headline_rows`.
        statuses: the rows of the panel by edition.
        years: all editions.
    """
    points = [
        {
            "m": row["measure"],
            "y": row["year"],
            "v": row["value"],
            "u": row["unit"],
            "t": _with_unit(row),
            "c": row["certainty"],
            "a": row["again"],
            "ay": row["again_in"],
        }
        for row in rows
    ]
    stated_in = {(row["measure"], row["year"]) for row in rows}
    gaps = [
        {"m": measure, "y": year, "s": _gap(statuses.get(year), measure)}
        for measure in HEADLINES
        for year in years
        if (measure, year) not in stated_in
    ]
    names = {measure: label(MEASURES, measure) for measure in HEADLINES}
    return {"years": list(years), "names": names, "points": points, "gaps": gaps}


def _gap(panel: Row | None, measure: str) -> str:
    """Why an edition has no total: a key of `GAPS`."""
    if panel is None or panel["words_tip"] is None:
        return "not_loaded"
    status = panel[f"{measure}_status"]
    return "parts" if status == "stated" else str(status or "not_read")


def _with_unit(row: Row) -> str:
    count = stated(row["value"], row["value_high"], row["qualifier"])
    return count if row["value"] is None else f"{count} {row['unit']}"


def tag(row: Row) -> Markup:
    """A stated count in one line: measure, number, unit, period, what it covers, certainty."""
    kind = "" if row["trafficking_type"] == "all" else f" ({row['trafficking_type']})"
    words = [
        "" if row["value"] is None else f" {row['unit']}",
        f" in {row['period_year']}" if row["period_year"] else "",
        ", for comparison" if row["role"] == "comparison" else "",
        f", {label(SCOPES, row['scope'])}" if row["scope"] not in (None, "total") else "",
    ]
    number = stated(row["value"], row["value_high"], row["qualifier"])
    before, after = escape(f"{label(MEASURES, row['measure'])}{kind}: "), escape("".join(words))
    return Markup(f"{before}<b>{escape(number)}</b>{after} {certainty(row['certainty'])}")  # noqa: S704 - escaped


def sentences(counts: Sequence[Row]) -> list[tuple[int, list[tuple[str, str, list[Row]]]]]:
    """The stated counts by edition, newest first, and by sentence: year, then sentence, address and its counts."""
    editions = []
    for year, rows in sorted(grouped(counts, "year").items(), reverse=True):
        found: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            found.setdefault((row["sentence"], row["source_url"]), []).append(row)
        editions.append((year, [(sentence, url, items) for (sentence, url), items in found.items()]))
    return editions
