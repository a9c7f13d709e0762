"""Schedule of listings: some are due in every crawl, others once for each past release, with a daily limit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sources.news.discovery.listings import gdelt, sections, wayback
from sources.news.discovery.listings.model import AdapterName, Listing
from sources.reference.editions import edition_rows
from sources.registry.publishers import Publisher


@dataclass(frozen=True)
class Cadence:
    """How often one adapter sends requests.

    The pace is set by `sources.fetch.settings.HOST_RULES` and by the `interval` of a publisher.

    Attributes:
        description: the adapter in a few words.
        backfill_per_day: limit for listings that are read once; the rest waits for later crawls.
        host: the service; None if the requests go to the publishers.
    """

    description: str
    backfill_per_day: int
    host: str | None = None


CADENCES: Final[Mapping[AdapterName, Cadence]] = {
    "feed": Cadence("feeds of publishers, daily", 0),
    "sitemap": Cadence("sitemaps of publishers, daily; those of months after a release once", 40),
    "gdelt": Cadence("GDELT, the last days and the weeks after each release", 30, gdelt.HOST),
    "sections": Cadence("archived section pages after each release", 60, wayback.HOST),
    "wayback": Cadence("archived articles by their addresses, after each release", 40, wayback.HOST),
    "common_crawl": Cadence("files of Common Crawl's news crawl, only by import", 0),
}
"""Cadence of each adapter."""

COPIES_PER_DAY: Final = 150
"""Archived copies of articles that are requested per crawl day; the rest waits."""

DAYS_BACK: Final = 7
"""Each of the last days is requested from GDELT once, so crawls may be missed for a week."""

WEEKS_AFTER: Final = 4
CAPTURED_WITHIN: Final = timedelta(days=90)
"""Papers write about a release for weeks, and archives capture the articles later."""

_RANK_YEAR: Final = 3_000
_MAX_PUBLISHERS: Final = 1_000
"""Ranks order listings by release, the newest first, and then by publisher."""


@dataclass(frozen=True)
class Release:
    """The publication of a TIP Report: its edition and its day of release."""

    year: int
    day: date


def releases(editions: Iterable[int] | None, crawl_day: date) -> list[Release]:
    """Releases before a day, the newest first; only those of `editions` if it is given."""
    wanted = set(editions) if editions is not None else None
    found = [
        Release(row["year"], row["release_date"])
        for row in edition_rows()
        if row["family"] == "tip" and row["release_date"] and row["release_date"] < crawl_day
    ]
    return sorted((one for one in found if wanted is None or one.year in wanted), key=lambda one: -one.year)


def months_after(past: Iterable[Release]) -> frozenset[tuple[int, int]]:
    """Years and months in which articles about releases can be expected."""
    days = [one.day + timedelta(days=after) for one in past for after in (0, 30)]
    return frozenset((day.year, day.month) for day in days)


def recurring(publishers: Iterable[Publisher], crawl_day: date) -> Iterator[Listing]:
    """Feeds and sitemaps of the active publishers."""
    for publisher in publishers:
        if publisher.is_active(crawl_day.year):
            yield from (Listing(url, "feed", publisher.domain) for url in publisher.feeds)
            yield from (Listing(url, "sitemap", publisher.domain) for url in publisher.sitemaps)


def last_days(crawl_day: date) -> Iterator[Listing]:
    """Listings of GDELT for each of the last days, the latest first."""
    for back in range(1, DAYS_BACK + 1):
        day = crawl_day - timedelta(days=back)
        yield gdelt.window(day, day, rank=-1)


def backfill(publishers: Sequence[Publisher], past: Iterable[Release], crawl_day: date) -> Iterator[Listing]:
    """Listings that are requested once for each past release, the newest first, then in the order of the register.

    Time windows that are not over are omitted.
    """
    for release in past:
        rank = (_RANK_YEAR - release.year) * _MAX_PUBLISHERS
        for week in range(WEEKS_AFTER):
            first = release.day + timedelta(days=7 * week)
            last = first + timedelta(days=6)
            if first >= gdelt.FIRST_DAY and last < crawl_day:
                yield gdelt.window(first, last, rank)
        active = [publisher for publisher in publishers if publisher.is_active(release.day.year)]
        if release.day + timedelta(days=sections.DAYS_AFTER_RELEASE) < crawl_day:
            yield from _section_listings(active, release, rank)
        if release.day + CAPTURED_WITHIN < crawl_day:
            yield from _capture_listings(active, release, rank)


def _section_listings(active: Iterable[Publisher], release: Release, rank: int) -> Iterator[Listing]:
    last = release.day + timedelta(days=sections.DAYS_AFTER_RELEASE)
    for place, publisher in enumerate(active):
        for section in publisher.sections:
            yield sections.captures_listing(publisher.domain, section, release.day, last, rank + place)


def _capture_listings(active: Iterable[Publisher], release: Release, rank: int) -> Iterator[Listing]:
    last = release.day + CAPTURED_WITHIN
    for place, publisher in enumerate(active):
        for domain in sorted(publisher.domains):
            patterns = tuple(pattern for pattern in publisher.patterns if domain in pattern)
            for url in wayback.captures_of_articles(domain, patterns, release.day, last):
                yield Listing(url, "wayback", publisher.domain, "open", rank=rank + place)
