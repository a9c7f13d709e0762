"""Whole numbers as English prints them: numerals and number words, without range, unit and qualifier.

`numbers` reads complete numbers; the words are in `number_words`.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from sources.language.number_words import SCALES, SMALL, TENS, UNITS
from sources.language.words import Token

LONGEST_NUMERAL_CHARACTERS: Final = 15
"""A longer run of digits is no count."""


def cardinal_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The whole number that begins at a token, and the index of the token after it; None where none begins."""
    token = tokens[at]
    if token.kind == "numeral":
        return _scaled_numeral(tokens, at)
    if token.kind != "word":
        return None, at + 1
    return _words_at(tokens, at)


def _scaled_numeral(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    printed = tokens[at].text
    scale = SCALES.get(tokens[at + 1].low) if at + 1 < len(tokens) else None
    value = _decimal(printed)
    if value is None:
        return None, at + 1
    after = at + 1
    if scale is not None:
        value, after = value * scale, at + 2
    return (value.numerator, after) if value.denominator == 1 and value == int(value) else (None, after)


def _decimal(printed: str) -> Fraction | None:
    """A numeral's value: `1,234`, `12.3`; None where the grouping is not English, or the numeral is too long."""
    if len(printed) > LONGEST_NUMERAL_CHARACTERS:
        return None
    whole, point, decimals = printed.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    if not point:
        return Fraction(int("".join(groups)))
    if "," in decimals or "." in decimals:
        return None
    return Fraction("".join(groups) + "." + decimals)


def _words_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Number words: `twelve`, `twenty-one`, `one hundred and five`, `two thousand`, `a dozen`, `half a dozen`."""
    first = tokens[at].low
    if first not in SMALL and first not in ("a", "an", "half") and "-" not in first:
        return None, at + 1
    lows = [token.low for token in tokens[at : at + 12]]
    if lows[:3] == ["half", "a", "dozen"]:
        return 6, at + 3
    if lows[0] in ("a", "an"):
        scale = lows[1] if len(lows) > 1 else ""
        if scale not in ("hundred", "thousand", "million", "dozen"):
            return None, at + 1
        return _larger(lows, 1, at, 1)
    value = _under_hundred(lows[0])
    if value is None:
        return None, at + 1
    used = 1
    if lows[0] in TENS and len(lows) > 1 and lows[1] in UNITS:
        value, used = value + UNITS[lows[1]], 2
    return _larger(lows, used, at, value)


def _larger(lows: list[str], used: int, at: int, value: int) -> tuple[int, int]:
    """A small number with the scale words after it: `dozen`, `hundred [and N]`, `thousand [N]`, `million`."""
    if used < len(lows) and lows[used] == "dozen":
        return value * 12, at + used + 1
    total = 0
    while used < len(lows) and lows[used] in SCALES:
        scale = SCALES[lows[used]]
        used += 1
        if scale == 100:
            value *= 100
        else:
            total, value = total + value * scale, 0
        rest, words = _rest(lows, used)
        value, used = value + rest, used + words
    return total + value, at + used


def _rest(lows: list[str], used: int) -> tuple[int, int]:
    """The number right after a scale word (`and five`, `twenty-one`) and its length in words; zeros for none."""
    skip = 1 if lows[used : used + 1] == ["and"] else 0
    word = lows[used + skip] if used + skip < len(lows) else ""
    value = _under_hundred(word)
    if value is None or value == 0:
        return 0, 0
    if word in TENS and used + skip + 1 < len(lows) and lows[used + skip + 1] in UNITS:
        return value + UNITS[lows[used + skip + 1]], skip + 2
    return value, skip + 1


def _under_hundred(word: str) -> int | None:
    if word in SMALL:
        return SMALL[word]
    tens, hyphen, unit = word.partition("-")
    if hyphen and tens in TENS and unit in UNITS:
        return TENS[tens] + UNITS[unit]
    return None
