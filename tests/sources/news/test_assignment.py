"""The year under which a news page is stored, found without reading the page."""

from datetime import date

import pytest

from sources.archive.capture import Capture, digest_of
from sources.news import article_rows
from sources.news.assignment import assign_news
from sources.registry.families import NO_YEAR

TEXT = "The Trafficking in Persons Report placed Thailand on Tier 2 Watch List, the State Department said on Friday. "
PLAIN = "https://www.paper.example/a/1234567"


def page(head: str = "", url: str = PLAIN, captured_at: str = "2015-01-01T00:00:00Z", text: str = TEXT) -> Capture:
    body = f"<html><head>{head}</head><body><article><h1>News</h1><p>{text * 8}</p></article></body></html>".encode()
    return Capture(url, captured_at, body, digest_of(body), "archive")


@pytest.mark.parametrize(
    ("head", "url", "year"),
    [
        ("", PLAIN, NO_YEAR),
        ("", "https://www.paper.example/2014/06/20/thailand", 2014),
        ("", "https://www.paper.example/2014/06/thailand", 2014),
        ('<meta property="article:published_time" content="2014-06-20T08:00:00Z">', PLAIN, 2014),
        ('<META NAME="pubdate" CONTENT="2014-06-20">', PLAIN, 2014),
        ('<script type="application/ld+json">{"datePublished": "2014-06-20"}</script>', PLAIN, 2014),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished" : ["2014-06-20"]}</script>',
            PLAIN,
            2014,
        ),
        ('<time datetime="2014-06-20">20 June</time>', PLAIN, 2014),
        ('<meta name="pubdate" content="20 June 2014">', PLAIN, NO_YEAR),
        (
            '<meta property="article:published_time" content="2030-01-01"><meta name="date" content="2014">',
            PLAIN,
            NO_YEAR,
        ),
        ('<meta property="article:published_time" content="1999-01-01">', PLAIN, NO_YEAR),
        (
            '<meta property="og:published_time" content="2030-01-01"><meta name="pubdate" content="2014-06-20">',
            PLAIN,
            2014,
        ),
    ],
)
def test_the_year_of_a_page(head: str, url: str, year: int) -> None:
    assert assign_news(page(head, url)) == ("news", year)


def test_a_stated_day_takes_precedence() -> None:
    assert assign_news(page(url="https://www.paper.example/2014/06/20/a"), date(2013, 6, 20)) == ("news", 2013)


@pytest.mark.parametrize("captured_at", ["", "unknown", "1970-01-01T00:00:00Z"])
def test_a_capture_without_a_date_may_be_of_any_year(captured_at: str) -> None:
    head = '<meta property="article:published_time" content="2014-06-20">'
    assert assign_news(page(head, captured_at=captured_at)) == ("news", 2014)


def test_pages_about_another_subject_are_kept_for_known_publishers_only() -> None:
    assert assign_news(page(text="A festival by the river. ")) is None
    known = page(url="https://www.phnompenhpost.com/2014/06/20/festival", text="A festival by the river. ")
    assert assign_news(known) == ("news", NO_YEAR)


def test_no_page_is_read_for_its_year(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the page was read")

    monkeypatch.setattr(article_rows, "extract_article", fail)
    monkeypatch.setattr("sources.html.layout._tree", fail)
    assert assign_news(page()) == ("news", NO_YEAR)
