"""The day an article was first published, and where that was found."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from htmldate import find_date

_EARLIEST: Final = date(1995, 1, 1)
_LATEST: Final = date(2100, 1, 1)
_CLOCKS_DIFFER: Final = timedelta(days=2)
_ADDRESS: Final = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>[0-3]?\d)(?:[/_-]|$)")
_IMPLICIT: Final = re.compile(r"/(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?=\D)")


@dataclass(frozen=True)
class Publication:
    """Day of publication.

    Attributes:
        day: the day; None where none was found.
        source: where it was found, as in the vocabulary of `published_source`.
        impossible: days that the page names and that cannot be: before the web, or after the page was archived.
    """

    day: date | None = None
    source: str | None = None
    impossible: tuple[date, ...] = ()


def publication(
    named: tuple[tuple[date, str], ...], light: str, url: str, *, archived: date | None, stated: date | None
) -> Publication:
    """The day of publication: what a person stated, what metadata names, what the page shows, what the address says.

    Args:
        named: days the metadata names, the surest first, with their sources.
        light: the page's markup; empty for plain text.
        url: the page's address.
        archived: the day the page was archived; nothing is published later.
        stated: what whoever handed in the page says.
    """
    if stated is not None:
        return Publication(stated, "stated")
    last = (archived + _CLOCKS_DIFFER) if archived is not None else _LATEST
    impossible: list[date] = []
    for day, source in (*named, *_shown(light, url, last), *_in_address(url)):
        if _EARLIEST <= day <= last:
            return Publication(day, source, tuple(impossible))
        impossible.append(day)
    return Publication(impossible=tuple(impossible))


def _shown(light: str, url: str, last: date) -> tuple[tuple[date, str], ...]:
    """The day that stands on the page itself, read only when the metadata is asked in vain."""
    if not light:
        return ()
    try:
        found = find_date(
            light, original_date=True, extensive_search=False, url=None, min_date=str(_EARLIEST), max_date=str(last)
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return ()  # htmldate could not make sense of the markup: then the page shows no day
    return ((date.fromisoformat(found), "markup"),) if found else ()


def _in_address(url: str) -> tuple[tuple[date, str], ...]:
    for form in (_ADDRESS, _IMPLICIT):
        found = form.search(url)
        if found is None:
            continue
        try:
            return ((date(int(found["year"]), int(found["month"]), int(found["day"])), "address"),)
        except ValueError:
            continue
    return ()
