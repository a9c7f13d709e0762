"""Bodies from the network: read and decompressed piece by piece, with a maximum size before and after."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

ACCEPTED: Final = "gzip, deflate"
"""The requested content codings. A body in another coding is not read."""

_PIECE_BYTES: Final = 256 * 1024


class TooLargeError(Exception):
    """The body is larger than the limit. The rest of it was not read."""


class BrokenBodyError(Exception):
    """The body is truncated, or not in the coding of its headers."""


def decompress(pieces: Iterable[bytes], coding: str, *, max_compressed_bytes: int, max_body_bytes: int) -> bytes:
    """The body after content decoding.

    Memory use is at most the limit and one piece, also for a decompression bomb.

    Args:
        pieces: the body from the network.
        coding: value of the Content-Encoding header; at most one coding.
        max_compressed_bytes: maximum size before decompression.
        max_body_bytes: maximum size after decompression.

    Raises:
        TooLargeError: the body is larger than a limit.
        BrokenBodyError: the coding is unknown, or the bytes are not in it.
    """
    coding = coding.strip().lower()
    limited = _limited(pieces, max_compressed_bytes, "before decompression")
    if coding in ("", "identity"):
        decompressed: Iterator[bytes] = limited
    elif coding in ("gzip", "x-gzip"):
        decompressed = _inflate(limited, zlib.MAX_WBITS | 16)
    elif coding == "deflate":
        decompressed = _inflate(limited, zlib.MAX_WBITS)
    else:
        raise BrokenBodyError(f"the body is in the coding {coding[:40]!r}, which was not requested")
    return b"".join(_limited(decompressed, max_body_bytes, "after decompression"))


def _limited(pieces: Iterable[bytes], limit: int, stage: str) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLargeError(f"the body is larger than {limit:,} bytes {stage}")
        yield piece


def _inflate(pieces: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Decompresses one or more gzip members, or one deflate stream with or without a zlib header."""
    member = zlib.decompressobj(window)
    begun = False
    for piece in pieces:
        data = piece
        while data:
            if member.eof:
                if window < zlib.MAX_WBITS | 16 or not data.strip(b"\0"):
                    return  # padding after the end
                member = zlib.decompressobj(window)
            try:
                out = member.decompress(data, _PIECE_BYTES)
            except zlib.error as error:
                if begun or window != zlib.MAX_WBITS:
                    raise BrokenBodyError(f"the body cannot be decompressed: {error}") from error
                window = -zlib.MAX_WBITS  # some servers send deflate without its header
                member = zlib.decompressobj(window)
                continue
            begun = True
            data = member.unconsumed_tail or member.unused_data
            if out:
                yield out
    if begun and not member.eof:
        yield from _end_of_stream(member)


def _end_of_stream(member: "zlib._Decompress") -> Iterator[bytes]:
    out = member.flush(_PIECE_BYTES)
    if not member.eof:
        raise BrokenBodyError("the body is truncated")
    yield out
