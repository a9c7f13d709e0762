"""Claims about placements, changes, runs on a tier and waivers, compared with the official record."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_amounts import Amount
from warehouse.derived.claim_relations import ClaimResult, withheld
from warehouse.derived.official_record import OfficialRecord, tier_label
from warehouse.tables.vocabulary import FIRST_EDITION, WithheldReason

Row = Mapping[str, Any]


def compare_placement(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a placement."""
    country, year, value = claim["country"], claim["report_year"], claim["value"]
    official = record.tier(country, year)
    if official is None:
        return _no_placement(country, year, record)
    official_columns: dict[str, Any] = {
        "official_value": official,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    name = record.name(country)
    printed = tier_label(official)
    if official == value:
        return ClaimResult("exact", f"The {year} report puts {name} on {printed}.", **official_columns)
    if {official, value} == {"2", "2WL"}:
        said = "plain Tier 2" if value == "2" else "the Watch List"
        return ClaimResult(
            "wrong_list",
            f"The record says {printed} for {name} in the {year} report; the article says {said}.",
            **official_columns,
        )
    relation, text = _misplaced(claim, record)
    return ClaimResult(relation, text, **official_columns)


def _misplaced(claim: Row, record: OfficialRecord) -> tuple[str, str]:
    """The relation and explanation of a wrong placement: from another list, another edition, or of no known source."""
    country, year, value = claim["country"], claim["report_year"], claim["value"]
    name, claimed, printed = record.name(country), tier_label(value), tier_label(record.tier(country, year))
    named = record.lists(country, year)
    if value == "3" and named:
        which = " and ".join(named)
        return (
            "wrong_list",
            f"The record says {printed} for {name} in the {year} report; it is on the list {which}, which is not"
            " Tier 3.",
        )
    other = next((near for near in (year - 1, year + 1) if record.tier(country, near) == value), None)
    if other is not None:
        return (
            "wrong_year",
            f"The record says {claimed} for {name} in the {other} report, and {printed} in the {year} report.",
        )
    text = f"The record says {printed} for {name} in the {year} report; the article says {claimed}."
    return "wrong_list" if claim["claim_kind"] == "list" else "conflict", text


def _no_placement(country: str, year: int, record: OfficialRecord) -> ClaimResult:
    missing = f"the {year} report has no placement of {record.name(country)}"
    text = missing if record.has_edition(year) else f"the placements of the {year} report are not held"
    return ClaimResult("not_found", text[0].upper() + text[1:] + ".", official_table="tier_placements")


def compare_change(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a change of tier."""
    country, year, value, before = claim["country"], claim["report_year"], claim["value"], claim["previous_value"]
    if value == "first":
        return _compare_first(country, year, record)
    if claim.get("previous_year") not in (None, year - 1):
        return _compare_over_years(claim, record)
    official = record.change(country, year)
    if official is None or (record.previous(country, year) is None and official != value):
        return _no_change(country, year - 1, year, record)
    tier, previous = record.tier(country, year), record.previous(country, year)
    name = record.name(country)
    official_columns: dict[str, Any] = {
        "official_value": official,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    change_text = _describe_change(name, previous, tier, year)
    if official == value and before in (None, previous):
        return ClaimResult("exact", f"{change_text}.", **official_columns)
    relation, reason = _relation_of_change(claim, record)
    return ClaimResult(relation, f"The record says that {change_text}; {reason}.", **official_columns)


def _no_change(country: str, earlier: int, year: int, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a change where the record has no rank of the country in one of two editions."""
    before, after, name = record.tier(country, earlier), record.tier(country, year), record.name(country)
    if after is None or (before is None and not record.has_edition(earlier)):
        return _no_placement(country, year if after is None else earlier, record)
    was = f"on {tier_label(before)}" if before is not None else "without a placement"
    text = f"The record has {name} {was} in the {earlier} report and on {tier_label(after)} in the {year} report"
    return withheld(WithheldReason.NO_OFFICIAL_FIGURE, f"{text}; that is no step from one tier to another.")


def _compare_over_years(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a change since an edition that is not the one before."""
    country, year, earlier = claim["country"], claim["report_year"], claim["previous_year"]
    official, before = record.change_between(country, earlier, year), record.tier(country, earlier)
    if official is None:
        return _no_change(country, earlier, year, record)
    was, now = tier_label(before), tier_label(record.tier(country, year))
    text = f"The record has {record.name(country)} on {was} in the {earlier} report and on {now} in the {year} report"
    columns: dict[str, Any] = {
        "official_value": official,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    if official == claim["value"] and claim["previous_value"] in (None, before):
        return ClaimResult("exact", f"{text}.", **columns)
    relation = "wrong_list" if _are_merged(claim["previous_value"], before) else "conflict"
    return ClaimResult(relation, f"{text}; the article says {claim['value']}.", **columns)


def _compare_first(country: str, year: int, record: OfficialRecord) -> ClaimResult:
    """The result of a claim that a country is on its tier for the first time."""
    tier = record.tier(country, year)
    if tier is None:
        return _no_placement(country, year, record)
    name, earlier = record.name(country), range(FIRST_EDITION, year)
    before = record.earlier_on(country, year, tier)
    official_columns: dict[str, Any] = {
        "official_value": tier,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    if before:
        text = f"The record also has {name} on {tier_label(tier)} in the {before[-1]} report."
        return ClaimResult("conflict", text, **official_columns)
    if not set(earlier) <= record.complete:
        return withheld(WithheldReason.EDITION_NOT_HELD, "Not every earlier report is held.")
    return ClaimResult("exact", f"No report before {year} has {name} on {tier_label(tier)}.", **official_columns)


def _describe_change(name: str, previous: str | None, tier: str | None, year: int) -> str:
    """The change of a country in an edition, in words."""
    if previous is None:
        return f"{name} is on {tier_label(tier)} in the {year} report, without a placement in the one before"
    if tier == previous:
        return f"{name} stayed on {tier_label(tier)} in the {year} report"
    return f"{name} went from {tier_label(previous)} to {tier_label(tier)} in the {year} report"


def _are_merged(one: str | None, other: str | None) -> bool:
    """Whether two tiers are Tier 2 and its Watch List, which newspapers often confuse."""
    return {one, other} == {"2", "2WL"}


def _relation_of_change(claim: Row, record: OfficialRecord) -> tuple[str, str]:
    """The relation of a change that differs from the record, and the text to add to the explanation."""
    country, year, value, before = claim["country"], claim["report_year"], claim["value"], claim["previous_value"]
    tier, previous = record.tier(country, year), record.previous(country, year)
    same = record.change(country, year) == value
    merges = value == "unchanged" and (_are_merged(before, tier) or (before != tier and _are_merged(tier, previous)))
    near = next(
        (
            other
            for other in (year - 1, year + 1)
            if record.change(country, other) == value and before in (None, record.previous(country, other))
        ),
        None,
    )
    cases = (
        (merges and before in ("2", "2WL"), "wrong_list", "the Watch List and Tier 2 are two placements"),
        (
            same,
            "wrong_list" if _are_merged(before, previous) else "conflict",
            f"the article says from {tier_label(before)}",
        ),
        (near is not None, "wrong_year", f"the record has this change in the {near} report"),
        (merges, "wrong_list", "the Watch List and Tier 2 are two placements"),
    )
    return next(
        ((relation, reason) for applies, relation, reason in cases if applies),
        ("conflict", f"the article says {value}"),
    )


def compare_streak(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about consecutive years on a tier."""
    country, year, tier = claim["country"], claim["report_year"], claim["previous_value"]
    official = record.tier(country, year)
    if official is None:
        return _no_placement(country, year, record)
    tier = tier or official
    run, is_complete = record.run(country, year, tier)
    claimed = int(claim["value"])
    name = record.name(country)
    official_columns: dict[str, Any] = {
        "official_value": str(run),
        "official_table": "tier_placements",
        "delta": claimed - run,
    }
    text = f"Up to the {year} report {name} was on {tier_label(tier)} in {_editions(run)}."
    told = Amount(claimed, claim["qualifier"])
    if told.allows(Amount(run)):
        return _fitting_run(told, run, text, official_columns, is_complete=is_complete)
    if run == 0 and {tier, official} == {"2", "2WL"}:
        return ClaimResult(
            "wrong_list",
            f"The record says {tier_label(official)} for {name} in the {year} report, not {tier_label(tier)}.",
            **official_columns,
        )
    if not is_complete and claimed > run:
        return ClaimResult("not_found", f"{text[:-1]}, as far as editions are held.", **official_columns)
    return ClaimResult("conflict", text, **official_columns)


def _fitting_run(
    told: Amount, run: int, text: str, official_columns: dict[str, Any], *, is_complete: bool
) -> ClaimResult:
    """The result of a number of years that a run of editions fits; a run whose beginning is not held can be longer."""
    is_least = told.qualifier in _LOWER_BOUNDS
    if not is_complete and not is_least:
        text = f"{text[:-1]}, as far as editions are held."
        return withheld(WithheldReason.EDITION_NOT_HELD, text, **official_columns)
    if told.is_plain or is_least:
        return ClaimResult("exact", text, **official_columns)
    if told.fits(Amount(run)):
        return ClaimResult("rounded", f"{text[:-1]}; the article says {told}.", **official_columns)
    text = f"{text[:-1]}, which does not contradict {told}."
    return withheld(WithheldReason.CLAIM_DOUBTFUL, text, **official_columns)


_LOWER_BOUNDS: Final = ("at_least", "more_than")


def _editions(run: int) -> str:
    return f"{run} consecutive editions" if run > 1 else "1 edition" if run else "no edition"


def compare_waiver(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about a waiver."""
    country, year = claim["country"], claim["report_year"]
    stated = record.waiver(country, year)
    if stated is None:
        return ClaimResult("not_found", f"Nothing is held on waivers in the {year} report for {record.name(country)}.")
    text = f"The {year} report {'states' if stated else 'does not state'} a waiver for {record.name(country)}."
    official_columns: dict[str, Any] = {"official_value": str(stated).lower(), "official_table": "tier_placements"}
    return ClaimResult("exact" if stated else "conflict", text, **official_columns)
