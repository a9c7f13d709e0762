"""What becomes of an answer beyond the crawl's own memory: archived or only read, and where it leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sources.archive.capture import Capture
from sources.fetch.memory.records import PageState
from sources.fetch.request.page import Fetched
from sources.fetch.wanted.plan import WantedPage


def _nothing() -> None:
    """Writes nothing."""


@dataclass(frozen=True)
class Handling:
    """What becomes of an answer.

    Attributes:
        archived: whether a good page goes into the archive.
        remember: what else is written to the index's database, in the same transaction as the memory of the fetch.
        leads_to: pages to ask for in the same night, where they are due.
    """

    archived: bool = True
    remember: Callable[[], None] = _nothing
    leads_to: Sequence[WantedPage] = ()


class Receiver(Protocol):
    """Takes answers from a crawl, one at a time."""

    def judge(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """What an answer is worth to those who can read it: some services say in words that they are busy."""

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """Decides what becomes of an answer that is final for tonight.

        Args:
            page: what was asked for.
            fetched: what came.
            capture: the page, where it is good.
            state: what the crawl will remember of it.
        """


class ArchiveAll:
    """Every good page is archived as it is."""

    def judge(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """The answer as it is."""
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """Archived, and nothing else."""
        return Handling()
