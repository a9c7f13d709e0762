"""The canonical address of an article: the declared one only where it can be that of the page."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.news.article.address import article_id, canonical_address
from sources.news.article_rows import ParsedArticle, read_article

SITE = "https://www.paper.com"
TEXT = "The Trafficking in Persons Report placed {} on Tier 2 Watch List, the State Department said on Friday. " * 8


@pytest.mark.parametrize(
    ("own", "declared"),
    [
        ("/2014/06/20/thailand-falls-to-tier-3", "/news/"),
        ("/2014/06/20/thailand-falls-to-tier-3", "/world/asia-pacific"),
        ("/2014/06/20/thailand-falls-to-tier-3", "/2014/06/20"),
        ("/news/1234567", "/news"),
        ("/news/thailand-falls-to-tier-3", "/news/malaysia-and-the-palm-oil"),
        ("/node/184512", "/section/world-news/"),
        ("/p/42", "/news/"),
        ("/thailand/index.html", "/news/index.html"),
        ("/article.php?id=12", "/article.php"),
        ("/news/1234567", "/news/7654321"),
        ("/us-report-on-trafficking-thailand", "/us-report-on-trafficking-malaysia"),
    ],
)
def test_a_section_page_or_another_article_is_not_believed(own: str, declared: str) -> None:
    assert canonical_address(f"{SITE}{declared}", f"{SITE}{own}") == f"{SITE}{own}"


@pytest.mark.parametrize(
    ("own", "declared"),
    [
        ("/thailand-falls-to-tier-3?utm_source=x", "/thailand-falls-to-tier-3"),
        ("/amp/thailand-falls-to-tier-3", "/2014/06/20/thailand-falls-to-tier-3"),
        ("/news/thailand-falls-to-tier-3", "/news/thailand-falls-to-tier-3-and-malaysia-too"),
        ("/story?id=24680", "/news/thailand-falls-to-tier-3/24680"),
        ("/a/1234567", "/news/thailand-falls-to-tier-3-1234567"),
        ("/p/42", "/news/thailand-falls-to-tier-3"),
        ("/thailand-falls-to-tier-3/", "/thailand-falls-to-tier-3.html"),
    ],
)
def test_another_address_of_the_same_article_is_believed(own: str, declared: str) -> None:
    assert canonical_address(f"{SITE}{declared}", f"{SITE}{own}") == f"{SITE}{declared}"


def read(path: str, country: str, declared: str) -> ParsedArticle:
    head = f'<link rel="canonical" href="{declared}"><meta property="article:published_time" content="2014-06-20">'
    body = f"<html><head>{head}</head><body><article><h1>x</h1><p>{TEXT.format(*[country] * 8)}</p></article></body>"
    capture = Capture(f"{SITE}{path}", "2015-01-01T00:00:00Z", body.encode(), digest_of(body.encode()), "archive")
    return read_article(capture)


def test_two_articles_with_one_wrong_canonical_address_are_two_articles() -> None:
    first = read("/2014/06/20/thailand-falls-to-tier-3", "Thailand", f"{SITE}/news/")
    second = read("/2014/06/20/malaysia-stays-where-it-was", "Malaysia", f"{SITE}/news/")
    ids = [parsed.rows["news_articles"][0]["article_id"] for parsed in (first, second)]
    assert ids[0] != ids[1]
    assert ids[0] == article_id(f"{SITE}/2014/06/20/thailand-falls-to-tier-3")
