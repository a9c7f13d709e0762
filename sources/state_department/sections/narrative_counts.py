"""The counts of a narrative, and how many of its numbers were understood.

Which sections are read: prosecution, protection and other text of a narrative; of a narrative without section headings
(2001, 2002, most special cases) all of its text; and the verdict, whose counts are kept only where the sections below
state no figure of that measure in that role, because most verdicts repeat those figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.language.number_kinds import COUNT, number_kinds
from sources.language.sentences import sentence_spans
from sources.state_department.statistics import SECTIONS, StatisticRow, TextSection, read_statistics

_UNDIVIDED: Final = "other"
"""How the reader of counts calls text that no heading assigns to a section."""

_VERDICT: Final = "verdict"


@dataclass(frozen=True)
class NarrativeCounts:
    """The counts of a narrative.

    Attributes:
        rows: the counts, in the order of the sections.
        unread: by the position of each section that was read, its numbers that are neither a count that was read nor
            known as something else.
    """

    rows: list[StatisticRow]
    unread: dict[int, int]


def read_counts(sections: Sequence[TextSection], edition: int, *, divided: bool) -> NarrativeCounts:
    """Reads the counts of a narrative.

    Args:
        sections: the sections of the narrative in order.
        edition: the report's edition.
        divided: whether the narrative has section headings.
    """
    read = [section for section in sections if not divided or section.section in (*SECTIONS, _VERDICT)]
    found = {section.position: _rows(section, edition, divided=divided) for section in read}
    unread = {section.position: _unread(section, found[section.position]) for section in read}
    stated = {_statement(row) for rows in found.values() for row in rows if row.section != _VERDICT}
    kept = [
        row
        for rows in found.values()
        for row in rows
        if not divided or row.section != _VERDICT or _statement(row) not in stated
    ]
    return NarrativeCounts(kept, unread)


def _rows(section: TextSection, edition: int, *, divided: bool) -> list[StatisticRow]:
    """The counts of a section; text that no heading assigns to prosecution or protection is read as one."""
    as_one = not divided or section.section == _VERDICT
    rows = read_statistics([replace(section, section=_UNDIVIDED) if as_one else section], edition)
    return [replace(row, section=section.section) for row in rows]


def _statement(row: StatisticRow) -> tuple[str, str]:
    return row.measure, row.role


def _unread(section: TextSection, rows: Sequence[StatisticRow]) -> int:
    """The numbers of a section that are in no row of their sentence and are not known as something else."""
    read: dict[int, set[int | None]] = defaultdict(set)
    for row in rows:
        read[row.char_start] |= {row.value, row.value_high}
    return sum(value not in read[start] for start, value in _possible_counts(section.text))


def _possible_counts(text: str) -> Iterator[tuple[int, int]]:
    """The numbers that may be counts, each with the start of its sentence."""
    for start, end in sentence_spans(text):
        for found in number_kinds(text[start:end]):
            if found.kind in (None, COUNT):
                yield start, found.number.value
