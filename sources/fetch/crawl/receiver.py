"""Handling of an answer by its receiver: whether it is archived, what else is written, and which pages follow."""

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
    """The handling of an answer.

    Attributes:
        archived: whether a good page is archived.
        write: further writes to the database of the index, in the same transaction as the state of the fetch.
        leads_to: pages to request in the same run, where they are due.
    """

    archived: bool = True
    write: Callable[[], None] = _nothing
    leads_to: Sequence[WantedPage] = ()


class Receiver(Protocol):
    """Receives the answers of a crawl, one at a time."""

    def classify(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """The answer with its final outcome: some services report that they are busy in the text of a good answer."""

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """Decides about an answer that is final for this run.

        Args:
            page: the requested page.
            fetched: the answer.
            capture: the capture of a good answer.
            state: the new state of the page.
        """


class ArchiveAll:
    """Archives every good page."""

    def classify(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """The unchanged answer."""
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """The default handling."""
        return Handling()
