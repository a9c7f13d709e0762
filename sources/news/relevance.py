"""Relevance of a page or a text: whether it is about human trafficking and the report."""

from typing import Final

SUBJECT: Final = (
    "traffick",
    "modern slavery",
    "modern-day slavery",
    "forced labo",
    "sex slave",
    "trata de",
    "tráfico de pe",
    "tráfico human",
    "tráfico de ser",
    "traite des",
    "traite de p",
)
"""Words about human trafficking in the languages of the articles, in lower case."""

_REPORT: Final = (
    "tier",
    "watch list",
    "watchlist",
    "watch-list",
    "blacklist",
    "state department",
    "department of state",
    "trafficking in persons",
    "tip report",
    "nivel",
    "nível",
    "niveau",
    "lista de",
    "liste de surveillance",
    "departamento de estado",
    "département d",
)
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


def _as_bytes(words: tuple[str, ...]) -> tuple[bytes, ...]:
    """The words in the usual encodings of pages."""
    encoded = {word.encode(encoding) for word in words for encoding in ("utf-8", "cp1252")}
    return tuple(sorted(encoded))


_SUBJECT_BYTES: Final = _as_bytes(SUBJECT)
_REPORT_BYTES: Final = _as_bytes(_REPORT)


def looks_relevant(body: bytes) -> bool:
    """Whether the bytes of a page contain words about human trafficking and about the report, without parsing.

    False positives are possible, for example pages that only link to such an article. False negatives are not.
    """
    if body.startswith(_WIDE_BOMS):
        return mentions_report(body.decode("utf-16", errors="ignore"))
    low = body.lower()
    return any(word in low for word in _SUBJECT_BYTES) and any(word in low for word in _REPORT_BYTES)


def mentions_report(text: str) -> bool:
    """Whether a text contains words about human trafficking and words that can mean the report."""
    low = text.casefold()
    return any(word in low for word in SUBJECT) and any(word in low for word in _REPORT)
