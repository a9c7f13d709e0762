"""Quotations: what is quoted, who says it, and for whom he speaks.

The speaker is named beside the quotation (`... ,” said A, director of B`), or meant by a pronoun, or speaks on in the
next sentence or paragraph, or is the report itself. Names of tiers and titles of reports that stand between marks are
no quotations.
"""

import re
from dataclasses import dataclass
from typing import Final

from sources.news.quotations.quotation_marks import Quotation, find_quotations
from sources.news.quotations.speakers import REPORT, People, Person, beside, speaker_before

_FEWEST_WORDS: Final = 4
"""Shorter pieces between marks are names and single words, unless a person is named beside them."""
_CLOSE: Final = 400  # characters from one quotation to the next of the same speaker
_SMALL: Final = frozenset("in of the and on for to a an".split())


@dataclass(frozen=True)
class Quote:
    """One quotation; `text[start:end]` holds it with its marks.

    `quote` is what stands between the marks, paragraphs joined by a line end; `speaker` is `report` for the report.
    """

    speaker: str | None
    affiliation: str | None
    quote: str
    start: int
    end: int


def read_quotes(text: str) -> list[Quote]:
    """The quotations of an article, in order."""
    people = People.of(text)
    found: list[tuple[Quotation, Person]] = []
    last: Person | None = None
    for quotation in find_quotations(text):
        last = speaker_before(text, found[-1][0].end if found else 0, quotation.start, people) or last
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
    """Whose words they are; None where they are no quotation."""
    said = beside(text, quotation.start, quotation.end, people, last)
    if said is not None and said.name not in (None, REPORT):
        return said
    if len(quotation.words.split()) < _FEWEST_WORDS or _is_title(quotation.words):
        return None
    return said or _carried(text, quotation, found, last)


def _carried(
    text: str, quotation: Quotation, found: list[tuple[Quotation, Person]], last: Person | None
) -> Person | None:
    """The speaker of words that nobody is named beside: who spoke just before; None where they are no speech."""
    if found and _goes_on(text, quotation, found[-1][0]):
        return found[-1][1]
    if not _stands_alone(text, quotation):
        return None
    gap = text[found[-1][0].end : quotation.start] if found else ""
    is_next = bool(found) and len(gap) < _CLOSE and gap.count("\n") <= 1
    return found[-1][1] if is_next else last or Person(None)


def _quote(quotation: Quotation, speaker: Person, people: People) -> Quote:
    """The quotation with its speaker's whole name and the office named anywhere in the article."""
    known = people.whole(speaker.name) if speaker.name not in (None, REPORT) and speaker.name else None
    name = known.name if known is not None else speaker.name
    office = speaker.affiliation or (known.affiliation if known is not None else None)
    return Quote(name, office, quotation.words, quotation.start, quotation.end)


def _is_title(words: str) -> bool:
    """Whether words between marks are a title: `Trafficking in Persons Report`."""
    return all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in re.findall(r"\w[\w’'-]*", words))


def _goes_on(text: str, quotation: Quotation, before: Quotation) -> bool:
    """Whether a quotation goes on with the one before it: `..., one that “...” but “...”`, `...,” A said. “...`."""
    gap = text[before.end : quotation.start]
    if "\n" in gap or len(gap) > _CLOSE:
        return False
    return not re.search(r"[.!?]\s", gap) or re.search(r"[.!?]\s*$", gap) is not None


def _stands_alone(text: str, quotation: Quotation) -> bool:
    """Whether nothing stands before the quotation in its paragraph."""
    line_start = text.rfind("\n", 0, quotation.start) + 1
    return not text[line_start : quotation.start].strip()
