"""Text of pages as people may see it: nothing in it moves a cursor, hides a line or turns the direction of writing."""

import re
from typing import Final

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters but tab and newline, invisible ones, marks of direction, halves of surrogate pairs."""


def visible(text: str) -> str:
    r"""The text with every character that is not seen, or that rules what is seen, as `\u202e`.

    JSON stays the same JSON: inside its strings the escape means the character.
    """
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
