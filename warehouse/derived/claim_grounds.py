"""How sure the record is on which the result of a claim rests."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_amounts import Amount
from warehouse.derived.claim_growth import WORLD_ROW
from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import ACCUSING_RELATIONS, WORLD, WithheldReason

Row = Mapping[str, Any]

PLACEMENT_KINDS: Final = ("tier", "list", "tier_history", "tier_change", "streak")
"""Claims that are compared with placements."""

FIRST: Final = "first"
"""The value of a change to a tier for the first time."""
_FIGURE_KINDS: Final = ("count", "multiplier")
_MOST_UNRANKED: Final = 15
"""The most countries and territories that an edition covers without ranking them."""
_LEAST_SHARE: Final = 0.5
"""How much smaller than the record a number of countries is that can contradict it, at most."""
_CHANGES_OF_ALL: Final = ("countries_upgraded", "countries_downgraded")


def editions_of(claim: Row, result: ClaimResult, record: OfficialRecord) -> set[int]:
    """The editions whose placements the result of a claim about tiers depends on."""
    year, back = claim["report_year"], 0
    if claim["value"] == FIRST:
        return {year, *record.earlier_on(claim["country"], year, record.tier(claim["country"], year))[-1:]}
    if claim["claim_kind"] == "tier_change":
        back = max(1, year - (claim.get("previous_year") or year))
    elif claim["claim_kind"] == "streak":
        back = max(int(result.official_value or 1) - 1, 0)
    return set(range(year - back, year + 1))


def doubt_of_record(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    """Why the record is not sure enough to contradict a claim; None where it is.

    Args:
        claim: the claim.
        result: its result, one of `ACCUSING_RELATIONS`.
        record: the official record.
    """
    assert result.relation in ACCUSING_RELATIONS
    kind = claim["claim_kind"]
    if kind == "world_count" or claim["country"] == WORLD:
        return _doubt_of_world(claim, result, record)
    if kind in PLACEMENT_KINDS:
        return _doubt_of_placements(claim, result, record)
    if kind in _FIGURE_KINDS:
        return _doubt_of_figures(claim, result, record)
    return WithheldReason.NO_OFFICIAL_FIGURE  # a waiver that the narrative does not state may have been granted


def _doubt_of_placements(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    years = editions_of(claim, result, record)
    if claim["claim_kind"] == "streak":
        years.add(min(years) - 1)  # the edition before the run shows that it began there
    if not years <= record.complete:
        return WithheldReason.EDITION_NOT_HELD
    if any(record.is_disputed(claim["country"], year) for year in years):
        return WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL
    return None


def _doubt_of_figures(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    """A figure contradicts only where it is sure, and with it every other figure of the measure.

    A number that the narrative gives for anything else contradicts nothing: it may be the one the article means. That
    a narrative gives no figure at all is never sure. Growth is sure only where every number that it is computed from
    was read with certainty and is without a hedge.
    """
    if result.relation == "not_found":
        return WithheldReason.NO_OFFICIAL_FIGURE
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    own = [row for row in record.statistics(country, year) if row["measure"] == measure and row["role"] == "current"]
    if not own:
        return WithheldReason.NO_OFFICIAL_FIGURE
    compared = [
        row for near in (year - 1, year, year + 1) for row in record.statistics(country, near)
        if row["measure"] == measure or (near == year and str(row["value"]) == claim["value"])
    ]  # fmt: skip
    is_growth = claim["claim_kind"] == "multiplier"
    is_doubtful = record.has_doubtful(country, year, measure) or (
        is_growth and record.has_doubtful(country, year - 1, measure)
    )
    is_hedged = is_growth and not all(Amount.of_record(row).is_plain for row in compared if row["value"] is not None)
    if is_doubtful or is_hedged or any(row["certainty"] != "sure" for row in compared):
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    if result.relation == "conflict" and not is_growth and record.mentions(country, year, int(claim["value"])):
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    return None


def _doubt_of_world(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    if result.relation == "not_found":
        return WithheldReason.NO_OFFICIAL_FIGURE
    if claim["measure"].startswith("countries_") and (doubt := _doubt_of_size(claim, result)) is not None:
        return doubt
    year = claim["report_year"]
    if result.official_table == "global_enforcement":
        return _doubt_of_table(claim, record)
    if result.official_table == "editions":
        return None if year in record.verified_totals else WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    return _doubt_of_sizes(claim, year, record)


def _doubt_of_sizes(claim: Row, year: int, record: OfficialRecord) -> WithheldReason | None:
    """Placements are counted only where all of an edition are held and no place of it contradicts another."""
    years = {year - 1, year} if claim["measure"] in _CHANGES_OF_ALL else {year}
    if not years <= record.complete:
        return WithheldReason.EDITION_NOT_HELD
    if any(record.has_disputes(each) for each in years):
        return WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL
    return None


def _doubt_of_table(claim: Row, record: OfficialRecord) -> WithheldReason | None:
    """A table contradicts only where that of the edition itself is held, and the first one with the year counted.

    Later editions restate figures, so that of another edition may differ from what the article had before it.
    """
    year = claim["report_year"]
    wanted = {year, (claim["data_year"] or year - 1) + 1} if year is not None else {None}
    held = {row["year"] for row in record.world if row["region"] == WORLD_ROW and row[claim["measure"]] is not None}
    return None if wanted <= held else WithheldReason.EDITION_NOT_HELD


def _doubt_of_size(claim: Row, result: ClaimResult) -> WithheldReason | None:
    """A report also covers countries that it does not rank; a much smaller number counts a part, such as a region."""
    more = result.delta or 0
    if claim["measure"] == "countries_ranked" and 0 < more <= _MOST_UNRANKED:
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    return WithheldReason.CLAIM_DOUBTFUL if -more > _LEAST_SHARE * int(result.official_value or 0) else None
