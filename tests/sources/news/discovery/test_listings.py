"""What is read from listings of each kind, good and made to harm; nothing is fetched here."""

import gzip
from datetime import date

import pytest

from sources.archive.capture import Capture
from sources.news.discovery.feeds import MAX_FEED, read_feed
from sources.news.discovery.model import Listing, ListingRead
from sources.news.discovery.relevance import address_may_concern, may_concern
from sources.news.discovery.schedule import backfill, days_gone_by, months_after, releases
from sources.news.discovery.sections import read_section
from sources.news.discovery.sitemaps import MAX_CHILDREN, MAX_ENTRIES, read_sitemap
from sources.registry.publishers import publishers
from tests.replica.news_web import rss, sitemap, sitemap_index

NIGHT = date(2026, 9, 1)
SITE = "https://www.mekong-post.example"
FEED = Listing(f"{SITE}/feed", "feed", "mekong-post.example")
SITEMAP = Listing(f"{SITE}/sitemap.xml", "sitemap", "mekong-post.example")
BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "%s"><!ENTITY b "%s">]>' % (b"x" * 999, b"&a;" * 999)


def captured(listing: Listing, body: bytes, content_type: str = "application/xml") -> Capture:
    return Capture(listing.url, "", body, "", "live", 200, content_type)


def feed(body: bytes) -> ListingRead:
    return read_feed(FEED, captured(FEED, body))


def mapped(body: bytes, listing: Listing = SITEMAP) -> ListingRead:
    return read_sitemap(listing, captured(listing, body), NIGHT, frozenset({(2018, 6)}))


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
    (one,) = feed(atom).sightings
    assert (one.url, one.title, one.snippet, one.printed) == (f"{SITE}/a", "Watch list", "S", date(2026, 9, 1))
    (two,) = feed(rdf).sightings
    assert (two.url, two.title, two.printed) == (f"{SITE}/b", "Tier 2", None)
    (three,) = feed(rss([(f"{SITE}/c", "Héros & co")])).sightings
    assert (three.title, three.printed) == ("Héros & co", date(2026, 8, 31))


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body><h1>Not found</h1></body></html>",
        BOMB + b"<rss version='2.0'><channel><item><title>&b;</title><link>https://a</link></item></channel></rss>",
        (BOMB + b"<rss/>").decode().encode("utf-16"),
        b"x" * (MAX_FEED + 1),
        b"\x00" * 1000,
        b"<rss version='2.0'><channel><item><description>" + b"<b>" * 100_000,
        b"<rss version='2.0'><channel>" + b"<item>" * 1_000,
        b"<![CDATA[" * 20_000,
        b"",
    ],
)
def test_feeds_that_are_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"feed"):
        feed(body)


def test_a_sitemap_gives_what_is_new_and_what_says_nothing_of_its_day() -> None:
    entries = [
        (f"{SITE}/new", "2026-08-30", "Trafficking"),
        (f"{SITE}/old", "2026-08-01", "Trafficking"),
        (f"{SITE}/trafficking", "not a day", ""),
    ]
    found = mapped(sitemap(entries))
    assert [(one.url, one.title, one.printed) for one in found.sightings] == [
        (f"{SITE}/new", "Trafficking", date(2026, 8, 30)),
        (f"{SITE}/trafficking", "", None),
    ]
    packed = Listing(f"{SITE}/sitemap.xml.gz", "sitemap", "mekong-post.example", "open")
    assert len(mapped(gzip.compress(sitemap(entries)), packed).sightings) == 3


def test_an_index_leads_to_what_changed_last_and_once_to_months_after_releases() -> None:
    names = [(f"{SITE}/sitemap-{n}.xml", f"2026-08-{n:02}") for n in range(20, 32)]
    found = mapped(sitemap_index([*names, (f"{SITE}/2018-06.xml", "2018-07-01"), (f"{SITE}/2018-01.xml", "")]))
    nightly = [one.url for one in found.listings if one.state == "recurring"]
    assert len(nightly) == MAX_CHILDREN
    assert nightly[0] == f"{SITE}/sitemap-31.xml"
    assert [one.url for one in found.listings if one.state == "open"] == [f"{SITE}/2018-06.xml"]
    deep = Listing(SITEMAP.url, "sitemap", "mekong-post.example", depth=3)
    assert mapped(sitemap_index(names), deep).listings == []


def test_pictures_in_a_sitemap_are_not_its_articles() -> None:
    body = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        b' xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><i:image><i:loc>https://x/y.jpg</i:loc>'
        b"<i:title>A picture</i:title></i:image><loc> https://www.mekong-post.example/a </loc></url></urlset>"
    )
    (one,) = mapped(body).sightings
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
        b"https://www.mekong-post.example/a\n",
        b"",
    ],
)
def test_sitemaps_that_are_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"sitemap|larger|truncated"):
        mapped(body)


def test_a_sitemap_without_end_is_read_to_its_limit() -> None:
    entries = b"<url><loc>https://a/b</loc></url>" * (MAX_ENTRIES + 10)
    found = mapped(b"<urlset>" + entries)
    assert len(found.sightings) == MAX_ENTRIES
    assert "the rest was left" in found.lines[0]


def test_the_sitemaps_that_a_robots_file_names() -> None:
    robots = Listing(f"{SITE}/robots.txt", "sitemap", "mekong-post.example")
    text = "User-agent: *\nDisallow:\nSitemap: https://a.example/1.xml\nsitemap: https://a.example/2.xml\n"
    found = read_sitemap(robots, captured(robots, text.encode(), "text/plain"), NIGHT, frozenset())
    assert [one.url for one in found.listings] == ["https://a.example/1.xml", "https://a.example/2.xml"]


def test_links_of_an_archived_section_page() -> None:
    page = "https://web.archive.org/web/20100616010203id_/http://www.old-gazette.example/world/"
    listing = Listing(page, "sections", "old-gazette.example", "open")
    links = ["a.html", "/b", "/web/20100616010203/http://www.old-gazette.example/c", "//www.old-gazette.example/d#e"]
    body = "".join(f'<a href="{link}">Watch <b>list</b></a>' for link in [*links, "mailto:x@y", "javascript:x()", "["])
    found = read_section(listing, captured(listing, f"<html><body>{body}</body></html>".encode(), "text/html"))
    base = "http://www.old-gazette.example"
    assert [one.url.replace("https:", "http:") for one in found.sightings][:4] == [
        f"{base}/world/a.html",
        f"{base}/b",
        f"{base}/c",
        f"{base}/d",
    ]
    assert found.sightings[1].copy == f"https://web.archive.org/web/20100616010203id_/{base}/b"
    assert {one.title for one in found.sightings} == {"Watch list"}


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


def test_the_schedule_looks_back_newest_first_and_never_ahead() -> None:
    past = releases(None, NIGHT)
    assert past[0].year == max(one.year for one in past)
    assert (2010, 6) in months_after(past)
    papers = [one for one in publishers().values() if one.country == "KHM"]
    listed = list(backfill(papers, past, NIGHT))
    assert len({one.url for one in listed}) == len(listed)
    assert [one.rank // 1_000 for one in listed] == sorted(one.rank // 1_000 for one in listed)
    assert next(one.publisher for one in listed if one.adapter == "wayback") == papers[0].domain
    assert {one.adapter for one in listed} == {"gdelt", "sections", "wayback"}
    first = past[0].day
    assert list(backfill(papers, past[:1], first)) == []
    assert {one.adapter for one in backfill(papers, past[:1], date.fromordinal(first.toordinal() + 10))} == {
        "gdelt",
        "sections",
    }
    assert len({one.url for one in days_gone_by(NIGHT)}) == 7
    assert [one.year for one in releases((2010,), NIGHT)] == [2010]
