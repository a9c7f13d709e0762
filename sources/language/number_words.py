"""The words of numbers in English, in lower case with plain hyphens: rows of `data/number_words.csv`.

`cardinals` and `numbers` read text with them. The words of counts in reports are in `data/lexicon.csv`.
"""

from collections.abc import Mapping
from typing import Final

from sources.language.word_lists import word_lists

_LISTS: Final = word_lists("number_words.csv")


def _values(*classes: str) -> Mapping[str, int]:
    return {word: int(value) for name in classes for word, value in _LISTS[name].items()}


UNITS: Final = _values("unit")
TENS: Final = _values("ten")
SMALL: Final = _values("unit", "small", "ten")
SCALES: Final = _values("scale")
ORDINALS: Final = _values("ordinal")
CURRENCIES: Final = frozenset(_LISTS["currency"])

QUALIFIERS_BEFORE: Final = _LISTS["qualifier_before"]
"""Words right before a number that say how exact it is, each with the qualifier."""

QUALIFIERS_AFTER: Final = _LISTS["qualifier_after"]
"""Words right after a number that say how exact it is."""
