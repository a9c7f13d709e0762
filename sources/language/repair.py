"""Repair of text recovered from PDF files: broken ligatures, running heads inside sentences, words cut at line ends.

Only unambiguous errors are repaired, and every repair is recorded. A word is repaired only if it is not an English word
and exactly one ligature makes it one. Text without such errors is returned unchanged. The spans of later readers refer
to the repaired text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Final

from sources.language.word_lists import any_of
from sources.reference.countries import country_rows

_LIGATURES: Final = ("fi", "fl", "ff", "ffi", "ffl")
_BROKEN: Final = ("ft", "ff", "f")
"""What PDF recovery prints in place of a ligature: a wrong letter pair, or the first letters only."""

_BROKEN_IN_CAPITALIZED: Final = ("ft",)
"""What is repaired in capitalized words: `Fred` is a name, not a broken `Fired`."""

_EXPANDED: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_QUOTES: Final = {"ﬁ": "“", "ﬂ": "”"}
"""Ligature characters that some files have in place of quotation marks."""

_F_WORD: Final = re.compile(r"(?<![^\W\d_])[A-EG-Za-eg-z]?[a-eg-z]*+[fF][a-z]*+(?![^\W\d_])")
_WORD: Final = re.compile(r"[^\W\d_]++")
_CUT: Final = re.compile(r"\b([a-z]{2,20})- ([a-z]{2,20})\b")
_HEAD_NEAR: Final = re.compile(r"\d[A-ZÀ-Þ]{3}|[A-ZÀ-Þ]\d")
_LONGEST_WORD_CHARACTERS: Final = 30


@dataclass(frozen=True, slots=True)
class TextRepair:
    """One repair: at `offset` of the original text, `before` was replaced by `after`."""

    offset: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text, and its repairs in order."""

    text: str
    repairs: tuple[TextRepair, ...]


def repair(text: str) -> RepairedText:
    """Repairs what recovery from PDF broke; returns clean text unchanged."""
    repairs = sorted(_without_overlaps(text), key=lambda text_repair: text_repair.offset)
    parts: list[str] = []
    at = 0
    for text_repair in repairs:
        parts += (text[at : text_repair.offset], text_repair.after)
        at = text_repair.offset + len(text_repair.before)
    return RepairedText("".join((*parts, text[at:])), tuple(repairs))


def _without_overlaps(text: str) -> Iterator[TextRepair]:
    """All repairs without overlaps; of two that touch the same characters the first is used."""
    changed_positions: set[int] = set()
    for repairs in (_running_heads(text), _ligature_characters(text), _broken_ligatures(text), _cut_words(text)):
        for text_repair in repairs:
            places = range(text_repair.offset, text_repair.offset + len(text_repair.before))
            if changed_positions.isdisjoint(places):
                changed_positions.update(places)
                yield text_repair


def _running_heads(text: str) -> Iterator[TextRepair]:
    """`made it 72ANGOLAa crime`: a page number and a country in capitals, joined to the text."""
    if not _HEAD_NEAR.search(text):
        return
    for found in _running_head().finditer(text):
        start, end = found.span()
        left, right = text[max(0, start - 1) : start], text[end : end + 1]
        yield TextRepair(start, found.group(), " " if left.isalnum() and right.isalnum() else "")


@cache
def _running_head() -> re.Pattern[str]:
    names = {name.upper() for row in country_rows() for name in (row["name"], *row["aliases"]) if len(name) > 3}
    any_name = any_of(names)
    return re.compile(
        rf"{any_name}\d{{1,3}}\d{{1,3}}{any_name}|(?<![\d.,])\d{{1,3}}{any_name}(?!\d)|(?<=\.)\d{{1,3}}{any_name}(?!\d)"
        rf"|(?<![^\W\d_]){any_name}\d{{1,3}}(?!\d)"
    )


def _ligature_characters(text: str) -> Iterator[TextRepair]:
    """Ligature characters: `identiﬁed` is spelled out, `ﬁsealed,ﬂ` gets quotation marks."""
    if not any(ligature in text for ligature in _EXPANDED):
        return
    for found in _WORD.finditer(text):
        word = found.group()
        if not any(character in _EXPANDED for character in word):
            continue
        spelled = word.translate({ord(character): letters for character, letters in _EXPANDED.items()})
        if spelled.casefold() in _words():
            yield TextRepair(found.start(), word, spelled)
        else:
            yield from _quotation_marks(found.start(), word)


def _quotation_marks(start: int, word: str) -> Iterator[TextRepair]:
    """Replaces ligature characters at the two ends of a word by quotation marks, and spells inner ones out."""
    last = len(word) - 1
    for at, character in enumerate(word):
        if character not in _EXPANDED:
            continue
        quoted = (character == "ﬁ" and at == 0) or (character == "ﬂ" and at == last)
        yield TextRepair(start + at, character, _QUOTES[character] if quoted else _EXPANDED[character])
    inner = word.strip("".join(_QUOTES))
    if inner.isascii() and (repaired := _repaired_word(inner)) is not None:
        yield TextRepair(start + word.index(inner), inner, repaired)


def _broken_ligatures(text: str) -> Iterator[TextRepair]:
    """`conftict`, `identifed`: not a word, but one ligature makes it one."""
    for found in _F_WORD.finditer(text):
        repaired = _repaired_word(found.group())
        if repaired is not None:
            yield TextRepair(found.start(), found.group(), repaired)


@cache
def _repaired_word(word: str) -> str | None:
    """The word that one ligature makes of a broken word; None where it is a word, or there is not exactly one."""
    low = word.lower()
    if len(word) > _LONGEST_WORD_CHARACTERS or low in _words():
        return None
    broken = _BROKEN if word == low else _BROKEN_IN_CAPITALIZED
    found = {
        repaired
        for at, letters, ligature in product(range(len(low)), broken, _LIGATURES)
        if low.startswith(letters, at) and (repaired := low[:at] + ligature + low[at + len(letters) :]) in _words()
    }
    if len(found) != 1:
        return None
    repaired = found.pop()
    return repaired.capitalize() if word[0].isupper() else repaired


def _cut_words(text: str) -> Iterator[TextRepair]:
    """`traffick- ing`, if the text has the whole word elsewhere and the first part nowhere else."""
    cuts = list(_CUT.finditer(text)) if "- " in text else []
    whole_words = set(_WORD.findall(_CUT.sub(" ", text))) if cuts else set()
    for found in cuts:
        first, second = found.groups()
        if first + second in whole_words and first not in whole_words:
            yield TextRepair(found.start(), found.group(), first + second)


@cache
def _words() -> frozenset[str]:
    """English words with an f, in lower case. A repair must make one of them."""
    data = resources.files("sources.language").joinpath("data", "f_words.txt")
    return frozenset(data.read_text(encoding="utf-8").split())
