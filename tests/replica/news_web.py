"""A web of news: three fictitious publishers, GDELT, the Wayback Machine, and good and bad articles."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape

from sources.registry.publishers import Publisher
from tests.replica import gdelt, wayback
from tests.replica.replies import Page, Status
from tests.replica.scenario import Fault, Site, once

POST, TIMES, GAZETTE = "www.mekong-post.example", "news.harbour-times.example", "www.old-gazette.example"
SENTENCES = (
    "Cambodia was placed on the Tier 2 Watch List in the Trafficking in Persons Report, which the State Department"
    " published on Monday.",
    "Courts convicted 36 traffickers, the report says, and the ministry of the interior has promised to do more.",
    "A spokesman for the government said that the judges were reading every file with care.",
)
OTHER = (
    "The cup was won by the rowers of Kampot after a race that was decided in the last ten strokes.",
    "Thousands stood on the quay in the rain, and the mayor has promised a bridge.",
)


def publisher(domain: str, country: str, **more: object) -> Publisher:
    facts = {
        "name": domain,
        "language": "en",
        "also": (),
        "feeds": (),
        "sitemaps": (),
        "sections": (),
        "patterns": (),
        "interval_seconds": 1.0,
        "first_year": 2000,
        "last_year": None,
        "kind": "paper",
        "verified": False,
    }
    return Publisher(domain=domain, country=country, **{**facts, **more})  # type: ignore[arg-type]


PUBLISHERS: Mapping[str, Publisher] = {
    one.domain: one
    for one in (
        publisher(
            "mekong-post.example",
            "KHM",
            feeds=(f"https://{POST}/feed",),
            sitemaps=(f"https://{POST}/robots.txt",),
            interval_seconds=3.0,
            first_year=2017,
        ),
        publisher("harbour-times.example", "GHA", sitemaps=(f"https://{TIMES}/sitemap_index.xml",), first_year=2017),
        publisher(
            "old-gazette.example",
            "THA",
            sections=(f"http://{GAZETTE}/world",),
            patterns=(f"{GAZETTE}/news/",),
            first_year=2009,
            last_year=2011,
        ),
    )
}


def article(
    title: str, paragraphs: Iterable[str] = SENTENCES, *, published: str = "2026-08-31", canonical: str = ""
) -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{paragraph} It was said at {title!r}.</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>{link}"
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="article:published_time" content="{published}T06:00:00Z"></head><body>'
        f"<article><h1>{escape(title)}</h1>{text}</article></body></html>"
    ).encode()


def paywalled(title: str) -> bytes:
    stub = "<p>Cambodia stays on the Tier 2 Watch List for human trafficking.</p>"
    wall = "<div>Subscribe now to continue reading. Already a subscriber? Sign in.</div>"
    return f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{stub}</article>{wall}</body></html>".encode()  # noqa: E501


def rss(items: Iterable[tuple[str, str]], day: date = date(2026, 8, 31)) -> bytes:
    shown = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{day:%a, %d %b %Y} 06:00:00 GMT</pubDate></item>"
        for link, title in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{shown}</channel></rss>'.encode()


def sitemap(entries: Iterable[tuple[str, str, str]]) -> bytes:
    """A news sitemap of addresses, days and titles. Entries without a title are plain entries."""
    shown = "".join(
        f"<url><loc>{escape(link)}</loc>"
        + (
            f"<news:news><news:publication_date>{day}T05:00:00+00:00</news:publication_date>"
            f"<news:title>{escape(title)}</news:title></news:news></url>"
            if title
            else f"<lastmod>{day}</lastmod></url>"
        )
        for link, day, title in entries
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{space}" xmlns:news="{news}">{shown}</urlset>'.encode()


def sitemap_index(entries: Iterable[tuple[str, str]]) -> bytes:
    shown = "".join(f"<sitemap><loc>{link}</loc><lastmod>{day}</lastmod></sitemap>" for link, day in entries)
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{shown}</sitemapindex>'
    ).encode()


XML = "application/xml"
UPGRADED, RACE, WALLED, STUB = (
    "/national/cambodia-tier-2-watch-list",
    "/sport/race",
    "/national/walled",
    "/national/stub",
)
FOLLOWED, MISLED, SEEN_ABROAD = "/national/ministry-responds", "/national/misled", "/national/seen-abroad"
MORE = "?utm_source=rss&utm_medium=feed"
FEED = rss(
    [
        (f"https://{POST}{UPGRADED}{MORE}", "Cambodia on trafficking watch list"),
        (f"https://{POST}{RACE}", "Rowers of Kampot win the cup"),
        (f"https://{POST}{WALLED}", "Trafficking report: what the ministry said"),
        (f"https://{POST}{STUB}", "Kingdom stays on Tier 2 Watch List"),
        (f"https://{POST}/amp{UPGRADED}", "Cambodia on trafficking watch list (short)"),
        (f"https://{POST}{MISLED}", "Trafficking of old coins"),
        ("https://elsewhere.example/trafficking-report", "Trafficking report elsewhere"),
        ("javascript:alert('trafficking')", "Trafficking report"),
        ("http://127.0.0.1/trafficking", "Trafficking report at home"),
    ]
)
POST_PAGES = {
    "/feed": once(FEED, content_type="application/rss+xml"),
    "/news-sitemap.xml": once(
        sitemap(
            [
                (f"https://{POST}{UPGRADED}", "2026-08-31", "Cambodia on trafficking watch list"),
                (f"https://{POST}{FOLLOWED}", "2026-09-01", "Ministry responds to human trafficking report"),
                (f"https://{POST}/2011/old-trafficking-news", "2011-07-01", "Trafficking long ago"),
            ]
        ),
        content_type=XML,
    ),
    UPGRADED: once(article("Cambodia on trafficking watch list")),
    f"/amp{UPGRADED}": once(article("Cambodia on the watch list", canonical=f"https://{POST}{UPGRADED}")),
    FOLLOWED: once(article("Ministry responds", published="2026-09-01")),
    SEEN_ABROAD: once(article("Seen abroad", published="2026-08-30")),
    MISLED: once(article("Trafficking of old coins", ("A ring that dealt in coins was broken up.", *OTHER))),
    RACE: once(article("Rowers win", OTHER)),
    STUB: once(paywalled("Kingdom stays on Tier 2 Watch List")),
}
POST_FAULTS = (Fault(WALLED, Status(403)),)
MONTH, LATE = "/2018/06/ghana-tier-2-trafficking", "/2018/06/late-trafficking-news"
TIMES_PAGES = {
    "/sitemap_index.xml": once(
        sitemap_index(
            [
                (f"https://{TIMES}/sitemap-2018-06.xml", "2018-07-01"),
                (f"https://{TIMES}/sitemap-2013-02.xml", "2013-03-01"),
                (f"https://{TIMES}/sitemap-latest.xml", "2026-09-01"),
                ("https://elsewhere.example/sitemap.xml", "2026-09-01"),
            ]
        ),
        content_type=XML,
    ),
    "/sitemap-latest.xml": once(
        sitemap([(f"https://{TIMES}/sport/cup", "2026-09-01", ""), (f"https://{TIMES}/ghana", "2026-09-01", "Rain")]),
        content_type=XML,
    ),
    "/sitemap-2018-06.xml": once(
        sitemap(
            [
                (f"https://{TIMES}{MONTH}", "2018-06-29", ""),
                (f"https://{TIMES}{LATE}", "2018-06-30", ""),
                (f"https://{TIMES}/2018/06/football", "2018-06-30", ""),
            ]
        ),
        content_type=XML,
    ),
    MONTH: once(article("Ghana keeps Tier 2", published="2018-06-29")),
}
ANSWERS = (
    gdelt.Seen(datetime(2026, 8, 30, 9), f"https://{POST}{SEEN_ABROAD}", "A quiet headline"),
    gdelt.Seen(datetime(2026, 8, 30, 10), "https://unlisted.example/trafficking", "Unlisted trafficking news"),
    gdelt.Seen(datetime(2026, 8, 30, 11), "http://10.0.0.7/trafficking-report", "A trap"),
)
OLD, LINKED, TODAY = "/news/2010-06-15-trafficking-report", "/news/2010-06-16-kingdom-upgraded", "/news/today"
SNAPSHOTS = (
    wayback.Snapshot("20100616040506", f"http://{GAZETTE}:80{OLD}", article("Thailand falls", published="2010-06-15")),
    wayback.Snapshot(
        "20100616010203",
        f"http://{GAZETTE}/world",
        (
            f'<!doctype html><html><body><h1>World</h1><a href="{LINKED}">Cambodia leaves trafficking watch list</a>'
            f'<a href="http://{GAZETTE}{TODAY}">The weather</a>'
            '<a href="http://elsewhere.example/a">Trafficking elsewhere</a></body></html>'
        ).encode(),
    ),
    wayback.Snapshot("20100617070809", f"http://{GAZETTE}{LINKED}", article("Upgraded", published="2010-06-16")),
)


def news_sites(
    *,
    post_faults: Iterable[Fault] = POST_FAULTS,
    gdelt_faults: Iterable[Fault] = (),
    wayback_faults: Iterable[Fault] = (),
    answers: Iterable[gdelt.Seen] = ANSWERS,
    archive: wayback.Wayback | None = None,
    more: Mapping[str, list[tuple[int, Page]]] | None = None,
) -> dict[str, Site]:
    """All sites of the web of news. The site old-gazette.example no longer exists."""
    robots = f"User-agent: *\nDisallow: /admin/\nSitemap: https://{POST}/news-sitemap.xml\n"
    return {
        POST: Site({**POST_PAGES, **(more or {})}, tuple(post_faults), ((0, robots),)),
        TIMES: Site(TIMES_PAGES),
        gdelt.HOST: Site(faults=tuple(gdelt_faults), service=gdelt.Gdelt(answers)),
        wayback.HOST: Site(faults=tuple(wayback_faults), service=archive or wayback.Wayback(SNAPSHOTS)),
        "elsewhere.example": Site({"/trafficking-report": once(article("Elsewhere"))}),
        "unlisted.example": Site({"/trafficking": once(article("Unlisted"))}),
    }
