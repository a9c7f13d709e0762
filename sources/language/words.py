"""Splits text into words, numerals and marks with spans, for the readers of numbers and counts."""

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?P<numeral>\d++(?:[,.]\d++)*+)(?P<compound>[^\W\d_]{1,3}(?!\w)(?:[-‐‑]\w++)*+|[-‐‑][^\W\d_A-Z]\w*+(?:[-‐‑]\w++)*+)?+"
    r"|(?P<word>[^\W\d_]++(?:[-‐‑'’][^\W\d_]++)*+)"
    r"|(?P<mark>[^\w\s]|_)"
)
"""No part of it can match in two ways, so reading is linear in the text. A numeral joined to a whole word
(`31potential`) is a missing space, not a compound."""

_PLAIN: Final = str.maketrans("’‐‑", "'--")


class Token(NamedTuple):
    """A word, numeral or mark.

    `kind` is `word` (with inner hyphens and apostrophes: `anti-trafficking`), `numeral` (`1,234`), `compound` (a
    numeral joined to letters: `18-year-old`, `1990s`, `21st`) or `mark` (one character of punctuation). `low` is the
    text in lower case with plain hyphens and apostrophes, for lookups.
    """

    kind: str
    start: int
    end: int
    text: str
    low: str


def read_tokens(text: str) -> list[Token]:
    """The words, numerals and marks of a text in order."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        printed = found.group()
        low = printed.lower() if printed.isascii() else printed.lower().translate(_PLAIN)
        tokens.append(Token(found.lastgroup or "mark", found.start(), found.end(), printed, low))
    return tokens
