"""Numbers as English prints them: numerals, number words, ranges and ordinals, and how exact they are.

Values are whole numbers. A vague quantity (`dozens`, `several`) is no number, and neither is a part of a compound
such as `18-year-old` or `two-year`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sources.language.cardinals import LONGEST_NUMERAL_CHARACTERS, NUMBER_WORDS, ORDINALS, SMALL, TENS, cardinal_at
from sources.language.words import Token, read_tokens

_BEGINNINGS: Final = frozenset((*SMALL, *ORDINALS, "a", "an", "half"))
QUALIFIERS_BEFORE: Final = NUMBER_WORDS["qualifier_before"]
"""Words right before a number that say how exact it is, each with the qualifier."""

_CURRENCIES: Final = NUMBER_WORDS["currency"]
_DASHES: Final = frozenset("-‐‑–—")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LONGEST_QUALIFIER: Final = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: where it begins, in code points; `text[start:end]` is the number as printed, without its qualifier.
        end: where it ends, exclusive.
        value: the number; of a range the lower end.
        high: the upper end of a range; None for a single number.
        qualifier: how exact the text says it is: `exact`, `at_least`, `more_than`, `approximately`, `fewer_than`,
            `up_to`.
        kind: `count`, `percent`, `money` or `ordinal`.
        printed_year: whether it is a plain four-digit numeral between 1900 and 2099, which may be a year.
        is_word: whether it is printed as a word.
    """

    start: int
    end: int
    value: int
    high: int | None = None
    qualifier: str = "exact"
    kind: str = "count"
    printed_year: bool = False
    is_word: bool = False


class NumberPlace(NamedTuple):
    """A number between the tokens `at` and `after`."""

    number: Number
    at: int
    after: int


def read_numbers(text: str) -> list[Number]:
    """Every number of a text in order, ordinals among them."""
    return [place.number for place in numbers_among(read_tokens(text))]


def numbers_among(tokens: Sequence[Token]) -> Iterator[NumberPlace]:
    """The numbers among tokens in order."""
    at = 0
    while at < len(tokens):
        number, after = number_at(tokens, at)
        if number is not None:
            yield NumberPlace(number, at, after)
        at = after


def may_begin(token: Token) -> bool:
    """Whether a number may begin at a token. The test is cheap and excludes most words."""
    return (
        token.kind in ("numeral", "compound") or token.low in _BEGINNINGS or (token.kind == "word" and "-" in token.low)
    )


def number_at(tokens: Sequence[Token], at: int) -> tuple[Number | None, int]:
    """The number that begins at a token, and the index of the token after it (the next token if there is no number)."""
    if not may_begin(tokens[at]):
        return None, at + 1
    low, after = cardinal_at(tokens, at)
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
        qualifier=_qualifier(tokens, at, after),
        kind=kind,
        printed_year=printed_year,
        is_word=tokens[at].kind == "word",
    )
    return number, after


def _qualifier(tokens: Sequence[Token], at: int, after: int) -> str:
    """How exact a number is, by the words right before and after it; `exact` where they say nothing."""
    for length in range(min(_LONGEST_QUALIFIER, at), 0, -1):
        phrase = " ".join(token.low for token in tokens[at - length : at])
        if phrase in QUALIFIERS_BEFORE:
            return QUALIFIERS_BEFORE[phrase]
    return NUMBER_WORDS["qualifier_after"].get(" ".join(token.low for token in tokens[after : after + 2]), "exact")


def _range_end(tokens: Sequence[Token], at: int, after: int, low: int) -> tuple[int | None, int]:
    """The upper end of a range: `20 to 30`, `20-30`, `between 20 and 30`; None where no range follows."""
    if after + 1 >= len(tokens):
        return None, after
    separator = tokens[after]
    between = at > 0 and tokens[at - 1].low == "between" and separator.low == "and"
    dash = separator.text in _DASHES and tokens[after - 1].end == separator.start
    if not (between or dash or separator.low in ("to", "or")):
        return None, after
    high, end = cardinal_at(tokens, after + 1)
    if high is None or high <= low or _is_year(tokens[at]):
        return None, after
    if separator.low == "to" and at > 0 and tokens[at - 1].low == "from" and high > 2 * low + 10:
        return None, after  # `rose from 3 to 40` is a change, not a range
    if separator.low == "or" and high != low + 1:
        return None, after
    return high, end


def _kind_of(tokens: Sequence[Token], at: int, after: int) -> tuple[str, int]:
    """The kind of the number, and the index of the token after its unit."""
    if at and tokens[at - 1].low in _CURRENCIES:
        return "money", after
    following = [token.low for token in tokens[after : after + 2]]
    if following[:1] in (["%"], ["percent"], ["percentage"]):
        return "percent", after + 1
    if following == ["per", "cent"]:
        return "percent", after + 2
    return "money" if following and following[0] in _CURRENCIES and following[0].isalpha() else "count", after


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal() and _FIRST_YEAR <= int(token.text) <= _LAST_YEAR


def _ordinal_at(tokens: Sequence[Token], at: int) -> Number | None:
    token = tokens[at]
    value = ORDINALS.get(token.low)
    tens, _, unit = token.low.partition("-")
    if value is None and tens in TENS and ORDINALS.get(unit, 10) < 10:
        value = TENS[tens] + ORDINALS[unit]
    digits, ending = token.low[:-2], token.low[-2:]
    is_numeral = token.kind == "compound" and ending in ("st", "nd", "rd", "th") and digits.isdecimal()
    if is_numeral and len(digits) < LONGEST_NUMERAL_CHARACTERS:
        value = int(digits)
    if value is None:
        return None
    return Number(token.start, token.end, value, kind="ordinal", is_word=token.kind == "word")
