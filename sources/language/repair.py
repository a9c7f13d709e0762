"""Text recovered from PDF files: broken ligatures, running heads inside sentences, words cut at line ends.

Every repair is one that can hardly be wrong, and every one is recorded. A word is repaired only if it is no word,
and exactly one ligature put in its place makes it one; text without such damage comes back as it is. Spans of
later readers refer to the repaired text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from sources.reference.countries import country_rows

_LIGATURES: Final = ("fi", "fl", "ff", "ffi", "ffl")
_BROKEN: Final = ("ft", "ff", "f")
"""What recovery leaves of a ligature: a wrong letter pair, or its first letters alone."""

_SURELY_BROKEN: Final = ("ft",)
"""What is looked for in capitalised words: `Fred` is a name and no broken `Fired`."""

_EXPANDED: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_QUOTES: Final = {"ﬁ": "“", "ﬂ": "”"}
"""The single-character ligatures, which some files hold where quotation marks were printed."""

_F_WORD: Final = re.compile(r"(?<![^\W\d_])[A-EG-Za-eg-z]?[a-eg-z]*+[fF][a-z]*+(?![^\W\d_])")
_WORD: Final = re.compile(r"[^\W\d_]++")
_CUT: Final = re.compile(r"\b([a-z]{2,20})- ([a-z]{2,20})\b")
_HEAD_NEAR: Final = re.compile(r"\d[A-ZÀ-Þ]{3}|[A-ZÀ-Þ]\d")
_LONGEST_WORD: Final = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One repair: at `offset` of the text as it came, `before` was put right to `after`."""

    offset: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text put right, and what was changed, in order."""

    text: str
    changes: tuple[Change, ...]


def repair(text: str) -> Repaired:
    """Puts right what recovery from PDF broke; clean text comes back as it is."""
    changes = sorted(_without_overlaps(text), key=lambda change: change.offset)
    if not changes:
        return Repaired(text, ())
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += (text[at : change.offset], change.after)
        at = change.offset + len(change.before)
    return Repaired("".join((*parts, text[at:])), tuple(changes))


def _without_overlaps(text: str) -> Iterator[Change]:
    """All repairs; where two would touch the same characters the first kind found wins."""
    taken: set[int] = set()
    for changes in (_running_heads(text), _ligature_characters(text), _broken_ligatures(text), _cut_words(text)):
        for change in changes:
            places = range(change.offset, change.offset + len(change.before))
            if taken.isdisjoint(places):
                taken.update(places)
                yield change


def _running_heads(text: str) -> Iterator[Change]:
    """`made it 72ANGOLAa crime`: a page number and a country in capitals, grown into the text."""
    if not _HEAD_NEAR.search(text):
        return
    for found in _running_head().finditer(text):
        start, end = found.span()
        left, right = text[max(0, start - 1) : start], text[end : end + 1]
        yield Change(start, found.group(), " " if left.isalnum() and right.isalnum() else "")


@cache
def _running_head() -> re.Pattern[str]:
    names = {name.upper() for row in country_rows() for name in (row["name"], *row["aliases"]) if len(name) > 3}
    any_name = "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")"
    return re.compile(
        rf"{any_name}\d{{1,3}}\d{{1,3}}{any_name}|(?<![\d.,])\d{{1,3}}{any_name}(?!\d)|(?<=\.)\d{{1,3}}{any_name}(?!\d)"
        rf"|(?<![^\W\d_]){any_name}\d{{1,3}}(?!\d)"
    )


def _ligature_characters(text: str) -> Iterator[Change]:
    """`identiﬁed` is spelled out; `ﬁsealed,ﬂ` is in quotation marks."""
    if not any(ligature in text for ligature in _EXPANDED):
        return
    for found in _WORD.finditer(text):
        word = found.group()
        if not any(character in _EXPANDED for character in word):
            continue
        spelled = "".join(_EXPANDED.get(character, character) for character in word)
        if spelled.casefold() in _words():
            yield Change(found.start(), word, spelled)
        else:
            yield from _as_quotes(found.start(), word)


def _as_quotes(start: int, word: str) -> Iterator[Change]:
    """Ligature characters at a word's two ends as quotation marks, inner ones spelled out."""
    last = len(word) - 1
    for at, character in enumerate(word):
        if character not in _EXPANDED:
            continue
        quoted = (character == "ﬁ" and at == 0) or (character == "ﬂ" and at == last)
        yield Change(start + at, character, _QUOTES[character] if quoted else _EXPANDED[character])
    inner = word.strip("".join(_QUOTES))
    if inner.isascii() and (better := _mended(inner)) is not None:
        yield Change(start + word.index(inner), inner, better)


def _broken_ligatures(text: str) -> Iterator[Change]:
    """`conftict`, `identifed`: a word that is none, where one ligature makes it one."""
    for found in _F_WORD.finditer(text):
        better = _mended(found.group())
        if better is not None:
            yield Change(found.start(), found.group(), better)


@cache
def _mended(word: str) -> str | None:
    """The word that a broken one must have been; null where it is a word, or there is no or more than one."""
    low = word.lower()
    if len(word) > _LONGEST_WORD or low in _words():
        return None
    broken = _BROKEN if word == low else _SURELY_BROKEN
    found = {better for better in _with_ligatures(low, broken) if better in _words()}
    if len(found) != 1:
        return None
    better = found.pop()
    return better.capitalize() if word[0].isupper() else better


def _with_ligatures(word: str, broken: tuple[str, ...]) -> Iterator[str]:
    for at in range(len(word)):
        for letters in broken:
            if word.startswith(letters, at):
                yield from (word[:at] + ligature + word[at + len(letters) :] for ligature in _LIGATURES)


def _cut_words(text: str) -> Iterator[Change]:
    """`traffick- ing`, where the text has the whole word elsewhere and the first part nowhere."""
    if "- " not in text:
        return
    counted: set[str] | None = None
    for found in _CUT.finditer(text):
        if counted is None:
            counted = set(_WORD.findall(_CUT.sub(" ", text)))
        first, second = found.groups()
        if first + second in counted and first not in counted:
            yield Change(found.start(), found.group(), first + second)


@cache
def _words() -> frozenset[str]:
    """English words with an f, in lower case: the small word data that repairs are judged by."""
    data = resources.files("sources.language").joinpath("data", "f_words.txt")
    return frozenset(data.read_text(encoding="utf-8").split())
