"""Single recommendations from all forms of the section."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.state_department.sections.recommendations import split_recommendations
from tests.support import CORPUS, needs_corpus


def split(text: str) -> list[str]:
    found = split_recommendations(text)
    assert all(text[item.char_start : item.char_end] == item.text for item in found)
    return [item.text for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Recommendations for Ruritania: Train judges; fund shelters (old; new); and draft a law.",
            ["Train judges", "fund shelters (old; new)", "draft a law."],
        ),
        ("Train judges; fund shelters, and; draft a law", ["Train judges", "fund shelters", "draft a law"]),
        ("Train judges; and, fund shelters", ["Train judges", "fund shelters"]),
        ("Train judges [all; any]; fund shelters;", ["Train judges [all; any]", "fund shelters"]),
        ("Train judges (all; fund shelters; draft a law", ["Train judges (all", "fund shelters", "draft a law"]),
        (
            "Train judges of\nall courts; fund shelters; draft",
            ["Train judges of\nall courts", "fund shelters", "draft"],
        ),
        ("Train judges.\nFund shelters.\nDraft a law.", ["Train judges.", "Fund shelters.", "Draft a law."]),
        (
            "PRIORITIZED RECOMMENDATIONS:\n• Train judges.\n• Fund shelters; both of them.\n• Draft a law.",
            ["Train judges.", "Fund shelters; both of them.", "Draft a law."],
        ),
        (
            "Train judges. • Fund shelters – with care – for all. • Draft a law.",
            ["Train judges.", "Fund shelters – with care – for all.", "Draft a law."],
        ),
        (
            "The government should:\n- train judges;\n- fund shelters; and\n- draft a law.",
            ["train judges", "fund shelters", "draft a law."],
        ),
        ("1. Train judges.\n2. Fund shelters.", ["Train judges.", "Fund shelters."]),
        (
            "1. Train judges. 2. Use article 3. 3. Fund shelters.",
            ["Train judges.", "Use article 3.", "Fund shelters."],
        ),
        ("(1) Train judges; (2) fund shelters; and (3) draft", ["Train judges", "fund shelters", "draft"]),
        ("Train judges. This includes new ones. Fund.", ["Train judges. This includes new ones.", "Fund."]),
        ("Draft a law.", ["Draft a law."]),
        ("Recommendations for Ruritania:", []),
        (" ; and ; .", []),
        ("", []),
    ],
)
def test_recommendations_are_split_in_order(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Train judges; fund shelters; draft a law.\nFund shelters; all of them; everywhere.",
        "Train judges; fund shelters; and draft a law.\nVet brokers.",
        "Use articles 1. and 2. of the law; train judges • at once.\nFund shelters.",
    ],
)
def test_an_item_of_a_list_is_one_recommendation_whatever_marks_it_has(text: str) -> None:
    assert [item.text for item in split_recommendations(text, listed=True)] == text.split("\n")


def test_bullets_decide_even_where_there_are_more_semicolons() -> None:
    assert split("• Train judges; police; and nurses.\n• Fund shelters; care; and staff.") == [
        "Train judges; police; and nurses.", "Fund shelters; care; and staff.",
    ]  # fmt: skip


@given(st.text())
def test_any_text_is_split_without_failing(text: str) -> None:
    found = split_recommendations(text)
    ends = [0, *(item.char_end for item in found)]
    assert all(end <= item.char_start < item.char_end for end, item in zip(ends, found, strict=False))
    assert all(text[item.char_start : item.char_end] == item.text for item in found)


ITEMS = st.lists(
    st.lists(
        st.sampled_from(["train", "judges", "(old; new)", "laws,", "shelters", "in 2016", "well-kept"]), min_size=2
    )
    .map(" ".join)
    .map(lambda words: f"Do {words} now"),
    min_size=2,
    max_size=12,
)
JOINS = {
    "semicolons": lambda items: f"{'; '.join(items[:-1])}; and {items[-1]}",
    "bullets": " • ".join,
    "lines": "\n".join,
    "listed": lambda items: "\n".join(f"• {item}" for item in items),
    "numbered": lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1)),
}


@given(items=ITEMS, style=st.sampled_from(sorted(JOINS)), lead=st.sampled_from(["", "Recommendations for Xenia: "]))
def test_joined_recommendations_are_split_again(items: list[str], style: str, lead: str) -> None:
    assert split(lead + JOINS[style](items)) == items


@pytest.mark.corpus
@needs_corpus
def test_all_words_of_real_sections_remain_in_order() -> None:
    narratives = json.loads((CORPUS / "corpus" / "tip_2018_narratives.json").read_text(encoding="utf-8"))
    rows = 0
    for narrative in narratives:
        text = narrative["sections"]["RECOMMENDATIONS"]
        found = split(text)
        assert len(found) == text.rstrip(" .;").count(";") + 1, narrative["iso3"]
        separators = text.count(";") + text.count(" and ") + 1
        assert len("".join(text.split())) - len("".join("".join(found).split())) <= separators * 4
        rows += len(found)
    assert rows == 830
