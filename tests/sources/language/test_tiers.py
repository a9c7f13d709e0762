"""Tier phrases in all the ways they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.tiers import find_tiers, tier_named, unread_tiers
from warehouse.tables.vocabulary import TIERS


@pytest.mark.parametrize(
    ("printed", "tier"),
    [
        ("Tier 1", "1"),
        ("TIER 1", "1"),
        ("Tier One", "1"),
        ("Tier I", "1"),
        ("tier two", "2"),
        ("Tier II", "2"),
        ("Tier-2", "2"),
        ("Tier\u00a02", "2"),
        ("Tier 2 Watch List", "2WL"),
        ("Tier 2 Watchlist", "2WL"),
        ("TIER 2 WATCH LIST", "2WL"),
        ("Tier 2 (Watch List)", "2WL"),
        ("Tier Two “Watch List”", "2WL"),
        ("Tier 2: Watch List", "2WL"),
        ("Tier 2 – Watch-List", "2WL"),
        ("Tier 2WL", "2WL"),
        ("Tier 2\nWatch List", "2WL"),
        ("Tier III", "3"),
        ("Tier Three", "3"),
        ("Tier 2, Watch List", "2WL"),
        ("Tier 2 (Special Watch List)", "2WL"),
        ("\u0422ier 2", "2"),
        ("T\u0456\u0435r 3", "3"),
        ("Ti\u00ader 2", "2"),
        ("Tier 2 Wa\u00adtch List", "2WL"),
        ("Tier 2 W\u0430tch L\u0456st", "2WL"),
        ("Ti\u200der\u20112 Watch\u2011List", "2WL"),
        ("Tier\u00a0\u2161", "2"),
        ("\uff34ier \uff12", "2"),
        ("Special Case", "special_case"),
        ("Spec\u0456al C\u0430se", "special_case"),
        ("SPECIAL CASE", "special_case"),
    ],
)
def test_all_printed_forms_of_a_tier_are_recognized(printed: str, tier: str) -> None:
    text = f"It is on {printed}, they say"
    (phrase,) = find_tiers(text)
    assert phrase.tier == tier
    assert text[phrase.start : phrase.end] == printed


@pytest.mark.parametrize(
    "text",
    [
        "a two-tier system",
        "Tier 4",
        "Tier 25",
        "frontier 2",
        "the tiers 2 and 3",
        "special cases of theft",
        "tier onerous",
        "Tier Illness",
        "the special watch list",
    ],
)
def test_other_words_are_no_tier_phrase(text: str) -> None:
    assert find_tiers(text) == []


@pytest.mark.parametrize(
    "printed",
    [
        "Tier 2.5",
        "Tier 2,5",
        "Tier 2½",
        "Tier 2/3",
        "Tier 2-3",
        "Tier 2A",
        "Tier 2+",
        "Tier 2 W?tch List",
        "Tier 2 Wacth List",
        "Tier 2 (Watch Lst)",
        "Tier 2 Wa tch List",
        "Tier 2 Watch",
        "Tier 2 W.L",
        "Tier 4",
        "Tier 22",
        "Tier IV",
        "Tier four",
        "Tier ?",
        "Ti er 2",
    ],
)
def test_a_tier_that_leaves_a_doubt_is_none_and_is_not_passed_over(printed: str) -> None:
    text = f"It is on {printed}; they say"
    assert find_tiers(text) == []
    (unread,) = unread_tiers(text)
    assert text[unread.start : unread.end].strip(")") == printed.strip(")")


@pytest.mark.parametrize("printed", ["Tier 2 or 3", "Tier 2 or Tier 3", "Tier 2 and Tier 3", "Tier 3 Watch List"])
def test_two_tiers_in_one_phrase_leave_a_doubt(printed: str) -> None:
    assert [printed[unread.start : unread.end] for unread in unread_tiers(printed)] == [printed]


@pytest.mark.parametrize(
    "text",
    [
        "Tier 2. 5 men were tried.",
        "Tier 2, which was a surprise",
        "Tier 2 with lists of names",
        "Tier 2.77ARMENIA",
        "Tier 2\u00b9",
        "the white list and Tier 2",
        "Tier 2 or worse",
    ],
)
def test_other_words_after_a_tier_leave_no_doubt(text: str) -> None:
    assert [phrase.tier for phrase in find_tiers(text)] == ["2"]
    assert unread_tiers(text) == []


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("CAMBODIA: Tier 2 Watch List", "2WL"),
        ("Cambodia (Tier 3)", "3"),
        ("AUSTRALIA (TIER 1)", "1"),
        ("Gabon (Tier 2 Watch List)", "2WL"),
        ("LIBYA (Special Case)", "special_case"),
        ("Countries on Tier 1 and Tier 2", None),
        ("Cambodia", None),
    ],
)
def test_a_heading_names_one_tier_or_none(heading: str, tier: str | None) -> None:
    assert tier_named(heading) == tier


def test_brackets_around_a_phrase_are_not_part_of_it() -> None:
    text = "GABON (Tier 2 Watch List)"
    (phrase,) = find_tiers(text)
    assert text[phrase.start : phrase.end] == "Tier 2 Watch List"


PIECES = [*"Tier 123WLI()[]\n-– ’", "tier ", "watch ", "list ", "special case "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_gives_phrases_in_order_inside_it(text: str) -> None:
    phrases = find_tiers(text)
    assert all(phrase.tier in TIERS for phrase in phrases)
    ends = [0, *(phrase.end for phrase in phrases)]
    assert all(end <= phrase.start < phrase.end <= len(text) for end, phrase in zip(ends, phrases, strict=False))
