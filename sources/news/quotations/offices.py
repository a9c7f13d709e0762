"""The office of a person as printed beside the name: before it, between commas after it, or the body after `of`."""

import re
from itertools import takewhile
from typing import Final

from sources.news.quotations.names import has_office, names_a_body, words
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
    rf"^{_AGE},?\s(?:(?:of|from|with|at)\s(?=(?:the\s)?[A-Z])|(?:de|del|d[aeo]|du)\s|d[’'])(?P<body>[^,.;:“”«»\"\n]{{2,80}})"
)
_IN_BRACKETS: Final = re.compile(r"^\s\((?P<body>[A-Z][\w/ -]{1,30})\)")
_IS: Final = re.compile(r"^(?:who|que|qui)\s(?:is|was|es|é|est)\s")
_ROMANCE_OF: Final = re.compile(r"^.{0,6}?\s(?:de|del|d[aeo]|du)\s|^.{0,6}?\sd[’']")
_WORD: Final = re.compile(r"[\w’'.-]+,?")
_MAX_LEAD: Final = 120  # characters
_MAX_LEAD_WORDS: Final = 12
_ARTICLE: Final = re.compile(
    r"^(?:(?:the|an?|and|while|as|of|to|for|el|la|los|las|le|les|o|os|as|al|del|du|au|do|da|ao|y|et|e)\s|l[’'])+",
    re.IGNORECASE,
)
_NO_NOUN: Final = frozenset(
    "by said says told with in on at from as was is were are called named que que, por par".split()
)
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
    before = office_before(text[max(0, start - _MAX_LEAD) : start].rsplit("\n", maxsplit=1)[-1])
    apposition = _APPOSITION.match(after)
    addition = _office_in(apposition["text"]) if apposition is not None else None
    if addition is None and (before is None or _is_rank(before)):
        addition = _body_after(after)
    if before is None or addition is None or addition.startswith("who heads"):
        return before or addition
    return before if addition.casefold() in before.casefold() else f"{before}, {addition}"


def office_before(lead: str) -> str | None:
    """The office before a name: `US Ambassador to Malaysia`, `Ministry spokesman`, `el fiscal de la República,`."""
    sentence = re.split(r"(?<=[a-z]{3}[.!?])\s|[;:“”«»\"]", lead)[-1]
    if not sentence.endswith((" ", "’", "'")):
        return None
    pieces = list(takewhile(_WORD.fullmatch, reversed(sentence.split()[-_MAX_LEAD_WORDS:])))[::-1]
    first = next((place for place in range(len(pieces)) if _begins_office(pieces[place:])), None)
    return _one_line(_ARTICLE.sub("", " ".join(pieces[first:]))) if first is not None else None


def _office_in(addition: str) -> str | None:
    """The office in the words between commas after a name."""
    plain = _IS.sub("", addition)
    return _one_line(plain) if has_office(plain) or plain.startswith("who heads") else None


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
    if not _has_office(plain) or plain[0].casefold() in ("of", "to", "for", "and", "de", "y", "et", "e", "no", "non"):
        return False
    if any(piece.endswith(",") and not has_office(piece) for piece in pieces[:-1]):
        return False
    if has_office(plain[0]) and plain[0] == plain[0].lower():
        return not _NO_NOUN.intersection(plain) and not find_verbs(" ".join(plain), "beside", "before")
    following = [*plain[1:], ""]
    return all(
        word[:1].isupper() or has_office(word) or word in _SMALL or (has_office(after) and word not in _NO_NOUN)
        for word, after in zip(plain, following, strict=True)
    )


def _has_office(plain: list[str]) -> bool:
    ranks = (word for word in plain if word[:1].isupper() or word[:1] in "hfipsm")
    return has_office(" ".join(plain)) or any(word.rstrip(".").casefold() in words("rank") for word in ranks)


def _one_line(text: str) -> str | None:
    return re.sub(r"\s+", " ", text).strip(" ,") or None
