"""Copies of one article and their originals."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sources.news.copies import ArticleSignature, originals, similarity
from sources.news.syndication import signature

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
        ArticleSignature("cut", date(2014, 6, 22), signature(CUT)),
        ArticleSignature("agency", date(2014, 6, 20), signature(REPORT)),
        ArticleSignature("local", None, signature(LOCAL)),
        ArticleSignature("other", date(2014, 6, 19), signature(OTHER)),
    ]
    assert originals(articles) == {"agency": "agency", "cut": "agency", "local": "agency", "other": "other"}


@given(st.permutations(["a", "b", "c"]))
def test_order_does_not_matter(order: list[str]) -> None:
    texts = {"a": REPORT, "b": CUT, "c": OTHER}
    same = originals([ArticleSignature(name, date(2014, 6, 20), signature(texts[name])) for name in order])
    assert same == {"a": "a", "b": "a", "c": "c"}


def test_short_texts_are_not_compared() -> None:
    assert signature("too short to tell") == b""
    assert similarity(b"", b"") == 0
    assert originals(
        [ArticleSignature("x", None, signature("same words")), ArticleSignature("y", None, signature("same words"))]
    ) == {
        "x": "x",
        "y": "y",
    }


def test_many_copies_have_one_original_and_different_articles_have_none() -> None:
    copies = [ArticleSignature(f"{n:04}", date(2014, 6, 20), signature(f"{n} {REPORT}")) for n in range(500)]
    own = [
        ArticleSignature(f"own {n}", date(2014, 6, 1), signature(OTHER.replace("rain", f"rain {n} of {n * n}")))
        for n in (3, 4)
    ]
    found = originals([*copies, *own])
    assert {found[copy.article_id] for copy in copies} == {"0000"}
    assert all(found[article.article_id] == article.article_id for article in own)
