"""Claims about counts and their growth, compared with the official record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from warehouse.derived.claim_relations import ClaimResult, closest, fits, withheld
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import WithheldReason

Row = Mapping[str, Any]

_NEAR_FACTOR_SHARE: Final = 0.1
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
        or _figure_of_another_period(claim, value, what, figures.other_period)
        or _figure_of_another_scope(value, what, figures.other_scope)
    )
    if doubtful and (result is None or result.relation != "exact"):
        return _not_checkable(year, what)
    if result is not None:
        return _with_comparison(claim, result, record)
    if not figures.same:
        return ClaimResult(
            "not_found", f"The {year} report gives no number of {what}.", official_table="enforcement_statistics"
        )
    near = closest(value, figures.same)
    text = f"The record says {near['value']:,} {what} in the {year} report; the article says {value:,}."
    return ClaimResult("conflict", text, **_source(near, value))


def _not_checkable(year: int, what: str) -> ClaimResult:
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
    for row in rows:
        if row["value"] == value:
            return ClaimResult("exact", f"The report of {row['year']} gives {value:,} {what}.", **_source(row, value))
    for row in rows:
        if fits(value, claim["qualifier"], row["value"], row["value_high"]):
            text = f"The report of {row['year']} gives {row['value']:,} {what}, which the article's number allows."
            return ClaimResult("rounded", text, **_source(row, value))
    return None


def _figure_of_another_period(claim: Row, value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    """The result from a figure of another period: exact where the years agree, otherwise the wrong year."""
    matching = [row for row in rows if row["value"] == value]
    if not matching:
        return None
    for row in matching:
        if row["period_year"] is not None and row["period_year"] == claim["data_year"]:
            text = f"The report of {row['year']} gives {value:,} {what} for {row['period_year']}, under another label."
            return ClaimResult("exact", text, **_source(row, value))
    row = matching[0]
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
    """The result, with the number that the claim compares with: a wrong one makes the claim a conflict."""
    before = claim["previous_value"]
    if before is None or result.relation not in ("exact", "rounded"):
        return result
    earlier = _earlier_values(claim, record)
    if not earlier:
        return result.with_remark(f"the number it is compared with, {int(before):,}, is not held")
    if int(before) in earlier:
        return result
    options = " or ".join(f"{number:,}" for number in sorted(earlier))
    return result.with_relation(
        "conflict", f"the record says {options} for the earlier number, and the article {int(before):,}"
    )


def _earlier_values(claim: Row, record: OfficialRecord) -> set[int]:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    compared = [row for row in record.statistics(country, year) if row["role"] != "current"]
    before = [
        row for near in (year - 1, year - 2) for row in record.statistics(country, near) if row["role"] == "current"
    ]
    return {row["value"] for row in (*compared, *before) if row["measure"] == measure and row["value"] is not None}


def compare_multiplier(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about how many times a number grew."""
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    current = [
        row["value"]
        for row in record.statistics(country, year)
        if row["measure"] == measure and row["role"] == "current" and row["value"] is not None
    ]
    earlier = _earlier_values(claim, record)
    pairs = [(now, then) for now in current for then in earlier if then]
    name = record.name(country)
    if not current and record.has_doubtful(country, year, measure):
        return _not_checkable(year, f"{measure.replace('_', ' ')} in {name}")
    if not pairs:
        text = f"The figures of {measure.replace('_', ' ')} in {name} that it needs are not held."
        return ClaimResult("not_found", text, official_table="enforcement_statistics")
    factor = int(claim["value"])
    now, then = min(pairs, key=lambda pair: abs(pair[0] / pair[1] - factor))
    ratio = now / then
    text = (
        f"{measure.replace('_', ' ').capitalize()} in {name} went from {then:,} to {now:,}, {ratio:.2f} times as many."
    )
    official_columns: dict[str, Any] = {"official_value": f"{now}/{then}", "official_table": "enforcement_statistics"}
    if now == factor * then or (claim["qualifier"] == "more_than" and factor < ratio < factor + 1):
        return ClaimResult("exact", text, **official_columns)
    near = abs(ratio - factor) <= _NEAR_FACTOR_SHARE * factor or (
        claim["qualifier"] in ("more_than", "at_least") and ratio >= factor
    )
    return ClaimResult("rounded" if near else "conflict", text, **official_columns)


def _source(row: Row, value: int) -> dict[str, Any]:
    return {
        "official_value": str(row["value"]),
        "official_table": "enforcement_statistics",
        "official_sentence": row.get("sentence"),
        "official_url": row.get("source_url"),
        "delta": value - row["value"],
    }
