"""The office of a person as printed beside the name: before it, between commas after it, or the body after `of`."""

import re
from itertools import takewhile
from typing import Final

from sources.news.quotations.names import has_office, names_a_body, romance_offices, words
from sources.news.quotations.verbs import find_verbs

_PIECE: Final = r"(?:[^,.;“”«»\"\n]|(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=\bDr)\.)"
_NO_APPOSITION: Final = (
    r"adding|noting|but|and|saying|as|on|after|when|a\sday|which|que\s(?!es\s)|y|e|et|mais|pero|mas|cuando|quando|quand"
)
_AGE: Final = r"(?:,\s(?:aged\s|de\s)?\d\d(?:\s(?:años|anos|ans))?(?=,))?"
_APPOSITION: Final = re.compile(
    rf"^{_AGE},\s(?P<text>(?!(?:{_NO_APPOSITION})\b)"
    rf"{_PIECE}{{3,140}}?(?:,\s(?=[A-Z]){_PIECE}{{2,80}}?)?)(?=[.;,“”«»\"\n]|\s(?:said|told)\b|$)"
)
_OF_BODY: Final = re.compile(
    rf"^(?:{_AGE},?\s(?:of|from|with|at)\s(?=the\s[A-Z])|\s(?:of|from|with|at)\s(?=[A-Z])"
    rf"|{_AGE},?\s(?:(?:de|del|d[aeo]|du)\s|d[’']))(?P<body>[^,.;:“”«»\"\n]{{2,80}}?)(?=[,.;:“”«»\"\n]|$"
    rf"|\s(?:said|says|told)\b)"
)
_IS: Final = re.compile(r"^(?:who|que|qui)\s(?:is|was|es|é|est)\s")
_ROMANCE_OF: Final = re.compile(r"^.{0,6}?\s(?:de|del|d[aeo]|du)\s|^.{0,6}?\sd[’']")
_LAST_WORD: Final = re.compile(r"(?:^|\s)(?P<word>[\w’'-]+\.?)\s$")
_WORD: Final = re.compile(r"[\w’'.-]+,?")
_MAX_LEAD: Final = 120  # characters
_MAX_LEAD_WORDS: Final = 12
_MIDDLE_ARTICLE: Final = re.compile(
    r"^.*?(?<!\bde)(?<!\bà)(?<!\ben)(?<!\ba)\s(?:(?:el|la|los|las|le|les|o|os|as)\s|l[’'])(?=\w)"
)
"""Words before an office with its article: `Reuters el fiscal`, `ajouté l’avocate`."""
_ARTICLE: Final = re.compile(
    r"^(?:(?:the|an?|and|but|yet|so|pero|mas|mais|while|as|of|to|for|el|la|los|las|le|les|o|os|as|al|del|du|au|do|da|ao|y|et|e)\s|l[’'])+",
    re.IGNORECASE,
)
_NO_NOUN: Final = frozenset(
    "by said says told with on from as was is were are called named que por par against over after before about"
    " into between than or but if when who what".split()
)
_ENGLISH: Final = frozenset("the of and to for an his her their less more than including whose its".split())
"""Words of English, where what an office is of is made of capitals and small words only."""
_PLACE: Final = frozenset(("in", "at"))
"""What stands before the place of an office: `an aid worker in Taoyuan`."""
_SMALL: Final = frozenset(
    "of to for the and a an senior chief former deputy lead acting then co vice assistant foreign special planetary"
    " regional national local retired veteran".split()
)


def office_beside(text: str, start: int, end: int) -> str | None:
    """The office of a person named at `text[start:end]`; None where none is printed.

    An office before the name and one between commas after it are both given, with a comma between them. What a relative
    clause tells is given only where there is no other office.
    """
    after = text[end : end + 200]
    lead = _without_honorifics(text[max(0, start - _MAX_LEAD) : start].rsplit("\n", maxsplit=1)[-1])
    before = office_before(lead)
    apposition = _APPOSITION.match(after)
    addition = _office_in(apposition["text"]) if apposition is not None else None
    if addition is None and (before is None or _is_rank(before)):
        addition = _body_after(after)
    if before is None or addition is None or addition.startswith("who heads"):
        return before or addition
    if lead.rstrip().endswith(","):
        return addition
    return before if addition.casefold() in before.casefold() else f"{before}, {addition}"


def office_before(lead: str) -> str | None:
    """The office before a name: `US Ambassador to Malaysia`, `Ministry spokesman`, `el fiscal de la República,`."""
    sentence = re.split(
        r"(?<=[a-z]{3}[.!?])(?<!\bBrig\.)(?<!\bProf\.)(?<!\bSupt\.)(?<!\bInsp\.)(?<!\bAtty\.)\s|[;:“”«»\"]", lead
    )[-1]
    sentence = _MIDDLE_ARTICLE.sub("", sentence)
    if not sentence.endswith((" ", "’", "'")):
        return None
    pieces = list(takewhile(_WORD.fullmatch, reversed(sentence.split()[-_MAX_LEAD_WORDS:])))[::-1]
    if not _has_office([piece.strip(",") for piece in pieces]):
        return None
    first = next((place for place in range(len(pieces)) if _begins_office(pieces[place:])), None)
    return _one_line(_ARTICLE.sub("", " ".join(pieces[first:]))) if first is not None else None


def is_office(words_before: str) -> bool:
    """Whether all the words before a name are its office."""
    plain = _without_honorifics(f" {words_before}")
    office = office_before(plain)
    return not plain.strip() or (
        office is not None and _ARTICLE.sub("", _one_line(words_before) or "").startswith(office[:10])
    )


def _office_in(addition: str) -> str | None:
    """The office in the words between commas after a name."""
    plain = _IS.sub("", addition)
    if any(verb.start == 0 for verb in find_verbs(plain[:30], "beside", "before")):
        return None
    return _one_line(plain) if has_office(plain) or plain.startswith("who heads") else None


def _without_honorifics(lead: str) -> str:
    """Words before a name without forms of address, which are neither a part of the name nor an office."""
    while (last := _LAST_WORD.search(lead)) is not None and last["word"].rstrip(".").casefold() in words("honorific"):
        lead = lead[: last.start("word")]
    return lead


def _body_after(after: str) -> str | None:
    """The body to which a person belongs: `of the Harbour Trust`, `, de la ONG Camino Libre`, `(PSB-MA)`."""
    found = _OF_BODY.match(after)
    if found is None:
        return None
    is_romance = _ROMANCE_OF.search(after) is not None
    return _one_line(found["body"]) if not is_romance or names_a_body(found["body"]) else None


def _is_rank(office: str) -> bool:
    return all(part.rstrip(".").casefold() in words("rank") for part in office.split())


def _begins_office(pieces: list[str]) -> bool:
    """Whether words before a name are an office: capitals, offices and small words, or an office and what it is of."""
    plain = [piece.strip(",") for piece in pieces]
    if not _has_office(plain) or plain[0].casefold() in (
        "in",
        "at",
        "of",
        "to",
        "for",
        "and",
        "de",
        "y",
        "et",
        "e",
        "no",
        "non",
    ):
        return False
    if plain[0].casefold() in words("no_name") and plain[0].casefold() not in words("determiner"):
        return False
    if any(piece.endswith(",") and not has_office(piece) for piece in pieces[:-1]):
        return False
    if re.sub(r"^l[’']", "", plain[0]) in romance_offices() and not _ENGLISH.intersection(plain):
        return not _NO_NOUN.intersection(plain) and not find_verbs(" ".join(plain), "beside", "before")
    following = [*plain[1:], ""]
    if any(here in _PLACE and not next_word[:1].isupper() for here, next_word in zip(plain, following, strict=True)):
        return False
    return all(
        word[:1].isupper() or has_office(word) or word in _SMALL | _PLACE or (has_office(after) and _can_be_noun(word))
        for word, after in zip(plain, following, strict=True)
    )


def _can_be_noun(word: str) -> bool:
    return word not in _NO_NOUN and not find_verbs(word, "beside", "before", "after")


def _has_office(plain: list[str]) -> bool:
    ranks = (word for word in plain if word[:1].isupper() or word[:1] in "hfipsm")
    return any(map(has_office, plain)) or any(word.rstrip(".").casefold() in words("rank") for word in ranks)


def _one_line(text: str) -> str | None:
    return re.sub(r"\s+", " ", text).strip(" ,") or None
