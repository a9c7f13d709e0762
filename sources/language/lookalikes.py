"""Plain forms of words printed with letters that only look Latin, or with invisible marks inside.

Pages contain soft hyphens, zero-width marks, no-break hyphens, full-width digits, and Cyrillic or Greek letters that
look like Latin ones. `plain_text` replaces them, and knows where each character was.

Only characters that leave no doubt are replaced. Superscripts stay: behind a number they are a footnote.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

_CYRILLIC: Final = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухҺһԁԛԜԝӀӏ", "ABESIJKMHOPCTYXaesijopcyxHhdqWwIl", strict=True))
_GREEK: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True))
_LATIN: Final = {"ı": "i", "ɪ": "I", "ʟ": "L", "ⅼ": "l", "ǀ": "I", "\u0406": "I"}
_DASHES: Final = dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-")
_LOOKALIKES: Final = {**_CYRILLIC, **_GREEK, **_LATIN, **_DASHES}
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_ROMAN_AND_FULL_WIDTH: Final = "\u2160-\u217f\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff"
"""Characters that NFKC replaces by letters and digits: Roman numerals, full-width forms, ligatures, letters of
formulas."""
_ODD: Final = re.compile(f"[{_INVISIBLE}{_ROMAN_AND_FULL_WIDTH}{''.join(_LOOKALIKES)}]")
_NO_LETTER: Final = re.compile(f"[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in plain letters.

    Attributes:
        text: the plain text.
        places: for each character of it and for its end, the position in the original; None if nothing was replaced.
    """

    text: str
    places: Sequence[int] | None = None

    def place(self, position: int) -> int:
        """The position in the original text of a position in the plain text."""
        return position if self.places is None else self.places[position]

    def end(self, position: int) -> int:
        """The end in the original text, exclusive, of a span that ends at a position in the plain text."""
        return position if self.places is None or position == 0 else self.places[position - 1] + 1


def plain_text(text: str) -> PlainText:
    """A text with plain letters: NFKC, without invisible marks, with Latin letters for those that look like them."""
    if is_plain(text):
        return PlainText(text)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character) if not character.isascii() else character
        letters.append(plain)
        places.extend([place] * len(plain))
    return PlainText("".join(letters), [*places, len(text)])


def is_plain(text: str) -> bool:
    """Whether a text has no character that `plain_text` replaces."""
    return text.isascii() or _ODD.search(text) is None


@cache
def _plain(character: str) -> str:
    if _ODD.match(character) is None:
        return character
    if _NO_LETTER.match(character):
        return ""
    known = _LOOKALIKES.get(character)
    return known if known is not None else unicodedata.normalize("NFKC", character)
