"""Readers of each kind of listing, with valid and hostile input."""

import gzip
from datetime import date

import pytest

from sources.archive.capture import Capture
from sources.news.discovery.listings.feeds import MAX_FEED_BYTES, read_feed
from sources.news.discovery.listings.model import Listing, ListingRead
from sources.news.discovery.listings.sections import read_section
from sources.news.discovery.listings.sitemaps import MAX_CHILDREN, MAX_ENTRIES, read_sitemap
from sources.news.discovery.listings.values import day_of
from tests.replica.news_web import rss, sitemap, sitemap_index

CRAWL_DAY = date(2026, 9, 1)
SITE = "https://www.mekong-post.example"
FEED = Listing(f"{SITE}/feed", "feed", "mekong-post.example")
SITEMAP = Listing(f"{SITE}/sitemap.xml", "sitemap", "mekong-post.example")
BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "%s"><!ENTITY b "%s">]>' % (b"x" * 999, b"&a;" * 999)


def captured(listing: Listing, body: bytes, content_type: str = "application/xml") -> Capture:
    return Capture(listing.url, "", body, "", "live", 200, content_type)


def feed(body: bytes) -> ListingRead:
    return read_feed(FEED, captured(FEED, body))


def read_map(body: bytes, listing: Listing = SITEMAP) -> ListingRead:
    return read_sitemap(listing, captured(listing, body), CRAWL_DAY, frozenset({(2018, 6)}))


def test_feeds_of_three_formats() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title type="html">Watch &lt;b&gt;list'
        b'&lt;/b&gt;</title><link href="/a"/><updated>2026-08-31T23:30:00-05:00</updated><summary>S</summary>'
        b"</entry></feed>"
    )
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<item rdf:about="https://www.mekong-post.example/b"><title>Tier 2</title>'
        b"<link>https://www.mekong-post.example/b</link></item></rdf:RDF>"
    )
    (one,) = feed(atom).articles
    assert (one.url, one.title, one.snippet, one.printed) == (f"{SITE}/a", "Watch list", "S", date(2026, 9, 1))
    (two,) = feed(rdf).articles
    assert (two.url, two.title, two.printed) == (f"{SITE}/b", "Tier 2", None)
    (three,) = feed(rss([(f"{SITE}/c", "Héros & co")])).articles
    assert (three.title, three.printed) == ("Héros & co", date(2026, 8, 31))


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body><h1>Not found</h1></body></html>",
        BOMB + b"<rss version='2.0'><channel><item><title>&b;</title><link>https://a</link></item></channel></rss>",
        (BOMB + b"<rss/>").decode().encode("utf-16"),
        b"x" * (MAX_FEED_BYTES + 1),
        b"\x00" * 1000,
        b"<rss version='2.0'><channel><item><description>" + b"<b>" * 100_000,
        b"<rss version='2.0'><channel>" + b"<item>" * 1_000,
        b"<![CDATA[" * 20_000,
        b"",
    ],
)
def test_invalid_feeds_are_errors(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"feed"):
        feed(body)


def test_a_sitemap_gives_new_articles_and_articles_without_a_day() -> None:
    entries = [
        (f"{SITE}/new", "2026-08-30", "Trafficking"),
        (f"{SITE}/old", "2026-08-01", "Trafficking"),
        (f"{SITE}/trafficking", "not a day", ""),
    ]
    found = read_map(sitemap(entries))
    assert [(one.url, one.title, one.printed) for one in found.articles] == [
        (f"{SITE}/new", "Trafficking", date(2026, 8, 30)),
        (f"{SITE}/trafficking", "", None),
    ]
    packed = Listing(f"{SITE}/sitemap.xml.gz", "sitemap", "mekong-post.example", "open")
    assert len(read_map(gzip.compress(sitemap(entries)), packed).articles) == 3


def test_an_index_gives_the_last_changed_sitemaps_and_once_those_of_months_after_releases() -> None:
    names = [(f"{SITE}/sitemap-{n}.xml", f"2026-08-{n:02}") for n in range(20, 32)]
    found = read_map(sitemap_index([*names, (f"{SITE}/2018-06.xml", "2018-07-01"), (f"{SITE}/2018-01.xml", "")]))
    recurring = [one.url for one in found.listings if one.state == "recurring"]
    assert len(recurring) == MAX_CHILDREN
    assert recurring[0] == f"{SITE}/sitemap-31.xml"
    assert [one.url for one in found.listings if one.state == "open"] == [f"{SITE}/2018-06.xml"]
    deep = Listing(SITEMAP.url, "sitemap", "mekong-post.example", depth=3)
    assert read_map(sitemap_index(names), deep).listings == []


LOC = f"<url><loc>{SITE}/a?x=1&y=2</loc><lastmod>2026/08/30</lastmod></url>"


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset>{LOC}</urlset>".encode(),
        f'\n\n <?xml version="1.0" encoding="UTF-8"?>\n<urlset>{LOC}</urlset>'.encode(),
        b"\xef\xbb\xbf\n" + f'<?xml version="1.0"?><urlset>{LOC}</urlset>'.encode(),
        f'<?xml version="1.0" encoding="utf-16"?><urlset>{LOC}</urlset>'.encode("utf-16"),
        f"<urlset>{LOC.replace('&', '&amp;')}</urlset>".encode(),
        f"<urlset>{LOC.replace('<loc>', '<loc><![CDATA[').replace('</loc>', ']]></loc>')}</urlset>".encode(),
        f"<urlset><url><title>A &nbsp; B\x0b &</title></url>{LOC}</urlset>".encode(),
        b"<urlset><url><title>Caf\xff</title></url>" + f"{LOC}</urlset>".encode(),
        f'<?xml version="1.0" encoding="iso-8859-1"?><urlset><!-- \u00e9 -->{LOC}</urlset>'.encode("latin-1"),
    ],
    ids=lambda body: repr(body)[:60],
)
def test_sitemaps_with_common_mistakes_are_read(body: bytes) -> None:
    (one,) = read_map(body).articles
    assert (one.url, one.printed) == (f"{SITE}/a?x=1&y=2", date(2026, 8, 30))


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_a_sitemap_in_plain_text_is_read(start: bytes) -> None:
    found = read_map(start + f"{SITE}/a?x=1&y=2\r\n\r\n {SITE}/b\r\n".encode())
    assert [(one.url, one.printed) for one in found.articles] == [(f"{SITE}/a?x=1&y=2", None), (f"{SITE}/b", None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-30T10:00:00Z", date(2025, 6, 30)),
        ("2025/06/30", date(2025, 6, 30)),
        ("2025/6/3 10:00", date(2025, 6, 3)),
        ("2025.06.30", date(2025, 6, 30)),
        ("20250630", date(2025, 6, 30)),
        ("20250630101112", None),
        ("Mon, 30 Jun 2025 10:00:00 GMT", date(2025, 6, 30)),
        ("30/06/2025", None),
        ("2025/13/01", None),
        ("2025-06", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_days_on_listings(text: str | None, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("start", [b"", b"\n\n", b"\xef\xbb\xbf\n", b"  "])
def test_feeds_with_common_mistakes_are_read(start: bytes) -> None:
    item = (
        f"<item><title>Cats & caf\u00e9s\u2019 </title><link>{SITE}/a?x=1&y=2</link>"
        "<pubDate>2025/06/30 10:00</pubDate></item>"
    ).encode()
    body = b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>' + item
    for end in (b"</channel></rss>", b"", b"<item><title>Broken \xff</title></item></channel></rss>"):
        one = feed(start + body + end).articles[0]
        assert (one.url, one.title, one.printed) == (f"{SITE}/a?x=1&y=2", "Cats & caf\u00e9s\u2019", date(2025, 6, 30))


def test_images_in_a_sitemap_are_not_articles() -> None:
    body = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        b' xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><i:image><i:loc>https://x/y.jpg</i:loc>'
        b"<i:title>A picture</i:title></i:image><loc> https://www.mekong-post.example/a </loc></url></urlset>"
    )
    (one,) = read_map(body).articles
    assert (one.url, one.title) == (f"{SITE}/a", "")


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body>Not found</body></html>",
        BOMB + b"<urlset><url><loc>&b;</loc></url></urlset>",
        b'<!DOCTYPE u SYSTEM "file:///etc/passwd"><urlset/>',
        b"<urlset>" + b"<url>" * 100_000,
        b"<urlset><url>" + b"".join(b"<a%d/>" % n for n in range(200)),
        b"<urlset><url><loc>https://a</loc></url>",
        gzip.compress(b"<urlset>" + b" " * 40_000_000, mtime=0),
        gzip.compress(b"<urlset></urlset>", mtime=0)[:-9],
        b"https://www.mekong-post.example/a\nNot found\n",
        b"Please sign in: https://www.mekong-post.example/login",
        b"",
        b"\n",
    ],
)
def test_invalid_sitemaps_are_errors(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"sitemap|larger|truncated"):
        read_map(body)


def test_an_endless_sitemap_is_read_up_to_the_limit() -> None:
    entries = b"<url><loc>https://a/b</loc></url>" * (MAX_ENTRIES + 10)
    found = read_map(b"<urlset>" + entries)
    assert len(found.articles) == MAX_ENTRIES
    assert "the rest was skipped" in found.lines[0]


def test_the_sitemaps_in_robots_txt() -> None:
    robots = Listing(f"{SITE}/robots.txt", "sitemap", "mekong-post.example")
    text = "\ufeffSitemap: https://a.example/1.xml\nUser-agent: *\nDisallow:\nsitemap: https://a.example/2.xml\n"
    found = read_sitemap(robots, captured(robots, text.encode(), "text/plain"), CRAWL_DAY, frozenset())
    assert [one.url for one in found.listings] == ["https://a.example/1.xml", "https://a.example/2.xml"]


def test_links_of_an_archived_section_page() -> None:
    page = "https://web.archive.org/web/20100616010203id_/http://www.old-gazette.example/world/"
    listing = Listing(page, "sections", "old-gazette.example", "open")
    links = ["a.html", "/b", "/web/20100616010203/http://www.old-gazette.example/c", "//www.old-gazette.example/d#e"]
    body = "".join(f'<a href="{link}">Watch <b>list</b></a>' for link in [*links, "mailto:x@y", "javascript:x()", "["])
    found = read_section(listing, captured(listing, f"<html><body>{body}</body></html>".encode(), "text/html"))
    base = "http://www.old-gazette.example"
    assert [one.url.replace("https:", "http:") for one in found.articles][:4] == [
        f"{base}/world/a.html",
        f"{base}/b",
        f"{base}/c",
        f"{base}/d",
    ]
    assert found.articles[1].copy == f"https://web.archive.org/web/20100616010203id_/{base}/b"
    assert {one.title for one in found.articles} == {"Watch list"}
