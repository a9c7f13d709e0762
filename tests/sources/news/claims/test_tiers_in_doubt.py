"""A sentence of an article with a tier that is not known is a finding; it gives no claim of a tier."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.news.article_rows import read_article
from sources.news.claims.tiers_in_doubt import sentences_in_doubt

REPORT = "The Trafficking in Persons Report was released by the State Department on Friday. "


@pytest.mark.parametrize(
    "sentence",
    [
        "Thailand was placed on Tier 2.5 this year.",
        "Thailand was placed on the Tier 2 W?tch List this year.",
        "The report keeps Thailand on Tier 4.",
        "Thailand is now on Tier 2/3, officials said.",
    ],
)
def test_an_unknown_tier_is_a_finding(sentence: str) -> None:
    text = f"{REPORT}{sentence} {REPORT}"
    assert list(sentences_in_doubt(text)) == [sentence]
    body = f"<html><body><article><h1>News</h1><p>{text}</p><p>{REPORT * 8}</p></article></body></html>".encode()
    parsed = read_article(
        Capture("https://www.paper.com/2018/06/29/a", "2018-07-01T00:00:00Z", body, digest_of(body), "archive")
    )
    (rejected,) = [row for row in parsed.quarantine if row["reason"] == "unknown_tier"]
    assert (rejected["table"], rejected["record"]) == ("news_claims", sentence)
    assert parsed.outcome == "read"
    assert [row["claim_kind"] for row in parsed.rows["news_claims"] if row["claim_kind"] in ("tier", "list")] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Thailand was placed on Tier 2.",
        "Thailand was placed on Tier 2 Watch List.",
        "Thailand may be on Tier 2 or Tier 3 next year.",
        "The first tier of the court met in 2018.",
        "Thailand remains on Tier Two, ahead of 2019.",
    ],
)
def test_a_known_tier_leaves_no_doubt(sentence: str) -> None:
    assert list(sentences_in_doubt(f"{REPORT}{sentence} {REPORT}")) == []


def test_of_a_long_line_the_words_from_the_tier_on_are_shown() -> None:
    (shown,) = sentences_in_doubt("Countries, " * 100 + "Tier 2.5, " + "more, " * 200)
    assert shown.startswith("Tier 2.5, more")
    assert len(shown) == 500
