"""Which pages are wanted, how often, and which of them are due in a night."""

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

_HELD: Final[frozenset[Outcome]] = frozenset(("ok", "not_modified"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "not_in_edition", "moved"))
_AGAIN_NEXT_NIGHT: Final[frozenset[Outcome]] = frozenset(("transient", "disallowed"))


@dataclass(frozen=True)
class WantedPage:
    """A page to be held, and kept fresh.

    Attributes:
        url: its address.
        hosts: the hosts of its source; redirects to any other are not followed.
        every: nights from one fetch to the next; 1 for each night.
        kind: `index` pages lead to further pages, `page` is an end in itself.
        every_below: for index pages: nights between fetches of the pages found on it.
        priority: lower goes first.
        form: what is expected behind the address.
        kept: whether a good answer is a page of the archive; what is not kept is only read.
    """

    url: str
    hosts: Container[str]
    every: int
    kind: Kind = "page"
    every_below: int = 7
    priority: int = 0
    form: Form = "page"
    kept: bool = True

    @property
    def host(self) -> str:
        """The host it is asked from."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def key(self) -> str:
        """The page, as the archive's index names it; what is not kept goes by its address as it stands."""
        return page_key(self.url) if self.kept else self.url


_PATIENCE: Final = 3
"""An index page that failed less often in a row still goes before all others: they are found on it."""

Order = tuple[int, int, int, str]
Only = Callable[[str], bool]
"""Whether an address is among those a run was asked for."""


def order_of(page: WantedPage, known: PageState | None) -> Order:
    """The order within a night: what failed before comes last, then by priority, then what was held longest ago.

    Failed pages come last so that a few pages a site refuses never keep all others waiting.
    """
    held = known.good_at.toordinal() if known and known.good_at else 0
    failures = known.failures if known else 0
    if page.kind == "index" and failures < _PATIENCE:
        failures = 0
    return (failures, page.priority, held, page.key)


def is_due(page: WantedPage, known: PageState | None, held_since: date | None, night: date) -> bool:
    """Whether a page is to be asked for in a night.

    Args:
        page: the page.
        known: what earlier nights made of it.
        held_since: night of its newest capture in the archive, however it came there.
        night: the night.
    """
    if known is None:
        return held_since is None or (night - held_since).days >= page.every
    return (night - crawl_day(known.tried_at)).days >= _wait(page, known)


def _wait(page: WantedPage, known: PageState) -> int:
    """Nights until a page is asked for again. Refused and useless pages are tried ever more rarely."""
    if known.outcome in _HELD or known.outcome in _ANSWERED:
        return page.every
    if known.outcome in _AGAIN_NEXT_NIGHT:
        return 1
    return min(max(page.every, 1), 1 << min(max(known.failures - 1, 0), 10))


class Plan:
    """All wanted pages, the due ones apart; grows while index pages are read."""

    def __init__(self, state: FetchState, index: Index, night: date, only: Only | None = None) -> None:
        self._state = state
        self._index = index
        self._night = night
        self._only = only
        self._pages: dict[str, WantedPage] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: WantedPage) -> Order | None:
        """Takes a page in.

        Returns:
            Its place in the order of the night where it is due; None where it is not, or is known already.
        """
        if page.key in self._pages or not self._is_asked_for(page):
            return None
        self._pages[page.key] = page
        known = self._state.page(page.key)
        if not is_due(page, known, self._held_since(page, known), self._night):
            return None
        return order_of(page, known)

    def reason(self, page: WantedPage) -> str:
        """Why a page is due, in a few words."""
        known = self._state.page(page.key)
        if known is None:
            held = self._held_since(page, known)
            return f"held since {held}, from a file" if held else "never asked for"
        if known.outcome not in _HELD:
            return f"the last answer, {known.tried_at:%Y-%m-%d}, was {known.outcome}"
        pace = "every night" if page.every == 1 else f"every {page.every} nights"
        return f"looked at {pace}, last {known.tried_at:%Y-%m-%d}"

    def knows(self, page: WantedPage) -> bool:
        """Whether a page was taken in before."""
        return page.key in self._pages

    def _is_asked_for(self, page: WantedPage) -> bool:
        return self._only is None or self._only(page.url)

    def _held_since(self, page: WantedPage, known: PageState | None) -> date | None:
        if known is not None:
            return None
        newest = self._index.newest(page.key)
        return crawl_day(moment_of(newest[0].captured_at)) if newest else None
