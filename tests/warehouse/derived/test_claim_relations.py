"""When a number that is told vaguely allows the official one."""

from dataclasses import FrozenInstanceError

import pytest

from warehouse.derived.claim_relations import ClaimResult, closest, fits


@pytest.mark.parametrize(
    ("qualifier", "allowed", "refused"),
    [
        ("at_least", (100, 101, 125), (99, 126)),
        ("more_than", (101, 125), (100, 126)),
        ("fewer_than", (99, 75), (100, 74)),
        ("up_to", (100, 75), (101, 74)),
        ("approximately", (100, 104, 96), (106, 95)),
        ("exact", (100, 104, 96), (106, 95)),
        (None, (100, 104, 96), (106, 95)),
    ],
)
def test_a_round_number_allows_what_is_near_and_a_bound_what_lies_beyond_it(
    qualifier: str | None, allowed: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    assert [official for official in (*allowed, *refused) if fits(100, qualifier, official)] == list(allowed)


@pytest.mark.parametrize(
    ("value", "official", "is_allowed"),
    [(105, 100, True), (106, 100, False), (95, 100, True), (94, 100, False), (0, 0, True)],
)
def test_approximately_is_a_twentieth_of_the_official_number(value: int, official: int, is_allowed: bool) -> None:
    assert fits(value, "approximately", official) is is_allowed


@pytest.mark.parametrize("value", [150, 101, 99, 50, 10, 0])
def test_a_number_that_is_not_round_must_be_right_itself(value: int) -> None:
    assert not fits(value, "exact", value + 1)
    assert not fits(value, None, value)


@pytest.mark.parametrize(("value", "is_allowed"), [(9, False), (10, True), (11, True), (12, True), (13, False)])
def test_a_number_within_an_official_range(value: int, is_allowed: bool) -> None:
    assert fits(value, None, 10, 12) is is_allowed


def test_beside_a_range_the_lower_end_counts() -> None:
    assert fits(9, "at_least", 10, 12)
    assert not fits(9, "up_to", 10, 12)


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
