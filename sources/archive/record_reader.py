"""The records of one WARC or ARC file, whole or damaged in any place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sources.archive.byte_stream import RECORD_LINE, ByteStream
from sources.archive.coding import STORED_LIMIT_BYTES
from sources.archive.headers import HEADER_BYTES, RecordHead, arc_head, end_of_head, warc_head
from sources.archive.members import Break, Compression, State, compression_of, read_members
from sources.archive.record import PAYLOAD_HEADER, Damage, WarcRecord
from sources.archive.record_content import (
    OTHER_TYPES,
    PAGE_TYPES,
    SkippedRecordError,
    has_right_digest,
    length_in_http,
    record_of,
)

_FIRST_HEAD_BYTES: Final = 1 << 12
_SEARCH_BYTES: Final = 1 << 18
_OVERLAP_BYTES: Final = 1 << 11
_ARC_LINE: Final = re.compile(rb"(?:(?<=\n)|\A)(?:https?|dns|filedesc):\S+ \S+ \d{14} [^\n]*\d\r?\n")
_NEWLINES: Final = b"\r\n"
_NEWLINE: Final = 10
_WARC: Final = b"WARC/"
_ARC_START: Final = b"filedesc:"


class RecordReader:
    """Reads the records of a file.

    Attributes:
        records: how many whole records were read, those included that are no pages.
    """

    def __init__(self, path: Path, *, is_segment: bool, now: datetime | None) -> None:
        """Prepares a reader.

        Args:
            path: the file.
            is_segment: whether the archive wrote the file.
            now: the time that dates are compared with.
        """
        self.records = 0
        self._path = path
        self._size = path.stat().st_size
        self._is_segment = is_segment
        self._now = now
        with path.open("rb") as file:
            self._compression = compression_of(file.read(4))
        self._stream = ByteStream(read_members(path, self._compression))
        self._is_arc = False
        self._last_member = -1  # of the last whole record
        self._open: tuple[int, int, str | None] | None = None  # position, byte of the file and address of a lost record

    def read(self) -> Iterator[WarcRecord | Damage]:
        """Yields the page records, and a message for each place where bytes are lost."""
        self._is_arc = self._stream.peek(len(_ARC_START)) == _ARC_START
        after_break = False
        while True:
            yield from self._read_to_break(after_break=after_break)
            lost = self._stream.lost
            if lost is None:
                break
            yield self._break_message(lost)
            self._open = None
            after_break = True
            self._stream.resume()
        if self._open is not None:
            yield self._truncation_message()

    def _read_to_break(self, *, after_break: bool) -> Iterator[WarcRecord | Damage]:
        """Reads the contiguous bytes up to a break or to the end of the file."""
        stream = self._stream
        is_lost = after_break  # bytes before the first record belong to a record that is reported already
        while head_bytes := stream.peek(_FIRST_HEAD_BYTES):
            newlines = len(head_bytes) - len(head_bytes.lstrip(_NEWLINES))
            if newlines:
                stream.skip(newlines)
                continue
            head = self._head()
            if head is None:
                position, byte = stream.position, self._byte()
                starts_record = RECORD_LINE.match(head_bytes) is not None
                if starts_record:
                    stream.skip(1)
                found = self._find_record()
                is_short = stream.lost is not None or stream.position - position < HEADER_BYTES
                if not found and starts_record and is_short:
                    self._open = position, byte, None
                elif not is_lost:
                    yield self._loss(position, byte, "a record with a damaged head" if starts_record else "no record")
            else:
                yield from self._read_record(head)
            is_lost = False

    def _read_record(self, head: RecordHead) -> Iterator[WarcRecord | Damage]:
        """Reads the record at the position."""
        stream = self._stream
        position, byte, member = stream.position, self._byte(), stream.member
        begins_member = position == stream.member_start
        stream.skip(head.size)
        if head.length > STORED_LIMIT_BYTES and head.length > self._remaining():
            self._find_record()
            yield self._loss(position, byte, f"the impossible length {head.length:,}", head.url)
            return
        content, size = stream.take(head.length, STORED_LIMIT_BYTES + 1)
        states = {member.state, stream.member.state}
        if size == len(content) and self._skip_nested(head, content):
            yield self._loss(position, byte, f"the wrong length {head.length:,}", head.url)
            return
        if size < head.length:
            if stream.starts_member() and stream.peek(1):  # the next record has a member of its own
                yield self._loss(position, byte, f"the wrong length {head.length:,}", head.url)
            else:
                self._open = position, byte, head.url
            return
        after = self._skip_newlines()
        is_framed = stream.starts_member() or self._head() is not None
        is_proven = is_framed and states == {State.WHOLE}
        right = True if is_proven else has_right_digest(head, content)
        if right is False or (right is None and not is_framed and not after.endswith(b"\r\n\r\n")):
            if not self._find_record() and stream.lost is not None:
                self._open = position, byte, head.url
            else:
                yield self._loss(position, byte, "damaged bytes", head.url)
            return
        self.records += 1
        self._last_member = member.start
        is_alone = begins_member and member.state is State.WHOLE and stream.position == position + member.size
        is_foreign_claim = head.headers.get(PAYLOAD_HEADER) is not None  # the archive would believe its copy
        is_copyable = is_alone and self._compression is Compression.GZIP and not self._is_arc and not is_foreign_claim
        page = self._page_of(head, content, byte)
        if isinstance(page, WarcRecord):
            page = replace(page, offset=byte, end=member.end if is_copyable else None)
            if right is None and State.DAMAGED in states and not page.is_revisit:
                page = replace(page, damage=page.damage or "its compressed bytes are damaged, and it has no digest")
        if page is not None:
            yield page

    def _page_of(self, head: RecordHead, content: bytes, byte: int) -> WarcRecord | Damage | None:
        """The page of a whole record; None for a record that is no page."""
        if head.type in OTHER_TYPES:
            return None
        if head.type not in PAGE_TYPES:
            return Damage(f"{self._path}: the record at byte {byte:,} has the unknown type {head.type[:40]!r}")
        try:
            return record_of(head, content, is_segment=self._is_segment, now=self._now)
        except SkippedRecordError as error:
            page = f" ({head.url})" if head.url else ""
            return Damage(f"{self._path}: the record at byte {byte:,}{page} was skipped: {error}")

    def _head(self) -> RecordHead | None:
        """The head of the record at the position; None where no record begins there."""
        if self._is_arc:
            return arc_head(self._stream.peek(_FIRST_HEAD_BYTES))
        size = _FIRST_HEAD_BYTES
        while True:
            data = self._stream.peek(size)
            if not RECORD_LINE.match(data):
                return None
            if end_of_head(data) >= 0 or len(data) < size or size > HEADER_BYTES:
                return warc_head(data)
            size *= 4

    def _find_record(self) -> bool:
        """Passes bytes up to the next record; False where none follows before a break or the end."""
        stream = self._stream
        line = _ARC_LINE if self._is_arc else RECORD_LINE
        while data := stream.peek(_SEARCH_BYTES):
            found = line.search(data)
            if found is None:
                is_last = len(data) < _SEARCH_BYTES
                stream.skip(len(data) if is_last else len(data) - _OVERLAP_BYTES)
                continue
            stream.skip(found.start())
            if self._head() is not None:
                return True
            stream.skip(1)
        return False

    def _skip_nested(self, head: RecordHead, content: bytes) -> bool:
        """Whether the length of a record is wrong, because another record begins in its content; then that is next."""
        rest = self._stream.peek(_FIRST_HEAD_BYTES)
        if next(self._record_lines(content, rest, 1), None) is None or (right := has_right_digest(head, content)):
            return False
        is_complete = len(content) == head.length
        is_framed = self._is_boundary(rest)
        if is_complete and is_framed and right is None:
            return False
        # a page may contain what looks like a record
        first = max(length_in_http(head, content), 1) if is_framed or right is None else 1
        for place in self._record_lines(content, rest, first):
            start = content[place:]
            is_head = (arc_head if self._is_arc else warc_head)((start + rest)[:HEADER_BYTES]) is not None
            if is_head and content[:place].endswith(b"\n"):
                self._stream.give_back(start)
                return True
        return False

    def _record_lines(self, content: bytes, rest: bytes, first: int) -> Iterator[int]:
        """Where lines that begin a record begin in a content; the last line may end in the bytes after it."""
        lines = _ARC_LINE.finditer if self._is_arc else _warc_lines
        yield from (found.start() for found in lines(content, first))
        tail = max(len(content) - _OVERLAP_BYTES, first)
        for found in lines(content[tail:] + rest[:_OVERLAP_BYTES], 0):
            if tail + found.start() < len(content) < tail + found.end():
                yield tail + found.start()

    def _is_boundary(self, rest: bytes) -> bool:
        rest = rest.lstrip(_NEWLINES)
        return not rest or RECORD_LINE.match(rest) is not None or (self._is_arc and arc_head(rest) is not None)

    def _skip_newlines(self) -> bytes:
        skipped = b""
        while (data := self._stream.peek(4)) and (count := len(data) - len(data.lstrip(_NEWLINES))):
            skipped += data[:count]
            self._stream.skip(count)
            if len(skipped) > _FIRST_HEAD_BYTES or self._stream.position == self._stream.member_start:
                break
        return skipped

    def _remaining(self) -> int:
        return self._stream.rest_of_member()

    def _byte(self) -> int:
        """The byte of the file where the record at the position begins; of a compressed file, where its member does."""
        return self._stream.position if self._compression is Compression.NONE else self._stream.member.start

    def _loss(self, position: int, byte: int, what: str, url: str | None = None) -> Damage:
        """A message about bytes up to the position."""
        page = f" ({url})" if url else ""
        lost = f"{self._stream.position - position:,} bytes at byte {byte:,}{page} are lost: {what}"
        return Damage(f"{self._path} is damaged after record {self.records}: {lost}")

    def _break_message(self, lost: Break) -> Damage:
        start, url = lost.start, None
        if self._open is not None:
            _, byte, url = self._open
            start = min(byte, lost.start)
        if lost.state is None and self._open is None:
            skipped = f"{lost.end - start:,} bytes from byte {start:,} are no record and were skipped"
            return Damage(
                f"{self._path} is damaged after record {self.records}: {skipped}{self._continuation(lost.end)}"
            )
        what = "is truncated" if lost.state is State.TRUNCATED and lost.end >= self._size else "is damaged"
        error = f" ({lost.error})" if lost.error and what == "is damaged" else ""
        return Damage(self._lost_from(f"{what}{error}", start, lost.end, url))

    def _truncation_message(self) -> Damage:
        assert self._open is not None
        _, start, url = self._open
        return Damage(self._lost_from("is truncated", start, self._size, url))

    def _lost_from(self, what: str, start: int, end: int, url: str | None) -> str:
        page = f" ({url})" if url else ""
        text = f"{self._path} {what} in record {self.records + 1}{page}: the {self.records} whole records before"
        if self._compression is not Compression.NONE and self._last_member == start:
            lost = f"the rest of the compressed bytes {start:,} to {end:,} is lost"
            return f"{text} it were read, {lost}{self._continuation(end)}"
        return f"{text} byte {start:,} were read, {end - start:,} bytes from there are lost{self._continuation(end)}"

    def _continuation(self, end: int) -> str:
        return f"; reading continues at byte {end:,}" if end < self._size else ""


def _warc_lines(data: bytes, first: int) -> Iterator[re.Match[bytes]]:
    """The first lines of WARC records that begin a line. Few pages have the word, and a search for it is fast."""
    at = data.find(_WARC, first)
    while at >= 0:
        found = RECORD_LINE.match(data, at)
        if found is not None and (at == 0 or data[at - 1] == _NEWLINE):
            yield found
        at = data.find(_WARC, at + 1)
