"""Taking pages or single captures out of an archive, with their bytes in the WARC segments.

A segment with such bytes is written again without their records, under another name; the index then refers to
the new segment, and the old one is deleted. A segment that only the store of the archive has is fetched first. After a
crash, the same removal can run again.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.archive.capture import Entry
from sources.archive.index import Index
from sources.archive.json_lines import flush_folder
from sources.archive.record import Damage, WarcRecord
from sources.archive.segment_store import fetch_segment, retire_segments, segments_elsewhere
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
    """Takes all captures of pages out. No other process may write to the archive at the same time.

    Bytes that another page also has stay, in a record of that page. Every segment is read, also those that only the
    store has.

    Args:
        folder: the folder of the archive.
        index: its index.
        keys: the keys of the pages.

    Raises:
        StoreError: the store of the archive failed; nothing was taken out.
        NotRemovableError: a segment of an older version holds several records in one member.
    """
    entries = [entry for key in sorted(keys) for entry in index.captures_with_key(key)]
    return _remove(
        folder,
        index,
        entries,
        segments_elsewhere(folder),
        lambda record: page_key(clean(record.url)) in keys,
        lambda: index.remove_pages(keys),
    )


def remove_captures(folder: Path, index: Index, entries: Collection[Entry]) -> Removed:
    """Takes single captures out. No other process may write to the archive at the same time.

    Bytes that another capture also has stay, in a record of that capture. A record names page and second, so a capture
    stays where its page has another one of the same second that is not taken out.

    Args:
        folder: the folder of the archive.
        index: its index.
        entries: the captures.

    Raises:
        StoreError: the store of the archive failed; nothing was taken out.
        NotRemovableError: a segment of an older version holds several records in one member.
    """
    chosen = set(entries)
    of_pages = [entry for key in {each.page_key for each in chosen} for entry in index.captures_with_key(key)]
    staying = {_place(entry) for entry in of_pages if entry not in chosen}
    removed = sorted(entry for entry in chosen if _place(entry) not in staying)
    places = {_place(entry) for entry in removed}
    files = {index.stored_capture(entry).file.rpartition("/")[2] for entry in removed if index.has_body(entry.digest)}
    return _remove(
        folder,
        index,
        removed,
        files.intersection(segments_elsewhere(folder)),
        lambda record: (page_key(clean(record.url)), record.captured_at) in places,
        lambda: index.remove_captures(removed),
    )


def has_record_of(path: Path, keys: Container[str]) -> bool:
    """Whether a segment has a record of one of these pages."""
    records = (record for record in read_warc(path, is_segment=True) if not isinstance(record, Damage))
    return any(page_key(clean(record.url)) in keys for record in records)


def _place(entry: Entry) -> tuple[str, str]:
    return entry.page_key, entry.captured_at


def _remove(
    folder: Path,
    index: Index,
    entries: Sequence[Entry],
    elsewhere: Iterable[str],
    is_removed: Callable[[WarcRecord], bool],
    remove_from_index: Callable[[], int],
) -> Removed:
    if not entries:
        return Removed(0, 0)
    for name in sorted(elsewhere):
        _fetch(folder, name, is_removed)
    _keep_shared_bytes(folder, index, entries)
    rewritten = [path for path in segment_files(folder) if _rewrite(folder, index, path, is_removed)]
    retire_segments(folder, [path.name for path in rewritten])  # before a crash could let nothing find them again
    with index.writing():
        captures = remove_from_index()
    for path in rewritten:
        path.unlink()
    flush_folder(folder / FOLDER)
    return Removed(captures, len(rewritten))


def _fetch(folder: Path, name: str, is_removed: Callable[[WarcRecord], bool]) -> None:
    """Copies a segment from the store into the folder, where it has such a record."""
    path = folder / FOLDER / name
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(path.name + ".unnamed")  # the next import deletes it after a crash
    if not fetch_segment(folder, name, partial):
        return  # no bytes are left; the verification of the archive names the loss
    if next(_spans_of(partial, is_removed), None) is None:
        partial.unlink()
    else:
        partial.rename(path)


def _keep_shared_bytes(folder: Path, index: Index, entries: Collection[Entry]) -> None:
    """Writes bytes that a capture which stays also has into a record of that capture."""
    removed = set(entries)
    writer = SegmentWriter(folder, index)
    try:
        with index.writing():
            for digest in sorted({entry.digest for entry in removed}):
                others = [entry for entry in index.with_digest(digest) if entry not in removed]
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


def _rewrite(folder: Path, index: Index, path: Path, is_removed: Callable[[WarcRecord], bool]) -> bool:
    """Writes a segment again without these records; False where it has none."""
    spans = list(_spans_of(path, is_removed))
    if not spans:
        return False
    new = free_segment_name(folder / FOLDER, index)
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


def _spans_of(path: Path, is_removed: Callable[[WarcRecord], bool]) -> Iterator[tuple[int, int]]:
    """Where these records lie in a segment."""
    for record in read_warc(path, is_segment=True):
        if isinstance(record, Damage) or not is_removed(record):
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
