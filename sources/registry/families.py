"""The report families: where their pages live and what their titles look like.

A family is added here, with its layouts and its reader in `sources.state_department`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sources.registry.address import SAMPLE_SUFFIX, host_and_path, unwrap
from warehouse.tables.vocabulary import PageKind

NEWS: Final = "news"
"""What the archive's index files news pages under, beside the report families."""

NO_YEAR: Final = 0
"""The year of news pages that are about something else, or of which no year is known."""

HOST_PRECEDENCE: Final = (
    "www.state.gov",
    "state.gov",
    "2021-2025.state.gov",
    "2017-2021.state.gov",
    "2009-2017.state.gov",
    "2001-2009.state.gov",
    "m.state.gov",
)
"""Hosts of the Department, first those whose copy of a page is preferred: its present site, its archives from the
newest to the oldest, the site for telephones."""

STATE_HOSTS: Final = frozenset(HOST_PRECEDENCE)

SITE_ARCHIVES: Final = frozenset(host for host in HOST_PRECEDENCE if host[0].isdigit())
"""Hosts that show the Department's site as it was at the end of a term."""

_MOBILE_HOST: Final = "m.state.gov"
_MOBILE: Final = re.compile(r"^/md(?P<number>\d{1,9})\.html?$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"/(?P<number>\d{1,9})\.html?$", re.IGNORECASE)


@dataclass(frozen=True)
class AddressForm:
    """A form that addresses of a family have had.

    Attributes:
        path: form of a page's path; groups `year`, and `slug` for a page that is no index: a name, or the number that
            a page kept under every host and path.
        tells_kind: whether a page with a slug is about one country unless its title says otherwise; where not, such
            addresses lead to countries, groups of countries, lists and prefaces alike, and only the page tells.
    """

    path: re.Pattern[str]
    tells_kind: bool = True


@dataclass(frozen=True)
class ArchivedEditions:
    """Index pages of past editions that an archive of the Department's site keeps.

    Attributes:
        address: their address, with `{year}`.
        first: the first edition there.
        last: the last one.
    """

    address: str
    first: int
    last: int

    @property
    def index_pages(self) -> list[str]:
        """Their addresses, the oldest edition first."""
        return [self.address.format(year=year) for year in range(self.first, self.last + 1)]


@dataclass(frozen=True)
class Family:
    """A report family.

    Attributes:
        name: its name in the vocabulary.
        title: what the report is called.
        hosts: where its pages live.
        forms: the forms its addresses have had; no address fits two.
        title_form: form of a page's title; groups `year` and `country`, the latter being what the page is about.
        special: by kind, the form of what a page is about that is not about a country.
        landing_page: the page that leads to every edition; it is of none itself.
        archived: where editions lie that the landing page may lead to no more.
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
    """What an address says of a page.

    Attributes:
        family: its report family.
        year: its edition.
        slug: its last part, a name or a number; None for an index page.
        tells_kind: whether it says that the page is about a country; where not, only the page tells.
    """

    family: str
    year: int
    slug: str | None
    tells_kind: bool = True


def _form(path: str, *, tells_kind: bool = True) -> AddressForm:
    return AddressForm(re.compile(path, re.IGNORECASE), tells_kind)


HUMAN_RIGHTS: Final = Family(
    name="human_rights",
    title="Country Reports on Human Rights Practices",
    hosts=STATE_HOSTS,
    forms=(
        _form(
            r"^/reports/(?P<year>(?:19|20)\d\d)-country-reports-on-human-rights-practices(?:-\d)?(?:/(?P<slug>.+))?$"
        ),
        # to 2016; from some year on the countries of a region lie in a folder of their own
        _form(
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
        _form(r"^/reports/(?P<year>20\d\d)-trafficking-in-persons-report(?:-\d{1,3})?(?:/(?P<slug>.+))?$"),
        # 2013 to 2018: one page a country
        _form(r"^/[gj]/tip/rls/tiprpt/countries/(?P<year>20\d\d)(?:/(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$"),
        # 2001 to 2018: /g/ at first, /j/ since the offices were named anew, which old editions got as well
        _form(
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
    # Paths that archived copies show; on these hosts nobody has looked at them yet. The oldest editions lie on both
    # hosts under the same numbers, so that one may stand in for the other.
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
        _form(r"^/reports/(?P<year>20\d\d)-report-on-international-religious-freedom(?:-\d)?(?:/(?P<slug>.+))?$"),
        _form(r"^/[gj]/drl/rls/irf/(?P<year>20\d\d)(?:/(?:index\.html?|(?P<slug>\d{1,9})\.html?))?$", tells_kind=False),
    ),
    title_form=re.compile(
        r"^(?P<year>20\d\d) Report on International Religious Freedom\s*[:\-–—]\s*(?P<country>.+)$", re.IGNORECASE
    ),
    landing_page="https://www.state.gov/international-religious-freedom-reports/",
)

FAMILIES: Final[dict[str, Family]] = {family.name: family for family in (TIP, HUMAN_RIGHTS, RELIGIOUS_FREEDOM)}


def locate(url: str) -> Location | None:
    """What an address says of a page, archived copies unwrapped.

    None where it fits no family, or is of the site for telephones, whose addresses hold a number and nothing else.
    """
    host, path = _place(url)
    for family in FAMILIES.values():
        if host not in family.hosts:
            continue
        for form in family.forms:
            if found := form.path.match(path):
                slug = found["slug"]
                return Location(family.name, int(found["year"]), slug, form.tells_kind or slug is None)
    return None


def landing_page_of(url: str) -> Family | None:
    """The family that a page leads to all editions of; None for any other page."""
    place = host_and_path(unwrap(url))
    landing = ((family, family.landing_page) for family in FAMILIES.values() if family.landing_page)
    return next((family for family, page in landing if host_and_path(page) == place), None)


def page_number(url: str) -> int | None:
    """The number by which the Department knew a page to 2018, the same under every host and path; None without one."""
    host, path = _place(url)
    if host not in STATE_HOSTS:
        return None
    found = (_MOBILE if host == _MOBILE_HOST else _NUMBERED).search(path)
    return int(found["number"]) if found else None


def host_rank(url: str) -> int:
    """Place of an address's host in `HOST_PRECEDENCE`; behind all of them for any other."""
    host = _place(url)[0]
    return HOST_PRECEDENCE.index(host) if host in STATE_HOSTS else len(HOST_PRECEDENCE)


def _place(url: str) -> tuple[str, str]:
    """Host, without what marks the sample, and path."""
    host, path = host_and_path(unwrap(url))
    return host.removesuffix(SAMPLE_SUFFIX), path


def kind_of(location: Location, subject: str = "") -> PageKind:
    """What a page is, from its address and from what its title says it is about.

    Args:
        location: family, edition and slug.
        subject: what the title names beside report and edition; empty where the title is not known yet.
    """
    words = subject or (location.slug or "").replace("-", " ")
    for kind, form in FAMILIES[location.family].special.items():
        if form.search(words):
            return kind
    return PageKind.COUNTRY if location.slug or subject else PageKind.INDEX
