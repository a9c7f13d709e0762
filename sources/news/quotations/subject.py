"""Whom a phrase names as the speaker: a person, the report, or somebody without a name."""

import re
from typing import Final

from sources.news.quotations.names import Named, has_office, has_title, names_a_body, persons_in, words
from sources.news.quotations.offices import office_beside
from sources.news.quotations.people import REPORT, People, Person

_MAX_OFFICE_WORDS: Final = 9
_CONNECTIVE: Final = re.compile(
    r"^(?:and|but|so|yet|meanwhile|however|y|pero|e|mas|et|mais|já|quant\sà|por\ssu\sparte|por\ssua\svez|de\sson\scôté)"
    r",?\s",
    re.IGNORECASE,
)
_CONJUNCTIONS: Final = frozenset(
    "when if while although though since because after before during despite what how why where who which that it this"
    " i we you".split()
)
_REPORT: Final = re.compile(
    r"(?:(?:the|its|this|that|their)\s)?(?:[\w’'.-]+\s){0,6}?(?:report|assessment|document|narrative|chapter|text)(?:[’']s\sauthors"
    r"|\s(?:on|about|for|released|issued|published)\s.{1,60})?"
    r"|(?:el|este|ese|su|o|esse|seu|le|ce|son)\s(?:\w+\s)?(?:informe|reporte|documento|relatório|rapport|document)"
    r"(?:\s(?!(?:sur|sobre)\b)[\w’'.-]+){0,5}"
    r"|(?:the\s)?(?:US\s|U\.S\.\s)?(?:State\sDepartment|Department\sof\sState)|the\sdepartment"
    r"|(?:el|o)\sDepartamento\sde\sEstado(?:\s[\w’'.-]+){0,4}|le\sDépartement\sd[’']État(?:\s[\w’'.-]+){0,2}",
    re.IGNORECASE,
)
_OTHER_REPORT: Final = re.compile(
    r"\b(?:own|police|parliamentary|UN|U\.N\.|ILO|IOM|NGO|Amnesty|UNODC|UNICEF|media|news|press|court|medical|commission"
    r"|committee|ministry|government|inspection|audit|inquiry)(?:[’']s)?\s(?:[\w-]+\s){0,3}(?:report|assessment|document)\b"
)
"""A report that is not the Trafficking in Persons Report."""
_ANY_TEXT: Final = re.compile(
    r"(?:an?|une?|uma?)\s(?:[\w’'-]+\s){0,4}?(?:report|statement|study|survey|letter|informe|comunicado|estudio|carta"
    r"|relatório|estudo|rapport|communiqué|étude|lettre|enquête)\b",
    re.IGNORECASE,
)
"""A text that is not the report."""
_AGAIN: Final = re.compile(r"(?:(?:the|el|la|o|a|le)\s|l[’'])(?P<noun>\w+)", re.IGNORECASE)
"""A definite noun alone, which can name again who was named before: `agregó la ministra`."""
_ARTICLE: Final = re.compile(r"^(?:(?:the|a|an|one|el|la|los|las|o|os|as|le|les)\s|l[’'])", re.IGNORECASE)
_RELATIVE: Final = re.compile(r",?\s(?:who|whose|whom|which|cuy[ao]s?|cuj[ao]s?|dont|qui|que)\s")
_LINKING: Final = frozenset(
    "of from with at and in on for who to by de del da do dos das du des d y e et en em qui que a à al ao au aux"
    " tras".split()
)


def begins_like_subject(phrase: str) -> bool:
    """Whether a phrase can be a subject: it begins with an article, a pronoun, a capital or an office."""
    first = _first_word(phrase)
    return first[:1].isupper() or _is_beginning(first) or has_office(" ".join(phrase.split()[:3]))


def speaker_in(phrase: str, people: People, last: Person | None, *, is_after_verb: bool = False) -> Person | None:
    """Whom a phrase names; a person without a name for somebody unnamed; None if it names nobody.

    Args:
        phrase: the subject of a verb of saying.
        people: the persons of the article.
        last: whom a pronoun means.
        is_after_verb: whether the phrase follows its verb, so that the name comes before additions.
    """
    plain = _CONNECTIVE.sub("", phrase.strip(" ,"))
    if not plain or (_first_word(plain).casefold() in _CONJUNCTIONS and not persons_in(plain)):
        return None
    if _ANY_TEXT.match(plain):
        return Person(None)
    if _REPORT.fullmatch(plain.split(",", maxsplit=1)[0]) and not _OTHER_REPORT.search(plain):
        return Person(REPORT)
    if (_first_word(plain) if is_after_verb else plain).casefold() in words("pronoun"):
        return people.meant_by(_first_word(plain).casefold(), last)
    if _means_again(plain, last):
        return last
    named = _named(plain, people, is_after_verb=is_after_verb)
    return named if named is not None else _unnamed(plain)


def _first_word(phrase: str) -> str:
    return re.split(r"[\s,]", phrase, maxsplit=1)[0]


def _is_beginning(word: str) -> bool:
    """Whether a word begins the name of somebody unnamed: an article, a pronoun, `several`."""
    plain = word.casefold()
    return plain in words("determiner") or plain in words("pronoun") or plain[:2] in ("l’", "l'")


def _means_again(phrase: str, last: Person | None) -> bool:
    """Whether a phrase is a noun that stands for the last person: the noun of the office, or `la autoridad`."""
    again = _AGAIN.fullmatch(phrase)
    if again is None or last is None or last.name is None or not last.affiliation:
        return False
    noun = again["noun"].casefold()
    return noun in words("anaphor") or (has_office(noun) and noun in re.findall(r"\w+", last.affiliation.casefold()))


def _named(phrase: str, people: People, *, is_after_verb: bool) -> Person | None:
    """The person that a phrase names, with the office beside the name."""
    phrase = _RELATIVE.split(phrase, maxsplit=1)[0]
    names = persons_in(phrase)
    is_in_head = bool(persons_in(phrase.split(",", maxsplit=1)[0]))
    for named in names if is_after_verb or is_in_head else reversed(names):
        if named.name in people.places or _is_modifier(named.after, is_after_verb=is_after_verb):
            continue
        if not _is_trusted(named, phrase, people):
            return None
        known = people.person_named(named.name)
        full_name = known.name if known is not None and known.name else named.name
        start = len(named.before)
        return people.add(Person(full_name, office_beside(phrase, start, start + len(named.name))))
    return None


def _unnamed(phrase: str) -> Person | None:
    """Somebody without a name, with the office or the body: `a ministry spokesperson`."""
    head = re.split(r",|\s(?:who|which|that|que|qui)\s", phrase, maxsplit=1)[0]
    if (has_office(head) or names_a_body(head)) and len(head.split()) <= _MAX_OFFICE_WORDS:
        return Person(None, _ARTICLE.sub("", head) or None)
    return Person(None) if _is_beginning(_first_word(head)) else None


def _is_modifier(after: str, *, is_after_verb: bool) -> bool:
    """Whether a name only describes the noun after it: `a WeWork spokesperson`."""
    following = re.match(r"\s(?P<word>[a-z][\w-]*)", after)
    if following is None:
        return False
    if is_after_verb:
        return following["word"] not in _LINKING
    return re.match(r"\s(?:(?:and|with)\s(?:his|her|their|other|several|two)|of|from|d[aeo]|del|du)\b", after) is None


def _is_trusted(named: Named, phrase: str, people: People) -> bool:
    """Whether a name can be believed: a full name, or one that is known, alone, or beside an office or a title."""
    if " " in named.name or people.person_named(named.name) is not None or phrase.strip() == named.name:
        return True
    beside = " ".join(named.before.split()[-1:])
    return has_office(beside) or has_title(phrase) or (named.after.startswith(",") and has_office(named.after))
