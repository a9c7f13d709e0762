"""WARC segments in an object store, beside those in the folder of the archive.

`store.json` in the folder of the archive names the store and the segments that were sent to it. A segment that is not
in the folder is read from the store, by ranges. Whoever has that file and the place of a capture can read it: workers
on other machines have no other part of the archive.
"""

import hashlib
import io
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from warehouse.object_store import ObjectStore

RECORD: Final = "store.json"
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
        return io.BufferedReader(_StoredFile(store, f"{path.parent.name}/{path.name}"), _BUFFER_BYTES)


def has_segment(path: Path) -> bool:
    """Whether a segment is in the folder of the archive, or was sent to its store."""
    return path.is_file() or path.name in sent_segments(path.parent.parent)


def use_store(folder: Path, address: str) -> None:
    """Makes a store the source of the segments that are not in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if _record(folder).get("address") != address:
        _write(folder, {"address": address, "segments": {}})


def store_of(folder: Path) -> ObjectStore | None:
    """The store of an archive; None where it has none."""
    address = _record(folder).get("address")
    return ObjectStore(address) if address else None


def sent_segments(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of the segments in the store, by name."""
    return dict(_record(folder).get("segments", {}))


def unsent_segments(folder: Path, files: Collection[Path], address: str) -> list[Path]:
    """The segments of an archive that its store does not have yet."""
    record = _record(folder)
    sent = record.get("segments", {}) if record.get("address") == address else {}
    return [path for path in files if path.name not in sent]


def send_segments(folder: Path, files: Collection[Path], named: Collection[str], address: str) -> int:
    """Sends the segments that the store does not have, and deletes those that the index does not name any more.

    No other process may write to the archive at the same time. A segment never changes under its name; one that is
    written again without a forgotten page has another name, and the old one is deleted from the store too.

    Args:
        folder: the folder of the archive.
        files: its segments.
        named: the names of the segments in its index.
        address: the address of the store.

    Returns:
        The number of segments that were sent.

    Raises:
        StoreError: the store failed; what was sent stays recorded.
    """
    use_store(folder, address)
    store, segments = ObjectStore(address), dict(sent_segments(folder))
    sent = 0
    for path in unsent_segments(folder, files, address):
        store.put(f"{path.parent.name}/{path.name}", path)
        with path.open("rb") as file:
            segments[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        _write(folder, {"address": address, "segments": segments})
        sent += 1
    if gone := sorted(segments.keys() - set(named)):
        store.delete([f"warc/{name}" for name in gone])
        _write(folder, {"address": address, "segments": {name: segments[name] for name in segments.keys() - set(gone)}})
    return sent


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


def _record(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / RECORD).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise OSError(f"{folder / RECORD} is damaged; delete it, and the next run sends the segments again") from None
    return found if isinstance(found, dict) else {}


def _write(folder: Path, record: Mapping[str, Any]) -> None:
    new = folder / f"{RECORD}.new"
    new.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(folder / RECORD)
