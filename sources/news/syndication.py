"""Copies of one article in several papers: near-duplicates by their words, the earliest the original.

MinHash over shingles of five words with banded buckets: time grows with the number of articles, not of pairs.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_WORD: Final = re.compile(r"\w+")
_SHINGLE: Final = 5
_BANDS: Final = 16
_ROWS: Final = 4
_PRIME: Final = (1 << 61) - 1
ALIKE: Final = 0.6
"""Estimated share of common shingles from which two texts are copies. Papers cut agency copy at the end and change
its first lines, so a copy shares well over half, while two reports of one event share a few quotations."""


@dataclass(frozen=True)
class Copy:
    """An article as it is compared: its identity, its day and its text."""

    article_id: str
    published: date | None
    text: str


def originals(articles: Sequence[Copy]) -> dict[str, str]:
    """The original of each article by identity; an article that is no copy is its own.

    The earliest of a group is its original; articles without a day come last, ties go by identity, so that the order
    of the input does not matter.
    """
    ordered = sorted(articles, key=lambda article: (article.published or date.max, article.article_id))
    signatures = {article.article_id: signature(article.text) for article in ordered}
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for article in ordered:
        own = signatures[article.article_id]
        original = _first_alike(own, _candidates(own, buckets), signatures)
        found[article.article_id] = found[original] if original is not None else article.article_id
        for key in _keys(own):
            buckets[key].append(article.article_id)
    return found


def signature(text: str) -> tuple[int, ...]:
    """MinHash of a text; empty where it has too few words to be told from others."""
    shingles = _shingles(text)
    if len(shingles) < 8:
        return ()
    return tuple(min((a * shingle + b) % _PRIME for shingle in shingles) for a, b in _COEFFICIENTS)


def similarity(first: Sequence[int], second: Sequence[int]) -> float:
    """Estimated share of common shingles of two texts, from their signatures."""
    if not first or not second:
        return 0.0
    return sum(left == right for left, right in zip(first, second, strict=True)) / len(first)


def _shingles(text: str) -> set[int]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {
        zlib.crc32(" ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass")) + 1
        for at in range(max(0, len(words) - _SHINGLE + 1))
    }


def _coefficients() -> tuple[tuple[int, int], ...]:
    """Fixed pairs for the hash functions, spread by a linear congruence: the same in every run."""
    state, pairs = 20_000_711, []
    for _ in range(_BANDS * _ROWS):
        values = []
        for _ in range(2):
            state = (6_364_136_223_846_793_005 * state + 1_442_695_040_888_963_407) % (1 << 64)
            values.append(state % (_PRIME - 1) + 1)
        pairs.append((values[0], values[1]))
    return tuple(pairs)


_COEFFICIENTS: Final = _coefficients()


def _keys(own: Sequence[int]) -> Iterable[tuple[int, tuple[int, ...]]]:
    return ((band, tuple(own[band * _ROWS : (band + 1) * _ROWS])) for band in range(_BANDS if own else 0))


def _candidates(own: Sequence[int], buckets: dict[tuple[int, tuple[int, ...]], list[str]]) -> list[str]:
    """Earlier articles that share a band, each once, in order."""
    return list(dict.fromkeys(other for key in _keys(own) for other in buckets.get(key, ())))


def _first_alike(own: Sequence[int], candidates: Iterable[str], signatures: dict[str, tuple[int, ...]]) -> str | None:
    alike = [(similarity(own, signatures[other]), other) for other in candidates]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None
