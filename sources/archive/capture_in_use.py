"""Which capture of a page is in use.

The newest good capture is; but where older ones say the same, the oldest of them stays in use, so that a page whose
banner changed every night moves nothing downstream.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from sources.archive.index import Entry


class Readable(Protocol):
    """What a reader makes of a capture."""

    @property
    def is_good(self) -> bool:
        """Whether the page was not set aside."""

    @property
    def content(self) -> str:
        """Digest of what the page says."""


R = TypeVar("R", bound=Readable)


@dataclass(frozen=True)
class Choice(Generic[R]):
    """Which capture of a page is in use, and what surrounds it.

    Attributes:
        reading: of the capture in use.
        set_aside: of newer captures, which could not be read.
        entry: the capture in use.
        before: reading and entry of the newest good capture that says otherwise; None where the page has always said
            the same.
    """

    reading: R
    entry: Entry
    set_aside: Sequence[R] = field(default_factory=list)
    before: tuple[R, Entry] | None = None


def choose_captures(entries: Iterable[Entry], read: Callable[[Entry], R]) -> Iterator[Choice[R]]:
    """The capture in use of every page.

    Args:
        entries: captures in order of page and time.
        read: reads one capture.
    """
    for _, captures in groupby(entries, key=lambda entry: entry.page_key):
        yield _choose(list(captures), read)


def _choose(captures: list[Entry], read: Callable[[Entry], R]) -> Choice[R]:
    readings: dict[str, R] = {}
    unreadable: list[R] = []
    chosen: tuple[R, Entry] | None = None
    before: tuple[R, Entry] | None = None
    for entry in reversed(captures):
        reading = readings.get(entry.digest)
        if reading is None:
            reading = readings[entry.digest] = read(entry)
        if not reading.is_good:
            if chosen is None:
                unreadable.append(reading)
        elif chosen is None or reading.content == chosen[0].content:
            chosen = reading, entry
        else:
            before = reading, entry
            break
    if chosen is None:
        return Choice(unreadable[0], captures[-1])
    return Choice(*chosen, unreadable, before)
