"""The day, or the month, in the address of an article."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from sources.news.article.dates.months import month_of

_DAY: Final = r"(?P<day>0[1-9]|[12]\d|3[01]|[1-9])"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # `/2010/06/21-countries-downgraded` has no day: a number that begins a slug counts something
        rf"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/{_DAY}(?=/|$|\?|#|\.s?html?)",
        rf"/(?P<year>(?:19|20)\d\d)/(?P<month>[a-z]{{3,9}})/{_DAY}(?=/|$|\?)",
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)(?P<mark>[-_.])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])(?!\d|[-_.]\d)",
        r"(?<!\d)(?P<year>20\d\d|199\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_-]|$)",
        r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?=/|$)",
        r"(?<![\d-])(?P<day>0[1-9]|[12]\d|3[01])(?P<mark>[-_])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"[/_-](?P<month>[a-z]{{3,9}})[_-]{_DAY}[_-](?P<year>(?:19|20)\d\d)(?=[/_-]|$)",
        rf"[/_-]{_DAY}[_-](?P<month>[a-z]{{3,9}})[_-](?P<year>(?:19|20)\d\d)(?=[/_-]|$)",
    )
)
_MONTH: Final = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])(?=/|-|$)")


class InAddress(NamedTuple):
    """What an address says: a day, or only year and month."""

    day: date | None
    year: int | None
    month: int | None


def day_in_address(url: str) -> InAddress:
    """The day or the month in an address."""
    for found in _matches(url[:2_000]):
        month = int(found["month"]) if found["month"].isdigit() else month_of(found["month"])
        try:
            day = date(int(found["year"]), month or 0, int(found["day"]))
        except ValueError:
            continue
        return InAddress(day, day.year, day.month)
    part = _MONTH.search(url[:2_000])
    return InAddress(None, int(part["year"]), int(part["month"])) if part else InAddress(None, None, None)


def _matches(url: str) -> Iterator[re.Match[str]]:
    for form in _FORMS:
        yield from form.finditer(url)
