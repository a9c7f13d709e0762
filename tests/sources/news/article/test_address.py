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
