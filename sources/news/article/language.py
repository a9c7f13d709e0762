"""Language detection."""

from math import sqrt
from typing import Final

from sources.language.country_forms import LANGUAGES

_MIN_TEXT_LENGTH: Final = 120  # characters; for shorter texts the declaration of the page is used
_MAX_TEXT_LENGTH: Final = 2_000  # characters; language detection needs no more
_CLEAR: Final = 1.8
"""Logarithm of how much more probable another language must be than each language that is read: six times.

Of short texts, similar languages look as probable as the right one: Nigerian Pidgin as English, Occitan as Spanish. On
short texts with known languages the wrong ones reach 1.6, and the right ones begin at 2.0 (Galician).
"""


def language_of(text: str, declared: str | None) -> str:
    """ISO 639 code of a text's language: one that is read, unless another is clearly more probable.

    Args:
        text: running text.
        declared: the language that the page declares, if any.
    """
    if declared and len(text) < _MIN_TEXT_LENGTH:
        return declared
    from py3langid import rank  # noqa: PLC0415  (loads a model: import only when needed)

    beginning = text[:_MAX_TEXT_LENGTH]
    ranked = rank(beginning)
    best, score = ranked[0]
    read, score_read = next((language, found) for language, found in ranked if language in LANGUAGES)
    is_clear = score - score_read > _CLEAR * sqrt(len(beginning.encode(errors="replace")))  # as the model scales scores
    return str(best if is_clear else read)
