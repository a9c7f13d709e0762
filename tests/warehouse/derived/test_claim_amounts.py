"""When a number that is told vaguely fits the official one, and when it literally allows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.derived.claim_amounts import Amount

HEDGES = ["exact", "at_least", "more_than", "fewer_than", "up_to", "approximately", None]


def told(value: int, qualifier: str | None = None, high: int | None = None) -> Amount:
    return Amount(value, qualifier, high, can_be_round=True)


@pytest.mark.parametrize(
    ("claimed", "fitting", "allowed", "refused"),
    [
        (told(20, "more_than"), (21, 36, 40), (41, 500), (20, 19)),
        (told(20, "at_least"), (20, 36, 40), (41, 500), (19,)),
        (told(12, "more_than"), (13, 19), (30,), (12,)),
        (told(30, "fewer_than"), (29, 19, 15), (14, 0), (30, 31)),
        (told(25, "up_to"), (25, 19), (3, 0), (26,)),
        (told(100_000, "more_than"), (133_943,), (300_000,), (100_000,)),
        (told(20, "approximately"), (19, 22), (24, 16), (26, 14)),
        (told(12, "approximately"), (13,), (15,), (18,)),
        (told(40, "approximately"), (38,), (36,), (20,)),
        (told(30, None, 40), (30, 36, 40), (), (29, 41)),
        (told(100), (96, 104), (110,), (111, 89)),
        (told(101), (101,), (), (100, 102)),
    ],
)
def test_hedges_fit_what_is_near_and_allow_what_they_literally_say(
    claimed: Amount, fitting: tuple[int, ...], allowed: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    numbers = (*fitting, *allowed, *refused)
    assert [each for each in numbers if claimed.fits(Amount(each))] == list(fitting)
    assert [each for each in numbers if claimed.allows(Amount(each))] == [*fitting, *allowed]


@pytest.mark.parametrize(
    ("official", "claimed"),
    [
        (Amount(100, "more_than"), told(101, "at_least")),
        (Amount(200, "approximately"), told(203)),
        (Amount(10, None, 12), told(11)),
        (Amount(50, "at_least"), told(60)),
    ],
)
def test_an_official_number_with_a_hedge_allows_what_lies_inside_it(official: Amount, claimed: Amount) -> None:
    assert claimed.fits(official)


@given(st.integers(0, 10**6), st.sampled_from(HEDGES), st.integers(0, 10**6), st.sampled_from(HEDGES))
def test_what_fits_is_allowed_and_agreement_has_no_direction(
    value: int, hedge: str | None, other: int, other_hedge: str | None
) -> None:
    one, two = told(value, hedge), told(other, other_hedge)
    assert one.fits(two) == two.fits(one)
    assert not one.fits(two) or one.allows(two)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_hedge_that_is_literally_true_is_allowed(official: int, distance: int) -> None:
    lower = max(official - distance, 0)
    true = [
        told(lower, "at_least"), told(min(lower, official - 1), "more_than"), told(official + distance, "up_to"),
        told(official + distance + 1, "fewer_than"), told(lower, None, official + distance), told(official),
        told(official, "approximately"),
    ]  # fmt: skip
    assert [each for each in true if not each.allows(Amount(official))] == []


def test_an_amount_is_shown_as_it_was_said() -> None:
    assert [str(each) for each in (told(1200, "more_than"), told(30, None, 40), told(5))] == [
        "more than 1,200", "30 to 40", "5",
    ]  # fmt: skip
