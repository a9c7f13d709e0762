"""Classification of responses."""

import pytest

from sources.fetch.outcome.challenge import looks_like_challenge
from sources.fetch.outcome.outcomes import OUTCOMES, classify_body, classify_status
from tests.replica.replies import BOT_WALL
from tests.sources.fetch.support import page
from tests.support import report_page


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, "not_modified"),
        (404, "gone"),
        (410, "gone"),
        (400, "blocked"),
        (401, "blocked"),
        (403, "blocked"),
        (405, "blocked"),
        (451, "blocked"),
        (408, "transient"),
        (429, "transient"),
        (500, "transient"),
        (503, "transient"),
        (599, "transient"),
        (202, "challenge"),
        (204, "empty"),
        (206, "wrong_type"),
        (305, "wrong_type"),
    ],
)
def test_statuses(status: int, outcome: str) -> None:
    classified = classify_status(status, conditional=True, country_page=False)
    assert classified is not None
    assert (classified.outcome, classified.outcome in OUTCOMES) == (outcome, True)
    assert str(status) in classified.detail


def test_a_country_that_is_not_in_an_edition_is_no_failure() -> None:
    classified = classify_status(404, conditional=False, country_page=True)
    assert classified is not None
    assert classified.outcome == "not_in_edition"


def test_304_to_an_unconditional_request_is_transient() -> None:
    classified = classify_status(304, conditional=False, country_page=False)
    assert classified is not None
    assert classified.outcome == "transient"


@pytest.mark.parametrize(
    ("body", "content_type", "outcome"),
    [
        (page(), "text/html", "ok"),
        (report_page(text="Access denied, said the guards. " * 200), "text/html", "ok"),
        (BOT_WALL, "text/html", "challenge"),
        (b"<html><h1>Access Denied</h1>" + b"<script>" + b"a b " * 5000 + b"</script></html>", "", "challenge"),
        (b"  \n ", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "wrong_type"),
        (page(), "application/pdf", "wrong_type"),
        (b'{"a": 1}', "application/json", "wrong_type"),
    ],
)
def test_bodies(body: bytes, content_type: str, outcome: str) -> None:
    assert classify_body(body, content_type, "the page").outcome == outcome


def test_feeds_need_no_markup() -> None:
    assert classify_body(b'{"items": []}', "application/json", "the feed", "feed").outcome == "ok"
    assert classify_body(b" ", "application/json", "the feed", "feed").outcome == "empty"


def test_a_headline_in_a_feed_is_no_wall() -> None:
    feed = b"<?xml version='1.0'?><rss><channel><item><title>Access denied at the border</title></item></channel></rss>"
    assert classify_body(feed, "application/rss+xml", "the feed", "feed").outcome == "ok"
    assert classify_body(b"\n<!-- x --> " + BOT_WALL, "text/html", "the feed", "feed").outcome == "challenge"


def test_unclosed_tags_are_scanned_in_linear_time() -> None:
    assert not looks_like_challenge(b"<script" * 30_000)
    assert looks_like_challenge(b"access denied " + b"<" * 200_000)
