"""Names of months in the languages of news pages, from the locale data of dateparser (CLDR)."""

import re
import unicodedata
from importlib import import_module
from typing import Final

_LANGUAGES: Final = (
    "en es pt fr de it nl da sv nb fi pl cs sk hu ro hr sl tr id ms vi tl sw ru uk el th km ca ga".split()
)
_ENGLISH: Final = "january february march april may june july august september october november december".split()

WORD_OF_MONTH: Final = re.compile(r"(?:[^\W\d_]|[\u0e31-\u0e4e\u17b6-\u17d3]){3,16}")
"""A word that can be the name of a month. Signs of Thai and Khmer vowels are no letters for `re`."""


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).casefold().strip().rstrip(".")
    return re.sub(r"\s+", " ", plain)


def _names_of_months(language: str) -> dict[str, int]:
    info = import_module(f"dateparser.data.date_translation_data.{language}").info
    names = {_fold(word): number for number, name in enumerate(_ENGLISH, start=1) for word in info.get(name, [])}
    return {word: number for word, number in names.items() if WORD_OF_MONTH.fullmatch(word)}


def _months() -> dict[str, int]:
    """Months by their names and abbreviations. A name that two languages use for different months is left out."""
    english = _names_of_months("en") | {"sept": 9}
    months: dict[str, int] = {}
    ambiguous: set[str] = set()
    for language in _LANGUAGES:
        for word, number in _names_of_months(language).items():
            if months.setdefault(word, number) != number:
                ambiguous.add(word)
    return {word: number for word, number in months.items() if word not in ambiguous} | english


_MONTHS: Final = _months()


def month_of(word: str) -> int | None:
    """The number of a month by its name; None for another word."""
    return _MONTHS.get(_fold(word))
