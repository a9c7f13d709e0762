"""The report families: the addresses of their pages and the form of their titles.

A family is added here, with its layouts and its reader in `sources.state_department`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sources.registry.address import SAMPLE_SUFFIX, host_and_path, unwrap
from warehouse.tables.vocabulary import PageKind

NEWS: Final = "news"
"""The family of news pages in the archive's index."""

FIRST_EDITION: Final = 2001
"""The first edition year of the TIP Report."""

NO_YEAR: Final = 0
"""The year of news pages about another subject or with an unknown year."""

HOST_PRECEDENCE: Final = (
    "www.state.gov",
    "state.gov",
    "2021-2025.state.gov",
    "2017-2021.state.gov",
    "2009-2017.state.gov",
    "2001-2009.state.gov",
    "m.state.gov",
)
"""Hosts of the Department in order of preference for copies of a page: the present site, its archives from the newest
to the oldest, the mobile site."""

STATE_HOSTS: Final = frozenset(HOST_PRECEDENCE)

SITE_ARCHIVES: Final = frozenset(host for host in HOST_PRECEDENCE if host[0].isdigit())
"""Hosts with the Department's site at the end of a presidential term."""

_MOBILE_HOST: Final = "m.state.gov"
_MOBILE: Final = re.compile(r"^/md(?P<number>\d{1,9})\.html?$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"/(?P<number>\d{1,9})\.html?$", re.IGNORECASE)


@dataclass(frozen=True)
class AddressForm:
    """A form of addresses of a family.

    Attributes:
        path: pattern of the path; group `year`, and group `slug` for a page that is no index: a name, or the number
            of a page under every host and path.
        tells_kind: whether a page with a slug is about one country unless its title names another subject. Otherwise
            such addresses have countries, groups of countries, lists and prefaces, and only the page tells which.
    """

    path: re.Pattern[str]
    tells_kind: bool = True


@dataclass(frozen=True)
class ArchivedEditions:
    """Index pages of past editions in an archive of the Department's site.

    Attributes:
        address: the address, with `{year}`.
        first: the first edition.
        last: the last edition.
    """

    address: str
    first: int
    last: int

    @property
    def index_pages(self) -> list[str]:
        """The addresses, the oldest edition first."""
        return [self.address.format(year=year) for year in range(self.first, self.last + 1)]


@dataclass(frozen=True)
class Family:
    """A report family.

    Attributes:
        name: its name in the vocabulary.
        title: title of the report.
        hosts: hosts of its pages.
        forms: the forms of its addresses; an address matches at most one.
        title_form: pattern of a page's title; groups `year` and `country`, the subject of the page.
        special: by kind, the pattern of the subject of a page that is not about a country.
        landing_page: the page with links to every edition; it belongs to no edition.
        archived: index pages of editions that the landing page may no longer link to.
    """

    name: str
    title: str
    hosts: frozenset[str]
    forms: tuple[AddressForm, ...]
    title_form: re.Pattern[str]
    special: Mapping[PageKind, re.Pattern[str]] = field(default_factory=dict)
    landing_page: str | None = None
    archived: tuple[ArchivedEditions, ...] = ()


@dataclass(frozen=True)
class Location:
    """Family, edition and slug of a page, from its address.

    Attributes:
        family: its report family.
        year: its edition.
        slug: its last part, a name or a number; None for an index page.
        tells_kind: whether the address shows that the page is about a country; otherwise only the page does.
    """

    family: str
    year: int
    slug: str | None
    tells_kind: bool = True


def _address_form(path: str, *, tells_kind: bool = True) -> AddressForm:
    return AddressForm(re.compile(path, re.IGNORECASE), tells_kind)


HUMAN_RIGHTS: Final = Family(
    name="human_rights",
    title="Country Reports on Human Rights Practices",
    hosts=STATE_HOSTS,
    forms=(
        _address_form(
            r"^/reports/(?P<year>(?:19|20)\d\d)-country-reports-on-human-rights-practices(?:-\d)?(?:/(?P<slug>.+))?$"
        ),
        # to 2016; later years have a folder for the countries of each region
        _address_form(
            r"^/[gj]/drl/rls/hrrpt/(?P<year>(?:19|20)\d\d)"
            r"(?:/(?:[a-z]{2,4}/)?(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$",
            tells_kind=False,
        ),
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
    forms=(
        _address_form(r"^/reports/(?P<year>20\d\d)-trafficking-in-persons-report(?:-\d{1,3})?(?:/(?P<slug>.+))?$"),
        # 2013 to 2018: one page a country
        _address_form(
            r"^/[gj]/tip/rls/tiprpt/countries/(?P<year>20\d\d)(?:/(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$"
        ),
        # 2001 to 2018: /g/ at first, /j/ since the offices were renamed; old editions have both
        _address_form(
            r"^/[gj]/tip/rls/tiprpt/(?P<year>20\d\d)(?:/(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$",
            tells_kind=False,
        ),
    ),
    title_form=re.compile(
        r"^(?P<year>20\d\d) Trafficking in Persons Report\s*[:\-–—]\s*(?P<country>.+)$", re.IGNORECASE
    ),
    special={
        PageKind.PLACEMENT_LIST: re.compile(
            r"\b(?:tier placements?|(?:trafficking in persons|tier) lists?)\b", re.IGNORECASE
        ),
        PageKind.STATUTORY_LIST: re.compile(
            r"\bchild soldiers prevention act\b|\bcspa\b|\bpolicy or pattern\b", re.IGNORECASE
        ),
        PageKind.GLOBAL_ENFORCEMENT: re.compile(
            r"\b(?:global|regional) law enforcement (?:data|statistics)\b|\bregional maps\b", re.IGNORECASE
        ),
    },
    landing_page="https://www.state.gov/trafficking-in-persons-report/",
    # Paths from archived copies; nobody has verified them on these hosts. The oldest editions have the same page
    # numbers on both hosts, so one host can replace the other.
    archived=(
        ArchivedEditions("https://2009-2017.state.gov/j/tip/rls/tiprpt/{year}/index.htm", 2001, 2017),
        ArchivedEditions("https://2009-2017.state.gov/j/tip/rls/tiprpt/countries/{year}/index.htm", 2013, 2017),
        ArchivedEditions("https://2001-2009.state.gov/g/tip/rls/tiprpt/{year}/index.htm", 2001, 2008),
    ),
)

RELIGIOUS_FREEDOM: Final = Family(
    name="religious_freedom",
    title="Report on International Religious Freedom",
    hosts=STATE_HOSTS,
    forms=(
        _address_form(
            r"^/reports/(?P<year>20\d\d)-report-on-international-religious-freedom(?:-\d)?(?:/(?P<slug>.+))?$"
        ),
        _address_form(
            r"^/[gj]/drl/rls/irf/(?P<year>20\d\d)(?:/(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$", tells_kind=False
        ),
    ),
    title_form=re.compile(
        r"^(?P<year>20\d\d) Report on International Religious Freedom\s*[:\-–—]\s*(?P<country>.+)$", re.IGNORECASE
    ),
    landing_page="https://www.state.gov/international-religious-freedom-reports/",
)

FAMILIES: Final[dict[str, Family]] = {family.name: family for family in (TIP, HUMAN_RIGHTS, RELIGIOUS_FREEDOM)}

_FAMILY_OF_LANDING_PAGE: Final = {
    host_and_path(family.landing_page): family for family in FAMILIES.values() if family.landing_page
}


def locate(url: str) -> Location | None:
    """Family, edition and slug of an address; archived copies are unwrapped.

    None where it matches no family, or is on the mobile site, whose addresses have only a number.
    """
    host, path = _report_host_and_path(url)
    for family in FAMILIES.values():
        if host not in family.hosts:
            continue
        for form in family.forms:
            if found := form.path.match(path):
                slug = found["slug"]
                return Location(family.name, int(found["year"]), slug, form.tells_kind or slug is None)
    return None


def landing_page_of(url: str) -> Family | None:
    """The family whose landing page has this address; None for any other page."""
    return _FAMILY_OF_LANDING_PAGE.get(host_and_path(unwrap(url)))


def page_number(url: str) -> int | None:
    """The page number of the Department's site until 2018, equal on all hosts and paths; None without a number."""
    host, path = _report_host_and_path(url)
    if host not in STATE_HOSTS:
        return None
    found = (_MOBILE if host == _MOBILE_HOST else _NUMBERED).search(path)
    return int(found["number"]) if found else None


def host_rank(url: str) -> int:
    """Position of an address's host in `HOST_PRECEDENCE`; any other host comes last."""
    host = _report_host_and_path(url)[0]
    return HOST_PRECEDENCE.index(host) if host in STATE_HOSTS else len(HOST_PRECEDENCE)


def _report_host_and_path(url: str) -> tuple[str, str]:
    """Host without the suffix of the sample, and path."""
    host, path = host_and_path(unwrap(url))
    return host.removesuffix(SAMPLE_SUFFIX), path


def kind_of(location: Location, subject: str = "") -> PageKind:
    """The kind of a page, from its address and the subject in its title.

    Args:
        location: family, edition and slug.
        subject: the subject in the title; empty where the title is unknown.
    """
    words = subject or (location.slug or "").replace("-", " ")
    for kind, form in FAMILIES[location.family].special.items():
        if form.search(words):
            return kind
    return PageKind.COUNTRY if location.slug or subject else PageKind.INDEX
