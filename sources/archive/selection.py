"""Which capture of a page is in use.

The newest capture that can be read is; but where older ones hold the same blocks, the oldest of them stays in use, so
that a page whose banner changed every night moves nothing downstream.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from sources.archive.index import Entry


class Readable(Protocol):
    """What a reader makes of a capture."""

    @property
    def is_read(self) -> bool:
        """Whether the page gave rows."""

    @property
    def content(self) -> str:
        """Digest of what was read."""


R = TypeVar("R", bound=Readable)


@dataclass(frozen=True)
class Choice(Generic[R]):
    """The reading of the capture in use, and those of newer captures that could not be read."""

    reading: R
    set_aside: Sequence[R] = field(default_factory=list)


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
    chosen: R | None = None
    for entry in reversed(captures):
        reading = readings.get(entry.digest)
        if reading is None:
            reading = readings[entry.digest] = read(entry)
        if not reading.is_read:
            if chosen is None:
                unreadable.append(reading)
        elif chosen is None or reading.content == chosen.content:
            chosen = reading
        else:
            break
    if chosen is None:
        return Choice(unreadable[0])
    return Choice(chosen, unreadable)
