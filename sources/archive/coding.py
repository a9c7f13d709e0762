"""Transfer and content codings of an HTTP body: chunked, gzip, deflate, brotli, zstd.

A body that is not in the coding of its header is returned unchanged, because many crawlers keep the header and store
the decoded body. A body that ends before its coding does is decoded as far as possible, and named as damaged.
"""

import io
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import brotli
import zstandard

STORED_LIMIT_BYTES: Final = 64 * 1024 * 1024
"""Larger bodies are not archived. No page has a thousandth of this size."""

ZSTD: Final = b"\x28\xb5\x2f\xfd"
"""The first bytes of a zstd frame."""

_PIECE_BYTES: Final = 1 << 20
_ZSTD_PIECE_BYTES: Final = 1 << 11  # 128 KB of decoded bytes may come from four bytes
_CHUNK_LINE: Final = re.compile(rb"\s*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")

Decoded = tuple[bytes, str | None]
"""A decoded body, and how it is damaged; None for a whole one."""


def decode_body(body: bytes, headers: Any) -> Decoded:
    """Decodes the body of an HTTP response.

    Args:
        body: the body as transferred.
        headers: the HTTP headers, with `get`.
    """
    damage = None
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        body, damage = _decode_chunked(body)
    for name in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        if decode := _DECODERS.get(name.strip()):
            body, new_damage = decode(body)
            damage = damage or new_damage
    return body, damage


def is_coded(body: bytes, headers: Any) -> bool:
    """Whether a body is in the content coding of its header, as far as its first bytes show."""
    names = [name.strip() for name in (headers.get("Content-Encoding") or "").lower().split(",")]
    coding = names[-1]
    if coding in ("gzip", "x-gzip"):
        return body.startswith(b"\x1f\x8b")
    if coding == "zstd":
        return body.startswith(ZSTD)
    return coding in ("", "identity") or decode_body(body, {"Content-Encoding": coding})[0] != body


def _decode_chunked(body: bytes) -> Decoded:
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415  (imports fsspec: for few bodies only)

    decoded = read_limited(ChunkedDataReader(io.BytesIO(body)))
    position = 0
    while line := _CHUNK_LINE.match(body, position):
        size = int(line[1], 16)
        if size == 0:
            return decoded, None
        position = line.end() + size
    is_chunked = _CHUNK_LINE.match(body) is not None and decoded != body
    return decoded, "its chunked body is unfinished" if is_chunked else None


def _zlib_decoder(name: str, window: int) -> Callable[[bytes], Decoded]:
    def decode(body: bytes) -> Decoded:
        decoder = zlib.decompressobj(window)
        try:
            decoded = decoder.decompress(body, STORED_LIMIT_BYTES + 1)
        except zlib.error:
            decoded = b""
        if decoder.eof and not decoder.unused_data:
            return decoded, None
        is_cut = bool(decoded) and not decoder.eof and len(decoded) <= STORED_LIMIT_BYTES
        from warcio.bufferedreaders import BufferedReader  # noqa: PLC0415  (as above)

        tolerant = read_limited(BufferedReader(io.BytesIO(body), decomp_type="gzip" if window > 15 else "deflate"))
        is_cut = is_cut or (window > 15 and body.startswith(b"\x1f\x8b\x08") and not decoder.eof)
        return tolerant, f"its {name} coding is unfinished" if is_cut else None

    return decode


def _decode_brotli(body: bytes) -> Decoded:
    """Decodes brotli, because warcio does not support the current brotli package. Returns any other body unchanged."""
    decoder = brotli.Decompressor()
    pieces, total = [], 0
    try:
        piece = decoder.process(body, output_buffer_limit=_PIECE_BYTES)
        while piece and total <= STORED_LIMIT_BYTES:
            pieces.append(piece)
            total += len(piece)
            piece = decoder.process(b"", output_buffer_limit=_PIECE_BYTES)
    except brotli.error:
        return body, "its brotli coding is damaged" if total else None
    is_cut = not decoder.is_finished() and total <= STORED_LIMIT_BYTES
    return b"".join(pieces), "its brotli coding is unfinished" if is_cut else None


def _decode_zstd(body: bytes) -> Decoded:
    """Decodes one or more zstd frames. Returns any other body unchanged."""
    if not body.startswith(ZSTD):
        return body, None
    pieces, total, rest = [], 0, body
    while rest and total <= STORED_LIMIT_BYTES:
        decoder = zstandard.ZstdDecompressor().decompressobj()
        for at in range(0, len(rest), _ZSTD_PIECE_BYTES):
            try:
                pieces.append(decoder.decompress(rest[at : at + _ZSTD_PIECE_BYTES]))
            except zstandard.ZstdError:
                return b"".join(pieces), "its zstd coding is damaged"
            total += len(pieces[-1])
            if decoder.eof or total > STORED_LIMIT_BYTES:
                rest = decoder.unused_data + rest[at + _ZSTD_PIECE_BYTES :]
                break
        else:
            return b"".join(pieces), "its zstd coding is unfinished"
    return b"".join(pieces), None


def read_limited(stream: Any) -> bytes:
    """Reads a decoding stream to its end, or until it passes the limit."""
    pieces, total = [], 0
    while total <= STORED_LIMIT_BYTES and (piece := stream.read(_PIECE_BYTES)):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


_DECODERS: Final[Mapping[str, Callable[[bytes], Decoded]]] = {
    "gzip": _zlib_decoder("gzip", 31),
    "x-gzip": _zlib_decoder("gzip", 31),
    "deflate": _zlib_decoder("deflate", 15),
    "br": _decode_brotli,
    "zstd": _decode_zstd,
}
