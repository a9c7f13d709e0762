"""Outcomes of requests, and the classification of a response by its status and body."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sources.fetch.outcome.challenge import looks_like_challenge
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

Outcome = Literal[
    "ok",
    "not_modified",
    "moved",
    "gone",
    "not_in_edition",
    "blocked",
    "challenge",
    "disallowed",
    "refused",
    "empty",
    "too_large",
    "wrong_type",
    "transient",
]
"""The outcome of a request. Only `ok` is archived.

`not_modified`: the last capture is still current. `moved`: redirected to another page or to a refused address. `gone`:
the page does not exist any more. `not_in_edition`: an edition has no page with this slug. `blocked`: the site refuses
the request. `challenge`: the site asks for proof of being human. `disallowed`: robots.txt disallows the address.
`refused`: the project does not connect to the address. `transient`: a later request may succeed.
"""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

Form = Literal["page", "feed"]
"""The expected content of an address: an HTML page, or a feed or sitemap in any text format."""

MAX_BODY_BYTES: Final = 16 * 1024 * 1024
"""Fifty times the largest report page. Larger bodies are stored but never parsed."""

_WINDOW_BYTES: Final = 4096
_TAIL_BYTES: Final = 4096
_MARKUP: Final = re.compile(
    rb"<(!doctype|html|head|body|div|p|h[1-6]|table|meta|title|article|center|font)\b", re.IGNORECASE
)
_HTML: Final = re.compile(rb"\s*(?:<!--.{0,999}?-->\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL)
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
_BINARY_TYPES: Final = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
_BY_PROBLEM: Final[dict[str, Outcome]] = {"empty": "empty", "too_large": "too_large", "wrong_type": "wrong_type"}
_BY_STATUS: Final[dict[int, Outcome]] = {
    202: "challenge",  # some bot walls answer with it while the browser solves a puzzle
    204: "empty",
    205: "empty",
    404: "gone",
    410: "gone",
    408: "transient",
    425: "transient",
    429: "transient",
}
"""Other client errors are refusals. A repeated request on the same day would give the same result."""


@dataclass(frozen=True)
class Classification:
    """An outcome with its reason in one line."""

    outcome: Outcome
    detail: str = ""


def validate_body(status: int | None, body: bytes, name: str, *, plain_text: bool = False) -> None:
    """Raises for a body that is no HTML page, and no plain text where that is allowed.

    Raises:
        PageProblemError: bad status, empty, too large, or another kind of file.
    """
    if status is not None and status != 200:
        raise PageProblemError(Reason.BAD_STATUS, f"the server answered {status}: {name}")
    if not body.strip():
        raise PageProblemError(Reason.EMPTY, f"the body is empty: {name}")
    if len(body) > MAX_BODY_BYTES:
        raise PageProblemError(Reason.TOO_LARGE, f"{len(body):,} bytes, the limit is {MAX_BODY_BYTES:,}: {name}")
    start = body[:_WINDOW_BYTES].lstrip()
    for magic, description in _FORMATS.items():
        if start.startswith(magic):
            raise PageProblemError(Reason.WRONG_TYPE, f"{description}, not a page: {name}")
    if start.startswith(_WIDE_BOMS):
        return
    if not plain_text and not _MARKUP.search(body[: 16 * _WINDOW_BYTES]):
        raise PageProblemError(Reason.WRONG_TYPE, f"the body has no HTML markup: {name}")


def classify_status(status: int, *, conditional: bool, country_page: bool) -> Classification | None:
    """The outcome of a status; None for 200, where the body decides. Redirects are not classified here.

    Args:
        status: the HTTP status.
        conditional: whether the request named the stored capture.
        country_page: whether the address is a country's page in an edition; then 404 is an answer, not a failure.
    """
    if status == 200:
        return None
    if status == 304:
        outcome: Outcome = "not_modified" if conditional else "transient"
    elif status == 404 and country_page:
        outcome = "not_in_edition"
    elif status in _BY_STATUS:
        outcome = _BY_STATUS[status]
    elif 400 <= status < 500:
        outcome = "blocked"
    else:
        outcome = "transient" if status >= 500 else "wrong_type"
    return Classification(outcome, f"the server answered {status}")


def classify_body(body: bytes, content_type: str, name: str, form: Form = "page") -> Classification:
    """The outcome of a response with status 200, from its body."""
    media_type = content_type.split(";", maxsplit=1)[0].strip().lower()
    if media_type.startswith(_BINARY_TYPES):
        return Classification("wrong_type", f"{media_type}, not a page")
    try:
        if form == "page" or not body.strip():
            validate_body(200, body, name)
    except PageProblemError as problem:
        return Classification(_BY_PROBLEM[problem.problem], problem.detail)
    if (form == "page" or _HTML.match(body)) and looks_like_challenge(body):
        return Classification("challenge", "the page asks its reader to prove to be human")
    return Classification("ok")


def has_complete_end(body: bytes, form: Form) -> bool:
    """Whether a body ends as its form requires: a page with its end tag, a feed with a closed element."""
    end = body[-_TAIL_BYTES:].lower()
    return b"</html" in end or b"</body" in end if form == "page" else end.rstrip().endswith((b">", b"}", b"]"))
