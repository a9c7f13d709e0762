"""Relevance of a listed article by its headline, summary and address, before its request.

The test accepts false positives: accepted articles are fetched, and `sources.news.relevance` decides on their text.
"""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from sources.news.relevance import SUBJECT

_REPORT: Final = re.compile(
    r"\btier[ -]?(?:1|2|3|one|two|three|i{1,3})\b|\bwatch[ -]?list|\bblack[ -]?list|\btip report\b"
    r"|\b(?:nivel|nível|niveau) [123]\b|lista de (?:vigilancia|observa)|liste de surveillance",
    re.IGNORECASE,
)
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")

ADDRESS_WORDS: Final = (
    "traffick", "tip-report", "watch-list", "watchlist", "blacklist", "tier-1", "tier-2", "tier-3", "trata-de",
    "modern-slavery", "trafico-de-pe", "trafico-human", "traite-des", "traite-de-p", "forced-labo",
)  # fmt: skip
"""Words in addresses of relevant articles, for services that search addresses by pattern."""


def may_concern(*texts: str) -> bool:
    """Whether a headline or a summary mentions human trafficking, a tier or a watch list."""
    low = " ".join(texts).casefold()
    return any(word in low for word in SUBJECT) or _REPORT.search(low) is not None


def address_may_concern(url: str) -> bool:
    """Whether an address contains such words."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    words = _BETWEEN_WORDS.sub(" ", unquote(f"{parts.path} {parts.query}"))
    slug = words.casefold().replace(" ", "-")
    return may_concern(words) or any(word in slug for word in ADDRESS_WORDS)
