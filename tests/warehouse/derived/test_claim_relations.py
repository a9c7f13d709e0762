"""Results of claims, and the closest figure."""

from dataclasses import FrozenInstanceError

import pytest

from warehouse.derived.claim_relations import ClaimResult, closest


def test_the_closest_is_named_and_of_two_the_first() -> None:
    rows = [{"value": 5}, {"value": 20, "is": "first"}, {"value": 16, "is": "second"}]
    assert closest(18, rows)["is"] == "first"
    assert closest(17, rows)["is"] == "second"
    assert closest(2, rows)["value"] == 5


def test_notes_stand_at_the_end_of_the_sentence() -> None:
    verdict = ClaimResult("exact", "It is so.", official_value="1", delta=0)
    assert verdict.with_remark("as far as is known") == ClaimResult(
        "exact", "It is so; as far as is known.", "1", delta=0
    )
    assert verdict.with_relation("conflict", "but it is not") == ClaimResult(
        "conflict", "It is so; but it is not.", "1", delta=0
    )
    with pytest.raises(FrozenInstanceError):
        verdict.relation = "conflict"  # type: ignore[misc]
