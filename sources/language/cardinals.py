"""Whole numbers as English prints them: numerals and number words, without range, unit and qualifier.

The words are rows of `data/number_words.csv`, in lower case with plain hyphens. `numbers` reads complete numbers.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from sources.language.word_lists import word_lists
from sources.language.words import Token

NUMBER_WORDS: Final = word_lists("number_words.csv")


def _values(*classes: str) -> Mapping[str, int]:
    return {word: int(value) for name in classes for word, value in NUMBER_WORDS[name].items()}


UNITS: Final = _values("unit")
TENS: Final = _values("ten")
SMALL: Final = _values("unit", "small", "ten")
SCALES: Final = _values("scale")
ORDINALS: Final = _values("ordinal")

LONGEST_NUMERAL_CHARACTERS: Final = 15
"""A longer run of digits is no count."""

_GROUPED: Final = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_LONGEST_WORDS: Final = 12
_AFTER_ARTICLE: Final = ("hundred", "thousand", "million", "dozen")


def cardinal_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The whole number that begins at a token, and the index of the token after it; None where none begins."""
    if tokens[at].kind == "numeral":
        value, used = _numeral(tokens[at].text, tokens[at + 1].low if at + 1 < len(tokens) else "")
    elif tokens[at].kind == "word":
        value, used = _words([token.low for token in tokens[at : at + _LONGEST_WORDS]])
    else:
        value, used = None, 1
    return value, at + used


def _numeral(printed: str, following: str) -> tuple[int | None, int]:
    """A numeral, grouped as in English, with a scale after it: `1,234`, `2.5 million`; and its length in words."""
    if len(printed) > LONGEST_NUMERAL_CHARACTERS or _GROUPED.fullmatch(printed) is None:
        return None, 1
    value = Decimal(printed.replace(",", "")) * SCALES.get(following, 1)
    return int(value) if value == int(value) else None, 1 + (following in SCALES)


def _words(lows: Sequence[str]) -> tuple[int | None, int]:
    """Number words: `twelve`, `one hundred and five`, `two thousand`, `a dozen`, `half a dozen`; and their length."""
    if lows[:3] == ["half", "a", "dozen"]:
        return 6, 3
    is_article = lows[0] in ("a", "an") and len(lows) > 1 and lows[1] in _AFTER_ARTICLE
    value, used = (1, 1) if is_article else _under_hundred(lows, 0)
    if value is None:
        return None, 1
    if lows[used : used + 1] == ["dozen"]:
        return value * 12, used + 1
    total = 0
    while used < len(lows) and lows[used] in SCALES:  # `hundred [and N]`, `thousand [N]`, `million [N]`
        scale = SCALES[lows[used]]
        total, value = (total, value * 100) if scale == 100 else (total + value * scale, 0)
        skip = 2 if lows[used + 1 : used + 2] == ["and"] else 1
        rest, words = _under_hundred(lows, used + skip)
        value, used = (value + rest, used + skip + words) if rest else (value, used + 1)
    return total + value, used


def _under_hundred(lows: Sequence[str], at: int) -> tuple[int | None, int]:
    """The number under a hundred at a word, and its length in words: `five`, `twenty-one`, `twenty one`."""
    tens, hyphen, unit = lows[at].partition("-") if at < len(lows) else ("", "", "")
    if hyphen:
        return (TENS[tens] + UNITS[unit], 1) if tens in TENS and unit in UNITS else (None, 0)
    if tens in TENS and at + 1 < len(lows) and lows[at + 1] in UNITS:
        return TENS[tens] + UNITS[lows[at + 1]], 2
    return SMALL.get(tens), 1
