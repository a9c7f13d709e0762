"""The decompressed bytes of a WARC file, member by member, and the places where bytes are lost.

A member is a part of a file that is decompressed by itself: a gzip member, a zstd frame, or a whole plain file. After a
damaged member or other bytes, reading continues at the next member.
"""

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import zstandard

from sources.archive.coding import ZSTD
from sources.archive.segment_store import open_segment

GZIP: Final = b"\x1f\x8b\x08"
"""The first bytes of a gzip member."""

_SKIPPABLE: Final = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""The first bytes of a skippable zstd frame."""

_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
"""The first bytes of the skippable frame with the dictionary of a .warc.zst file."""

_GZIP_PIECE_BYTES: Final = 1 << 16
_ZSTD_PIECE_BYTES: Final = 1 << 11  # 128 KB of decompressed bytes may come from four bytes
_PLAIN_PIECE_BYTES: Final = 1 << 18
_STORED_BYTES: Final = 1 << 23
"""Larger members are decompressed twice: once to learn whether they are whole, once to be read."""

_DICTIONARY_BYTES: Final = 1 << 26
_ZSTD_WINDOW_BYTES: Final = 1 << 27
_RECORD_START: Final = (b"WARC/", b"filedesc:")


class State(Enum):
    """Whether a member was decompressed completely."""

    WHOLE = "whole"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Member:
    """A member of a file.

    Attributes:
        start: where it begins in the file.
        end: where the next one begins, for a whole member.
        size: the number of its decompressed bytes.
        state: whether all its bytes could be decompressed.
    """

    start: int
    end: int
    size: int
    state: State = State.WHOLE


@dataclass(frozen=True)
class Break:
    """Lost bytes of a file. The bytes before and after them are not contiguous.

    Attributes:
        start: where the lost bytes begin.
        end: where the next member begins.
        state: the state of the member that lost them; None for bytes outside any member.
        error: what the decompressor says.
    """

    start: int
    end: int
    state: State | None
    error: str = ""


class Compression(Enum):
    """How a WARC file is compressed."""

    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def compression_of(head: bytes) -> Compression:
    """The compression of a file with these first bytes."""
    if head.startswith(GZIP):
        return Compression.GZIP
    return Compression.ZSTD if head.startswith(ZSTD) or _SKIPPABLE.match(head) else Compression.NONE


def read_members(path: Path, compression: Compression, start: int = 0) -> Iterator[Member | bytes | Break]:
    """Yields each member, followed by its decompressed bytes, and each place where bytes are lost.

    Args:
        path: the file.
        compression: its compression.
        start: where to begin; the start of a member.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        if compression is Compression.NONE:
            yield Member(0, size, size - start)
            file.seek(start)
            while piece := file.read(_PLAIN_PIECE_BYTES):
                yield piece
            return
        yield from _Members(file, size, compression).read(start)


def member_at(path: Path, offset: int) -> bytes:
    """The decompressed bytes of the gzip member at an offset of a segment, as far as they can be decompressed."""
    with open_segment(path) as file:
        pieces = _inflate(file, offset, _gzip_decoder, _GZIP_PIECE_BYTES)
        return b"".join(pieces)


def _gzip_decoder() -> _Decoder:
    return zlib.decompressobj(31)


class _Members:
    """The members of one compressed file."""

    def __init__(self, file: BinaryIO, size: int, compression: Compression) -> None:
        self._file = file
        self._size = size
        self._is_gzip = compression is Compression.GZIP
        self._magic = GZIP if self._is_gzip else ZSTD
        self._piece_bytes = _GZIP_PIECE_BYTES if self._is_gzip else _ZSTD_PIECE_BYTES
        self._dictionary: Any = None

    def read(self, position: int) -> Iterator[Member | bytes | Break]:
        if not self._is_gzip:
            self._read_dictionary()
        while position < self._size:
            if (skipped := self._skippable_bytes(position)) > 0:
                position += skipped
                continue
            if self._bytes_at(position, len(self._magic)) != self._magic:
                following = self._next_member(position + 1)
                yield Break(position, following, None)
                position = following
                continue
            member, error, data = self._scan(position)
            yield member
            if data is None:
                yield from self._inflate(position)
            elif data:
                yield data
            position = member.end
            if member.state is not State.WHOLE:
                position = self._next_member(member.start + 1)
                yield Break(member.start, position, member.state, error)

    def _scan(self, position: int) -> tuple[Member, str, bytes | None]:
        """Decompresses a member: the member, the error, and its bytes where they are few."""
        pieces: list[bytes] = []
        total = 0
        inflated = self._inflate(position)
        while True:
            try:
                piece = next(inflated)
            except StopIteration as ended:
                state, end, error = ended.value
                data = b"".join(pieces) if total <= _STORED_BYTES else None
                return Member(position, end, total, state), error, data
            total += len(piece)
            if total <= _STORED_BYTES:
                pieces.append(piece)
            else:
                pieces.clear()

    def _inflate(self, position: int) -> Generator[bytes, None, tuple[State, int, str]]:
        return (yield from _inflate(self._file, position, self._decoder, self._piece_bytes))

    def _decoder(self) -> Any:
        if self._is_gzip:
            return _gzip_decoder()
        options = {"dict_data": self._dictionary} if self._dictionary is not None else {}
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES, **options).decompressobj()

    def _next_member(self, position: int) -> int:
        """The start of the next member with a record, from a position on; the size of the file where there is none."""
        overlap = len(self._magic) - 1
        while position < self._size:
            piece = self._bytes_at(position, self._piece_bytes)
            at = piece.find(self._magic)
            while at >= 0:
                if self._is_member(position + at):
                    return position + at
                at = piece.find(self._magic, at + 1)
            position += max(len(piece) - overlap, 1)
        return self._size

    def _is_member(self, position: int) -> bool:
        """Whether a member begins here: it begins with a record, or all its bytes can be decompressed."""
        inflated = self._inflate(position)
        first = True
        while True:
            try:
                piece = next(inflated)
            except StopIteration as ended:
                return ended.value[0] is State.WHOLE and not first
            if first and piece.startswith(_RECORD_START):
                return True
            first = False

    def _skippable_bytes(self, position: int) -> int:
        """The size of the skippable zstd frame at a position; 0 where there is none."""
        head = self._bytes_at(position, 8)
        if self._is_gzip or not _SKIPPABLE.match(head) or len(head) < 8:
            return 0
        size = 8 + int.from_bytes(head[4:], "little")
        return size if position + size <= self._size else 0

    def _read_dictionary(self) -> None:
        size = self._skippable_bytes(0)
        if self._bytes_at(0, 4) != _DICTIONARY or not 8 < size <= _DICTIONARY_BYTES:
            return
        data = self._bytes_at(8, size - 8)
        try:
            if data.startswith(ZSTD):
                data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_DICTIONARY_BYTES)
            self._dictionary = zstandard.ZstdCompressionDict(data)
        except zstandard.ZstdError:
            self._dictionary = None

    def _bytes_at(self, position: int, size: int) -> bytes:
        self._file.seek(position)
        return self._file.read(size)


def _inflate(
    file: BinaryIO, position: int, new_decoder: Callable[[], _Decoder], piece_bytes: int
) -> Generator[bytes, None, tuple[State, int, str]]:
    """Yields the bytes of a member up to its end or its damage; returns its state, its end and the error."""
    decoder = new_decoder()
    start = position
    while True:
        file.seek(position)
        piece = file.read(piece_bytes)
        if not piece:
            return State.TRUNCATED, position, "the file ends in it"
        before = decoder.copy() if hasattr(decoder, "copy") else None
        try:
            data = decoder.decompress(piece)
        except (zlib.error, zstandard.ZstdError) as error:
            if before is not None:
                yield from _bytes_before_error(before, piece)
            return State.DAMAGED, max(position, start + 1), str(error)
        position += len(piece)
        if data:
            yield data
        if decoder.eof:
            return State.WHOLE, position - len(decoder.unused_data), ""


def _bytes_before_error(decoder: _Decoder, piece: bytes) -> Iterator[bytes]:
    """The bytes of a piece that can be decompressed before an error."""
    pieces = []
    try:
        for at in range(len(piece)):
            pieces.append(decoder.decompress(piece[at : at + 1]))
    except zlib.error:
        pass
    if data := b"".join(pieces):
        yield data
