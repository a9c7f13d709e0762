"""WARC segments in an object store, beside those in the folder of the archive.

`store.json` in the folder of the archive names the store, the segments that were sent to it, and those among them that
are to be deleted there. A segment that is not in the folder is read from the store, by ranges. Whoever has that file
and the place of a capture can read it: workers on other machines have no other part of the archive.

`owner.json` in the store names the one home that sends segments. A segment is written only under a name that is free.
"""

import hashlib
import io
import json
import os
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from warehouse.object_store import ObjectStore, StoreError

RECORD: Final = "store.json"
OWNER: Final = "owner.json"
_BUFFER_BYTES: Final = 1 << 18
"""The least bytes of a request; the record of a page is seldom larger."""


def open_segment(path: Path) -> BinaryIO:
    """Opens a segment of an archive: its file, or where there is none the object of its store.

    Raises:
        FileNotFoundError: there is neither.
        StoreError: the store failed.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        folder = path.parent.parent
        if (store := store_of(folder)) is None:
            raise
        return io.BufferedReader(_StoredFile(store, _object(path.name)), _BUFFER_BYTES)


def use_store(folder: Path, address: str) -> None:
    """Makes a store the source of the segments that are not in a folder.

    Raises:
        StoreError: the store before it has segments that are not in the folder, or some that are still to be deleted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _record(folder).get("address")
    if before == address:
        return
    if needed := sorted({*segments_elsewhere(folder), *retired_segments(folder)}):
        raise StoreError(
            f"{before} has {len(needed):,} segments that are not in {folder / 'warc'} or are to be deleted there, first"
            f" {needed[0]}: set TIP_ARCHIVE to it again, run, and copy its segments to that folder before you change it"
        )
    _write(folder, {"address": address, "segments": {}})


def store_of(folder: Path) -> ObjectStore | None:
    """The store of an archive; None where it has none."""
    address = _record(folder).get("address")
    return _store(address, os.getpid()) if address else None


def sent_segments(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of the segments in the store, by name."""
    return dict(_record(folder).get("segments", {}))


def retired_segments(folder: Path) -> set[str]:
    """The names of the segments that are still to be deleted from the store."""
    return set(_record(folder).get("retired", ()))


def segments_elsewhere(folder: Path) -> list[str]:
    """The names of the segments that only the store has."""
    needed = sent_segments(folder).keys() - retired_segments(folder)
    return sorted(name for name in needed if not (folder / _object(name)).is_file())


def unsent_segments(folder: Path, files: Collection[Path], address: str) -> list[Path]:
    """The segments of an archive that its store does not have yet."""
    record = _record(folder)
    sent = record.get("segments", {}) if record.get("address") == address else {}
    return [path for path in files if path.name not in sent]


def retire_segments(folder: Path, names: Iterable[str]) -> None:
    """Records that segments are to be deleted from the store. The index must not name them any more.

    Also one that is not recorded as sent: the process may have been killed when it was.
    """
    record = _record(folder)
    if record.get("address"):
        _write(folder, {**record, "retired": sorted({*record.get("retired", ()), *names})})


def send_segments(folder: Path, files: Collection[Path], owner: Mapping[str, str], address: str) -> int:
    """Sends the segments that the store does not have, and deletes those that were retired.

    No other process may write to the archive at the same time. A segment never changes under its name; one that is
    written again without a forgotten page has another name. What the index does not name stays in the store: the index
    may have been lost.

    Args:
        folder: the folder of the archive.
        files: its segments, those that its index names.
        owner: what names the home in the store.
        address: the address of the store.

    Returns:
        The number of segments that were sent.

    Raises:
        StoreError: the store failed or belongs to another home; what was sent stays recorded.
    """
    use_store(folder, address)
    unsent, retired = unsent_segments(folder, files, address), retired_segments(folder)
    if not unsent and not retired:
        return 0
    store, segments = _store(address, os.getpid()), dict(sent_segments(folder))
    _take(store, owner)
    for path in unsent:
        segments[path.name] = _send(store, path)
        _write(folder, {**_record(folder), "segments": segments})
    if retired:
        store.delete([_object(name) for name in sorted(retired)])
        left = {name: digest for name, digest in segments.items() if name not in retired}
        _write(folder, {"address": address, "segments": left})
    return len(unsent)


def fetch_segment(folder: Path, name: str, target: Path) -> bool:
    """Writes a segment of the store to a file; False where the store does not have it any more.

    Raises:
        StoreError: the store failed, or has other bytes than were sent.
    """
    store, found = store_of(folder), hashlib.sha256()
    if store is None:
        return False
    try:
        with target.open("wb") as file:
            for piece in store.pieces(_object(name)):
                file.write(piece)
                found.update(piece)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return False
    if found.hexdigest() != sent_segments(folder)[name]:
        target.unlink()
        raise StoreError(f"{store.url(_object(name))} has other bytes than were sent; see `tip verify --archive`")
    return True


def _take(store: ObjectStore, owner: Mapping[str, str]) -> None:
    """Makes a home the owner of a store without one.

    Raises:
        StoreError: the store belongs to another home.
    """
    found = store.get(OWNER)
    if found is None:
        store.put_if(OWNER, (json.dumps(owner, sort_keys=True) + "\n").encode(), None)
        return
    try:
        known = json.loads(found)
    except ValueError:
        known = None
    if known != owner:
        named = f"home {known.get('home')}, {known.get('kind')} data" if isinstance(known, dict) else "unreadable"
        raise StoreError(
            f"{store.url(OWNER)} names another home ({named}; this is home {owner['home']}, {owner['kind']} data): set"
            " TIP_ARCHIVE to another address; delete that object only if this home takes the place of the other one"
        )


def _send(store: ObjectStore, path: Path) -> str:
    """Sends a segment and returns its SHA-256; the same bytes in the store count as sent."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not store.put_new(_object(path.name), path):
        there = hashlib.sha256()
        for piece in store.pieces(_object(path.name)):
            there.update(piece)
        if there.hexdigest() != digest:
            raise StoreError(
                f"{store.url(_object(path.name))} has other bytes than {path}, which was not sent: this home is an"
                " older copy of the one that sent them; set TIP_ARCHIVE to another address"
            )
    return digest


def _object(name: str) -> str:
    """The path of a segment, in the store as in the folder of the archive."""
    return f"warc/{name}"


class _StoredFile(io.RawIOBase):
    """An object of the store as a file of the standard library."""

    def __init__(self, store: ObjectStore, path: str) -> None:
        self._store = store
        self._path = path
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the size of the segment is not known")
        self._position = offset if whence == io.SEEK_SET else self._position + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        data = self._store.get_range(self._path, self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


@lru_cache(maxsize=8)
def _store(address: str, _process: int) -> ObjectStore:
    """A store with its open connections; not those of another process, which a fork would share."""
    return ObjectStore(address)


def _record(folder: Path) -> Mapping[str, Any]:
    """The content of `store.json`, which every read of a capture needs; it is parsed again only where it changed."""
    path = folder / RECORD
    try:
        stat = path.stat()
        return _parsed(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=8)
def _parsed(path: Path, *_version: int) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        raise OSError(
            f"{path} is damaged; restore it from a backup, or delete it if all segments are in the folder"
        ) from None
    return found if isinstance(found, dict) else {}


def _write(folder: Path, record: Mapping[str, Any]) -> None:
    new = folder / f"{RECORD}.new"
    new.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(folder / RECORD)
    _parsed.cache_clear()
