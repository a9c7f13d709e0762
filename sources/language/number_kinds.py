"""Says of each number in a sentence what it is where it is no count of persons or cases.

The words are rows of `data/number_kinds.csv`, with kind and place:

| place | the word is |
|---|---|
| `before` | right before the number: `article 5`, `age 18`, `March 1` |
| `noun` | what is counted, the last known noun right after the number: `two police shelters` |
| `first` | the first word after the number, whatever follows: `30 percent`, `1 March` |
| `near` | anywhere in the same part of the sentence; `kind` is the class of the word |
| `pronoun` | before a `one` that counts nothing: `is one of the aims` |
| `stop` | where the noun phrase after a number ends |
| `link` | between two numbers of one kind: `articles 172 and 189` |
| `close` | after the last number of such a list |
| `compare` | before a number of the kind of those before: `(189 in 2016)`, `two shelters, one for men` |

The first row of a noun whose class in `beside` is near decides; its kind `count` says that the number is a count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Final

from sources.language.numbers import Number, NumberPlace, numbers_among
from sources.language.words import Token, read_tokens
from sources.reference.data import rows

COUNT: Final = "count"
KINDS: Final = (
    "money", "law", "date", "age", "sentence", "training", "inspection", "hotline", "share", "institution", "ordinal",
    "other",
)  # fmt: skip
"""What a number can be that is no count; `date` includes durations, `sentence` terms of imprisonment."""

_LONGEST_PHRASE_TOKENS: Final = 8
_LONGEST_NOUN_WORDS: Final = 3
_NEAR_TOKENS: Final = 25
_COMPARED_TOKENS: Final = 15
_COMPARED_KINDS: Final = frozenset(("training", "inspection", "hotline", "share", "institution", "other", "money"))
_OF_NUMERALS: Final = frozenset(("law", "age"))
"""Kinds printed in figures: `articles 5 and 7 criminalize`, but `under article 5 and one under article 7`."""

_BY_FORM: Final = {"money": "money", "percent": "share", "ordinal": "ordinal"}


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A number of a sentence; `kind` is one of `KINDS`, `count`, or None where nothing near it says what it is."""

    number: Number
    kind: str | None


def number_kinds(sentence: str) -> list[NumberKind]:
    """The numbers of a sentence in order. A part of a compound (`two-year`) is no number."""
    tokens = read_tokens(sentence)
    places = list(numbers_among(tokens))
    found: list[str | None] = [_kind(tokens, place) for place in places]
    for order in reversed(range(len(places) - 1)):  # `two and five years`
        if found[order] is None and _is_linked(tokens, places[order], places[order + 1]):
            found[order] = found[order + 1]
    compared: str | None = None  # the kind that a comparison repeats: that of the last number, if no count is before
    for order, here in enumerate(places):
        if found[order] is None and order:
            before = places[order - 1]
            if _continues_list(tokens, before, here, found[order - 1]):
                found[order] = found[order - 1]
            elif compared in _COMPARED_KINDS and _is_compared(tokens, before, here):
                found[order] = compared
        if found[order] != "date" and (compared is None or compared in _COMPARED_KINDS):
            compared = found[order] or COUNT
    return [NumberKind(place.number, kind) for place, kind in zip(places, found, strict=True)]


def _continues_list(tokens: Sequence[Token], before: NumberPlace, here: NumberPlace, kind: str | None) -> bool:
    """Whether a number continues a list of a kind: `articles 5, 6, and 7`, `article 5 or 7 criminalizes`."""
    if before.number.printed_year and kind == "date":
        return False
    following = tokens[here.after].low if here.after < len(tokens) else "."
    is_pair = kind in _OF_NUMERALS and here.at - before.after == 1 and not here.number.is_word
    return (is_pair or following in _words()["close"]) and _is_linked(tokens, before, here)


def _kind(tokens: Sequence[Token], place: NumberPlace) -> str | None:
    """What the number itself, the word before it, or the noun after it says."""
    words = _words()
    if place.number.kind in _BY_FORM:
        return _BY_FORM[place.number.kind]
    following = tokens[place.after].low if place.after < len(tokens) else ""
    said = words["before"].get(_before(tokens, place.at)) or words["first"].get(following)
    noun = said or _noun_kind(tokens, place)
    if noun is None and tokens[place.at].low == "one" and _before(tokens, place.at) in words["pronoun"]:
        return "other"
    return "date" if place.number.printed_year and noun not in (COUNT, "law") else noun


def _before(tokens: Sequence[Token], at: int) -> str:
    """The word before a number; a mark, `of` or `than` may be between: `No. 5`, `age of 18`."""
    step = 2 if at > 1 and tokens[at - 1].low in (".", "of", "than") else 1
    return tokens[at - step].low if at >= step else ""


def _noun_kind(tokens: Sequence[Token], place: NumberPlace) -> str | None:
    """The kind of the last of the known nouns that are together in the noun phrase after a number."""
    nouns, stops = _rows()["noun"], _words()["stop"]
    noun, at = "", place.after
    end = min(len(tokens), at + _LONGEST_PHRASE_TOKENS)
    while at < end:
        size = next((n for n in range(_LONGEST_NOUN_WORDS, 0, -1) if _phrase(tokens, at, n) in nouns), 0)
        if size:
            noun = _phrase(tokens, at, size)
        elif noun or tokens[at].low in stops or tokens[at].kind in ("numeral", "compound"):
            break
        at += size or 1
    if not noun:
        return None
    return next((kind for kind, beside in nouns[noun] if not beside or beside in _near(tokens, place)), None)


def _phrase(tokens: Sequence[Token], at: int, size: int) -> str:
    return " ".join(token.low for token in tokens[at : at + size])


def _near(tokens: Sequence[Token], place: NumberPlace) -> set[str]:
    """The classes of words in the part of the sentence, between semicolons, that a number is in."""
    before = reversed(tokens[max(0, place.at - _NEAR_TOKENS) : place.at])
    sides = (before, tokens[place.after : place.after + _NEAR_TOKENS])
    part = (token.low for side in sides for token in takewhile(lambda token: token.low != ";", side))
    return {kind for word in part for kind, _ in _rows()["near"].get(word, ())}


def _is_linked(tokens: Sequence[Token], before: NumberPlace, here: NumberPlace) -> bool:
    """Whether only links are between two numbers."""
    between = tokens[before.after : here.at]
    return bool(between) and all(token.low in _words()["link"] for token in between)


def _is_compared(tokens: Sequence[Token], before: NumberPlace, here: NumberPlace) -> bool:
    """Whether a number without a noun is compared with the one before it."""
    if here.at - before.after > _COMPARED_TOKENS or tokens[here.at - 1].low not in _words()["compare"]:
        return False
    return all(token.low != ";" for token in tokens[before.after : here.at])


@cache
def _rows() -> Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]]:
    """By place and word, the kinds in order, each with the class of words that it needs beside it."""
    found: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
    for row in rows("number_kinds.csv", package="sources.language"):
        words = found.setdefault(row["place"], {})
        words[row["word"]] = (*words.get(row["word"], ()), (row["kind"], row["beside"]))
    return found


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """By place, the only kind of each word."""
    return {place: {word: kinds[0][0] for word, kinds in words.items()} for place, words in _rows().items()}
