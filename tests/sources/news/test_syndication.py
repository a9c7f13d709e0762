"""Copies of agency reports."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sources.news.syndication import Copy, originals, signature, similarity

PARAGRAPHS = [
    f"Sentence {n} of the agency report tells what minister {n} said about law {n * 7} and the {n * 13} cases."
    for n in range(30)
]
REPORT = "\n".join(PARAGRAPHS)
CUT = "\n".join(PARAGRAPHS[:24])
LOCAL = "From our correspondent, a first line of our own.\n" + "\n".join(PARAGRAPHS[2:])
OTHER = "\n".join(
    f"Another paper writes of harvest {n}, prices {n * 3} and rain in province {n * 5}." for n in range(30)
)


def test_the_earliest_is_the_original() -> None:
    articles = [
        Copy("cut", date(2014, 6, 22), CUT),
        Copy("agency", date(2014, 6, 20), REPORT),
        Copy("local", None, LOCAL),
        Copy("other", date(2014, 6, 19), OTHER),
    ]
    assert originals(articles) == {"agency": "agency", "cut": "agency", "local": "agency", "other": "other"}


@given(st.permutations(["a", "b", "c"]))
def test_order_does_not_matter(order: list[str]) -> None:
    texts = {"a": REPORT, "b": CUT, "c": OTHER}
    same = originals([Copy(name, date(2014, 6, 20), texts[name]) for name in order])
    assert same == {"a": "a", "b": "a", "c": "c"}


def test_short_texts_are_not_compared() -> None:
    assert signature("too short to tell") == ()
    assert similarity((), ()) == 0
    assert originals([Copy("x", None, "same words"), Copy("y", None, "same words")]) == {"x": "x", "y": "y"}
