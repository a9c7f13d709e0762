"""Days of publication that people gave for news pages that do not say theirs: `published.jsonl` beside the WARC files.

One JSON object a line: `source_url`, the address, and `published`, the day. The last line about a page counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import LinesRead, append_line, read_lines
from sources.registry.address import page_key

FILE: Final = "published.jsonl"


@dataclass(frozen=True)
class PublishedDay:
    """A person's word on when a page was published.

    Attributes:
        source_url: address of the page.
        published: the day.
    """

    source_url: str
    published: date


def read_published(folder: Path) -> LinesRead[PublishedDay]:
    """Every day that was given, in the order in which they were.

    Raises:
        ValueError: a line is none; file and line are named.
    """
    return read_lines(folder / FILE, _day)


def append_published(folder: Path, day: PublishedDay) -> None:
    """Records a day; it is on disk when this returns."""
    append_line(folder / FILE, {"source_url": day.source_url, "published": day.published.isoformat()})


class PublishedDays:
    """The days by page; the file is read again where it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: tuple[int, int] | None = None
        self._days: Mapping[str, date] = {}

    def by_page(self) -> Mapping[str, date]:
        """The day of each page that one was given for, by the page as the index names it.

        Raises:
            ValueError: a line of the file is no day; file and line are named.
        """
        state = _state_of(self._folder / FILE)
        if state != self._state:
            days = read_published(self._folder).records
            self._days, self._state = {page_key(day.source_url): day.published for day in days}, state
        return self._days

    def give(self, source_url: str, published: date) -> None:
        """Records the day of a page; it is on disk when this returns."""
        append_published(self._folder, PublishedDay(source_url, published))


def _state_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


def _day(values: Mapping[str, Any]) -> PublishedDay:
    if set(values) != {"source_url", "published"} or not all(isinstance(value, str) for value in values.values()):
        raise ValueError("a day of publication has two texts, source_url and published")
    return PublishedDay(values["source_url"], date.fromisoformat(values["published"]))
