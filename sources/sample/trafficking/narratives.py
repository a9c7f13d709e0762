"""Writes country narratives: facts of an edition in sentences and sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.sample.trafficking.facts import facts
from sources.sample.trafficking.figures import counts
from sources.sample.trafficking.general_sentences import GENERAL_SENTENCES, NO_COUNTS, RECOMMENDATIONS
from sources.sample.trafficking.names import name_of_the_time, running_name
from sources.sample.trafficking.tiers import tier_of
from sources.sample.trafficking.verdicts import verdict
from sources.sample.trafficking.wording import capitalized, pick, some

PROSECUTION: Final = "prosecution"
PROTECTION: Final = "protection"
PREVENTION: Final = "prevention"

COUNTRIES: Final = (
    *("NGA", "GIN", "SOM"),
    *("KHM", "THA", "CHN", "VNM", "MYS", "IDN"),
    *("RUS", "HUN", "IRL", "ARM"),
    *("SAU", "ISR", "LBY"),
    *("IND", "UZB", "AFG"),
    *("CUB", "MEX", "ARG", "BLZ"),
    "USA",
)
"""Countries with narratives in the sample, region by region."""

_WHOLE_HISTORY: Final = "KHM"
"""The country with narratives of every edition."""

_USUAL_EDITIONS: Final = frozenset((2009, 2010, 2018, 2019, 2022, 2024, 2025))
_EARLY: Final = {"THA": range(2001, 2013), "IND": range(2001, 2013), "MEX": range(2001, 2009), "IDN": range(2001, 2016)}
"""Countries that share pages of several narratives with Cambodia; the page numbers of the last are known."""

_SHORTER_FROM: Final = 2025
_SENTENCES_IN_A_PARAGRAPH: Final = 4


@dataclass(frozen=True)
class Narrative:
    """A country in an edition.

    Attributes:
        name: the country's usual name at the time.
        tier: the tier in the record of placements.
        summary: paragraphs about the country and the minimum standards.
        profile: paragraphs about victims and forms of exploitation.
        recommendations: clauses without full stop.
        efforts: paragraphs of the three sections by section.
    """

    country: str
    year: int
    name: str
    tier: str
    summary: list[str]
    profile: list[str]
    recommendations: list[str]
    efforts: dict[str, list[str]]


@dataclass(frozen=True)
class _Statement:
    first: int
    last: int
    section: str
    text: str


def narratives() -> list[Narrative]:
    """All narratives of the sample, country by country."""
    return [narrative(country, year) for country in COUNTRIES for year in _editions(country)]


def narrative(country: str, year: int) -> Narrative:
    """Writes a narrative.

    Raises:
        KeyError: the country has no tier in the edition.
    """
    tier = tier_of(country, year)
    if tier is None:
        raise KeyError(f"{country} has no tier in {year}")
    return Narrative(
        country=country,
        year=year,
        name=name_of_the_time(country, year),
        tier=tier,
        summary=_paragraphs([*verdict(country, year), *_statements(country, year, "summary")]),
        profile=_paragraphs(_statements(country, year, "profile")),
        recommendations=some(RECOMMENDATIONS, 4 if year >= _SHORTER_FROM else 6, country, year),
        efforts={
            PROSECUTION: _paragraphs(_prosecution(country, year)),
            PROTECTION: _paragraphs(_protection(country, year)),
            PREVENTION: _paragraphs(_prevention(country, year)),
        },
    )


def _editions(country: str) -> list[int]:
    """Editions with a narrative: the usual editions and those with a statement of their own."""
    if country == _WHOLE_HISTORY:
        return [year for year in range(2001, 2026) if tier_of(country, year)]
    if country == "IDN":
        return [year for year in _EARLY[country] if tier_of(country, year)]
    particular = {
        statement.first for statement in _statements_by_country().get(country, ()) if statement.first == statement.last
    }
    years = {*_USUAL_EDITIONS, *particular, *_EARLY.get(country, ())}
    return [year for year in sorted(years) if tier_of(country, year)]


def _prosecution(country: str, year: int) -> list[str]:
    stated = counts(country, year, PROSECUTION)
    without = [pick(NO_COUNTS, country, year)] if not stated else []
    known = [*_law(country, year), *stated, *_statements(country, year, PROSECUTION)]
    return [*known, *_general_sentences(country, year, PROSECUTION, 2), *without]


def _protection(country: str, year: int) -> list[str]:
    known = [*counts(country, year, PROTECTION), *_statements(country, year, PROTECTION)]
    return [*known, *_general_sentences(country, year, PROTECTION, 2 if known else 4)]


def _prevention(country: str, year: int) -> list[str]:
    known = [*_statements(country, year, PREVENTION), *_protocol(country, year)]
    return [*known, *_general_sentences(country, year, PREVENTION, 2 if known else 3)]


def _law(country: str, year: int) -> list[str]:
    """A law is named in the edition that covers the year after it, and in later ones."""
    return [
        pick(
            (
                f"Trafficking is punished under the {row['law']}, which dates from {row['year']}.",
                f"The {row['law']} of {row['year']} is what prosecutors rely on.",
            ),
            country,
            year,
            "law",
        )
        for row in facts("laws.csv")
        if row["country"] == country and int(row["year"]) < year
    ]


def _protocol(country: str, year: int) -> list[str]:
    name = capitalized(running_name(country, year))
    return [
        pick(
            (
                f"{name} has been a party to the United Nations protocol against trafficking since {row['year']}.",
                f"In {row['year']} {running_name(country, year)} joined the United Nations protocol on trafficking.",
            ),
            country,
            year,
            "protocol",
        )
        for row in facts("protocol.csv")
        if row["country"] == country and int(row["year"]) < year
    ]


def _general_sentences(country: str, year: int, section: str, count: int) -> list[str]:
    count = count - 1 if year >= _SHORTER_FROM else count
    chosen = some(GENERAL_SENTENCES[section], count, country, year, section)
    return [text.format(name=running_name(country, year), year=year, before=year - 1) for text in chosen]


def _statements(country: str, year: int, section: str) -> list[str]:
    statements = _statements_by_country().get(country, ())
    return [
        statement.text
        for statement in statements
        if statement.section == section and statement.first <= year <= statement.last
    ]


def _paragraphs(sentences: Iterable[str]) -> list[str]:
    """Sentences in paragraphs of a few each; a single last sentence joins the paragraph before it."""
    remaining = list(sentences)
    paragraphs = []
    while remaining:
        size = len(remaining) if len(remaining) <= _SENTENCES_IN_A_PARAGRAPH + 1 else _SENTENCES_IN_A_PARAGRAPH
        paragraphs.append(" ".join(remaining[:size]))
        remaining = remaining[size:]
    return paragraphs


@cache
def _statements_by_country() -> dict[str, list[_Statement]]:
    statements: dict[str, list[_Statement]] = {}
    for row in facts("statements.csv"):
        statement = _Statement(int(row["first_edition"]), int(row["last_edition"]), row["section"], row["text"])
        statements.setdefault(row["country"], []).append(statement)
    return statements
