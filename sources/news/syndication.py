"""The signature of an article, by which copies in other papers are found (`sources.news.copies`).

The method is MinHash over shingles of five words with banded buckets. Signatures are computed when a page is parsed and
stored beside its text.
"""

import re
import zlib
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")
_SHINGLE_WORDS: Final = 5
BANDS: Final = 16
ROWS: Final = 4
"""The bands of a signature, and the numbers of a band."""

_PRIME: Final = (1 << 31) - 1  # products of two numbers below it fit into 64 bits
_MIN_SHINGLES: Final = 8


def signature(text: str) -> bytes:
    """MinHash of a text; empty if the text is too short to compare."""
    shingles = _shingles(text)
    if len(shingles) < _MIN_SHINGLES:
        return b""
    factors, summands = _coefficients()
    hashed = np.fromiter(shingles, dtype=np.uint64, count=len(shingles)) % np.uint64(_PRIME)
    minima = ((factors[:, None] * hashed[None, :] + summands[:, None]) % np.uint64(_PRIME)).min(axis=1)
    return bytes(minima.astype("<u4").tobytes())


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
    for _ in range(2 * BANDS * ROWS):
        state = (6_364_136_223_846_793_005 * state + 1_442_695_040_888_963_407) % (1 << 64)
        drawn.append((state >> 16) % (_PRIME - 1) + 1)
    return np.array(drawn[::2], dtype=np.uint64), np.array(drawn[1::2], dtype=np.uint64)
