"""The sections of the benchmarks: each has a title, a note, and a function that measures its lines."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from benchmarks.figures import Line
from benchmarks.options import Options
from benchmarks.sections import growth, news, pages, queries, readers, sample, starts

__all__ = ["SECTIONS", "Options"]


class SectionModule(Protocol):
    """A module of a section."""

    TITLE: str
    NOTE: str

    def measured(self, options: Options) -> Iterator[Line]:
        """Measures the lines of the section."""

    def missing(self, options: Options) -> str | None:
        """What is missing for the section; None where it can be measured."""


SECTIONS: Mapping[str, SectionModule] = {
    "starts": starts,
    "pages": pages,
    "sample": sample,
    "growth": growth,
    "news": news,
    "queries": queries,
    "readers": readers,
}
