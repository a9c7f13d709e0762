"""What lies below an index page, as far as captures that are held tell."""

from collections.abc import Iterable
from typing import Final, Protocol

from sources.archive.capture import Capture
from sources.archive.page_archive import PageArchive
from sources.fetch.memory.state import FetchState
from sources.fetch.wanted.plan import WantedPage
from sources.registry.address import page_key

MAX_LINKS: Final = 2_000
"""Pages taken from one index page. The largest list holds some two hundred countries."""

_CAPTURES_TRIED: Final = 3


class Discover(Protocol):
    """Reads the further pages an index page leads to."""

    def __call__(self, capture: Capture, page: WantedPage) -> Iterable[WantedPage]:
        """Pages found on a capture of an index page.

        Raises:
            ValueError: the page cannot be read; older captures of it are tried instead.
        """


def no_links(capture: Capture, page: WantedPage) -> Iterable[WantedPage]:
    """Finds nothing."""
    return ()


class KnownLinks:
    """Reads index pages in the archive; `lines` say what went wrong, one line each."""

    def __init__(self, archive: PageArchive, state: FetchState, discover: Discover) -> None:
        self.lines: list[str] = []
        self._archive = archive
        self._state = state
        self._discover = discover

    def below(self, page: WantedPage) -> list[WantedPage]:
        """The pages an index page leads to, from its newest capture that leads anywhere."""
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
