"""Claims about placements that changed between two editions, and about countries that were part of another one."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.derived.records import claim, record
from warehouse.derived.claim_comparisons import compare_claim
from warehouse.derived.claim_verdicts import verdict_of
from warehouse.derived.official_record import OfficialRecord

SURE = {"certainty": "sure", "edition_named": False, "sentence": "So.", "previous_year": None}
TIERS = {("KHM", 2008): "2", ("KHM", 2009): "3", ("KHM", 2010): "2WL"}


def held(confidence: str = "high") -> OfficialRecord:
    event = {"country": "KHM", "year": 2009, "date": date(2009, 9, 1), "tier_before": "3", "tier_after": "2WL"}
    complete = frozenset(range(2001, 2012))
    return record(TIERS, complete=complete, events={"KHM": [event | {"confidence": confidence}]})


UP = claim("tier_change", "upgraded", 2009, **SURE)
ON = claim("tier", "2WL", 2009, **SURE)


@pytest.mark.parametrize("told", [UP, ON])
@pytest.mark.parametrize(
    ("confidence", "published", "relation"),
    [
        ("high", date(2009, 9, 11), "exact"),
        ("low", date(2009, 9, 11), "not_checkable"),
        ("high", date(2009, 8, 31), "wrong_year"),
        ("high", None, "exact"),
    ],
)
def test_after_a_reassessment_its_tier_holds(
    told: dict[str, Any], confidence: str, published: date | None, relation: str
) -> None:
    result = verdict_of(told, held(confidence), published=published)
    assert result.relation == relation
    if relation != "wrong_year":
        assert "a reassessment of September 2009 moved it to the Tier 2 Watch List" in result.explanation


def test_what_no_reassessment_says_is_withheld_after_one() -> None:
    assert verdict_of(ON | {"value": "1"}, held(), published=date(2009, 12, 1)).relation == "not_checkable"


def test_a_change_since_an_edition_that_was_reassessed_is_not_contradicted() -> None:
    told = claim("tier_change", "unchanged", 2010, **SURE)
    assert verdict_of(told, held(), published=date(2010, 7, 1)).reason == "official_placement_doubtful"
    assert verdict_of(claim("tier", "3", 2010, **SURE), held(), published=date(2010, 7, 1)).relation == "wrong_year"


PARTS = {
    "spans": {"SCG": (2001, 2006), "SRB": (2007, None), "SSD": (2012, None)},
    "predecessors": {"SRB": "SCG"},
    "names": {"SCG": "Serbia and Montenegro", "SRB": "Serbia"},
}


@pytest.mark.parametrize(
    ("country", "value", "relation"),
    [("SRB", "2", "exact"), ("SRB", "3", "not_checkable"), ("SSD", "2", "not_checkable"), ("KHM", "2", "not_found")],
)
def test_a_country_that_was_part_of_another_one_is_compared_with_that(country: str, value: str, relation: str) -> None:
    official = record({("SCG", 2004): "2"}, complete=frozenset({2004}), **PARTS)
    result = compare_claim(claim("tier", value, 2004, country=country), official)
    assert result.relation == relation
    if relation == "exact":
        assert result.explanation.endswith("on Tier 2; Serbia was a part of it then.")
