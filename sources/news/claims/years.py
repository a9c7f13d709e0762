"""Phrases for years and editions: `in 2012 and 2013`, `last year`, `three years ago`, `the 2010 report`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_YYYY: Final = r"(?:19|20)\d\d"
_OF_REPORT: Final = re.compile(
    rf"\b(?P<before>{_YYYY})(?:\s|-)(?:(?:annual|us|u\.s\.|global|state department(?:[’']s)?|human|tip)\s)*"
    rf"(?:\"|“)?(?:trafficking|tip|reports?|edition|rankings?|list)\b"
    rf"|\b(?:reports?|edition|tip report)[”\"]?,?\s(?:for\s|of\s|in\s|\()?(?P<after>{_YYYY})\b",
    re.IGNORECASE,
)


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


def edition_named(text: str) -> int | None:
    """The first edition that a text names: `the 2010 Trafficking in Persons report`; None if there is none."""
    for found in _OF_REPORT.finditer(text):
        year = int(found["before"] or found["after"])
        if 2001 <= year <= 2100:
            return year
    return None
