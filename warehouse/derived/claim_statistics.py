"""Claims about counts, compared with the official record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from warehouse.derived.claim_amounts import Amount
from warehouse.derived.claim_relations import ClaimResult, closest, withheld
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import WithheldReason

Row = Mapping[str, Any]

_MANY_EARLIER: Final = WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
_CONFUSED_MEASURES: Final = ("convictions", "prosecutions", "investigations", "arrests")


@dataclass
class _Figures:
    """The figures of one country and edition: those of the claim, of another scope, of another period."""

    same: list[Row] = field(default_factory=list)
    other_scope: list[Row] = field(default_factory=list)
    other_period: list[Row] = field(default_factory=list)


def compare_count(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a number of cases or persons."""
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    figures = _figures(claim, record)
    doubtful = not figures.same and record.has_doubtful(country, year, measure)
    if not (doubtful or figures.same or figures.other_scope or figures.other_period):
        text = f"No figure of the {year} report for {record.name(country)} is held."
        return ClaimResult("not_found", text, official_table="enforcement_statistics")
    value, what = int(claim["value"]), f"{measure.replace('_', ' ')} in {record.name(country)}"
    result = (
        _same_figure(claim, value, what, figures.same)
        or _figure_under_another_label(claim, value, what, figures.other_period)
        or _allowed_figure(claim, what, figures.same)
        or _figure_of_another_period(value, what, figures.other_period)
        or _figure_of_another_scope(value, what, figures.other_scope)
    )
    if doubtful and (result is None or result.relation != "exact"):
        return only_doubtful(year, what)
    if result is not None:
        return _with_comparison(claim, result, record)
    if not figures.same:
        return ClaimResult(
            "not_found", f"The {year} report gives no number of {what}.", official_table="enforcement_statistics"
        )
    near = closest(value, figures.same)
    text = f"The record says {Amount.of_record(near)} {what} in the {year} report; the article says"
    text = f"{text} {Amount.of_claim(claim)}."
    return ClaimResult("conflict", text, **_source(near, value))


def only_doubtful(year: int, what: str) -> ClaimResult:
    """The result of a claim where the only number of a measure in an edition is doubtful."""
    return withheld(
        WithheldReason.OFFICIAL_FIGURE_DOUBTFUL, f"The only number of {what} in the {year} report is doubtful."
    )


def _figures(claim: Row, record: OfficialRecord) -> _Figures:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    figures = _Figures()
    wanted_type = claim["trafficking_type"] or "all"
    for row in record.statistics(country, year):
        if row["value"] is None:
            continue
        if row["measure"] != measure:
            if row["role"] == "current" and measure in _CONFUSED_MEASURES and row["measure"] in _CONFUSED_MEASURES:
                figures.other_scope.append(row)
        elif row["role"] != "current":
            figures.other_period.append(row)
        elif row["trafficking_type"] == wanted_type:
            figures.same.append(row)
        else:
            figures.other_scope.append(row)
    for near in (year - 1, year + 1):
        figures.other_period.extend(
            row
            for row in record.statistics(country, near)
            if row["measure"] == measure and row["value"] is not None and row["trafficking_type"] == wanted_type
        )
    return figures


def _same_figure(claim: Row, value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    told = Amount.of_claim(claim)
    for row in rows:
        if row["value"] == value and told.high in (None, row["value_high"]):
            text = f"The report of {row['year']} gives {Amount.of_record(row)} {what}."
            return ClaimResult("exact", text, **_source(row, value))
    for row in rows:
        if told.fits(Amount.of_record(row)):
            text = (
                f"The report of {row['year']} gives {Amount.of_record(row)} {what}, which the article's number allows"
            )
            return ClaimResult("rounded", f"{text} ({told}).", **_source(row, value))
    return None


def _allowed_figure(claim: Row, what: str, rows: list[Row]) -> ClaimResult | None:
    """No verdict, where the words of the article literally allow the number of the record, which is far from them."""
    told = Amount.of_claim(claim)
    for row in rows:
        if told.allows(Amount.of_record(row)):
            text = f"The report of {row['year']} gives {Amount.of_record(row)} {what}; the article says {told}, which"
            return withheld(
                WithheldReason.CLAIM_DOUBTFUL, f"{text} neither confirms nor contradicts it.", **_source(row, 0)
            )
    return None


def _figure_under_another_label(claim: Row, value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    """The result from a figure of another edition or role for the very year that the article names."""
    for row in rows:
        if row["value"] == value and row["period_year"] is not None and row["period_year"] == claim["data_year"]:
            text = f"The report of {row['year']} gives {value:,} {what} for {row['period_year']}, under another label."
            return ClaimResult("exact", text, **_source(row, value))
    return None


def _figure_of_another_period(value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    """The result from a figure of another period: the wrong year."""
    row = next((row for row in rows if row["value"] == value), None)
    if row is None:
        return None
    period = row["period_year"] if row["period_year"] is not None else "another period"
    return ClaimResult(
        "wrong_year", f"The record says that {value:,} {what} is the figure for {period}.", **_source(row, value)
    )


def _figure_of_another_scope(value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    for row in rows:
        if row["value"] == value:
            kind = "" if row["trafficking_type"] == "all" else f" of {row['trafficking_type']} trafficking"
            counted = f"{row['measure'].replace('_', ' ')}{kind}"
            text = f"The record says that {value:,} is the number of {counted}, not of {what}."
            return ClaimResult("wrong_scope", text, **_source(row, value))
    return None


def _with_comparison(claim: Row, result: ClaimResult, record: OfficialRecord) -> ClaimResult:
    """The result, with the number that the claim compares with: no verdict where the record has another one.

    The record may have several earlier numbers, so another one contradicts nothing by itself.
    """
    before = claim["previous_value"]
    if before is None or result.relation not in ("exact", "rounded"):
        return result
    told, earlier = Amount.compared_with(claim), earlier_figures(claim, record, editions_back=2)
    if not earlier:
        return result.with_remark(f"the number it is compared with, {told}, is not held")
    if any(row["value"] == told.value or told.fits(Amount.of_record(row)) for row in earlier):
        return result
    options = " or ".join(dict.fromkeys(str(Amount.of_record(row)) for row in earlier))
    text = f"{result.explanation.rstrip('.')}; for the earlier number it has {options}, and the article {told}."
    return replace(result, relation="not_checkable", explanation=text, delta=None, reason=_MANY_EARLIER)


def earlier_figures(claim: Row, record: OfficialRecord, *, editions_back: int) -> list[Row]:
    """The figures of a measure that a claim can compare with, the smallest first.

    They are those that the narrative itself gives for an earlier period, and those of earlier editions.

    Args:
        claim: the claim.
        record: the official record.
        editions_back: the number of earlier editions.
    """
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    compared = [row for row in record.statistics(country, year) if row["role"] != "current"]
    before = [
        row
        for near in range(year - editions_back, year)
        for row in record.statistics(country, near)
        if row["role"] == "current"
    ]
    rows = (row for row in (*compared, *before) if row["measure"] == measure and row["value"] is not None)
    return sorted(rows, key=lambda row: int(row["value"]))


def _source(row: Row, value: int) -> dict[str, Any]:
    return {
        "official_value": str(row["value"]),
        "official_table": "enforcement_statistics",
        "official_sentence": row.get("sentence"),
        "official_url": row.get("source_url"),
        "delta": value - row["value"],
    }
