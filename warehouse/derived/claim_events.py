"""Placements that changed between two editions: reassessments, and countries that were part of another one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from warehouse.derived.claim_relations import ClaimResult, withheld
from warehouse.derived.official_record import OfficialRecord, tier_label
from warehouse.tables.vocabulary import ACCUSING_RELATIONS, WithheldReason

Row = Mapping[str, Any]


def with_predecessor(
    claim: Row, result: ClaimResult, record: OfficialRecord, compare: Callable[[Row], ClaimResult]
) -> ClaimResult:
    """The result of a claim about a country that an edition does not rank.

    It is that of the country which it was a part of then, where that confirms the claim; otherwise there is none.

    Args:
        claim: the claim about a placement.
        result: its result.
        record: the official record.
        compare: compares another claim with the record.
    """
    country, year = claim["country"], claim["report_year"]
    if result.relation != "not_found" or record.is_covered(country, year):
        return result
    name, before = record.name(country), record.predecessors.get(country)
    if before is not None and record.tier(before, year) is not None:
        under = compare({**claim, "country": before})
        if under.relation == "exact":
            return under.with_remark(f"{name} was a part of it then")
    return withheld(WithheldReason.NO_OFFICIAL_FIGURE, f"The {year} report does not rank {name} by itself.")


def after_reassessment(
    claim: Row, result: ClaimResult, record: OfficialRecord, years: set[int], published: date | None
) -> ClaimResult:
    """The result of a claim that differs from the editions, where a country was reassessed between two of them.

    What the reassessment says confirms the claim if it is known for sure. It contradicts nothing.

    Args:
        claim: the claim about a placement.
        result: its result.
        record: the official record.
        years: the editions that the result depends on.
        published: the day of the article.
    """
    if result.relation not in ACCUSING_RELATIONS:
        return result
    country, year = claim["country"], claim["report_year"]
    for event in record.events_of(country, year):
        if published is None or published >= event["date"]:
            return _reassessed(claim, event, record)
    if any(record.events_of(country, earlier) for earlier in years - {year}):
        text = f"{record.name(country)} was reassessed between two of the reports that the claim is about."
        return withheld(WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL, text)
    return result


def _reassessed(claim: Row, event: Row, record: OfficialRecord) -> ClaimResult:
    """The result after a reassessment of the edition that the claim speaks of."""
    country, year, before, after = claim["country"], claim["report_year"], event["tier_before"], event["tier_after"]
    text = (
        f"The {year} report puts {record.name(country)} on {tier_label(before)}; a reassessment of"
        f" {event['date']:%B %Y} moved it to {tier_label(after)}."
    )
    is_placement = claim["claim_kind"] in ("tier", "list", "tier_history") and claim["value"] == after
    is_change = (
        claim["claim_kind"] == "tier_change"
        and claim["value"] == record.step(before, after)
        and claim["previous_value"] in (None, before)
    )
    result = ClaimResult("exact", text, official_value=after, official_table="tier_events")
    if is_change:
        result = replace(result, official_value=claim["value"])
    if (is_placement or is_change) and event["confidence"] == "high":
        return result
    return withheld(WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL, text)
