"""Publishers of news about the reports: papers, broadcasters and agencies of all regions.

Reviewed data, not code paths. Addresses of feeds, sitemaps and section pages and years of activity are from memory
until the first live use says otherwise; `verified` tells.
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
        domain: the domain its sites live under.
        name: its name.
        country: where it is published, ISO 3166-1 alpha-3.
        language: ISO 639-1 code of the edition that is read.
        also: other domains of it, now or in earlier years.
        feeds: addresses of its feeds.
        sitemaps: addresses of its sitemaps; that of a robots.txt stands for the sitemaps it names.
        sections: pages that list its latest reports, whose archived captures are looked through.
        patterns: beginnings of its articles' addresses, without scheme; empty for any page of the domain.
        interval: least seconds between two requests to any of its hosts.
        first_year: first year that can be expected on the web.
        last_year: last such year; None while it goes on.
        kind: `paper`, `broadcaster` or `agency`.
        verified: whether somebody has looked at the addresses.
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
    interval: float
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


_INTERVAL: Final = 1.0


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
            interval=float(row["interval"] or _INTERVAL),
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            kind=row["kind"],
            verified=row["verified"] == "yes",
        )
        for row in rows("publishers.csv", package="sources.registry")
    }


def by_domain(known: Iterable[Publisher]) -> Mapping[str, Publisher]:
    """Publishers by every domain they have or had."""
    return {domain: publisher for publisher in known for domain in publisher.domains}


@cache
def _all_domains() -> Mapping[str, Publisher]:
    return by_domain(publishers().values())


def publisher_of(url: str, known: Mapping[str, Publisher] | None = None) -> Publisher | None:
    """The publisher a page is from, by the longest domain its host ends with; None where it is not known.

    Args:
        url: address of the page.
        known: publishers by domain; those of the register without it.
    """
    labels = host_and_path(url)[0].split(".")
    known = _all_domains() if known is None else known
    for start in range(len(labels)):
        found = known.get(".".join(labels[start:]))
        if found is not None:
            return found
    return None
