"""Tier phrases in all the ways they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.tiers import find_tiers, tier_named
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
        ("Special Case", "special_case"),
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
