"""Recognition of bot walls: pages that refuse a reader or ask for proof of being human."""

import re
from typing import Final

_CHALLENGE: Final = re.compile(
    r"just a moment\.\.\.|cf-chl|cf_chl_opt|challenge-platform|checking your browser|verify(?:ing)? (?:that )?you are"
    r" (?:a )?human|are you a (?:human|robot)|access denied|request unsuccessful|incapsula|pardon our interruption"
    r"|attention required|enable javascript and cookies|g-recaptcha|h-captcha|px-captcha|unusual traffic",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_SEARCHED_CHARACTERS: Final = 64 * 1024
_MAX_WALL_BYTES: Final = 256 * 1024
_MAX_WALL_WORDS: Final = 400
"""A bot wall has little text. A report page that contains "access denied" has much more."""


def is_challenge(text: str) -> bool:
    """Whether a page in no known layout contains the words of a bot wall."""
    return _CHALLENGE.search(text[:_SEARCHED_CHARACTERS]) is not None


def looks_like_challenge(body: bytes) -> bool:
    """Whether a body is a bot wall: it contains the words of one, and little other text."""
    if len(body) > _MAX_WALL_BYTES:
        return False
    text = body.decode("ascii", errors="replace")  # ASCII, because lower case then keeps the length
    words = len(_TAG.sub(" ", _without_scripts(text)).split())  # counted first, because it is cheaper
    return words < _MAX_WALL_WORDS and is_challenge(text)


def _without_scripts(text: str) -> str:
    """The text without script and style elements, in time linear in its length."""
    for tag in ("script", "style"):
        pieces, lower, position = [], text.lower(), 0
        while (start := lower.find(f"<{tag}", position)) >= 0:
            pieces.append(text[position:start])
            end = lower.find(f"</{tag}", start)
            position = len(text) if end < 0 else end
        text = "".join([*pieces, text[position:]])
    return text
