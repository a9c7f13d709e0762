"""Where an article is published: how its dates are written, and which time its days follow."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from dateparser.data.date_translation_data import en

from sources.reference.data import rows
from sources.registry.address import host_and_path
from sources.registry.publishers import publisher_of


class Order(StrEnum):
    """Which of day and month comes first in a date of numbers."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class Place:
    """What is known of the place of publication.

    Attributes:
        order: order of day and month there; None where it is not known.
        zones: the time zones of the country; empty where the country is not known.
        is_registered: whether the publisher is in the register.
    """

    order: Order | None = None
    zones: tuple[ZoneInfo, ...] = ()
    is_registered: bool = False


_MONTH_FIRST: Final = frozenset(("US", "PH"))
"""Countries that write the month first in English."""
_UNDECIDED: Final = frozenset(("CA",))
"""Countries that use both orders."""
_GENERIC: Final = frozenset(
    "ac ad ai am as bz cc co fm gg gl im in io is la li ly me mu nu pw sc sh st tk to tv vc ws".split()
)
"""Country domains that sites of other countries use for their meaning or as a short form."""
_MAX_ZONES: Final = 12


def place_of(url: str, language: str | None) -> Place:
    """The place of publication of a page.

    The country is that of the publisher in the register, else that of the domain, else that of the declared language
    (`en-GB`). A language other than English decides the order alone.

    Args:
        url: address of the page.
        language: language that the page declares, as it stands there.
    """
    publisher = publisher_of(url)
    spoken, country = _language_and_country(language)
    if publisher is not None:
        country = _iso2().get(publisher.country, country)
        spoken = publisher.language
    else:
        country = _country_of_domain(url) or country
    return Place(_order(spoken, country), _zones(country) if country else (), publisher is not None)


def _order(language: str | None, country: str | None) -> Order | None:
    if language and language != "en":
        return Order.DAY_FIRST
    if country is None or country in _UNDECIDED:
        return None
    if country in _MONTH_FIRST:
        return Order.MONTH_FIRST
    local = en.info["locale_specific"].get(f"en-{country}", {})
    return Order.MONTH_FIRST if local.get("date_order") == "MDY" else Order.DAY_FIRST


def _language_and_country(declared: str | None) -> tuple[str | None, str | None]:
    parts = (declared or "").replace("_", "-").split("-")
    language = parts[0].casefold() if parts[0].isalpha() else None
    country = parts[-1].upper() if len(parts) > 1 and len(parts[-1]) == 2 else None
    return language, country


def _country_of_domain(url: str) -> str | None:
    label = host_and_path(url)[0].rsplit(".", maxsplit=1)[-1].casefold()
    if label in ("gov", "mil"):
        return "US"
    if label == "uk":
        return "GB"
    return label.upper() if label.upper() in _zone_names() and label not in _GENERIC else None


@cache
def _iso2() -> dict[str, str]:
    return {row["iso3"]: row["iso2"] for row in rows("country_codes.csv", package="sources.news.article.dates")}


@cache
def _zone_names() -> dict[str, tuple[str, ...]]:
    """Names of time zones by country, from the time zone database."""
    names: dict[str, tuple[str, ...]] = {}
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        fields = line.split("\t")
        if not line.startswith("#") and len(fields) > 2:
            names[fields[0]] = (*names.get(fields[0], ()), fields[2])
    return names


@cache
def _zones(country: str) -> tuple[ZoneInfo, ...]:
    """The time zones of a country, from the database that is installed with the project, not that of the machine."""
    zones = []
    for name in _zone_names().get(country, ())[:_MAX_ZONES]:
        with (files("tzdata") / "zoneinfo").joinpath(*name.split("/")).open("rb") as stored:
            zones.append(ZoneInfo.from_file(stored, key=name))
    return tuple(zones)
