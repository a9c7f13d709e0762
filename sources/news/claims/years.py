"""Phrases for years and editions: `in 2012 and 2013`, `last year`, `three years ago`, `the 2010 report`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_YYYY: Final = r"(?:19|20)\d\d"
_RANGE: Final = re.compile(
    rf"\b(?:from|between)\s(?P<first>{_YYYY})\s(?:to|and|until|till|through)\s(?P<last>{_YYYY})\b",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    rf"\b(?:in|for|during|of|since|back in|until|by)\s(?:both\s|the\s)?(?P<years>{_YYYY}(?:(?:,|,? and|,? or"
    rf"|/)\s?{_YYYY})*)\b",
    re.IGNORECASE,
)
_OF_REPORT: Final = re.compile(
    rf"\b(?P<before>{_YYYY})(?:\s|-)(?:(?:annual|us|u\.s\.|global|state department(?:[’']s)?|human|tip)\s)*"
    rf"(?:\"|“)?(?:trafficking|tip|reports?|edition|rankings?|list)\b"
    rf"|\b(?:reports?|edition|tip report)[”\"]?,?\s(?:for\s|of\s|in\s|\()?(?P<after>{_YYYY})\b",
    re.IGNORECASE,
)
_FIRST_SINCE: Final = re.compile(
    rf"\b(?:first|only|highest|lowest|best|worst)\b[^.;,]{{0,30}}\bsince\s{_YYYY}", re.IGNORECASE
)
_YEAR: Final = re.compile(_YYYY)
_LAST_YEAR: Final = re.compile(
    r"\blast\s+year\b|\b(?:the\s)?previous\s+(?:year|report|edition)\b|\b(?:a|one)\s+year\s+(?:ago|earlier"
    r"|before)\b"
    r"|\blast\s+year[’']s\b|\bthe\s+year\s+before\b(?!\s+it)|\bprior\s+year\b",
    re.IGNORECASE,
)
_YEARS_AGO: Final = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)\s+years\s+(?:ago|earlier)\b", re.IGNORECASE
)
_THIS_YEAR: Final = re.compile(r"\bthis\s+year(?:[’']s)?\b|\bthe\s+latest\b|\bthis\s+time\b", re.IGNORECASE)
_NUMBERS: Final = {
    word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), start=2)
}


@dataclass(frozen=True)
class Calendar:
    """The time at which an article was written.

    Attributes:
        edition: the latest edition at that time; None if the time is unknown.
        year: the year of writing.
    """

    edition: int | None
    year: int | None


def calendar_of(published: date | None, releases: Sequence[tuple[int, date]], named: int | None) -> Calendar:
    """The calendar of an article.

    Args:
        published: day of publication.
        releases: edition and day of release of all known editions.
        named: the edition that the text names; used if the day is unknown.
    """
    if published is None:
        return Calendar(named, named)
    released_editions = [edition for edition, released in releases if released <= published]
    return Calendar(max(released_editions, default=None), published.year)


@dataclass(frozen=True)
class YearsNamed:
    """The years of a clause; `explicit` if the clause names them or counts back to them."""

    years: tuple[int, ...]
    explicit: bool


def years_in(text: str, calendar: Calendar) -> YearsNamed:
    """The years of a clause: those it names, else those it counts back to, else the latest edition."""
    plain = _FIRST_SINCE.sub(" ", text)
    named = _named(plain, calendar)
    if named:
        return YearsNamed(named, True)
    if calendar.year is not None:
        if _LAST_YEAR.search(plain):
            return YearsNamed((calendar.year - 1,), True)
        ago = _YEARS_AGO.search(plain)
        if ago:
            return YearsNamed((calendar.year - _NUMBERS[ago["n"].casefold()],), True)
    this = (calendar.edition,) if calendar.edition is not None else ()
    return YearsNamed(this, _THIS_YEAR.search(plain) is not None)


def _named(text: str, calendar: Calendar) -> tuple[int, ...]:
    years: list[int] = []
    for found in _RANGE.finditer(text):
        first, last = int(found["first"]), int(found["last"])
        if first <= last <= first + 25:
            years.extend(range(first, last + 1))
    for found in _LISTED.finditer(text):
        years.extend(int(year) for year in _YEAR.findall(found["years"]))
    for found in _OF_REPORT.finditer(text):
        years.append(int(found["before"] or found["after"]))
    latest = calendar.year or 2100
    return tuple(sorted({year for year in years if 2001 <= year <= latest}))


def edition_named(text: str) -> int | None:
    """The first edition that a text names: `the 2010 Trafficking in Persons report`; None if there is none."""
    for found in _OF_REPORT.finditer(text):
        year = int(found["before"] or found["after"])
        if 2001 <= year <= 2100:
            return year
    return None
