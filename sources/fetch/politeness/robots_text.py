"""The body of a robots.txt as text, and refusal of another file in its place."""

import codecs
import re
from typing import Final

_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_INVISIBLE: Final = re.compile("[\ufeff\u200b\u2060]")
"""Byte order marks, which joined files have in the middle too, and other characters that hide the name of a field."""

_MARKUP: Final = re.compile(r"^\s*<", re.MULTILINE)
_COMMENT: Final = re.compile(r"#[^\r\n]*")
_FIELD: Final = re.compile(
    r"^\s*(?:user[- ]?agents?|diss?al+[ao]w|allow|site-?maps?|crawl[- ]delay|request[- ]rate|visit[- ]time|host"
    r"|clean-param|noindex|content-(?:signal|usage))\s*(?::|\s)",
    re.IGNORECASE | re.MULTILINE,
)


class NoRobotsFileError(ValueError):
    """The body is not a robots.txt: a sign-in page, an error message, a picture."""


def decode_robots(body: bytes) -> str:
    """The text of a robots.txt without byte order marks; empty for a file without rules.

    Raises:
        NoRobotsFileError: the body has text, and it is markup or has no field of a robots.txt.
    """
    encoding = next((name for bom, name in _UTF_16.items() if body.startswith(bom)), "utf-8")
    text = _INVISIBLE.sub("", body.decode(encoding, errors="replace"))
    rules = _COMMENT.sub("", text)
    if not rules.strip():
        return ""
    if "\0" in rules:
        raise NoRobotsFileError("the body is not text")
    if _MARKUP.search(rules):
        raise NoRobotsFileError("the body is a page")
    if not _FIELD.search(rules):
        raise NoRobotsFileError("the body has no rules")
    return text
