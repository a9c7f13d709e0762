"""The persons that an article names, with their offices."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sources.news.quotations.names import RUN, has_title, person_of, surname_of, words
from sources.news.quotations.offices import office_beside

REPORT: Final = "report"
"""The `speaker` of quotations of the report itself."""

_RUN: Final = re.compile(rf"(?:(?<![\w’'-])|(?<=\b[ldLD][’'])){RUN}")
_MAX_RUNS: Final = 3_000
_REACH: Final = 24
"""Characters before a name that show a place or a form of address."""
_PLACE: Final = re.compile(r"\b(?:in|at|near|outside|across|around|inside|en|em|à|près\sde|cerca\sde|perto\sde)\s$")
_AGE: Final = re.compile(r",\s\d\d(?=[,.]|\s(?:años|anos|ans))|\s\(\d\d\)|\s(?:is|was)\s(?:only\s)?\d\d\b")
"""An age, which only a person has."""
_GENDER: Final = dict.fromkeys(("él", "ele", "il"), "he") | dict.fromkeys(("ella", "ela", "elle"), "she")
_PLURAL: Final = frozenset("they elles ils on ellos ellas eles elas".split())


class Person(NamedTuple):
    """A speaker and the affiliation as printed; the name is None if no person is named."""

    name: str | None
    affiliation: str | None = None


@dataclass
class People:
    """The persons of an article by surname."""

    by_surname: dict[str, Person] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    """Names that stand after a preposition of place."""
    _ambiguous: set[str] = field(default_factory=set)
    _pronouns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_text(cls, text: str) -> "People":
        """All persons of a text with a first name and a surname, or with a title."""
        people = cls()
        for found in list(_RUN.finditer(text))[:_MAX_RUNS]:
            name = person_of(found[0])
            if name is None:
                continue
            start = found.start() + found[0].index(name)
            if _PLACE.search(text[max(0, start - _REACH) : start]):
                people.places.add(name)
                continue
            is_known = surname_of(name) in people.by_surname or _AGE.match(text, start + len(name)) is not None
            if " " not in name and not has_title(found[0]) and not is_known:
                continue
            people.note_gender(name, text[max(0, start - _REACH) : start])
            people.add(Person(name, office_beside(text, start, start + len(name))))
        return people

    def note_gender(self, name: str, before: str) -> None:
        """Notes which pronoun means a person, where the word before the name shows it: `Mr.`, `spokeswoman`."""
        last = before.split()[-1:]
        word = last[0].casefold().strip(".,") if last else ""
        for pronoun in ("he", "she"):
            if word in words(pronoun):
                self._pronouns.setdefault(surname_of(name), pronoun)

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
        if last is None or last.name is None or pronoun in _PLURAL:
            return Person(None)
        gender = _GENDER.get(pronoun, pronoun)
        used = self._pronouns.setdefault(surname_of(last.name), gender)
        return last if used == gender else Person(None)

    def person_named(self, name: str) -> Person | None:
        """The person with a name or a surname; None if it is unknown, or the surname of several."""
        known = self.by_surname.get(surname_of(name))
        if known is None or (surname_of(name) in self._ambiguous and known.name != name):
            return None
        return known if " " not in name or known.name == name or name.endswith(known.name or name) else None
