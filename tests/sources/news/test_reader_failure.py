"""A reader of news that fails on one page rejects this page and never ends the run."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.news import article_rows
from sources.news.article_rows import ParsedArticle, read_article
from warehouse.tables import QUARANTINE, TABLES

TEXT = "The Trafficking in Persons Report placed Thailand on Tier 2 Watch List, the State Department said on Friday. "


def capture(head: str = "", *, captured_at: str = "2015-01-01T00:00:00Z") -> Capture:
    body = f"<html><head>{head}</head><body><article><h1>News</h1><p>{TEXT * 8}</p></article></body></html>".encode()
    return Capture("https://www.paper.com/a/1234567", captured_at, body, digest_of(body), "archive")


def reasons(parsed: ParsedArticle) -> list[str]:
    QUARANTINE.schema.validate(QUARANTINE.frame(parsed.quarantine))
    return [row["reason"] for row in parsed.quarantine]


@pytest.mark.parametrize("error", [RecursionError("too deep"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "\ud800")])
@pytest.mark.parametrize("part", ["extract_article", "find_countries", "read_claims", "read_quotes"])
def test_a_failing_part_of_the_reader_is_a_quarantined_page(
    monkeypatch: pytest.MonkeyPatch, part: str, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(article_rows, part, fail)
    head = '<meta property="article:published_time" content="2014-06-20">'
    parsed = read_article(capture(head))
    assert (parsed.outcome, parsed.rows, reasons(parsed)) == ("quarantined", {}, ["reader_failed"])
    assert type(error).__name__ in parsed.quarantine[0]["detail"]


def test_a_value_that_no_column_can_hold_rejects_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    row_of = article_rows._article_row
    monkeypatch.setattr(article_rows, "_article_row", lambda *given: row_of(*given) | {"words": 2**40})
    parsed = read_article(capture('<meta property="article:published_time" content="2014-06-20">'))
    assert (reasons(parsed), parsed.rows) == (["reader_failed"], {})


def test_half_of_a_surrogate_pair_in_the_metadata_is_left_out() -> None:
    fields = '"headline": "\\ud800 Thailand", "datePublished": "2014-06-20"'
    parsed = read_article(capture(f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'))
    (article,) = parsed.rows["news_articles"]
    assert article["title"] == "Thailand"
    for table, rows in parsed.rows.items():
        TABLES[table].schema.validate(TABLES[table].frame(rows))


def test_two_days_after_the_capture_are_one_rejected_row() -> None:
    days = "".join(
        f'<meta property="{name}" content="{day}">'
        for name, day in (
            ("article:published_time", "2030-01-01"),
            ("og:published_time", "2031-01-01"),
            ("date", "2014-06-20"),
        )
    )
    parsed = read_article(capture(days))
    assert reasons(parsed) == ["impossible_date"]
    assert "names 2030-01-01, 2031-01-01 as" in parsed.quarantine[0]["detail"]
    assert str(parsed.rows["news_articles"][0]["published"]) == "2014-06-20"


@pytest.mark.parametrize("captured_at", ["", "unknown", "1970-01-01T00:00:00Z"])
def test_a_capture_without_a_date_is_not_of_1970(captured_at: str) -> None:
    head = '<meta property="article:published_time" content="2014-06-20">'
    parsed = read_article(capture(head, captured_at=captured_at))
    assert (parsed.outcome, reasons(parsed)) == ("read", [])
    assert str(parsed.rows["news_articles"][0]["published"]) == "2014-06-20"
