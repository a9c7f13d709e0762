"""Numbers as English prints them: numerals, number words, ranges, ordinals, multipliers, and how exact they are.

Values are whole numbers. A vague quantity (`dozens`, `several`) is no number, and neither is a part of a compound
such as `18-year-old` or `two-year`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sources.language.number_words import (
    CURRENCIES,
    DOUBLINGS,
    FOLDS,
    ORDINALS,
    QUALIFIERS_AFTER,
    QUALIFIERS_BEFORE,
    SCALES,
    SMALL,
    TENS,
    UNITS,
)
from sources.language.words import Token, read_tokens

_LONGEST_NUMERAL: Final = 15  # characters; longer runs of digits are no counts
_BEGINNINGS: Final = frozenset((*SMALL, *ORDINALS, "a", "an", "half"))
_DASHES: Final = frozenset("-‐‑–—")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: where it begins, in code points; `text[start:end]` is the number as printed, without its qualifier.
        end: where it ends, exclusive.
        value: the number; of a range the lower end.
        high: the upper end of a range, else null.
        qualifier: how exact it is said to be: `exact`, `at_least`, `more_than`, `approximately`, `fewer_than`,
            `up_to`.
        kind: `count`, `percent`, `money` or `ordinal`.
        printed_year: printed as a plain four-digit numeral between 1900 and 2099, so that it may be a year.
        is_word: printed as a word.
    """

    start: int
    end: int
    value: int
    high: int | None = None
    qualifier: str = "exact"
    kind: str = "count"
    printed_year: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How many times one number is another: `tripled`, `more than doubled`, `fourfold`, `three times`, `halved`."""

    start: int
    end: int
    factor: Fraction
    qualifier: str = "exact"


def read_numbers(text: str) -> list[Number]:
    """Every number of a text in order, ordinals among them."""
    tokens = read_tokens(text)
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number, following = number_at(tokens, at)
        if number is not None:
            found.append(number)
        at = following
    return found


def read_multipliers(text: str) -> list[Multiplier]:
    """Every multiplier of a text in order."""
    tokens = read_tokens(text)
    found: list[Multiplier] = []
    at = 0
    while at < len(tokens):
        multiplier, following = multiplier_at(tokens, at)
        if multiplier is not None:
            found.append(multiplier)
        at = following
    return found


def may_begin(token: Token) -> bool:
    """Whether a number may begin at a token: a quick look, so that most words need no reading."""
    return (
        token.kind in ("numeral", "compound") or token.low in _BEGINNINGS or (token.kind == "word" and "-" in token.low)
    )


def number_at(tokens: Sequence[Token], at: int) -> tuple[Number | None, int]:
    """The number that begins at a token, and the place of the token after it (the next token where there is none)."""
    if not may_begin(tokens[at]):
        return None, at + 1
    low, after = _cardinal_at(tokens, at)
    if low is None:
        return _ordinal_at(tokens, at), at + 1
    high, after = _range_end(tokens, at, after, low)
    kind, after = _kind_of(tokens, at, after)
    printed_year = _is_year(tokens[at]) and high is None and kind == "count" and after == at + 1
    number = Number(
        start=tokens[at].start,
        end=tokens[after - 1].end,
        value=low,
        high=high,
        qualifier=_qualifier_of(tokens, at, after),
        kind=kind,
        printed_year=printed_year,
        is_word=tokens[at].kind == "word",
    )
    return number, after


def multiplier_at(tokens: Sequence[Token], at: int) -> tuple[Multiplier | None, int]:
    """The multiplier that begins at a token, and the place of the token after it."""
    if tokens[at].kind == "mark":
        return None, at + 1
    low = tokens[at].low
    factor, after = DOUBLINGS.get(low) or _fold(low), at + 1
    if factor is None:
        value, after = _cardinal_at(tokens, at)
        if value is None or after >= len(tokens) or tokens[after].low not in ("times", "fold", "-fold"):
            return None, at + 1
        factor, after = Fraction(value), after + 1
    return Multiplier(tokens[at].start, tokens[after - 1].end, factor, _qualifier_of(tokens, at, after)), after


def _cardinal_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The whole number that begins at a token, without range and unit."""
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
    """A numeral's value: `1,234`, `12.3`; null where the grouping is none of English, or it is absurdly long."""
    if len(printed) > _LONGEST_NUMERAL:
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
    """Goes on from a small number through `dozen`, `hundred [and N]`, `thousand [N]` and `million`."""
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
    """What follows a scale word: `and five`, `twenty-one`; nothing where no number follows directly."""
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


def _range_end(tokens: Sequence[Token], at: int, after: int, low: int) -> tuple[int | None, int]:
    """The upper end where a range follows: `20 to 30`, `20-30`, `between 20 and 30`."""
    if after + 1 >= len(tokens):
        return None, after
    link = tokens[after]
    between = at > 0 and tokens[at - 1].low == "between" and link.low == "and"
    dash = link.text in _DASHES and tokens[after - 1].end == link.start
    if not (between or dash or link.low in ("to", "or")):
        return None, after
    high, end = _cardinal_at(tokens, after + 1)
    if high is None or high <= low or _is_year(tokens[at]):
        return None, after
    if link.low == "to" and at > 0 and tokens[at - 1].low == "from" and high > 2 * low + 10:
        return None, after  # `rose from 3 to 40` is a change and no range
    if link.low == "or" and high != low + 1:
        return None, after
    return high, end


def _kind_of(tokens: Sequence[Token], at: int, after: int) -> tuple[str, int]:
    """Whether the number counts, and how far its unit reaches."""
    before = tokens[at - 1] if at > 0 else None
    if before is not None and before.text in CURRENCIES and before.end == tokens[at].start:
        return "money", after
    if before is not None and before.low in CURRENCIES:
        return "money", after
    following = tokens[after].low if after < len(tokens) else ""
    if following in ("%", "percent", "percentage"):
        return "percent", after + 1
    if following == "per" and after + 1 < len(tokens) and tokens[after + 1].low == "cent":
        return "percent", after + 2
    if following in CURRENCIES and following.isalpha():
        return "money", after
    return "count", after


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal() and _FIRST_YEAR <= int(token.text) <= _LAST_YEAR


def _ordinal_at(tokens: Sequence[Token], at: int) -> Number | None:
    token = tokens[at]
    value = ORDINALS.get(token.low)
    if value is None and token.kind == "word" and "-" not in token.low:
        return None
    if value is None and token.kind == "compound" and token.low[-2:] in ("st", "nd", "rd", "th"):
        digits = token.low[:-2]
        value = int(digits) if digits.isdecimal() and len(digits) < _LONGEST_NUMERAL else None
    if value is None:
        tens, hyphen, unit = token.low.partition("-")
        value = TENS[tens] + ORDINALS[unit] if hyphen and tens in TENS and 0 < ORDINALS.get(unit, 0) < 10 else None
    if value is None:
        return None
    return Number(token.start, token.end, value, kind="ordinal", is_word=token.kind == "word")


def _fold(word: str) -> Fraction | None:
    """`tenfold`, `three-fold`, `10-fold`."""
    if not word.endswith("fold"):
        return None
    stem = word.removesuffix("fold").removesuffix("-")
    if stem.isdecimal() and len(stem) < _LONGEST_NUMERAL:
        return Fraction(int(stem))
    value = FOLDS.get(stem, SMALL.get(stem))
    return Fraction(value) if value else None


def _qualifier_of(tokens: Sequence[Token], at: int, after: int) -> str:
    """How exact the words around a number say it is."""
    for length in (4, 3, 2, 1):
        if at - length < 0:
            continue
        phrase = " ".join(token.low for token in tokens[at - length : at])
        if phrase in QUALIFIERS_BEFORE:
            return QUALIFIERS_BEFORE[phrase]
    following = " ".join(token.low for token in tokens[after : after + 2])
    return QUALIFIERS_AFTER.get(following, "exact")
