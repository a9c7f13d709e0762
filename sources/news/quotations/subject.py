"""Whom a phrase names as the speaker: a person, the report, or somebody without a name."""

import re
from typing import Final

from sources.news.quotations.names import has_office, has_title, names_a_body, persons_in
from sources.news.quotations.people import REPORT, People, Person, office_beside

_MAX_OFFICE_WORDS: Final = 9
_CONJUNCTIONS: Final = frozenset(
    "when if while although though since because after before during despite what how why where who which that it this"
    " i we you".split()
)
_BEGINNINGS: Final = frozenset(
    "the a an one another some many two three several most he she they its his her their this él ella ele ela il elle"
    " la le el o os les los as un une una uma".split()
)
_PRONOUN: Final = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|él|ella|ele|ela|il|elle|t-il|t-elle)")
_REPORT: Final = re.compile(
    r"(?:(?:the|its|this|that|their)\s)?(?:[\w’'.-]+\s){0,6}?(?:report|assessment|document|narrative)(?:[’']s\sauthors)?"
    r"|(?:the\s)?(?:US\s|U\.S\.\s)?(?:State\sDepartment|Department\sof\sState)|the\sdepartment",
    re.IGNORECASE,
)
_ANY_TEXT: Final = re.compile(r"an?\s(?:[\w’'-]+\s){0,4}?(?:report|statement|study|survey|letter)\b", re.IGNORECASE)
"""A text that is not the report."""
_LINKING: Final = frozenset("of from with at and in on for who to by".split())


def begins_like_subject(phrase: str) -> bool:
    """Whether a phrase can be a subject: it begins with an article, a pronoun, a capital or an office."""
    first = _first_word(phrase)
    return first[:1].isupper() or first.casefold() in _BEGINNINGS or has_office(" ".join(phrase.split()[:3]))


def speaker_in(phrase: str, people: People, last: Person | None, *, is_after_verb: bool = False) -> Person | None:
    """Whom a phrase names; a person without a name for somebody unnamed; None if it names nobody.

    Args:
        phrase: the subject of a verb of saying.
        people: the persons of the article.
        last: whom a pronoun means.
        is_after_verb: whether the phrase follows its verb, so that the name comes before additions.
    """
    plain = re.sub(r"^(?:And|But|So|Yet|Meanwhile|However),?\s", "", phrase.strip(" ,"))
    if not plain or (_first_word(plain).casefold() in _CONJUNCTIONS and not persons_in(plain)):
        return None
    if _ANY_TEXT.match(plain):
        return Person(None)
    if _REPORT.fullmatch(plain.split(",", maxsplit=1)[0] if is_after_verb else plain):
        return Person(REPORT)
    if _PRONOUN.fullmatch(_first_word(plain) if is_after_verb else plain):
        return people.meant_by(_first_word(plain).casefold(), last)
    named = _named(plain, people, is_after_verb=is_after_verb)
    return named if named is not None else _unnamed(plain)


def _first_word(phrase: str) -> str:
    return re.split(r"[\s,]", phrase, maxsplit=1)[0]


def _named(phrase: str, people: People, *, is_after_verb: bool) -> Person | None:
    """The person that a phrase names, with the office beside the name."""
    names = persons_in(phrase)
    is_in_head = bool(persons_in(phrase.split(",", maxsplit=1)[0]))
    for named in names if is_after_verb or is_in_head else reversed(names):
        if _is_modifier(named.after, is_after_verb=is_after_verb):
            continue
        if not _is_trusted(named.name, phrase, people):
            return None
        known = people.person_named(named.name)
        full_name = known.name if known is not None and known.name else named.name
        start = len(named.before)
        return people.add(Person(full_name, office_beside(phrase, start, start + len(named.name))))
    return None


def _unnamed(phrase: str) -> Person | None:
    """Somebody without a name, with the office or the body: `a ministry spokesperson`."""
    head = re.split(r",|\s(?:who|which|that)\s", phrase, maxsplit=1)[0]
    if (has_office(head) or names_a_body(head)) and len(head.split()) <= _MAX_OFFICE_WORDS:
        return Person(None, re.sub(r"^(?:the|a|an|one)\s", "", head, flags=re.IGNORECASE) or None)
    return Person(None) if _first_word(head).casefold() in _BEGINNINGS else None


def _is_modifier(after: str, *, is_after_verb: bool) -> bool:
    """Whether a name only describes the noun after it: `a WeWork spokesperson`."""
    following = re.match(r"\s(?P<word>[a-z][\w-]*)", after)
    if following is None:
        return False
    if is_after_verb:
        return following["word"] not in _LINKING
    return re.match(r"\s(?:and|with)\s(?:his|her|their|other|several|two)\b", after) is None


def _is_trusted(name: str, phrase: str, people: People) -> bool:
    """Whether a name can be believed: a full name, or a single one that is known or stands with an office."""
    is_known = people.person_named(name) is not None or has_office(phrase) or has_title(phrase)
    return " " in name or is_known or phrase.strip() == name
