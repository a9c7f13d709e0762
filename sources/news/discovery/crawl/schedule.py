"""Which listings a night reads: some every night, some once for each past release, so many a night."""

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
    """How often one adapter asks. How fast it may is a rule of the host: `sources.fetch.settings.HOST_RULES`, and the
    `interval` of a publisher.

    Attributes:
        what: the adapter, in a few words.
        once_a_night: listings a night of those that are read once; the rest waits for the next nights.
        host: the service; None where each publisher is asked itself.
    """

    what: str
    once_a_night: int
    host: str | None = None


CADENCES: Final[Mapping[AdapterName, Cadence]] = {
    "feed": Cadence("feeds of publishers, every night", 0),
    "sitemap": Cadence("sitemaps of publishers, every night; those of months after a release once", 40),
    "gdelt": Cadence("GDELT, the days gone by and the weeks after each release", 30, gdelt.HOST),
    "sections": Cadence("archived section pages after each release", 60, wayback.HOST),
    "wayback": Cadence("archived articles by their addresses, after each release", 40, wayback.HOST),
    "common_crawl": Cadence("Common Crawl's news files, where a run is given them", 0),
}
"""How often each adapter asks."""

COPIES_A_NIGHT: Final = 150
"""Archived copies of articles asked for in a night; the rest waits."""

DAYS_BACK: Final = 7
"""GDELT is asked for so many days gone by, each once: a week of nights may be missed."""

WEEKS_AFTER: Final = 4
CAPTURED_AFTER: Final = timedelta(days=90)
"""Papers go on about a release for weeks, and archives capture them later still."""

_NEVER: Final = 3_000
_PUBLISHERS: Final = 1_000
"""Ranks order by release and then by publisher: fewer than these of each."""


@dataclass(frozen=True)
class Release:
    """A release of the TIP Report: the edition and the day."""

    year: int
    day: date


def releases(editions: Iterable[int] | None, night: date) -> list[Release]:
    """Releases before a night, the newest first; those of some editions only, where they are given."""
    wanted = set(editions) if editions is not None else None
    found = [
        Release(row["year"], row["release_date"])
        for row in edition_rows()
        if row["family"] == "tip" and row["release_date"] and row["release_date"] < night
    ]
    return sorted((one for one in found if wanted is None or one.year in wanted), key=lambda one: -one.year)


def months_after(past: Iterable[Release]) -> frozenset[tuple[int, int]]:
    """Years and months in which reports about releases can be expected."""
    days = [one.day + timedelta(days=after) for one in past for after in (0, 30)]
    return frozenset((day.year, day.month) for day in days)


def recurring(publishers: Iterable[Publisher], night: date) -> Iterator[Listing]:
    """Feeds and sitemaps of publishers that are still there."""
    for publisher in publishers:
        if publisher.is_active(night.year):
            yield from (Listing(url, "feed", publisher.domain) for url in publisher.feeds)
            yield from (Listing(url, "sitemap", publisher.domain) for url in publisher.sitemaps)


def days_gone_by(night: date) -> Iterator[Listing]:
    """GDELT's articles of each of the last days, the latest first."""
    for back in range(1, DAYS_BACK + 1):
        day = night - timedelta(days=back)
        yield gdelt.window(day, day, rank=-1)


def backfill(publishers: Sequence[Publisher], past: Iterable[Release], night: date) -> Iterator[Listing]:
    """What is asked once for each past release, the newest first and then in the order of the register.

    Windows that are not over are left for later.
    """
    for release in past:
        rank = (_NEVER - release.year) * _PUBLISHERS
        for week in range(WEEKS_AFTER):
            first = release.day + timedelta(days=7 * week)
            last = first + timedelta(days=6)
            if first >= gdelt.FIRST_DAY and last < night:
                yield gdelt.window(first, last, rank)
        active = [publisher for publisher in publishers if publisher.is_active(release.day.year)]
        if release.day + timedelta(days=sections.DAYS) < night:
            yield from _sections(active, release, rank)
        if release.day + CAPTURED_AFTER < night:
            yield from _captures(active, release, rank)


def _sections(active: Iterable[Publisher], release: Release, rank: int) -> Iterator[Listing]:
    last = release.day + timedelta(days=sections.DAYS)
    for place, publisher in enumerate(active):
        for section in publisher.sections:
            yield sections.question(publisher.domain, section, release.day, last, rank + place)


def _captures(active: Iterable[Publisher], release: Release, rank: int) -> Iterator[Listing]:
    last = release.day + CAPTURED_AFTER
    for place, publisher in enumerate(active):
        for domain in sorted(publisher.domains):
            patterns = tuple(pattern for pattern in publisher.patterns if domain in pattern)
            for url in wayback.captures_of_articles(domain, patterns, release.day, last):
                yield Listing(url, "wayback", publisher.domain, "open", rank=rank + place)
