"""Quotations with their speakers and the affiliations of the speakers.

The speaker is named next to the quotation (`... ,” said A, director of B`), is meant by a pronoun, continues from the
sentence or paragraph before, or is the report itself. Names of tiers and titles of reports between quotation marks are
not quotations.
"""

import re
from dataclasses import dataclass
from typing import Final

from sources.news.quotations.people import REPORT, People, Person
from sources.news.quotations.quotation_marks import Quotation, find_quotations
from sources.news.quotations.speakers import adjacent_speaker, announced_speaker, person_before

_MIN_WORDS: Final = 4
"""Shorter texts between marks are names and single words, unless a person is named next to them."""
_MAX_GAP: Final = 400  # characters from one quotation to the next of the same speaker
_SMALL_WORDS: Final = frozenset("in of the and on for to a an".split())


@dataclass(frozen=True)
class Quote:
    """One quotation; `text[start:end]` is the quotation with its marks.

    `quote` is the text between the marks, with paragraphs joined by a newline. `speaker` is `report` for the report.
    """

    speaker: str | None
    affiliation: str | None
    quote: str
    start: int
    end: int


def read_quotes(text: str) -> list[Quote]:
    """The quotations of an article in order."""
    people = People.of_text(text)
    found: list[tuple[Quotation, Person]] = []
    last: Person | None = None
    for quotation in find_quotations(text):
        last = person_before(text, found[-1][0].end if found else 0, quotation.start, people) or last
        speaker = _speaker(text, quotation, found, people, last)
        if speaker is None:
            continue
        if speaker.name not in (None, REPORT):
            last = speaker
        found.append((quotation, speaker))
    return [_quote(quotation, speaker, people) for quotation, speaker in found]


def _speaker(
    text: str, quotation: Quotation, found: list[tuple[Quotation, Person]], people: People, last: Person | None
) -> Person | None:
    """The speaker of a text between quotation marks; None if the text is not a quotation."""
    adjacent = adjacent_speaker(text, quotation.start, quotation.end, people, last)
    if adjacent is None and _opens_paragraph(text, quotation):
        adjacent = announced_speaker(text, quotation.start, people, last)
    if adjacent is not None and adjacent.name not in (None, REPORT):
        return adjacent
    if len(quotation.words.split()) < _MIN_WORDS or _is_title(quotation.words):
        return None
    return adjacent or _previous_speaker(text, quotation, found, people)


def _previous_speaker(
    text: str, quotation: Quotation, found: list[tuple[Quotation, Person]], people: People
) -> Person | None:
    """The speaker of a quotation without an adjacent speaker: the previous one; None if it is not a quotation."""
    if found and _continues_quotation(text, quotation, found[-1][0]):
        return found[-1][1]
    if not _opens_paragraph(text, quotation):
        return None
    gap = text[found[-1][0].end : quotation.start] if found else ""
    if found and len(gap) < _MAX_GAP and gap.count("\n") <= 1:
        return found[-1][1]
    paragraph = text[: quotation.start].rstrip().rfind("\n") + 1
    named_before = person_before(text, paragraph, quotation.start, people)
    return named_before or Person(None)


def _quote(quotation: Quotation, speaker: Person, people: People) -> Quote:
    """The quotation with the full name of the speaker and the office found anywhere in the article."""
    known = people.person_named(speaker.name) if speaker.name not in (None, REPORT) and speaker.name else None
    name = known.name if known is not None else speaker.name
    office = speaker.affiliation or (known.affiliation if known is not None else None)
    return Quote(name, office, quotation.words, quotation.start, quotation.end)


def _is_title(words: str) -> bool:
    """Whether the words are a title, for example `Trafficking in Persons Report`."""
    return all(
        word[0].isupper() or word[0].isdigit() or word in _SMALL_WORDS for word in re.findall(r"\w[\w’'-]*", words)
    )


def _continues_quotation(text: str, quotation: Quotation, before: Quotation) -> bool:
    """Whether a quotation continues the one before: `..., one that “...” but “...”`, `...,” A said. “...`."""
    gap = text[before.end : quotation.start]
    if "\n" in gap or len(gap) > _MAX_GAP:
        return False
    return not re.search(r"[.!?]\s", gap) or re.search(r"[.!?]\s*$", gap) is not None


def _opens_paragraph(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is at the beginning of its paragraph."""
    line_start = text.rfind("\n", 0, quotation.start) + 1
    return not text[line_start : quotation.start].strip()
