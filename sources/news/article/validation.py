"""Rejection of pages without an article: paywalls, consent pages, comment threads, pages without text."""

import re
from typing import Final

from sources.news.relevance import mentions_report
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

MAX_TEXT: Final = 100_000
"""Characters of running text. The longest articles have half of this."""
_STUB_LENGTH: Final = 900  # characters; a page with more text is an article, whatever phrases it contains
_PAYWALL: Final = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep|unlock|access)|subscribers? only|already a (?:subscriber|member)"
    r"|to (?:continue|keep) reading|for (?:paid )?subscribers|available to (?:paid )?subscribers"
    r"|create (?:a )?free account to|unlock this (?:article|story)|reached your (?:free )?(?:article )?limit"
    r"|this (?:article|content) is premium|\"isaccessibleforfree\"\s*:\s*\"?false"
)
"""In lower case, each form with its first letter: with `re.IGNORECASE` a page takes six times as long."""
_CONSENT: Final = re.compile(
    r"before you continue|we value your privacy|(?:accept|reject|manage) (?:all )?(?:cookies|and continue)"
    r"|your privacy choices|consent to (?:the use|our use|cookies)|uses? cookies to|cookie (?:policy|settings"
    r"|preferences)",
    re.IGNORECASE,
)
_THREAD_ADDRESS: Final = re.compile(
    r"reddit\.com/r/|/comment-page-\d|/(?:forum|forums|viewtopic|showthread|thread|threads)[/.?]|disqus\.com"
    r"|news\.ycombinator\.com/item|/comments/?(?:$|\?)",
    re.IGNORECASE,
)
_COMMENT_LINE: Final = re.compile(
    r"^(?:.{1,40} (?:says|wrote|said|commented)\s*:?$|.{0,40}\b\d+ (?:minutes?|hours?|days?|weeks?|months?"
    r"|years?) ago\b"
    r"|(?:reply|report|like|upvote|quote|permalink|edited|flag)\W*$|(?:posted|reply) (?:by|to)\b.{1,40}$)",
    re.IGNORECASE,
)


def validate_article(url: str, text: str, page: str) -> None:
    """Raises an error if the text cannot be the text of an article.

    Args:
        url: address of the page.
        text: the extracted text.
        page: the markup of the page, or the plain text dump.

    Raises:
        PageProblemError: the page is a comment thread or a consent page, shows only the beginning before a paywall,
            or has no text.
    """
    if len(text) > MAX_TEXT:
        raise PageProblemError(Reason.TOO_LARGE, f"{len(text):,} characters of text, the limit is {MAX_TEXT:,}: {url}")
    if _is_comment_thread(url, text):
        raise PageProblemError(Reason.COMMENT_THREAD, f"the page is a comment thread, not an article: {url}")
    if len(text) < _STUB_LENGTH:
        shown = text if len(text) > 80 else page[: 256 * 1024]
        if _PAYWALL.search(page.lower()):
            raise PageProblemError(Reason.PAYWALL, f"a paywall hides the article after its beginning: {url}")
        if _CONSENT.search(shown) and not mentions_report(text):
            raise PageProblemError(Reason.CONSENT_PAGE, f"the page asks for consent and shows no article: {url}")
    if not text.strip():
        raise PageProblemError(Reason.NO_TEXT, f"the page has no running text: {url}")


def _is_comment_thread(url: str, text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    comments = sum(1 for line in lines if _COMMENT_LINE.match(line))
    if comments >= 4 and comments * 4 >= len(lines):
        return True
    return _THREAD_ADDRESS.search(url) is not None
