"""The day of first publication of an article, and its source."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from htmldate import find_date

_EARLIEST: Final = date(1995, 1, 1)
_LATEST: Final = date(2100, 1, 1)
_CLOCK_TOLERANCE: Final = timedelta(days=2)
_PATH_DAY: Final = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>[0-3]?\d)(?:[/_-]|$)")
_PATH_DIGITS: Final = re.compile(r"/(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?=\D)")


@dataclass(frozen=True)
class Publication:
    """Day of publication.

    Attributes:
        day: the day; None if none was found.
        source: the source in the vocabulary of `published_source`.
        certainty: how certain the day is, in the vocabulary of `published_certainty`.
        modified: day of the last change; None if the page names none.
        impossible: days that the page names but that are impossible: before the web, or after the page was archived.
    """

    day: date | None = None
    source: str | None = None
    certainty: str | None = None
    modified: date | None = None
    impossible: tuple[date, ...] = ()


def publication(
    in_metadata: tuple[tuple[date, str], ...], markup: str, url: str, *, archived: date | None, declared: date | None
) -> Publication:
    """The day of publication. Sources in order: a person's declaration, metadata, the visible page, the address.

    Args:
        in_metadata: days in the metadata with their sources, the most reliable first.
        markup: markup of the page; empty for plain text.
        url: address of the page.
        archived: the day the page was archived; a later day of publication is impossible.
        declared: the day as declared by a person.
    """
    if declared is not None:
        return Publication(declared, "stated", "sure")
    last = (archived + _CLOCK_TOLERANCE) if archived is not None else _LATEST
    named = (*in_metadata, *_visible_day(markup, last), *_day_in_address(url))
    impossible: list[date] = []
    for day, source in named:
        if _EARLIEST <= day <= last:
            certainty = _certainty(day, source, named)
            return Publication(day, source, certainty=certainty, impossible=tuple(impossible))
        impossible.append(day)
    return Publication(impossible=tuple(impossible))


def _certainty(day: date, source: str, named: tuple[tuple[date, str], ...]) -> str:
    """How certain a day is, by the other days and sources that the page names."""
    agreeing = {other for named_day, other in named if named_day == day}
    if len(agreeing) > 1 and all(named_day == day for named_day, _ in named):
        return "sure"
    return "doubtful" if source in ("markup", "address") and len(agreeing) == 1 else "likely"


def _visible_day(markup: str, last: date) -> tuple[tuple[date, str], ...]:
    """The day in the visible page."""
    if not markup:
        return ()
    try:
        found = find_date(
            markup, original_date=True, extensive_search=False, url=None, min_date=str(_EARLIEST), max_date=str(last)
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return ()  # htmldate cannot parse the markup: the page shows no day
    return ((date.fromisoformat(found), "markup"),) if found else ()


def _day_in_address(url: str) -> tuple[tuple[date, str], ...]:
    for form in (_PATH_DAY, _PATH_DIGITS):
        found = form.search(url)
        if found is None:
            continue
        try:
            return ((date(int(found["year"]), int(found["month"]), int(found["day"])), "address"),)
        except ValueError:
            continue
    return ()
