"""Classifying a response before anyone parses it, and recognising pages that only pretend to be one."""

import re
from typing import Final

from sources.problems import PageProblemError

MAX_BODY: Final = 16 * 1024 * 1024
"""Fifty times the largest report page; larger bodies are stored but never parsed."""

_WINDOW: Final = 4096
_MARKUP: Final = re.compile(
    rb"<(!doctype|html|head|body|div|p|h[1-6]|table|meta|title|article|center|font)\b", re.IGNORECASE
)
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_FORMATS: Final = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip file",
}
_CHALLENGE: Final = re.compile(
    r"just a moment\.\.\.|cf-chl|cf_chl_opt|challenge-platform|checking your browser|verify(?:ing)? (?:that )?you are"
    r" (?:a )?human|are you a (?:human|robot)|access denied|request unsuccessful|incapsula|pardon our interruption"
    r"|attention required|enable javascript and cookies|g-recaptcha|h-captcha|px-captcha|unusual traffic",
    re.IGNORECASE,
)


def classify(status: int | None, body: bytes, name: str, *, plain_text: bool = False) -> None:
    """Passes a body that can be an HTML page, or plain text where that is welcome.

    Raises:
        PageProblemError: bad status, empty, too large, or another kind of file.
    """
    if status is not None and status != 200:
        raise PageProblemError("bad_status", f"the server answered {status}: {name}")
    if not body.strip():
        raise PageProblemError("empty", f"the body is empty: {name}")
    if len(body) > MAX_BODY:
        raise PageProblemError("too_large", f"{len(body):,} bytes, the limit is {MAX_BODY:,}: {name}")
    start = body[:_WINDOW].lstrip()
    for magic, what in _FORMATS.items():
        if start.startswith(magic):
            raise PageProblemError("wrong_type", f"{what}, not a page: {name}")
    if start.startswith(_WIDE_BOMS):
        return
    if not plain_text and not _MARKUP.search(body[: 16 * _WINDOW]):
        raise PageProblemError("wrong_type", f"no HTML markup in it: {name}")


def is_challenge(text: str) -> bool:
    """Whether a page that is in no known layout asks its reader to prove to be human, or refuses."""
    return _CHALLENGE.search(text[: 64 * 1024]) is not None
