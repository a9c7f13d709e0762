"""Publishers of news about the reports: papers, broadcasters and agencies of all regions.

The publishers are reviewed data. Addresses of feeds, sitemaps and section pages and years of activity are unverified
until the first live use; `verified` shows which are confirmed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.reference.data import rows
from sources.registry.address import host_and_path


@dataclass(frozen=True)
class Publisher:
    """A publisher.

    Attributes:
        domain: the domain of its sites.
        name: its name.
        country: where it is published, ISO 3166-1 alpha-3.
        language: ISO 639-1 code of the edition that is read.
        also: its other domains, now or in earlier years.
        feeds: addresses of its feeds.
        sitemaps: addresses of its sitemaps, or of a robots.txt that lists them.
        sections: pages that list its latest articles; their archived captures are searched.
        patterns: prefixes of its article addresses, without scheme; empty for any page of the domain.
        interval_seconds: minimum seconds between two requests to any of its hosts.
        first_year: first year with articles on the web.
        last_year: last such year; None while it is active.
        kind: `paper`, `broadcaster` or `agency`.
        verified: whether a person confirmed the addresses.
    """

    domain: str
    name: str
    country: str
    language: str
    also: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    sections: tuple[str, ...]
    patterns: tuple[str, ...]
    interval_seconds: float
    first_year: int
    last_year: int | None
    kind: str
    verified: bool

    @property
    def domains(self) -> frozenset[str]:
        """All its domains."""
        return frozenset((self.domain, *self.also))

    def is_active(self, year: int) -> bool:
        """Whether articles of a year can be expected."""
        return self.first_year <= year <= (self.last_year or year)


_INTERVAL_SECONDS: Final = 1.0


@cache
def publishers() -> dict[str, Publisher]:
    """All publishers by domain."""
    return {
        row["domain"]: Publisher(
            domain=row["domain"],
            name=row["name"],
            country=row["country"],
            language=row["language"],
            also=tuple(row["also"].split()),
            feeds=tuple(row["feeds"].split()),
            sitemaps=tuple(row["sitemaps"].split()),
            sections=tuple(row["sections"].split()),
            patterns=tuple(row["patterns"].split()),
            interval_seconds=float(row["interval"] or _INTERVAL_SECONDS),
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            kind=row["kind"],
            verified=row["verified"] == "yes",
        )
        for row in rows("publishers.csv", package="sources.registry")
    }


def by_domain(known: Iterable[Publisher]) -> Mapping[str, Publisher]:
    """Publishers by each of their domains."""
    return {domain: publisher for publisher in known for domain in publisher.domains}


@cache
def _all_domains() -> Mapping[str, Publisher]:
    return by_domain(publishers().values())


def publisher_of(url: str, known: Mapping[str, Publisher] | None = None) -> Publisher | None:
    """The publisher of a page, by the longest matching domain of its host; None for an unknown publisher.

    Args:
        url: address of the page.
        known: publishers by domain; without it, all publishers.
    """
    labels = host_and_path(url)[0].split(".")
    known = _all_domains() if known is None else known
    for start in range(len(labels)):
        found = known.get(".".join(labels[start:]))
        if found is not None:
            return found
    return None
