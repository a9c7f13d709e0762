"""The language of a text."""

from typing import Final

_ENOUGH: Final = 120  # characters; below that a page's own declaration is believed
_WINDOW: Final = 4_000


def language_of(text: str, declared: str | None) -> str:
    """ISO 639-1 code of a text's language.

    Args:
        text: running text.
        declared: what the page says, if anything.
    """
    if declared and len(text) < _ENOUGH:
        return declared
    from py3langid import classify  # noqa: PLC0415  (loads a model: only where needed)

    return str(classify(text[:_WINDOW])[0])
