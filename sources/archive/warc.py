"""Reading WARC files: every whole record, and a message about each place where bytes are lost.

A WARC file may be plain, compressed as a whole, compressed record by record, or in members cut at any size (bgzip).
The compression is gzip or zstd. ARC files are read the same way. A WACZ file contains WARC files.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from sources.archive.file_kind import kind_of_file
from sources.archive.record import Damage, WarcRecord
from sources.archive.record_reader import RecordReader
from sources.archive.wacz import WaczMember, is_zip, wacz_members

__all__ = ["Damage", "WarcRecord", "read_warc"]

_FIRST_ITEMS: Final = 50


def read_warc(path: Path, *, is_segment: bool = False, now: datetime | None = None) -> Iterator[WarcRecord | Damage]:
    """Yields the page records of a WARC, ARC or WACZ file, and a `Damage` for each place where bytes are lost.

    Reading continues after damage: every record that is whole is yielded.

    Args:
        path: the file.
        is_segment: whether the archive wrote the file. Then its dates were accepted before, and the headers that only
            the archive writes are believed.
        now: the time that dates are compared with; the clock's without it.
    """
    if is_zip(path):
        yield from _read_wacz(path, now)
        return
    reader = RecordReader(path, is_segment=is_segment, now=now)
    items = reader.read()
    first = list(islice(items, _FIRST_ITEMS))
    if reader.records == 0 and (kind := kind_of_file(path)) is not None:
        yield Damage(f"{path}: {kind}")
        return
    yield from chain(first, items)
    if reader.records == 0 and not first:
        yield Damage(f"{path}: the file has no WARC record")


def _read_wacz(path: Path, now: datetime | None) -> Iterator[WarcRecord | Damage]:
    """The records of the WARC files in a WACZ file. None of them can be copied from it byte for byte."""
    for item in wacz_members(path):
        if isinstance(item, Damage):
            yield item
            continue
        for record in read_warc(item.file, now=now):
            yield replace(record, end=None) if isinstance(record, WarcRecord) else _with_name(record, item)


def _with_name(damage: Damage, member: WaczMember) -> Damage:
    return Damage(damage.message.replace(str(member.file), member.name))
