"""A stream of decompressed bytes that knows where members begin and where bytes are lost."""

import re
from collections.abc import Iterator
from typing import Final

from sources.archive.members import Break, Member

RECORD_LINE: Final = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
"""The first line of a WARC record."""

_FIRST_LINE_BYTES: Final = 16


class ByteStream:
    """The bytes of a file between two breaks. After `resume` they are those after the break.

    Attributes:
        member: the member of the byte at `position`.
        member_start: the position where this member begins.
        lost: the break that ended the bytes; None at the end of the file.
    """

    def __init__(self, events: Iterator[Member | bytes | Break]) -> None:
        self._events = events
        self._buffer = b""
        self._at = 0
        self._end = 0
        self._starts: list[tuple[int, Member]] = []
        self._ended = False
        self._is_fresh = False
        self.lost: Break | None = None
        self.member = Member(0, 0, 0)
        self.member_start = 0

    @property
    def position(self) -> int:
        """How many decompressed bytes were passed."""
        return self._end - (len(self._buffer) - self._at)

    def resume(self) -> None:
        """Continues after a break."""
        self.lost = None

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer before a break and at the end."""
        while len(self._buffer) - self._at < size and (piece := self._pull()) is not None:
            self._buffer = self._buffer[self._at :] + piece
            self._at = 0
        self._find_member()
        return self._buffer[self._at : self._at + size]

    def rest_of_member(self) -> int:
        """How many bytes the member has from the position on."""
        return self.member_start + self.member.size - self.position

    def skip(self, size: int) -> None:
        """Passes bytes that `peek` returned."""
        self._at += size
        self._find_member()

    def starts_member(self) -> bool:
        """Whether a member begins at the position, or there are no more bytes before a break or the end."""
        return not self.peek(1) or self.position == self.member_start

    def take(self, size: int, limit: int) -> tuple[bytes, int]:
        """Passes bytes, fewer before a break, at the end, and before a member that begins with a record.

        Returns:
            The first `limit` of these bytes, and the number of all.
        """
        first = self._buffer[self._at : self._at + size]
        self._at += len(first)
        pieces, stored, total = [first[:limit]], min(len(first), limit), len(first)
        while total < size:
            piece = self._pull()
            if piece is None:
                break
            if self._is_fresh and RECORD_LINE.match(piece[:_FIRST_LINE_BYTES]):
                self._buffer, self._at = piece, 0
                break
            part = piece[: size - total]
            self._buffer, self._at = piece, len(part)
            total += len(part)
            if stored < limit:
                pieces.append(part[: limit - stored])
                stored += len(pieces[-1])
        self._find_member()
        return b"".join(pieces), total

    def give_back(self, data: bytes) -> None:
        """Puts bytes that were taken last back before the position."""
        self._buffer = data + self._buffer[self._at :]
        self._at = 0
        self._find_member()

    def _pull(self) -> bytes | None:
        """The next bytes before a break."""
        if self.lost is not None or self._ended:
            return None
        self._is_fresh = False
        for event in self._events:
            if isinstance(event, Member):
                self._starts.append((self._end, event))
                self._is_fresh = True
            elif isinstance(event, Break):
                self.lost = event
                return None
            else:
                self._end += len(event)
                return event
        self._ended = True
        return None

    def _find_member(self) -> None:
        position = self.position
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.pop(0)
        if self._starts and self._starts[0][0] <= position:
            self.member_start, self.member = self._starts[0]
