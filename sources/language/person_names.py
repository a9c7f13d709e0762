"""Names of countries and capitals that are names of persons: `Judge Kenya Williams`, `Leila de Lima`, `Mr Jordan`.

A name alone is a country. It is a person's where the text shows a person: by a form of address, an office before the
name, an age, or a verb of saying after a given name with a surname. The words are rows of `data/name_words.csv`:
`office`, verbs that show a person (`says`), `given_name` (a country or capital that people are given as a name), and
capitalized words that are no surname after it (`no_surname`) or no given name before it (`no_given_name`).
"""

import re
from typing import Final

from sources.language.country_forms import CountryForm
from sources.language.word_lists import any_of, word_lists

_FORM_OF_ADDRESS: Final = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sr|Sra|Srta|Mme|Mlle)\.?|Messrs\.?|Miss|Professor|Sir|Dame|Lord|Lady|Monsieur"
    r"|Madame|Señor|Señora|Senhor|Senhora)\s$"
)
_NO_PERSON: Final = frozenset(("Congo",))
"""`Dr Congo` is a misprint of `DR Congo`."""
_AGE: Final = re.compile(r",\s\d\d,|\s\(\d\d\)")
_LISTS: Final = word_lists("name_words.csv")
_OFFICES: Final = [form for word in _LISTS["office"] for form in (word, word.capitalize())]
_OFFICE: Final = (
    rf"\b(?:(?:{any_of(_OFFICES)}|C\.?E\.?O\.?),?"
    r"|(?:Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Hon|Rev|Atty)\.)\s"
)
_OFFICE_BEFORE: Final = re.compile(rf"{_OFFICE}$")
_OFFICE_AND_GIVEN_NAME: Final = re.compile(rf"{_OFFICE}[A-Z][a-zà-ÿ]+(?:\s[A-Z]\.)?\s$")
_PARTICLE: Final = re.compile(r"(?:\b[A-Z][a-zà-ÿ]+\s(?:de|da|di)|\b(?:De|Da|Di))\s$")
_SURNAME: Final = re.compile(r"\s(?P<surname>[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?)(?![\w’'])")
_SAID: Final = re.compile(rf"\s{any_of(_LISTS['says'])}\b")
_APPOSITION: Final = re.compile(r",\s(?:an?|the|who|whose|\d\d)\b|\s\(\d\d\)")
_FIRST_WORD: Final = re.compile(r"(?:^|[.!?“\"]\s|\n)(?P<word>[A-Z][a-zà-ÿ]+)\s$")


def names_a_person(text: str, start: int, end: int, form: CountryForm, *, is_english: bool) -> bool:
    """Whether the name of a country or a capital is part of the name of a person.

    Args:
        text: running text.
        start: where the name begins.
        end: where it ends, exclusive.
        form: what the name means as a country; an age counts only after a name that people have.
        is_english: whether the text is English, in which `de` before a capital is part of a surname.
    """
    before, name = text[max(0, start - 60) : start], text[start:end]
    if name in _NO_PERSON:
        return False
    if _FORM_OF_ADDRESS.search(before[-12:]) or (form.ambiguous == "person" and _AGE.match(text, end)):
        return True
    if form.kind == "adjective" or " " in name:
        return False
    surname = _SURNAME.match(text, end)
    if (is_english and _PARTICLE.search(before)) or (surname is None and _OFFICE_AND_GIVEN_NAME.search(before)):
        return True
    if surname is None or surname["surname"] in _LISTS["no_surname"]:
        return False
    is_given = name in _LISTS["given_name"] and _shows_person(text, surname.end())
    return is_given or _OFFICE_BEFORE.search(before) is not None


def says_something(text: str, end: int) -> bool:
    """Whether a verb of saying follows a name."""
    return _SAID.match(text, end) is not None


def is_full_name(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins with a given name and this one, and shows a person: `Barbara Jordan, a lawyer,`."""
    given = _FIRST_WORD.search(text[max(0, start - 30) : start])
    return given is not None and given["word"] not in _LISTS["no_given_name"] and _shows_person(text, end)


def _shows_person(text: str, end: int) -> bool:
    """Whether a verb of saying or an apposition follows a name."""
    following = text[end : end + 40]
    return (_SAID.match(following) or _APPOSITION.match(following)) is not None
