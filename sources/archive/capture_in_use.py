"""Which capture of a page is in use.

The newest good capture decides the content. Where older captures have the same content, the oldest of them is in use:
a page that changes only its banner every day changes no table.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from sources.archive.index import Entry


class Readable(Protocol):
    """A parsed capture."""

    @property
    def is_good(self) -> bool:
        """Whether the page was parsed and not rejected."""

    @property
    def content(self) -> str:
        """Digest of the content of the page."""


R = TypeVar("R", bound=Readable)


@dataclass(frozen=True)
class ChosenCapture(Generic[R]):
    """The capture of a page that is in use.

    Attributes:
        parsed: the parsed capture in use.
        entry: the capture in use.
        unreadable: newer captures that could not be parsed.
        before: the newest good capture with other content, parsed, and its entry; None where all good captures have
            the same content.
    """

    parsed: R
    entry: Entry
    unreadable: Sequence[R] = field(default_factory=list)
    before: tuple[R, Entry] | None = None


def choose_captures(entries: Iterable[Entry], read: Callable[[Entry], R]) -> Iterator[ChosenCapture[R]]:
    """Yields the capture in use of every page.

    Args:
        entries: captures in order of page and time.
        read: parses one capture.
    """
    for _, captures in groupby(entries, key=lambda entry: entry.page_key):
        yield _choose(list(captures), read)


def _choose(captures: list[Entry], read: Callable[[Entry], R]) -> ChosenCapture[R]:
    by_digest: dict[str, R] = {}
    unreadable: list[R] = []
    chosen: tuple[R, Entry] | None = None
    before: tuple[R, Entry] | None = None
    for entry in reversed(captures):
        parsed = by_digest.get(entry.digest)
        if parsed is None:
            parsed = by_digest[entry.digest] = read(entry)
        if not parsed.is_good:
            if chosen is None:
                unreadable.append(parsed)
        elif chosen is None or parsed.content == chosen[0].content:
            chosen = parsed, entry
        else:
            before = parsed, entry
            break
    if chosen is None:
        return ChosenCapture(unreadable[0], captures[-1])
    return ChosenCapture(*chosen, unreadable, before)
