"""Multipliers as English prints them: `tripled`, `fourfold`, `three times`. The words are in `number_words`."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sources.language.cardinals import LONGEST_NUMERAL_CHARACTERS, cardinal_at
from sources.language.number_words import DOUBLINGS, FOLDS, SMALL
from sources.language.qualifiers import qualifier_of
from sources.language.words import Token, read_tokens


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How many times one number is another: `tripled`, `more than doubled`, `fourfold`, `halved`."""

    start: int
    end: int
    factor: Fraction
    qualifier: str = "exact"


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


def multiplier_at(tokens: Sequence[Token], at: int) -> tuple[Multiplier | None, int]:
    """The multiplier that begins at a token, and the index of the token after it."""
    if tokens[at].kind == "mark":
        return None, at + 1
    low = tokens[at].low
    factor, after = DOUBLINGS.get(low) or _fold(low), at + 1
    if factor is None:
        value, after = cardinal_at(tokens, at)
        if value is None or after >= len(tokens) or tokens[after].low not in ("times", "fold", "-fold"):
            return None, at + 1
        factor, after = Fraction(value), after + 1
    return Multiplier(tokens[at].start, tokens[after - 1].end, factor, qualifier_of(tokens, at, after)), after


def _fold(word: str) -> Fraction | None:
    """`tenfold`, `three-fold`, `10-fold`."""
    if not word.endswith("fold"):
        return None
    stem = word.removesuffix("fold").removesuffix("-")
    if stem.isdecimal() and len(stem) < LONGEST_NUMERAL_CHARACTERS:
        return Fraction(int(stem))
    value = FOLDS.get(stem, SMALL.get(stem))
    return Fraction(value) if value else None
