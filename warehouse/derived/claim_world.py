"""Claims about the whole report or the whole world held against the record."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_relations import Verdict, fits
from warehouse.derived.official_record import Record

Row = Mapping[str, Any]

_TIERS: Final = {
    "countries_on_tier_1": "1",
    "countries_on_tier_2": "2",
    "countries_on_watch_list": "2WL",
    "countries_on_tier_3": "3",
}
_CHANGES: Final = {"countries_upgraded": "upgraded", "countries_downgraded": "downgraded"}
_FIGURES: Final = {
    "prosecutions": ("prosecutions", "prosecutions_labor"),
    "convictions": ("convictions", "convictions_labor"),
    "victims_identified": ("victims_identified", "victims_labor"),
}


def check_world(claim: Row, record: Record) -> Verdict:
    """How a claim of kind `world_count` stands to the record."""
    measure = claim["measure"]
    if measure == "victims_estimated" or claim["attribution"] == "other":
        return Verdict("not_checkable", "The number is another body's estimate; the report has no record of its own.")
    if measure in _FIGURES:
        return _figure(claim, record)
    year = claim["report_year"]
    if year is None:
        return Verdict("not_checkable", "The article does not say which edition it speaks of.")
    if not record.has_edition(year):
        return Verdict(
            "not_found", f"The placements of the {year} report are not held.", official_table="tier_placements"
        )
    return _size(claim, record, year)


def _size(claim: Row, record: Record, year: int) -> Verdict:
    value, measure = int(claim["value"]), claim["measure"]
    sizes = _sizes(record, year)
    official = sizes.get(measure)
    if official is None:
        return Verdict("not_checkable", f"Numbers of {measure.replace('_', ' ')} are not on record.")
    what = measure.replace("_", " ")
    text = f"The record of the {year} report has {official} {what}."
    found: dict[str, Any] = {"official_value": str(official), "official_table": "tier_placements", "delta": value - official}
    if value == official:
        return Verdict("exact", text, **found)
    if measure == "countries_ranked" and value == official + sizes["unrated"]:
        return Verdict("exact", f"{text[:-1]}, and {sizes['unrated']} that it covers without a tier.", **found)
    if measure == "countries_on_tier_2" and value == official + sizes["countries_on_watch_list"]:
        return Verdict("wrong_list", f"{text[:-1]}; the article counts the Watch List in.", **found)
    if fits(value, claim["qualifier"], official):
        return Verdict("rounded", text, **found)
    near = next((other for other in (year - 1, year + 1) if _sizes(record, other).get(measure) == value), None)
    if near is not None and near in record.years:
        return Verdict("wrong_year", f"{text[:-1]}; {value} is the number of the {near} report.", **found)
    if year not in record.complete:
        return Verdict("not_found", f"{text[:-1]}, as far as it is held.", **found)
    return Verdict("conflict", text, **found)


def _sizes(record: Record, year: int) -> dict[str, int]:
    tiers = [row["tier"] for (_, edition), row in record.placements.items() if edition == year]
    sizes = {measure: tiers.count(tier) for measure, tier in _TIERS.items()}
    sizes["countries_ranked"] = sum(sizes.values())
    sizes["unrated"] = len(tiers) - sizes["countries_ranked"]
    if record.has_edition(year - 1):
        changes = [record.change(country, year) for country, edition in record.placements if edition == year]
        sizes |= {measure: changes.count(change) for measure, change in _CHANGES.items()}
    return sizes


def _figure(claim: Row, record: Record) -> Verdict:
    value, measure, data_year = int(claim["value"]), claim["measure"], claim["data_year"]
    column, labor = _FIGURES[measure]
    rows = [row for row in record.world if row["region"] == "world" and row[column] is not None]
    if data_year is None and claim["report_year"] is not None:
        data_year = claim["report_year"] - 1
    of_year = [row for row in rows if row["data_year"] == data_year]
    what = f"{measure.replace('_', ' ')} worldwide"
    for row in of_year:
        if row[column] == value:
            return Verdict(
                "exact",
                f"The {row['year']} report gives {value} {what} for {data_year}.",
                **_source(row, column, value),
            )
    for row in of_year:
        if fits(value, claim["qualifier"] or "approximately", row[column]):
            text = f"The {row['year']} report gives {row[column]} {what} for {data_year}."
            return Verdict("rounded", text, **_source(row, column, value))
        if row.get(labor) == value:
            text = f"{value} is the number for labor trafficking alone; the {row['year']} report gives {row[column]} {what}."
            return Verdict("wrong_scope", text, **_source(row, column, value))
    for row in rows:
        if row[column] == value:
            text = f"{value} {what} is the figure for {row['data_year']}, not {data_year}."
            return Verdict("wrong_year", text, **_source(row, column, value))
    part = next((row for row in record.world if row["region"] != "world" and row[column] == value), None)
    if part is not None:
        text = f"{value} is the number of one region, {part['region']}, for {part['data_year']}."
        return Verdict("wrong_scope", text, **_source(part, column, value))
    if not of_year:
        return Verdict(
            "not_found", f"No figure of {what} for {data_year} is held.", official_table="global_enforcement"
        )
    row = of_year[0]
    text = f"The {row['year']} report gives {row[column]} {what} for {data_year}, the article {value}."
    return Verdict("conflict", text, **_source(row, column, value))


def _source(row: Row, column: str, value: int) -> dict[str, Any]:
    return {
        "official_value": str(row[column]),
        "official_table": "global_enforcement",
        "official_url": row.get("source_url"),
        "delta": value - row[column],
    }
