"""Publishers of news about the reports: papers, broadcasters and agencies of all regions.

Reviewed data, not code paths. Addresses of feeds and sitemaps and years of activity are from memory until the first
live use says otherwise; `verified` tells.
"""

from dataclasses import dataclass
from functools import cache

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
        feed: address of its feed; None where none is known.
        sitemap: address of its sitemap; None where none is known.
        first_year: first year that can be expected on the web.
        last_year: last such year; None while it goes on.
        kind: `paper`, `broadcaster` or `agency`.
        verified: whether somebody has looked at the addresses.
    """

    domain: str
    name: str
    country: str
    language: str
    feed: str | None
    sitemap: str | None
    first_year: int
    last_year: int | None
    kind: str
    verified: bool


@cache
def publishers() -> dict[str, Publisher]:
    """All publishers by domain."""
    return {
        row["domain"]: Publisher(
            domain=row["domain"],
            name=row["name"],
            country=row["country"],
            language=row["language"],
            feed=row["feed"] or None,
            sitemap=row["sitemap"] or None,
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            kind=row["kind"],
            verified=row["verified"] == "yes",
        )
        for row in rows("publishers.csv", package="sources.registry")
    }


def publisher_of(url: str) -> Publisher | None:
    """The publisher a page is from, by the longest domain its host ends with; None where it is not known."""
    labels = host_and_path(url)[0].split(".")
    known = publishers()
    for start in range(len(labels)):
        found = known.get(".".join(labels[start:]))
        if found is not None:
            return found
    return None
