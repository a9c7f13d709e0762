"""Taking pages out of an archive: their captures, and their bytes in the WARC segments.

A segment with bytes of the pages is written again without their records, under another name; the index then refers to
the new segment, and the old one is deleted. After a crash, the same removal can run again.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sources.archive.index import Index
from sources.archive.json_lines import flush_folder
from sources.archive.record import Damage, WarcRecord
from sources.archive.segments import FOLDER, SegmentWriter, flush_file, free_segment_name, segment_files
from sources.archive.stored import load_stored
from sources.archive.warc import read_warc
from sources.registry.address import clean, page_key

_COPIED_BYTES = 1 << 20


class NotRemovableError(Exception):
    """A record has no member of its own in its segment, so its bytes cannot be taken out alone."""


@dataclass(frozen=True)
class Removed:
    """What a removal did.

    Attributes:
        captures: captures taken out of the index.
        segments: segments that were written again.
    """

    captures: int
    segments: int


def remove_pages(folder: Path, index: Index, keys: Collection[str]) -> Removed:
    """Takes the pages out. No other process may write to the archive at the same time.

    Bytes that another page also has stay, in a record of that page.

    Args:
        folder: the folder of the archive.
        index: its index.
        keys: the keys of the pages.

    Raises:
        NotRemovableError: a segment of an older version holds several records in one member.
    """
    _keep_shared_bytes(folder, index, keys)
    rewritten = [path for path in segment_files(folder) if _rewrite(folder, index, path, keys)]
    with index.writing():
        captures = index.remove_captures(keys)
    for path in rewritten:
        path.unlink()
    flush_folder(folder / FOLDER)
    return Removed(captures, len(rewritten))


def _keep_shared_bytes(folder: Path, index: Index, keys: Collection[str]) -> None:
    """Writes bytes that another page also has into a record of that page."""
    writer = SegmentWriter(folder, index)
    try:
        with index.writing():
            for digest in sorted({entry.digest for key in keys for entry in index.captures_with_key(key)}):
                others = [entry for entry in index.with_digest(digest) if entry.page_key not in keys]
                if others:
                    body = load_stored(folder, index.stored_capture(others[0])).body
                    kept = others[0]
                    record = WarcRecord(
                        kept.url,
                        kept.captured_at,
                        kept.status,
                        kept.content_type,
                        body,
                        False,
                        None,
                        damage=kept.damage,
                    )
                    writer.add(record, digest, kept.origin)
            writer.sync()
    finally:
        writer.close()


def _rewrite(folder: Path, index: Index, path: Path, keys: Collection[str]) -> bool:
    """Writes a segment again without the records of the pages; False where it has none."""
    spans = list(_spans_of(path, keys))
    if not spans:
        return False
    new = free_segment_name(folder / FOLDER)
    partial = new.with_name(new.name + ".unnamed")  # the next import deletes it after a crash
    with path.open("rb") as source, partial.open("wb") as target:
        for start, end in _gaps(spans, path.stat().st_size):
            source.seek(start)
            while start < end and (piece := source.read(min(_COPIED_BYTES, end - start))):
                target.write(piece)
                start += len(piece)  # noqa: PLW2901 - the rest of the gap
        flush_file(target)
    partial.rename(new)
    flush_folder(new.parent)
    with index.writing():
        index.replace_segment(f"{FOLDER}/{path.name}", f"{FOLDER}/{new.name}", spans)
    return True


def _spans_of(path: Path, keys: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the records of the pages lie in a segment."""
    for record in read_warc(path, is_segment=True):
        if isinstance(record, Damage) or page_key(clean(record.url)) not in keys:
            continue
        if record.end is None:
            raise NotRemovableError(
                f"{path}: the record of {record.url} shares a member with others; `tip export` the archive and import"
                " it into a new home, then remove the page there"
            )
        yield record.offset, record.end


def _gaps(spans: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """The parts of a file that are not in the spans, which are in order."""
    position = 0
    for start, end in spans:
        yield position, start
        position = end
    yield position, size
