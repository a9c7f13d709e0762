"""A verdict is a ClaimReview only where all of the record that it rests on is sure."""

from datetime import date
from typing import Any

import pytest

from warehouse.report.claim_review import ClaimReviews

CLAIM = {
    "claim_id": "c_1", "country": "KHM", "year": 2013, "certainty": "sure", "relation": "exact", "previous_year": None,
    "published": date(2013, 7, 1), "published_certainty": "sure", "url": "https://news.example/1",
    "official_url": "https://www.state.gov/x", "official_sentence": "36 convictions.", "sentence": "So.",
    "explanation": "So it is.", "title": "t", "publisher": "p", "value": "2", "official_value": "2",
}  # fmt: skip


def is_reviewed(sure: set[int], **claim: Any) -> bool:
    placements = frozenset(("KHM", year) for year in sure)
    counts = frozenset({("KHM", 2013, "36 convictions.")})
    reviews = ClaimReviews(True, counts, placements, frozenset(sure), "2026-01-01")
    return reviews.review(CLAIM | {"official_table": "tier_placements", "claim_kind": "tier"} | claim) is not None


@pytest.mark.parametrize(
    ("claim", "needed"),
    [
        ({"claim_kind": "tier"}, {2013}),
        ({"claim_kind": "tier_change", "value": "upgraded"}, {2012, 2013}),
        ({"claim_kind": "tier_change", "value": "upgraded", "previous_year": 2010}, {2010, 2011, 2012, 2013}),
        ({"claim_kind": "streak", "value": "3", "official_value": "3"}, {2010, 2011, 2012, 2013}),
        ({"claim_kind": "tier_change", "value": "first"}, set(range(2001, 2014))),
    ],
)
def test_every_edition_that_a_verdict_rests_on_is_sure(claim: dict[str, Any], needed: set[int]) -> None:
    assert is_reviewed(needed, **claim)
    assert not any(is_reviewed(needed - {year}, **claim) for year in needed)


def test_a_count_was_surely_read_in_the_edition_of_the_claim() -> None:
    assert is_reviewed(set(), claim_kind="count", official_table="enforcement_statistics")
    assert not is_reviewed(set(), claim_kind="count", official_table="enforcement_statistics", year=2012)
