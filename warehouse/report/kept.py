"""Files of the site that are kept from the release before, where all that they are made of is the same.

`kept.json` of a site has, for each such file, a digest of what it is made of, and the places in its bytes where the
name and the day of the release stand: these are put in anew. Everything else of the file is in the digest: the rows
that it shows, and the version of the code, templates and words (`presentation` of the manifest).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import polars as pl
from markupsafe import Markup

from warehouse.staging.files import digest, to_json_by_line

FILE: Final = "kept.json"

NAME_MARK: Final = "\x02"
DAY_MARK: Final = "\x03"
"""Stand for the name and the day of the release while a page is made. No text of a page has them: `visible` writes
control characters as codes, and so does JSON."""

ReadBefore = Callable[[str], bytes | None]
"""Returns the bytes of a file of the release before, by its path; None where it has none or it was changed since."""


@dataclass(frozen=True)
class ReleaseMarks:
    """The release as the templates of kept pages see it: marks in place of its name and day.

    Attributes:
        is_sample: whether it holds the sample.
        name: the mark of its name.
        day: the mark of its day.
    """

    is_sample: bool
    name: Markup
    day: Markup

    @classmethod
    def of(cls, *, is_sample: bool) -> "ReleaseMarks":
        """The marks, as text that is not escaped."""
        return cls(is_sample, Markup(NAME_MARK), Markup(DAY_MARK))  # noqa: S704 - constants


@dataclass
class KeptFiles:
    """The files of a site that can be kept, and those of the site before.

    Attributes:
        name: the name of the release.
        day: its day.
        version: the version of all code and words of the site; None where it is not known, so that nothing is kept.
        read: reads a file of the release before.
    """

    name: str
    day: str
    version: str | None
    read: ReadBefore
    _files: dict[str, dict[str, Any]] = field(default_factory=dict)
    _before: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reads the list of the site before. It is in the manifest of its release, so it is whole or not read."""
        found = self.read(f"report/{FILE}") if self.version else None
        self._before = _files_of(found) if found else {}

    def made_of(self, *parts: Any) -> str:
        """The digest of what a file is made of.

        Args:
            parts: values that JSON can show, with text of any other value.
        """
        return digest(json.dumps([self.version, parts], sort_keys=True, default=str).encode())

    def paths(self, made_of: str) -> list[str]:
        """The files of the site before that are made of these."""
        return [path for path, recorded in self._before.items() if recorded["made_of"] == made_of]

    def kept(self, path: str, made_of: str) -> bytes | None:
        """A file of the site before, with the name and the day of this release; None where it was made of others."""
        recorded = self._before.get(path)
        if self.version is None or recorded is None or recorded["made_of"] != made_of:
            return None
        before = self.read(f"report/{path}")
        if before is None:
            return None
        texts, at = [], 0
        for _, start, length in recorded["marks"]:
            texts.append(before[at:start])
            at = start + length
        return self._joined(path, made_of, [*texts, before[at:]], [mark for mark, _, _ in recorded["marks"]])

    def filled(self, path: str, data: bytes, made_of: str) -> bytes:
        """The bytes of a file with name and day in place of the marks; the file is recorded for the next release."""
        places = sorted((at, mark) for mark in (NAME_MARK, DAY_MARK) for at in _places(data, mark.encode()))
        bounds = [-1, *(at for at, _ in places), len(data)]
        texts = [data[start + 1 : end] for start, end in pairwise(bounds)]
        return self._joined(path, made_of, texts, [mark for _, mark in places])

    def _joined(self, path: str, made_of: str, texts: list[bytes], marks: list[str]) -> bytes:
        """Texts with the values of the marks between them; the file is recorded."""
        values = {NAME_MARK: self.name.encode(), DAY_MARK: self.day.encode()}
        pieces, recorded, at = [texts[0]], [], len(texts[0])
        for mark, text in zip(marks, texts[1:], strict=True):
            recorded.append([mark, at, len(values[mark])])
            pieces += [values[mark], text]
            at += len(values[mark]) + len(text)
        self._files[path] = {"made_of": made_of, "marks": recorded}
        return b"".join(pieces)

    def record(self) -> str:
        """The content of `kept.json`."""
        return to_json_by_line({"version": self.version}, "files", self._files).decode()


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _files_of(data: bytes) -> Mapping[str, Any]:
    files: Mapping[str, Any] = json.loads(data)["files"]
    return files


@dataclass(frozen=True)
class Group:
    """Rows with the same value of a column, in their order.

    Attributes:
        digest: of the rows and their columns. Equal digests mean equal rows; the same rows may get another digest from
            another version of the libraries, and a page is then made again.
    """

    digest: str
    _of: pl.DataFrame
    _places: pl.Series

    @property
    def rows(self) -> pl.DataFrame:
        """The rows."""
        return self._of[self._places]


def groups_by(rows: pl.DataFrame, column: str) -> dict[Any, Group]:
    """The rows with each value of a column."""
    hashed = rows.select(column, one=rows.hash_rows(seed=1), other=rows.hash_rows(seed=2), place=pl.int_range(pl.len()))
    ordered = hashed.sort(column, maintain_order=True, nulls_last=True)
    schema = str(rows.schema).encode()
    groups, start = {}, 0
    for length, value in ordered.get_column(column).rle().struct.unnest().iter_rows():
        own = ordered.slice(start, length)
        hashes = (own["one"].to_numpy().tobytes(), own["other"].to_numpy().tobytes())
        groups[value] = Group(digest(b"".join((schema, *hashes))), rows, own["place"])
        start += length
    return groups
