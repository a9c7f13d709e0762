"""Copies of one article in several papers: near-duplicates by their words. The earliest is the original.

The method is MinHash over shingles of five words with banded buckets. Its time grows with the number of articles, not
of pairs. Articles are compared only by their signatures, which are computed when a page is parsed and stored beside its
text.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")
_SHINGLE_WORDS: Final = 5
_BANDS: Final = 16
_ROWS: Final = 4
_PRIME: Final = (1 << 31) - 1  # products of two numbers below it fit into 64 bits
_MIN_SHINGLES: Final = 8
_MAX_ORIGINALS: Final = 16
"""The earliest originals of one bucket are compared: boilerplate shared by many articles must not pair all of them."""

MIN_COPY_SHARE: Final = 0.6
"""Lowest estimated share of common shingles of two copies. Papers cut agency reports at the end and change the first
lines, so a copy shares well over half. Two reports of one event share only a few quotations."""


@dataclass(frozen=True)
class ArticleSignature:
    """An article with its day of publication and the signature of its text."""

    article_id: str
    published: date | None
    signature: bytes


def originals(articles: Sequence[ArticleSignature]) -> dict[str, str]:
    """The original of each article, by identity. An article that is not a copy is its own original.

    The earliest article of a group is the original, and every copy is similar to it. Articles without a day come last.
    Ties are ordered by identity, so the order of the input has no effect.
    """
    ordered = sorted(articles, key=lambda article: (article.published or date.max, article.article_id))
    found = {article.article_id: article.article_id for article in ordered}
    compared = [article for article in ordered if article.signature]
    if not compared:
        return found
    values = _values(compared)
    buckets: dict[int, list[int]] = defaultdict(list)
    for at, keys in _shared_keys(values):
        earlier = list(dict.fromkeys(other for key in keys for other in buckets.get(key, ())))
        shares = [(float((values[at] == values[other]).mean()), -other) for other in sorted(earlier)]
        share, other = max(shares, default=(0.0, 0))
        if share >= MIN_COPY_SHARE:
            found[compared[at].article_id] = compared[-other].article_id
            continue
        for key in keys:
            if len(buckets[key]) < _MAX_ORIGINALS:
                buckets[key].append(at)
    return found


def signature(text: str) -> bytes:
    """MinHash of a text; empty if the text is too short to compare."""
    shingles = _shingles(text)
    if len(shingles) < _MIN_SHINGLES:
        return b""
    factors, summands = _coefficients()
    hashed = np.fromiter(shingles, dtype=np.uint64, count=len(shingles)) % np.uint64(_PRIME)
    minima = ((factors[:, None] * hashed[None, :] + summands[:, None]) % np.uint64(_PRIME)).min(axis=1)
    return bytes(minima.astype("<u4").tobytes())


def similarity(first: bytes, second: bytes) -> float:
    """Estimated share of common shingles of two texts, from their signatures."""
    if not first or not second:
        return 0.0
    return float((np.frombuffer(first, "<u4") == np.frombuffer(second, "<u4")).mean())


def _shingles(text: str) -> set[int]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {
        zlib.crc32(" ".join(words[at : at + _SHINGLE_WORDS]).encode("utf-8", "surrogatepass")) + 1
        for at in range(max(0, len(words) - _SHINGLE_WORDS + 1))
    }


@cache
def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Fixed coefficients of the hash functions from a linear congruential generator: the same in every run."""
    state, drawn = 20_000_711, []
    for _ in range(2 * _BANDS * _ROWS):
        state = (6_364_136_223_846_793_005 * state + 1_442_695_040_888_963_407) % (1 << 64)
        drawn.append((state >> 16) % (_PRIME - 1) + 1)
    return np.array(drawn[::2], dtype=np.uint64), np.array(drawn[1::2], dtype=np.uint64)


def _values(articles: Sequence[ArticleSignature]) -> NDArray[np.uint32]:
    """The signatures as one array, one row per article."""
    joined = b"".join(article.signature for article in articles)
    return np.frombuffer(joined, "<u4").reshape(len(articles), _BANDS * _ROWS)


def _shared_keys(values: NDArray[np.uint32]) -> list[tuple[int, list[int]]]:
    """The articles that share a band with another article, in order, each with the keys of its shared bands.

    Most articles share none. Sorting finds them here, so they need no bucket.
    """
    keys = _band_keys(values)
    _, index, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared = (counts > 1)[index].reshape(keys.shape)
    return [(int(at), keys[at][shared[at]].tolist()) for at in np.flatnonzero(shared.any(axis=1))]


def _band_keys(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One key for each band of each article. Equal bands at different positions have different keys."""
    bands = values.astype(np.uint64).reshape(len(values), _BANDS, _ROWS)
    keys = np.arange(1, _BANDS + 1, dtype=np.uint64)[None, :].repeat(len(values), axis=0)
    for row in range(_ROWS):  # overflow at 64 bits is intended
        keys = (keys ^ bands[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys
