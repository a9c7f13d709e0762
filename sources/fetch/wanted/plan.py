"""Wanted pages, their intervals, and the pages that are due on a crawl day."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from urllib.parse import urlsplit

from sources.archive.index import Index
from sources.fetch.clock import crawl_day, moment_of
from sources.fetch.memory.records import PageState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Form, Outcome
from sources.registry.address import page_key

Kind = Literal["index", "page"]

_GOOD: Final[frozenset[Outcome]] = frozenset(("ok", "not_modified"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "not_in_edition", "moved"))
_RETRIED_NEXT_DAY: Final[frozenset[Outcome]] = frozenset(("transient", "disallowed"))


@dataclass(frozen=True)
class WantedPage:
    """A page that the archive should contain in a current version.

    Attributes:
        url: its address.
        hosts: the hosts of its source; redirects to other hosts are not followed.
        every_days: days from one fetch to the next; 1 for every crawl day.
        kind: `index` pages have links to further pages, `page` has none.
        every_days_below: for index pages: days between fetches of the pages below it.
        priority: lower values come first.
        form: the expected content of the address.
        archived: whether a good answer is archived; otherwise it is only read.
    """

    url: str
    hosts: Container[str]
    every_days: int
    kind: Kind = "page"
    every_days_below: int = 7
    priority: int = 0
    form: Form = "page"
    archived: bool = True

    @property
    def host(self) -> str:
        """The host of its address."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def key(self) -> str:
        """The key of the page in the archive's index; a page that is not archived has its address as key."""
        return page_key(self.url) if self.archived else self.url


_TOLERATED_FAILURES: Final = 3
"""An index page with fewer failures in a row is still requested first, because it has the links to others."""

Order = tuple[int, int, int, str]
Only = Callable[[str], bool]
"""Whether a run selects an address."""


def order_of(page: WantedPage, known: PageState | None) -> Order:
    """The order within a crawl day: by failures, then by priority, then by the age of the stored capture.

    Failed pages come last, so that a few refused pages do not delay all others.
    """
    good_at = known.good_at.toordinal() if known and known.good_at else 0
    failures = known.failures if known else 0
    if page.kind == "index" and failures < _TOLERATED_FAILURES:
        failures = 0
    return (failures, page.priority, good_at, page.key)


def is_due(page: WantedPage, known: PageState | None, captured_on: date | None, day: date) -> bool:
    """Whether a page is due on a crawl day.

    Args:
        page: the page.
        known: its state; None where it was never requested.
        captured_on: the crawl day of its newest capture in the archive, from any origin.
        day: the crawl day.
    """
    if known is None:
        return captured_on is None or (day - captured_on).days >= page.every_days
    return (day - crawl_day(known.tried_at)).days >= _days_until_due(page, known)


def _days_until_due(page: WantedPage, known: PageState) -> int:
    """Days until a page is due again. Each further refusal doubles the wait."""
    if known.outcome in _GOOD or known.outcome in _ANSWERED:
        return page.every_days
    if known.outcome in _RETRIED_NEXT_DAY:
        return 1
    return min(max(page.every_days, 1), 1 << min(max(known.failures - 1, 0), 10))


class Plan:
    """All wanted pages of a run. It grows while index pages are read."""

    def __init__(self, state: FetchState, index: Index, day: date, only: Only | None = None) -> None:
        self._state = state
        self._index = index
        self._day = day
        self._only = only
        self._pages: dict[str, WantedPage] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: WantedPage) -> Order | None:
        """Adds a page.

        Returns:
            Its place in the order of the crawl day; None where it is not due or was added before.
        """
        if page.key in self._pages or not self._is_selected(page):
            return None
        self._pages[page.key] = page
        known = self._state.page(page.key)
        if not is_due(page, known, self._captured_on(page, known), self._day):
            return None
        return order_of(page, known)

    def reason(self, page: WantedPage) -> str:
        """Why a page is due, in a few words."""
        known = self._state.page(page.key)
        if known is None:
            captured_on = self._captured_on(page, known)
            return f"stored since {captured_on}, from a file" if captured_on else "never requested"
        if known.outcome not in _GOOD:
            return f"the last answer, {known.tried_at:%Y-%m-%d}, was {known.outcome}"
        pace = "every day" if page.every_days == 1 else f"every {page.every_days} days"
        return f"requested {pace}, last {known.tried_at:%Y-%m-%d}"

    def knows(self, page: WantedPage) -> bool:
        """Whether a page was added."""
        return page.key in self._pages

    def _is_selected(self, page: WantedPage) -> bool:
        return self._only is None or self._only(page.url)

    def _captured_on(self, page: WantedPage, known: PageState | None) -> date | None:
        if known is not None:
            return None
        newest = self._index.newest(page.key)
        return crawl_day(moment_of(newest[0].captured_at)) if newest and newest[0].captured_at else None
