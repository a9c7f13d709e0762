"""Relevance of an article by its headline or its address."""

import pytest

from sources.news.discovery.candidates.headline_relevance import address_may_concern, may_concern


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cambodia stays on Tier 2 watchlist", True),
        ("Kingdom taken off US watch list", True),
        ("Human traffickers jailed", True),
        ("Informe sobre trata de personas", True),
        ("Brasil no nível 2", True),
        ("Second-tier club wins the cup", False),
        ("Frontier 2 opens", False),
        ("State Department names ambassador", False),
    ],
)
def test_headlines(text: str, expected: bool) -> None:
    assert may_concern(text) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/national/cambodia-tier-2-watch-list", True),
        ("https://a.example/2010/06/us_report_human_trafficking.html", True),
        ("https://a.example/informe-trata-de-personas", True),
        ("https://a.example/?p=12&title=Tier%203", True),
        ("https://trafficking.example/sport/cup", False),
        ("https://a.example/national/kingdom-moves-up", False),
        ("http://[", False),
    ],
)
def test_addresses(url: str, expected: bool) -> None:
    assert address_may_concern(url) is expected
