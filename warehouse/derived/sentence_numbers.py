"""Every number that an English sentence gives, in numerals or in words, whatever it counts."""

import re
from typing import Final

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: Final = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_NUMERAL: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_WORD: Final = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})-(?P<units>{'|'.join(_SMALL[1:10])})|(?P<word>{'|'.join(_WORDS)}))\b",
    re.IGNORECASE,
)


def numbers_in(sentence: str) -> set[int]:
    """The numbers of a sentence. Words are read up to ninety-nine, which is as far as reports write them out."""
    numerals = {int(found[0].replace(",", "")) for found in _NUMERAL.finditer(sentence)}
    return numerals | {_value(found) for found in _WORD.finditer(sentence)}


def _value(found: re.Match[str]) -> int:
    if found["word"]:
        return _WORDS[found["word"].lower()]
    return _WORDS[found["tens"].lower()] + _WORDS[found["units"].lower()]
