"""Canonical addresses and article identities."""

import pytest

from sources.news.article.address import article_id, canonical_address


@pytest.mark.parametrize(
    ("named", "url", "address"),
    [
        ("https://paper.example/a/b", "https://m.paper.example/a/b?utm_source=x", "https://paper.example/a/b"),
        ("https://elsewhere.example/stolen", "https://paper.example/a/b", "https://paper.example/a/b"),
        (None, "https://web.archive.org/web/20100615id_/http://paper.example/a", "http://paper.example/a"),
        (None, "https://paper.example/a?utm_medium=mail", "https://paper.example/a"),
    ],
)
def test_canonical_address(named: str | None, url: str, address: str) -> None:
    assert canonical_address(named, url) == address


def test_scheme_and_trailing_slash_do_not_change_the_identity() -> None:
    assert article_id("http://paper.example/a/") == article_id("https://paper.example/a")


@pytest.mark.parametrize(
    "address",
    [
        "http://paper.example/2025/tier",
        "https://www.paper.example/2025/tier/",
        "https://m.paper.example/2025/tier",
        "https://amp.paper.example/2025/tier",
        "https://www.m.paper.example/2025/tier",
        "https://paper.example/2025/tier/amp",
        "https://paper.example/2025/tier/amp/",
        "https://paper.example/amp/2025/tier",
        "https://paper.example/2025/tier.amp",
        "https://paper.example/2025/tier/print/",
        "https://paper.example/2025/tier?print",
        "https://paper.example/2025/tier?print=1",
        "https://paper.example/2025/tier?amp=1",
        "https://paper.example/2025/tier?outputType=amp",
        "https://paper.example/2025/tier?utm_source=x&utm_medium=mail&fbclid=abc",
        "https://PAPER.example:443/2025/tier?view=print#comments",
    ],
)
def test_addresses_of_one_article_have_one_identity(address: str) -> None:
    assert article_id(canonical_address(None, address)) == article_id("https://www.paper.example/2025/tier")


def test_the_order_of_parameters_does_not_change_the_identity() -> None:
    assert article_id("https://paper.example/a?id=1&page=2") == article_id("http://m.paper.example/a?page=2&id=1&amp=1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/a?id=1", "https://paper.example/a?id=2"),
        ("https://paper.example/a", "https://paper.example/A"),
        ("https://world.paper.example/a", "https://paper.example/a"),
        ("https://m.example/a", "https://www.example/a"),
        ("https://paper.example/print/a", "https://paper.example/a"),
        ("https://paper.example/stamp", "https://paper.example/st"),
        ("https://paper.example/a?view=2", "https://paper.example/a?view=3"),
        ("https://paper.example/", "https://paper.example/a"),
    ],
)
def test_other_articles_have_other_identities(one: str, other: str) -> None:
    assert article_id(one) != article_id(other)
