"""Quotations with their speakers and the affiliations of the speakers.

The speaker is named next to the quotation (`... ,” said A, director of B`), is meant by a pronoun, continues from the
sentence or paragraph before, or is the report itself. Names of tiers and titles of reports between quotation marks are
not quotations.
"""

import re
from dataclasses import dataclass
from typing import Final

from sources.news.quotations.clauses import sentence_starts
from sources.news.quotations.names import has_office, names_a_body
from sources.news.quotations.people import REPORT, People, Person
from sources.news.quotations.quotation_marks import Quotation, find_quotations
from sources.news.quotations.speakers import adjacent_speaker, announced_speaker, person_before

_MIN_WORDS: Final = 4
"""Shorter texts between marks are names and single words, unless a person is named next to them."""
_MAX_GAP: Final = 400  # characters from one quotation to the next of the same speaker
_SPOKEN_ENDS: Final = frozenset(",.!?…")
"""Marks at the end of a short text between quotation marks that is a sentence."""
_MAX_BEGINNING: Final = 5  # words of a sentence with its subject
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
    quotations = list(find_quotations(text))
    people = People.of_text(text if quotations else "")
    found: list[tuple[Quotation, Person]] = []
    last: Person | None = None
    for quotation in quotations:
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
    if _is_short(text, quotation, is_spoken=adjacent is not None) or _is_title(quotation.words):
        return None
    return adjacent or _previous_speaker(text, quotation, found, people)


def _is_short(text: str, quotation: Quotation, *, is_spoken: bool) -> bool:
    """Whether a text between marks is a name or a word only: a few words that neither are a sentence nor are spoken."""
    if len(quotation.words.split()) >= _MIN_WORDS:
        return False
    last = text[quotation.start : quotation.end].rstrip("”’\"'» \n")[-1:]
    is_set_off = last in _SPOKEN_ENDS or (is_spoken and text.startswith(",", quotation.end))
    return not (is_set_off and quotation.words[0].isupper())


def _previous_speaker(
    text: str, quotation: Quotation, found: list[tuple[Quotation, Person]], people: People
) -> Person | None:
    """The speaker of a quotation without an adjacent speaker: the previous one; None if it is not a quotation."""
    if found and _continues_quotation(text, quotation, found[-1][0]):
        return _speaker_between(text, quotation, found[-1][0], people) or found[-1][1]
    if not _opens_paragraph(text, quotation):
        return _subject_before(text, quotation, people)
    gap = text[found[-1][0].end : quotation.start] if found else ""
    if found and len(gap) < _MAX_GAP and gap.count("\n") <= 1:
        return found[-1][1]
    paragraph = text[: quotation.start].rstrip().rfind("\n") + 1
    named_before = person_before(text, paragraph, quotation.start, people)
    return named_before or Person(None)


def _speaker_between(text: str, quotation: Quotation, before: Quotation, people: People) -> Person | None:
    """Who is the subject of a sentence between two quotations (`said A. B disagreed. “...”`); None for nobody else."""
    gap = text[before.end : quotation.start].rstrip()
    starts = [begin for begin in sentence_starts(gap) if begin < len(gap)]
    if starts[-1] == 0:
        return None
    last = gap[starts[-1] :]
    named = person_before(last, 0, len(last), people)
    beginning = " ".join(last.split()[:_MAX_BEGINNING])
    return named or (Person(None) if has_office(beginning) or names_a_body(beginning) else None)


def _subject_before(text: str, quotation: Quotation, people: People) -> Person | None:
    """The subject of the sentence before a quotation that is a sentence: `A points at his crew. “...”`"""
    before = text[max(0, quotation.start - _MAX_GAP) : quotation.start]
    line = before.rsplit("\n", maxsplit=1)[-1].rstrip()
    last = text[quotation.start : quotation.end].rstrip("”’\"'» \n")[-1:]
    if not line.endswith(".") or last not in (*".!?",) or not quotation.words[0].isupper():
        return None
    start = max(begin for begin in sentence_starts(line) if begin < len(line))
    return person_before(line, start, len(line), people)


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
