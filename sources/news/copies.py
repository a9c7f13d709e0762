"""Copies of one article in several papers: near-duplicates by their signatures. The earliest is the original.

Signatures (`sources.news.syndication`) are compared where they share a band. The time grows with the number of
articles, not of pairs.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sources.news.syndication import BANDS, ROWS

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
        earlier = sorted({other for key in keys for other in buckets.get(key, ())})
        if earlier:
            common = (values[earlier] == values[at]).sum(axis=1)
            most = int(common.argmax())  # of several the earliest
            if common[most] >= MIN_COPY_SHARE * BANDS * ROWS:
                found[compared[at].article_id] = compared[earlier[most]].article_id
                continue
        for key in keys:
            if len(buckets[key]) < _MAX_ORIGINALS:
                buckets[key].append(at)
    return found


def similarity(first: bytes, second: bytes) -> float:
    """Estimated share of common shingles of two texts, from their signatures."""
    if not first or not second:
        return 0.0
    return float((np.frombuffer(first, "<u4") == np.frombuffer(second, "<u4")).mean())


def _values(articles: Sequence[ArticleSignature]) -> NDArray[np.uint32]:
    """The signatures as one array, one row per article."""
    joined = b"".join(article.signature for article in articles)
    return np.frombuffer(joined, "<u4").reshape(len(articles), BANDS * ROWS)


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
    bands = values.astype(np.uint64).reshape(len(values), BANDS, ROWS)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)[None, :].repeat(len(values), axis=0)
    for row in range(ROWS):  # overflow at 64 bits is intended
        keys = (keys ^ bands[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys
