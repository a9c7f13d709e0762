"""Releases in an object store, for readers on other machines.

    <release>/<file>      the files of a release; `manifest.json` is written last and lists them
    <release>/upload.json while the release is uploaded: which home uploads it
    current.json          which release is current; replaced by one conditional write

Files of a release are never changed, so a reader that took the name of a release from `current.json` reads one release.
"""

import json
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from warehouse.object_store import ChangedInStoreError, ObjectStore, StoredObject, StoreError
from warehouse.release.release_store import Release
from warehouse.staging.files import digest, to_json, to_json_by_line
from warehouse.staging.row_groups import grouped_by_country

CURRENT: Final = "current.json"
MANIFEST: Final = "manifest.json"
_CLAIM: Final = "upload.json"

_RELEASE: Final = re.compile(r"[0-9a-f]{12}(?:\.[1-9][0-9]*)?")
"""The name of a release: the beginning of the digest of its data, and the number of the issue."""

_AT_ONCE: Final = 16
"""Requests at the same time: a release has hundreds of small files."""

_ABANDONED: Final = timedelta(days=1)
"""Age from which the unfinished upload of another home counts as abandoned."""


Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Pointer:
    """What `current.json` says.

    Attributes:
        release: the name of the current release.
        kind: `sample` or `real`.
        tag: the version of the object.
    """

    release: str
    kind: str
    tag: str


@dataclass(frozen=True)
class Leftover:
    """An upload or a removal that did not end.

    Attributes:
        name: the release.
        objects: its objects.
    """

    name: str
    objects: list[StoredObject]


class RemoteReleases:
    """The releases in an object store."""

    def __init__(self, store: ObjectStore, home: str, *, with_partitions: bool = False) -> None:
        """Prepares the access.

        Args:
            store: the store; releases are folders at its top.
            home: names the home that writes, so that it takes up its own interrupted uploads.
            with_partitions: whether a release also has its files by country and year there.
        """
        self.store = store
        self._home = home
        self._with_partitions = with_partitions

    def current(self) -> Pointer | None:
        """The current release of the store; None before the first.

        Raises:
            StoreError: the store does not answer, or `current.json` was not written by this project.
        """
        found = self.store.get_tagged(CURRENT)
        if found is None:
            return None
        try:
            content = json.loads(found[0])
            return Pointer(str(content["release"]), str(content["kind"]), found[1])
        except (ValueError, TypeError, KeyError):
            raise StoreError(f"{self.store.url(CURRENT)}: names no release; delete it and run again") from None

    def publish(self, release: Release) -> None:
        """Uploads a release where it is not there yet, and makes it current.

        Raises:
            StoreError: the store fails, holds data of the other kind, or another process published at the same time.
        """
        before = self.current()
        kind = release.summary["kind"]
        if before is not None and before.kind != kind:
            raise StoreError(f"{self.store.address} holds {before.kind} data; set TIP_RELEASES to another address")
        if not self.is_complete(release.name):
            self._upload(release)
        if before is None or before.release != release.name:
            content = {"release": release.name, "kind": kind, "published_at": release.summary["published_at"]}
            self.store.put_if(CURRENT, to_json(content), before.tag if before else None)

    def is_complete(self, name: str) -> bool:
        """Whether a release was uploaded completely."""
        return self.store.exists(f"{name}/{MANIFEST}")

    def names(self) -> list[str]:
        """The names of the completely uploaded releases."""
        folders = self._folders()
        return [
            name for name, is_complete in zip(folders, _each(self.is_complete, folders), strict=True) if is_complete
        ]

    def leftovers(self) -> list[Leftover]:
        """Unfinished uploads and removals, without those that another home began in the last day."""
        found = []
        complete = set(self.names())
        for name in self._folders():
            if name in complete:
                continue
            objects = list(self.store.objects(name))
            if any(each.path == f"{name}/{MANIFEST}" for each in objects):
                continue  # it became complete since the names were listed
            claim = self._claim(name)
            if objects and (claim in (None, self._home) or _is_old(objects)):
                found.append(Leftover(name, objects))
        return found

    def remove(self, name: str) -> None:
        """Removes a release; its manifest goes first, so that what is left is known as a leftover.

        Raises:
            StoreError: the release is current.
        """
        current = self.current()
        if current is not None and current.release == name:
            raise StoreError(f"{self.store.url(name)} is current and is not removed")
        self.store.delete([f"{name}/{MANIFEST}"])
        self.store.delete([each.path for each in self.store.objects(name)])

    def verify(self, name: str) -> list[str]:
        """Every error of a release in the store, one line each. Every object is read."""
        data = self.store.get(f"{name}/{MANIFEST}")
        if data is None:
            return [f"{self.store.url(name)} has no {MANIFEST}: it was not uploaded completely"]
        try:
            listed: dict[str, dict[str, Any]] = json.loads(data)["files"]
        except (ValueError, TypeError, KeyError):
            return [f"{self.store.url(f'{name}/{MANIFEST}')} is no manifest"]
        there = {each.path.removeprefix(f"{name}/"): each.size for each in self.store.objects(name)}
        errors = [f"{path} is not listed in the manifest" for path in sorted(there.keys() - listed.keys() - {MANIFEST})]

        def error_of(path: str) -> str | None:
            if path not in there:
                return f"{path} is missing"
            if there[path] != listed[path]["bytes"]:
                return f"{path} has {there[path]} bytes, the manifest says {listed[path]['bytes']}"
            is_same = digest(self.store.get(f"{name}/{path}") or b"") == listed[path]["sha256"]
            return None if is_same else f"{path} has other bytes than were uploaded"

        return errors + [line for line in _each(error_of, sorted(listed)) if line is not None]

    def _upload(self, release: Release) -> None:
        """Uploads all files, compares what is there with what was sent, and writes the manifest last."""
        name = release.name
        self._take(name)
        manifest = release.manifest
        paths = [path for path in manifest["files"] if self._with_partitions or not path.startswith("tables/")]

        def put(path: str) -> tuple[str, dict[str, Any]]:
            content = _content(release.path, path, manifest["files"][path]["sha256"])
            self.store.put(f"{name}/{path}", content)
            return path, {**manifest["files"][path], "bytes": len(content), "sha256": digest(content)}

        files = dict(_each(put, paths))
        there = {each.path.removeprefix(f"{name}/"): each.size for each in self.store.objects(name)}
        wrong = [path for path, file in files.items() if there.get(path) != file["bytes"]]
        if wrong:
            raise StoreError(f"{self.store.url(f'{name}/{wrong[0]}')}: is not what was uploaded; run again")
        others = there.keys() - files.keys() - {_CLAIM}
        self.store.delete([f"{name}/{path}" for path in sorted(others)])
        head = {key: value for key, value in manifest.items() if key != "files"}
        self.store.delete([f"{name}/{_CLAIM}"])
        self.store.put_if(f"{name}/{MANIFEST}", to_json_by_line(head, "files", files), None)

    def _folders(self) -> list[str]:
        """The folders with the name of a release; whatever else is beside them is never touched."""
        return [name for name in self.store.folders() if _RELEASE.fullmatch(name)]

    def _take(self, name: str) -> None:
        """Claims the upload of a release, or takes up an interrupted one.

        Raises:
            ChangedInStoreError: another home uploads it.
        """
        path = f"{name}/{_CLAIM}"
        found = self.store.get_tagged(path)
        if found is not None and self._claim(name) != self._home and not _is_old(self.store.objects(name)):
            raise ChangedInStoreError(
                f"{self.store.url(name)}: another home uploads this release ({self._claim(name)}); one home writes to"
                " a store"
            )
        self.store.put_if(path, to_json({"home": self._home}), found[1] if found else None)

    def _claim(self, name: str) -> str | None:
        data = self.store.get(f"{name}/{_CLAIM}")
        try:
            return str(json.loads(data)["home"]) if data is not None else None
        except (ValueError, TypeError, KeyError):
            return None


def _is_old(objects: Iterable[StoredObject]) -> bool:
    """Whether the upload of these objects is abandoned."""
    return datetime.now(UTC) - max(each.modified for each in objects) > _ABANDONED


def _content(folder: Path, path: str, sha256: str) -> bytes:
    """The bytes of a file as they are uploaded: those of a compact file with row groups by country.

    Raises:
        StoreError: the file in the home is not the one that was published.
    """
    published = (folder / path).read_bytes()
    if digest(published) != sha256:
        raise StoreError(f"{folder / path} is damaged and was not uploaded; the next run publishes the data again")
    return grouped_by_country(published) if path.startswith("compact/") else published


def _each(do: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results for all items, several at the same time; after the first error no more are begun."""
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        try:
            return list(executor.map(do, items))
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
