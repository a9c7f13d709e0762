"""Text of pages without control characters: none of it can move a cursor, hide a line or reverse the direction."""

import re
from typing import Final

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters except tab and newline, invisible and direction characters, lone surrogates."""


def visible(text: str) -> str:
    r"""The text with every invisible or control character escaped, such as `\u202e`.

    JSON stays the same JSON: inside its strings the escape means the character.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
