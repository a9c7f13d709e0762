"""Pages taken out of the archive at their publisher's wish: `forgotten.jsonl` beside the WARC files.

The file has one JSON object per line, with the fields of `Forgotten`. Lines are only added. A page in the file is not
archived again, from whatever file or crawl it comes, and a rebuild of the index leaves it out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import LinesRead, append_line, file_state, read_lines
from sources.registry.address import clean, page_key

FILE: Final = "forgotten.jsonl"


@dataclass(frozen=True)
class Forgotten:
    """A page that was taken out.

    Attributes:
        source_url: its address in the archive.
        reason: why, in the words of the person who took it out.
        forgotten_by: the person.
        forgotten_at: the time, ISO 8601 in UTC.
    """

    source_url: str
    reason: str
    forgotten_by: str
    forgotten_at: str


def read_forgotten(folder: Path) -> LinesRead[Forgotten]:
    """Every page that was taken out, in the order of the file.

    Raises:
        ValueError: a line is no such page; the message names file and line.
    """
    return read_lines(folder / FILE, _forgotten)


def append_forgotten(folder: Path, page: Forgotten) -> None:
    """Adds a page and flushes it to disk."""
    append_line(folder / FILE, asdict(page))


class ForgottenPages:
    """The keys of the pages that were taken out. The file is read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: tuple[int, int] | None = None
        self._keys: frozenset[str] = frozenset()

    def __contains__(self, key: object) -> bool:
        state = file_state(self._folder / FILE)
        if state != self._state:
            self._keys = frozenset(page_key(clean(page.source_url)) for page in read_forgotten(self._folder).records)
            self._state = state
        return key in self._keys


def _forgotten(values: Mapping[str, Any]) -> Forgotten:
    names = [field.name for field in fields(Forgotten)]
    if set(values) != set(names) or not all(isinstance(value, str) for value in values.values()):
        raise ValueError(f"a forgotten page has the texts {', '.join(names)}")
    return Forgotten(**values)
