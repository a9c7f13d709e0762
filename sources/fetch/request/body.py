"""Bodies from the network: read piece by piece, unpacked piece by piece, bounded before and after."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

ACCEPTED: Final = "gzip, deflate"
"""The content codings we ask for. What comes in another one is not read."""

_PIECE: Final = 256 * 1024


class TooLargeError(Exception):
    """The body is beyond the limit; what is left of it was not read."""


class BrokenBodyError(Exception):
    """The body is cut off, or not in the coding its headers name."""


def unpack(pieces: Iterable[bytes], coding: str, *, max_packed: int, max_body: int) -> bytes:
    """The body after content decoding.

    Never more than the limit and one piece is held, however much a few bytes would unpack to.

    Args:
        pieces: the body as it comes.
        coding: value of the Content-Encoding header; one coding at most.
        max_packed: largest size as it comes, in bytes.
        max_body: largest size after decoding, in bytes.

    Raises:
        TooLargeError: a limit is passed.
        BrokenBodyError: the coding is unknown, or the bytes are not in it.
    """
    coding = coding.strip().lower()
    bounded = _bounded(pieces, max_packed, "as it comes")
    if coding in ("", "identity"):
        unpacked: Iterator[bytes] = bounded
    elif coding in ("gzip", "x-gzip"):
        unpacked = _inflate(bounded, zlib.MAX_WBITS | 16)
    elif coding == "deflate":
        unpacked = _inflate(bounded, zlib.MAX_WBITS)
    else:
        raise BrokenBodyError(f"the body is in the coding {coding[:40]!r}, which we did not ask for")
    return b"".join(_bounded(unpacked, max_body, "unpacked"))


def _bounded(pieces: Iterable[bytes], limit: int, what: str) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLargeError(f"the body is larger than {limit:,} bytes {what}")
        yield piece


def _inflate(pieces: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Unpacks one or more gzip members, or one deflate stream with or without a zlib header."""
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
                out = member.decompress(data, _PIECE)
            except zlib.error as error:
                if begun or window != zlib.MAX_WBITS:
                    raise BrokenBodyError(f"the body cannot be unpacked: {error}") from error
                window = -zlib.MAX_WBITS  # servers send deflate without its header too
                member = zlib.decompressobj(window)
                continue
            begun = True
            data = member.unconsumed_tail or member.unused_data
            if out:
                yield out
    if begun and not member.eof:
        yield from _rest(member)


def _rest(member: "zlib._Decompress") -> Iterator[bytes]:
    out = member.flush(_PIECE)
    if not member.eof:
        raise BrokenBodyError("the body is cut off")
    yield out
