"""Classifying a response before anyone parses it, and recognising pages that only pretend to be one."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

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
"""What became of a request. Only `ok` is archived; `not_modified` says that the last capture still holds.

`moved`: redirected to another page or to where we do not go. `gone`: the address is no more. `not_in_edition`: an
edition has no page under this slug. `blocked`: the site refuses us. `challenge`: the site asks for proof of being
human. `disallowed`: robots.txt asks us not to fetch it. `refused`: we do not connect there. `transient`: may work
later.
"""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

Form = Literal["page", "feed"]
"""What is expected behind an address: an HTML page, or a feed or sitemap in any text format."""

MAX_BODY: Final = 16 * 1024 * 1024
"""Fifty times the largest report page; larger bodies are stored but never parsed."""

_WINDOW: Final = 4096
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
        raise PageProblemError(Reason.BAD_STATUS, f"the server answered {status}: {name}")
    if not body.strip():
        raise PageProblemError(Reason.EMPTY, f"the body is empty: {name}")
    if len(body) > MAX_BODY:
        raise PageProblemError(Reason.TOO_LARGE, f"{len(body):,} bytes, the limit is {MAX_BODY:,}: {name}")
    start = body[:_WINDOW].lstrip()
    for magic, what in _FORMATS.items():
        if start.startswith(magic):
            raise PageProblemError(Reason.WRONG_TYPE, f"{what}, not a page: {name}")
    if start.startswith(_WIDE_BOMS):
        return
    if not plain_text and not _MARKUP.search(body[: 16 * _WINDOW]):
        raise PageProblemError(Reason.WRONG_TYPE, f"no HTML markup in it: {name}")


_TAIL: Final = 4096

_BY_STATUS: Final[dict[int, Outcome]] = {
    202: "challenge",  # some bot walls answer so while the browser is to solve their puzzle
    204: "empty",
    205: "empty",
    404: "gone",
    410: "gone",
    408: "transient",
    425: "transient",
    429: "transient",
}
"""Other client errors are refusals: asking again the same night changes nothing."""


@dataclass(frozen=True)
class Judgement:
    """An outcome with one line that says why."""

    outcome: Outcome
    detail: str = ""


def judge_status(status: int, *, conditional: bool, country_page: bool) -> Judgement | None:
    """What a status alone tells; None for 200, where the body decides. Redirects are not judged here.

    Args:
        status: as the server sent it.
        conditional: whether the request said which capture is held already.
        country_page: whether the address is that of a country's page in an edition: then 404 is an answer, no failure.
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
    return Judgement(outcome, f"the server answered {status}")


def judge_body(body: bytes, content_type: str, name: str, form: Form = "page") -> Judgement:
    """What the body of a good response tells."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind.startswith(_NO_TEXT):
        return Judgement("wrong_type", f"{kind}, not a page")
    try:
        if form == "page" or not body.strip():
            classify(200, body, name)
    except PageProblemError as problem:
        return Judgement(_PROBLEM_OUTCOMES[problem.problem], problem.detail)
    if (form == "page" or _HTML.match(body)) and looks_like_challenge(body):
        return Judgement("challenge", "the page asks its reader to prove to be human")
    return Judgement("ok")


def ends_well(body: bytes, form: Form) -> bool:
    """Whether a text ends where texts of its kind end: with a closed element, pages with that of the document."""
    end = body[-_TAIL:].lower()
    return b"</html" in end or b"</body" in end if form == "page" else end.rstrip().endswith((b">", b"}", b"]"))


_PROBLEM_OUTCOMES: Final[dict[str, Outcome]] = {"empty": "empty", "too_large": "too_large", "wrong_type": "wrong_type"}
_NO_TEXT: Final = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
_WALL_SIZE: Final = 256 * 1024
_WALL_WORDS: Final = 400
"""A bot wall has little to read; a report page that says "access denied" somewhere has much."""

_TAGS: Final = re.compile(r"<[^<>]*>")


def looks_like_challenge(body: bytes) -> bool:
    """Whether a body is a bot wall: the words of one, and little else to read."""
    if len(body) > _WALL_SIZE:
        return False
    text = body.decode("ascii", errors="replace")  # so that lower case is as long as upper case
    words = len(_TAGS.sub(" ", _without_scripts(text)).split())  # counted first: the cheaper test of the two
    return words < _WALL_WORDS and is_challenge(text)


def _without_scripts(text: str) -> str:
    """The text without what stands in script and style elements; takes time linear in its length."""
    for tag in ("script", "style"):
        kept, lower, position = [], text.lower(), 0
        while (start := lower.find(f"<{tag}", position)) >= 0:
            kept.append(text[position:start])
            end = lower.find(f"</{tag}", start)
            position = len(text) if end < 0 else end
        text = "".join([*kept, text[position:]])
    return text


def is_challenge(text: str) -> bool:
    """Whether a page that is in no known layout asks its reader to prove to be human, or refuses."""
    return _CHALLENGE.search(text[: 64 * 1024]) is not None
