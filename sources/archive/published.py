"""Publication days of news pages that state none: people add them to `published.jsonl` beside the WARC files.

The file has one JSON object per line: `source_url`, the address, and `published`, the day. The last line about a page
counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import LinesRead, append_line, file_state, read_lines
from sources.registry.address import page_key

FILE: Final = "published.jsonl"


@dataclass(frozen=True)
class PublishedDay:
    """The publication day of a page, from a person.

    Attributes:
        source_url: address of the page.
        published: the day.
    """

    source_url: str
    published: date


def read_published(folder: Path) -> LinesRead[PublishedDay]:
    """Every publication day, in the order of the file.

    Raises:
        ValueError: a line is no publication day; the message names file and line.
    """
    return read_lines(folder / FILE, _published_day)


def append_published(folder: Path, day: PublishedDay) -> None:
    """Adds a publication day and flushes it to disk."""
    append_line(folder / FILE, {"source_url": day.source_url, "published": day.published.isoformat()})


class PublishedDays:
    """Publication days by page. The file is read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: tuple[int, int] | None = None
        self._days: Mapping[str, date] = {}

    def by_page(self) -> Mapping[str, date]:
        """Publication days by page key.

        Raises:
            ValueError: a line is no publication day; the message names file and line.
        """
        state = file_state(self._folder / FILE)
        if state != self._state:
            days = read_published(self._folder).records
            self._days, self._state = {page_key(day.source_url): day.published for day in days}, state
        return self._days

    def add(self, source_url: str, published: date) -> None:
        """Adds the publication day of a page and flushes it to disk."""
        append_published(self._folder, PublishedDay(source_url, published))


def _published_day(values: Mapping[str, Any]) -> PublishedDay:
    if set(values) != {"source_url", "published"} or not all(isinstance(value, str) for value in values.values()):
        raise ValueError("a day of publication has two texts, source_url and published")
    return PublishedDay(values["source_url"], date.fromisoformat(values["published"]))
