"""Claims about the whole report or the whole world, compared with the official record."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_amounts import Amount
from warehouse.derived.claim_growth import WORLD_ROW, compare_world_growth
from warehouse.derived.claim_relations import ClaimResult, withheld
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import WithheldReason

Row = Mapping[str, Any]

_TIERS: Final = {
    "countries_on_tier_1": "1",
    "countries_on_tier_2": "2",
    "countries_on_watch_list": "2WL",
    "countries_on_tier_3": "3",
}
_SIZES_IN_WORDS: Final = {
    "countries_on_tier_1": "countries on Tier 1",
    "countries_on_tier_2": "countries on Tier 2",
    "countries_on_watch_list": "countries on the Tier 2 Watch List",
    "countries_on_tier_3": "countries on Tier 3",
    "countries_ranked": "countries on a tier",
}
_CHANGES: Final = {"countries_upgraded": "upgraded", "countries_downgraded": "downgraded"}
_FIGURES: Final = {
    "prosecutions": ("prosecutions", "prosecutions_labor"),
    "convictions": ("convictions", "convictions_labor"),
    "victims_identified": ("victims_identified", "victims_labor"),
}


def compare_world_claim(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about the whole report or the whole world."""
    measure = claim["measure"]
    if measure == "victims_estimated" or claim["attribution"] == "other":
        return withheld(
            WithheldReason.OTHER_SOURCE, "The number is another body's estimate; the report has no record of its own."
        )
    if claim["claim_kind"] == "multiplier":
        return compare_world_growth(claim, record, _FIGURES.get(measure, ()))
    if measure in _FIGURES:
        return _figure(claim, record)
    year = claim["report_year"]
    if year is None:
        return withheld(WithheldReason.EDITION_NOT_SAID, "The article does not say which edition it speaks of.")
    if not record.has_edition(year) and not record.published.get(year):
        return ClaimResult(
            "not_found", f"The placements of the {year} report are not held.", official_table="tier_placements"
        )
    return _size(claim, record, year)


def _size(claim: Row, record: OfficialRecord, year: int) -> ClaimResult:
    value, measure = int(claim["value"]), claim["measure"]
    sizes = _sizes(record, year)
    official = sizes.get(measure)
    if official is None:
        return withheld(WithheldReason.NO_OFFICIAL_FIGURE, f"Numbers of {measure.replace('_', ' ')} are not on record.")
    is_published = measure in _published_sizes(record, year)
    relation, reason = _relation_of_size(claim, record, year, sizes)
    counted = f"{official} {_SIZES_IN_WORDS.get(measure, measure.replace('_', ' '))}"
    if _counts_unrated(claim, sizes):
        counted += f" and {sizes['unrated']} without a tier, {value} in all"
        official = value
    if relation is None:
        text = f"The {year} report has {counted}, which neither confirms nor contradicts {Amount.of_claim(claim)}."
        return withheld(WithheldReason.CLAIM_DOUBTFUL, text, official_value=str(official))
    text = f"The {year} report has {counted}."
    if is_published:
        is_sure = year in record.verified_totals
        text = f"{'The published totals of' if is_sure else 'Totals that are not verified for'} the {year} report give"
        text = f"{text} {counted}."
    counted_table = "tier_placements" if record.has_edition(year) else None
    table = "editions" if is_published else counted_table
    result = ClaimResult(relation, text, official_value=str(official), official_table=table, delta=value - official)
    return result.with_remark(reason) if reason else result


def _counts_unrated(claim: Row, sizes: dict[str, int]) -> bool:
    """Whether a number of countries includes those without a tier."""
    official, unrated = sizes[claim["measure"]], sizes["unrated"]
    return claim["measure"] == "countries_ranked" and unrated > 0 and int(claim["value"]) == official + unrated


def _relation_of_size(claim: Row, record: OfficialRecord, year: int, sizes: dict[str, int]) -> tuple[str | None, str]:
    """The relation of a number of countries to the record, and the text to add to the explanation.

    The relation is None where the number neither confirms the claim nor contradicts it.
    """
    value, measure, told = int(claim["value"]), claim["measure"], Amount.of_claim(claim)
    official = sizes[measure]
    near = next((other for other in (year - 1, year + 1) if _sizes(record, other).get(measure) == value), None)
    is_near_sure = near in record.verified_totals or measure not in _published_sizes(record, near or year)
    cases: tuple[tuple[bool, str | None, str], ...] = (
        (value == official and told.high is None, "exact", ""),
        (_counts_unrated(claim, sizes), "exact", ""),
        (told.fits(Amount(official)), "rounded", f"the article says {told}"),
        (
            measure == "countries_on_tier_2" and value == official + sizes["countries_on_watch_list"],
            "wrong_list",
            "the article counts the Watch List in",
        ),
        (told.allows(Amount(official)), None, ""),
        (near in record.years and is_near_sure, "wrong_year", f"{value} is the number of the {near} report"),
        (
            year not in record.complete and measure not in _published_sizes(record, year),
            "not_found",
            "not all of that edition is held",
        ),
    )
    return next(
        ((relation, reason) for applies, relation, reason in cases if applies),
        ("conflict", f"the article says {told}"),
    )


def _published_sizes(record: OfficialRecord, year: int) -> dict[str, int]:
    """The report's own totals of an edition that is not complete; none for a complete edition."""
    totals = record.published.get(year, {})
    if year in record.complete or not totals:
        return {}
    sizes = {measure: totals[tier] for measure, tier in _TIERS.items() if tier in totals}
    if len(sizes) == len(_TIERS) or (len(sizes) == len(_TIERS) - 1 and "2WL" not in totals):
        sizes["countries_ranked"] = sum(sizes.values())
    return sizes


def _sizes(record: OfficialRecord, year: int) -> dict[str, int]:
    tiers = [row["tier"] for (_, edition), row in record.placements.items() if edition == year]
    sizes = {measure: tiers.count(tier) for measure, tier in _TIERS.items()}
    sizes["countries_ranked"] = sum(sizes.values())
    sizes["unrated"] = len(tiers) - sizes["countries_ranked"]
    if record.has_edition(year - 1):
        changes = [record.change(country, year) for country, edition in record.placements if edition == year]
        sizes |= {measure: changes.count(change) for measure, change in _CHANGES.items()}
    return sizes | _published_sizes(record, year)


def _figure(claim: Row, record: OfficialRecord) -> ClaimResult:
    measure, data_year = claim["measure"], claim["data_year"]
    column, _ = _FIGURES[measure]
    rows = [row for row in record.world if row["region"] == WORLD_ROW and row[column] is not None]
    if data_year is None and claim["report_year"] is not None:
        data_year = claim["report_year"] - 1
    of_year = [row for row in rows if row["data_year"] == data_year]
    what = f"{measure.replace('_', ' ')} worldwide"
    result = _figure_of_year(claim, of_year, what) or _other_year_or_region(claim, rows, record, what)
    if result is not None:
        return result
    if not of_year:
        text = f"No figure of {what} for {data_year} is held."
        return ClaimResult("not_found", text, official_table="global_enforcement")
    row, value = of_year[0], int(claim["value"])
    recorded = f"{row[column]:,} {what} for {data_year} in the {row['year']} report"
    text = f"The record says {recorded}; the article says {Amount.of_claim(claim)}."
    return ClaimResult("conflict", text, **_source(row, column, value))


def _figure_of_year(claim: Row, rows: list[Row], what: str) -> ClaimResult | None:
    """The result from a figure of the claimed year, in any edition, or from that of labor trafficking alone."""
    value, (column, labor), told = int(claim["value"]), _FIGURES[claim["measure"]], _amount(claim)
    for row in rows:
        if row[column] == value and told.high is None:
            return ClaimResult("exact", _describe_figure(row, column, what), **_source(row, column, value))
    for row in rows:
        if told.fits(Amount(row[column])):
            text = _describe_figure(row, column, what)
            return ClaimResult("rounded", text, **_source(row, column, value)).with_remark(f"the article says {told}")
    for row in rows:
        if told.allows(Amount(row[column])):
            text = f"{_describe_figure(row, column, what).rstrip('.')}, which neither confirms nor contradicts {told}."
            return withheld(WithheldReason.CLAIM_DOUBTFUL, text, **_source(row, column, value))
    for row in rows:
        if row.get(labor) == value:
            text = (
                f"The record says that {value:,} is for labor trafficking alone; the {row['year']} report gives"
                f" {row[column]:,} {what}."
            )
            return ClaimResult("wrong_scope", text, **_source(row, column, value))
    return None


def _amount(claim: Row) -> Amount:
    """The number of a claim; one without any qualifier is taken for approximate."""
    return Amount.of_claim({**claim, "qualifier": claim["qualifier"] or "approximately"})


def _describe_figure(row: Row, column: str, what: str) -> str:
    return f"The {row['year']} report gives {row[column]:,} {what} for {row['data_year']}."


def _other_year_or_region(claim: Row, rows: list[Row], record: OfficialRecord, what: str) -> ClaimResult | None:
    """The result from a figure of another year, or of one region."""
    value, (column, _) = int(claim["value"]), _FIGURES[claim["measure"]]
    for row in rows:
        if row[column] == value:
            text = f"The record says that {value:,} {what} is the figure for {row['data_year']}."
            return ClaimResult("wrong_year", text, **_source(row, column, value))
    part = next((row for row in record.world if row["region"] != "world" and row[column] == value), None)
    if part is None:
        return None
    text = f"The record says that {value:,} is the number of one region, {part['region']}, for {part['data_year']}."
    return ClaimResult("wrong_scope", text, **_source(part, column, value))


def _source(row: Row, column: str, value: int) -> dict[str, Any]:
    return {
        "official_value": str(row[column]),
        "official_table": "global_enforcement",
        "official_url": row.get("source_url"),
        "delta": value - row[column],
    }
