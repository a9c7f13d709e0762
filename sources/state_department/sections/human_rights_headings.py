"""Finds the section, subsection or part of a heading of the human rights report.

The headings are in `sources/state_department/data/human_rights_headings.csv`, with one slug per subject over all
editions; a new heading belongs there. The headings of TIP narratives are in `narrative_headings`.
"""

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.reference.data import rows

_SECTION_LABEL: Final = re.compile(r"^section\s+(\d)\s*[.:]?\s*", re.IGNORECASE)
_LETTER: Final = re.compile(r"^[a-z]\s*\.\s+", re.IGNORECASE)
_TAG_REMAINDER: Final = re.compile(r"^h\d>")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LEAST_SIMILARITY_SHARE: Final = 0.9
"""The least similarity of a misspelled heading to a known one; below it the heading is unknown."""


@dataclass(frozen=True)
class Heading:
    """The section that a known heading opens. `section` is set for top-level sections, `subsection` for all others."""

    level: str
    section: str | None
    subsection: str | None
    part: str | None


def section_heading(printed: str) -> Heading | None:
    """The entry of a heading that is marked up or numbered as a top-level section; None if it is unknown."""
    return _find_heading(printed, ("section", "subsection", "part"))


def inner_heading(printed: str) -> Heading | None:
    """The entry of any other heading; None if it is unknown."""
    return _find_heading(printed, ("subsection", "part", "section"))


def exact_inner_heading(printed: str) -> Heading | None:
    """The entry of a heading inside a section that is spelled exactly as a known heading."""
    key = heading_key(printed)
    return _vocabulary("subsection").get(key) or _vocabulary("part").get(key)


def section_number(label: str) -> int | None:
    """The number in a label such as `Section 3.`."""
    found = _SECTION_LABEL.match(label)
    return int(found.group(1)) if found else None


@cache
def heading_key(printed: str) -> str:
    """A heading without number, letter, punctuation and case."""
    text = _TAG_REMAINDER.sub("", printed)
    text = _SECTION_LABEL.sub("", text)
    text = _LETTER.sub("", text)
    return _NOT_WORD.sub(" ", text).strip().casefold()


def _find_heading(printed: str, levels: tuple[str, ...]) -> Heading | None:
    """Finds a heading level by level: first exactly, then with a misspelling."""
    key = heading_key(printed)
    for level in levels:
        if key in _vocabulary(level):
            return _vocabulary(level)[key]
    for level in levels:
        if near := difflib.get_close_matches(key, _vocabulary(level), n=1, cutoff=_LEAST_SIMILARITY_SHARE):
            return _vocabulary(level)[near[0]]
    return None


@cache
def _vocabulary(level: str) -> dict[str, Heading]:
    known: dict[str, Heading] = {}
    for row in rows("human_rights_headings.csv", package="sources.state_department"):
        if row["level"] != level:
            continue
        entry = Heading(level, row["section"] or None, row["subsection"] or None, row["part"] or None)
        if known.setdefault(heading_key(row["title"]), entry) != entry:
            raise ValueError(f"heading {row['title']!r} has two meanings")
    return known
