"""The complete rows of one real article."""

from collections.abc import Iterator
from datetime import date

import pytest

from sources.archive.capture import Capture, digest_of
from sources.news.article_rows import ParsedArticle, read_article
from tests.support import CORPUS
from warehouse.tables.news import ARTICLE_COUNTRIES, NEWS_ARTICLES, NEWS_CLAIMS, NEWS_QUOTES

ARTICLE = CORPUS / "corpus" / "phnom_penh_post_2010_article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside this checkout")


@pytest.fixture(name="parsed", params=[date(2010, 6, 15), None], ids=["dated", "undated"])
def _parsed(request: pytest.FixtureRequest) -> Iterator[ParsedArticle]:
    body = ARTICLE.read_bytes()
    capture = Capture(
        "https://www.phnompenhpost.com/national/anti-trafficking-efforts-rewarded",
        "2025-01-01T00:00:00Z",
        body,
        digest_of(body),
        "archive",
        content_type="text/plain; charset=utf-8",
    )
    yield read_article(capture, request.param)


def test_claims(parsed: ParsedArticle) -> None:
    claims = {
        (row["claim_kind"], row["country"], row["measure"], row["value"], row["previous_value"], row["report_year"])
        for row in parsed.rows["news_claims"]
    }
    assert claims == {
        ("tier_change", "KHM", None, "upgraded", "2WL", 2010),
        ("tier", "KHM", None, "2", None, 2010),
        ("count", "KHM", "convictions", "36", "11", 2010),
        ("multiplier", "KHM", "convictions", "3", None, 2010),
        ("tier_history", "KHM", None, "2WL", None, 2009),
        ("tier_history", "KHM", None, "3", None, 2005),
        ("world_count", "WLD", "victims_estimated", "12300000", None, None),
    }
    estimate = next(row for row in parsed.rows["news_claims"] if row["claim_kind"] == "world_count")
    assert (estimate["attribution"], estimate["qualifier"]) == ("other", "at_least")


def test_spans_are_positions_in_the_text(parsed: ParsedArticle) -> None:
    for row in parsed.rows["news_claims"]:
        assert parsed.text[row["char_start"] : row["char_end"]] == row["sentence"]
    for row in parsed.rows["news_quotes"]:
        assert row["quote"].split("\n")[0] in parsed.text[row["char_start"] : row["char_end"]]


def test_quotations(parsed: ParsedArticle) -> None:
    speakers = {row["speaker"]: row["affiliation"] for row in parsed.rows["news_quotes"]}
    assert set(speakers) == {"report", "Bith Kimhong", "Samleang Seila", "Lim Tith", "Pung Chhiv Kek"}
    assert "Anti-Human Trafficking Bureau" in speakers["Bith Kimhong"]
    assert "Action Pour Les Enfants" in speakers["Samleang Seila"]
    assert "Inter-Agency Project" in speakers["Lim Tith"]
    assert "Licadho" in speakers["Pung Chhiv Kek"]
    assert sum(row["speaker"] == "report" for row in parsed.rows["news_quotes"]) >= 4


def test_no_boilerplate(parsed: ParsedArticle) -> None:
    article = parsed.rows["news_articles"][0]
    assert article["title"] == "Anti-trafficking efforts rewarded"
    assert (article["country"], article["year"], article["language"]) == ("KHM", 2010, "en")
    for words in ("Login", "Search form", "Latest Video", "Ghost Island", "ACLEDA", "register to post", "FOLLOW US"):
        assert words not in parsed.text
    assert parsed.text.startswith("The US State Department has removed")
    assert parsed.text.endswith("Asia Pacific region.")


def test_rows_fit_their_tables(parsed: ParsedArticle) -> None:
    for table in (NEWS_ARTICLES, ARTICLE_COUNTRIES, NEWS_CLAIMS, NEWS_QUOTES):
        frame = table.frame(parsed.rows[table.name])
        assert table.schema.validate(frame).height == len(parsed.rows[table.name]) > 0
