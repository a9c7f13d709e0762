"""The report families: where their pages live and what their titles look like.

A family is added here, with its layouts and its reader in `sources.state_department`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sources.registry.address import SAMPLE_SUFFIX, host_and_path, unwrap

STATE_HOSTS: Final = frozenset(
    ("www.state.gov", "state.gov", "2009-2017.state.gov", "2017-2021.state.gov", "2021-2025.state.gov")
)


@dataclass(frozen=True)
class Family:
    """A report family.

    Attributes:
        name: its name in the vocabulary.
        title: what the report is called.
        hosts: where its pages live.
        path: form of a page's path; groups `year`, and `slug` for a country page (none for an index page).
        title_form: form of a page's title; groups `year` and `country`, the latter being what the page is about.
        special: by kind, the form of what a page is about that is not about a country.
        landing_page: the page that leads to every edition; it is of none itself.
        quarantine_share: how much of an edition may be set aside and still be published.
    """

    name: str
    title: str
    hosts: frozenset[str]
    path: re.Pattern[str]
    title_form: re.Pattern[str]
    special: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    landing_page: str | None = None
    quarantine_share: float = 0.02


@dataclass(frozen=True)
class Location:
    """What an address says of a page: its family and edition, and the slug of a country page."""

    family: str
    year: int
    slug: str | None


HUMAN_RIGHTS: Final = Family(
    name="human_rights",
    title="Country Reports on Human Rights Practices",
    hosts=STATE_HOSTS,
    path=re.compile(
        r"^/reports/(?P<year>(?:19|20)\d\d)-country-reports-on-human-rights-practices(?:-\d)?(?:/(?P<slug>.+))?$",
        re.IGNORECASE,
    ),
    title_form=re.compile(
        r"^(?P<year>(?:19|20)\d\d) Country Reports? on Human Rights Practices\s*[:\-–—]\s*(?P<country>.+)$",
        re.IGNORECASE,
    ),
    landing_page="https://www.state.gov/reports-bureau-of-democracy-human-rights-and-labor/"
    "country-reports-on-human-rights-practices/",
)

TIP: Final = Family(
    name="tip",
    title="Trafficking in Persons Report",
    hosts=STATE_HOSTS,
    path=re.compile(
        r"^/reports/(?P<year>20\d\d)-trafficking-in-persons-report(?:-\d{1,3})?(?:/(?P<slug>.+))?$", re.IGNORECASE
    ),
    title_form=re.compile(
        r"^(?P<year>20\d\d) Trafficking in Persons Report\s*[:\-–—]\s*(?P<country>.+)$", re.IGNORECASE
    ),
    special={
        "placement_list": re.compile(r"\b(?:tier placements?|(?:trafficking in persons|tier) lists?)\b", re.IGNORECASE),
        "statutory_list": re.compile(
            r"\bchild soldiers prevention act\b|\bcspa\b|\bpolicy or pattern\b", re.IGNORECASE
        ),
        "global_enforcement": re.compile(
            r"\b(?:global|regional) law enforcement (?:data|statistics)\b|\bregional maps\b", re.IGNORECASE
        ),
    },
    landing_page="https://www.state.gov/trafficking-in-persons-report/",
)

FAMILIES: Final[dict[str, Family]] = {family.name: family for family in (TIP, HUMAN_RIGHTS)}


def locate(url: str) -> Location | None:
    """Family, edition and slug from an address, archived copies unwrapped; None where it fits no family."""
    host, path = host_and_path(unwrap(url))
    host = host.removesuffix(SAMPLE_SUFFIX)
    for family in FAMILIES.values():
        if host in family.hosts and (found := family.path.match(path)):
            return Location(family.name, int(found["year"]), found["slug"])
    return None


def landing_page_of(url: str) -> Family | None:
    """The family that a page leads to all editions of; None for any other page."""
    place = host_and_path(unwrap(url))
    landing = ((family, family.landing_page) for family in FAMILIES.values() if family.landing_page)
    return next((family for family, page in landing if host_and_path(page) == place), None)


def kind_of(location: Location, subject: str = "") -> str:
    """What a page is, from its address and from what its title says it is about.

    Args:
        location: family, edition and slug.
        subject: what the title names beside report and edition; empty where the title is not known yet.
    """
    words = subject or (location.slug or "").replace("-", " ")
    for kind, form in FAMILIES[location.family].special.items():
        if form.search(words):
            return kind
    return "country" if location.slug or subject else "index"
