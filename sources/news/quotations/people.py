"""The persons that an article names, with their offices."""

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from sources.news.quotations.names import RUN, has_office, has_title, person_of, surname_of

REPORT: Final = "report"
"""The `speaker` of quotations of the report itself."""

_RUN: Final = re.compile(rf"(?<![\w’'-]){RUN}")
_MAX_RUNS: Final = 3_000
_PIECE: Final = r"(?:[^,.;“”\"\n]|(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=\bDr)\.)"
_APPOSITION: Final = re.compile(
    r"^,\s(?P<text>(?!adding\b|noting\b|but\b|and\b|saying\b|as\b|on\b|after\b|when\b|a\sday\b|which\b)"
    rf"{_PIECE}{{3,140}}?(?:,\s(?=[A-Z]){_PIECE}{{2,80}}?)?)(?=[.;,“”\"\n]|\s(?:said|told)\b|$)"
)
_OF_BODY: Final = re.compile(r"^\s(?:of|from|with|at)\s(?P<body>(?:the\s)?[A-Z][^,.;:“”\"\n]{2,80})")
_WORD: Final = re.compile(r"[\w’'.-]+,?")
_MAX_LEAD_WORDS: Final = 10


class Person(NamedTuple):
    """A speaker and the affiliation as printed; the name is None if no person is named."""

    name: str | None
    affiliation: str | None = None


@dataclass
class People:
    """The persons of an article by surname."""

    by_surname: dict[str, Person] = field(default_factory=dict)
    _ambiguous: set[str] = field(default_factory=set)
    _pronouns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_text(cls, text: str) -> "People":
        """All persons of a text with a first name and a surname, or with a title."""
        people = cls()
        for found in list(_RUN.finditer(text))[:_MAX_RUNS]:
            name = person_of(found[0])
            if name is None or (" " not in name and not has_title(found[0])):
                continue
            start = found.start() + found[0].index(name)
            people.add(Person(name, office_beside(text, start, start + len(name))))
        return people

    def add(self, person: Person) -> Person:
        """Adds a person. The first full name and the first office of a person are kept."""
        if person.name is None:
            return person
        surname = surname_of(person.name)
        known = self.by_surname.get(surname)
        if known is not None and known.name and " " in known.name and " " in person.name and known.name != person.name:
            self._ambiguous.add(surname)
        if surname in self._ambiguous:
            return person
        full_name = known.name if known is not None and known.name and " " in known.name else person.name
        office = known.affiliation if known is not None and known.affiliation else person.affiliation
        self.by_surname[surname] = Person(full_name, office)
        return self.by_surname[surname]

    def meant_by(self, pronoun: str, last: Person | None) -> Person:
        """Whom `he` or `she` means: the last person, unless another pronoun was used for that one. `They` is nobody."""
        if last is None or last.name is None or pronoun in ("they", "elles", "ils"):
            return Person(None)
        used = self._pronouns.setdefault(last.name, pronoun)
        return last if used == pronoun else Person(None)

    def person_named(self, name: str) -> Person | None:
        """The person with a name or a surname; None if it is unknown, or the surname of several."""
        known = self.by_surname.get(surname_of(name))
        if known is None or (surname_of(name) in self._ambiguous and known.name != name):
            return None
        return known if " " not in name or known.name == name or name.endswith(known.name or name) else None


def office_beside(text: str, start: int, end: int) -> str | None:
    """The office between commas after a name, the body after `of`, or the office before the name."""
    after = text[end : end + 200]
    apposition = _APPOSITION.match(after)
    if apposition is not None and (has_office(apposition["text"]) or apposition["text"].startswith("who heads")):
        return _one_line(apposition["text"])
    before = office_before(text[max(0, start - 120) : start].rsplit("\n", maxsplit=1)[-1])
    body = _OF_BODY.match(after)
    if before is None and body is not None:
        return _one_line(body["body"])
    return before


def office_before(lead: str) -> str | None:
    """The office before a name: `US Ambassador to Malaysia`, `Ministry spokesman`, `the group's director,`."""
    sentence = re.split(r"(?<=[a-z]{3}[.!?])\s|[;:“”\"]", lead)[-1]
    if not sentence.endswith(" "):
        return None
    pieces = list(takewhile(_WORD.fullmatch, reversed(sentence.split()[-_MAX_LEAD_WORDS:])))[::-1]
    first = next((place for place, piece in enumerate(pieces) if _begins_office(pieces, place)), None)
    if first is None:
        return None
    return _one_line(re.sub(r"^(?:the|a|an|and|of|to|for)\s", "", " ".join(pieces[first:]), flags=re.IGNORECASE))


def _begins_office(pieces: list[str], place: int) -> bool:
    """Whether the words from a place to the end are an office: capitals, offices and small words between them."""
    rest = pieces[place:]
    words = [piece.strip(",") for piece in rest]
    if not has_office(" ".join(words)) or words[0] in ("of", "to", "for", "and"):
        return False
    if any(piece.endswith(",") and not has_office(piece) for piece in rest[:-1]):
        return False
    following = [*words[1:], ""]
    return all(
        word[:1].isupper() or has_office(word) or word in _SMALL or (has_office(after) and word not in _NO_NOUN)
        for word, after in zip(words, following, strict=True)
    )


_NO_NOUN: Final = frozenset("by said says told with in on at from as was is were are called named".split())
_SMALL: Final = frozenset(
    "of to for the and a an senior chief former deputy lead acting then co vice assistant foreign special planetary"
    " regional national local retired veteran".split()
)


def _one_line(text: str) -> str | None:
    return re.sub(r"\s+", " ", text).strip(" ,") or None
