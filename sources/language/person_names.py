"""Names of countries and capitals that are names of persons: `Judge Kenya Williams`, `Leila de Lima`, `Mr Jordan`.

A name alone is a country. It is a person's where the text shows a person: by a form of address, an office before the
name, an age, or a verb of saying after a given name with a surname.
"""

import re
from typing import Final

_FORM_OF_ADDRESS: Final = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sr|Sra|Srta|Mme|Mlle)\.?|Messrs\.?|Miss|Professor|Sir|Dame|Lord|Lady|Monsieur"
    r"|Madame|Señor|Señora|Senhor|Senhora)\s$"
)
_AGE: Final = re.compile(r",\s\d\d,|\s\(\d\d\)")
_OFFICES: Final = (
    "judge justice lawyer attorney minister spokesman spokeswoman spokesperson director president senator"
    " congressman congresswoman representative secretary ambassador governor mayor officer prosecutor detective"
    " sergeant lieutenant captain colonel general sheriff inspector commissioner pastor reverend father sister"
    " bishop activist analyst actor actress singer player coach author writer reporter journalist editor"
    " researcher survivor victim coordinator manager chairman chairwoman chair founder student nurse doctor"
    " councillor juez jueza ministro ministra senador senadora juiz juíza juge"
).split()
_OFFICE: Final = (
    rf"\b(?:(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in _OFFICES)}|C\.?E\.?O\.?),?"
    r"|(?:Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Hon|Rev|Atty)\.)\s"
)
_OFFICE_BEFORE: Final = re.compile(rf"{_OFFICE}$")
_OFFICE_AND_GIVEN_NAME: Final = re.compile(rf"{_OFFICE}[A-Z][a-zà-ÿ]+(?:\s[A-Z]\.)?\s$")
_PARTICLE: Final = re.compile(r"(?:\b[A-Z][a-zà-ÿ]+\s(?:de|da|di)|\b(?:De|Da|Di))\s$")
_SURNAME: Final = re.compile(r"\s(?P<surname>[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?)(?![\w’'])")
_SAID: Final = re.compile(
    r"\s(?:said|says|told|added|noted|explained|asked|wrote|testified|argued|warned|ruled|denied|sentenced|insisted)\b"
)
_APPOSITION: Final = re.compile(r",\s(?:an?|the|who|whose|\d\d)\b|\s\(\d\d\)")
GIVEN_NAMES: Final = frozenset(
    "Kenya Chad Jordan Israel Georgia Paris India Cuba Ireland Austria Holland Malta Victoria Sofia Cairo Kingston"
    " Dominica Trinidad Chile Roma Vienna Havana Santiago Salvador Dominique Maurício Geórgia Lucía".split()
)
"""Names of countries and capitals that people are given."""
_NO_SURNAME: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December President Prime Minister Ministry Government Police Army Navy Parliament"
    " Congress Senate Supreme High Court Embassy Ambassador Foreign Interior Justice Defense Defence National"
    " Central Federal Red Human Rights Airways Airlines Daily Times Post Today Herald Star News Bank Association"
    " Federation Union Network Center Centre Institute University Council Commission Committee Agency Authority"
    " Bureau Office Department Republic North South East West Northern Southern Eastern Western International"
    " Report Act Tier Watch First Vice Deputy King Queen Prince Sheikh General Attorney Secretary Anti Labor"
    " Labour Women Children Airport City Province State".split()
)

_FIRST_WORD: Final = re.compile(r"(?:^|[.!?“\"]\s|\n)(?P<word>[A-Z][a-zà-ÿ]+)\s$")
_NO_GIVEN_NAME: Final = frozenset(
    "Meanwhile Yesterday Today When While But And Neighbouring Neighboring Only Even Unlike Although Since In On"
    " For Later However Last This Also Both Because If As Like Once Still Then Thus Whether Where Not Now Nearby"
    " East West North South Why How What Will Can Did Does Is Has President King Queen Prime After Before With"
    " From To By At".split()
)


def has_form_of_address(text: str, start: int) -> bool:
    """Whether a form of address is before a name: `Mr Jordan`."""
    return _FORM_OF_ADDRESS.search(text[max(0, start - 12) : start]) is not None


def has_age(text: str, end: int) -> bool:
    """Whether an age follows a name: `Jordan, 34,`."""
    return _AGE.match(text, end) is not None


def names_a_person(text: str, start: int, end: int, *, is_english: bool) -> bool:
    """Whether the name of a country or a capital is part of the name of a person.

    Args:
        text: running text.
        start: where the name begins.
        end: where it ends, exclusive.
        is_english: whether the text is English, in which `de` before a capital is part of a surname.
    """
    before, name = text[max(0, start - 60) : start], text[start:end]
    if has_form_of_address(text, start):
        return True
    if is_english and _PARTICLE.search(before) is not None:
        return True
    if _OFFICE_AND_GIVEN_NAME.search(before) is not None and _SURNAME.match(text, end) is None:
        return True
    surname = _SURNAME.match(text, end)
    if surname is None or surname["surname"] in _NO_SURNAME:
        return False
    if _OFFICE_BEFORE.search(before) is not None:
        return True
    following = text[surname.end() : surname.end() + 40]
    return name in GIVEN_NAMES and (_SAID.match(following) or _APPOSITION.match(following)) is not None


def says_something(text: str, end: int) -> bool:
    """Whether a verb of saying follows a name."""
    return _SAID.match(text, end) is not None


def is_full_name(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins with a given name and this one, and shows a person: `Barbara Jordan, a lawyer,`."""
    given = _FIRST_WORD.search(text[max(0, start - 30) : start])
    if given is None or given["word"] in _NO_GIVEN_NAME:
        return False
    following = text[end : end + 40]
    return (_SAID.match(following) or _APPOSITION.match(following)) is not None
