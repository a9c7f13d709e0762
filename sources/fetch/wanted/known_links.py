"""Pages below an index page, from its stored captures."""

from collections.abc import Iterable
from typing import Final, Protocol

from sources.archive.capture import Capture
from sources.archive.page_archive import PageArchive
from sources.fetch.memory.state import FetchState
from sources.fetch.wanted.plan import WantedPage
from sources.registry.address import page_key

MAX_LINKS: Final = 2_000
"""Maximum number of pages from one index page. The largest list has about two hundred countries."""

_CAPTURES_TRIED: Final = 3


class Discover(Protocol):
    """Reads the pages below an index page."""

    def __call__(self, capture: Capture, page: WantedPage) -> Iterable[WantedPage]:
        """The pages that a capture of an index page links to.

        Raises:
            ValueError: the page cannot be read; older captures are tried instead.
        """


def no_links(capture: Capture, page: WantedPage) -> Iterable[WantedPage]:
    """Returns no pages."""
    return ()


class KnownLinks:
    """Reads the links of archived index pages. `lines` are error messages."""

    def __init__(self, archive: PageArchive, state: FetchState, discover: Discover) -> None:
        self.lines: list[str] = []
        self._archive = archive
        self._state = state
        self._discover = discover

    def below(self, page: WantedPage) -> list[WantedPage]:
        """The pages below an index page, from its newest capture with links."""
        known = self._state.page(page.key)
        key = page_key(known.final_url) if known and known.final_url else page.key
        for entry in self._archive.index.newest(key, _CAPTURES_TRIED):
            try:
                found = list(self._discover(self._archive.load(entry), page))
            except ValueError as error:
                self.lines.append(f"the links of {entry.url} cannot be read: {error}")
                continue
            if len(found) > MAX_LINKS:
                self.lines.append(f"{entry.url} has {len(found):,} links; {MAX_LINKS:,} were followed")
            if found:
                return found[:MAX_LINKS]
        return []
