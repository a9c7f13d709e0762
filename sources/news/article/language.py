"""Language detection."""

from typing import Final

_MIN_TEXT_LENGTH: Final = 120  # characters; for shorter texts the declaration of the page is used
_MAX_TEXT_LENGTH: Final = 2_000  # characters; language detection needs no more


def language_of(text: str, declared: str | None) -> str:
    """ISO 639-1 code of a text's language.

    Args:
        text: running text.
        declared: the language that the page declares, if any.
    """
    if declared and len(text) < _MIN_TEXT_LENGTH:
        return declared
    from py3langid import classify  # noqa: PLC0415  (loads a model: import only when needed)

    return str(classify(text[:_MAX_TEXT_LENGTH])[0])
