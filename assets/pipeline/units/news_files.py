"""News WARC files in bulk: each is a unit that a worker sifts; this process then imports what concerns the report.

    files/<id>/unit.json       the address of the file
    files/<id>/pages.warc.gz   the records that concern the report
    files/<id>/done.json       what was decided; written last

A file that was imported has a record in the index of the archive, by the digest of its content, and is passed over.
"""

import hashlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.versions import sifting_version
from assets.pipeline.units.unit import FILES, OtherCodeError
from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.archive.ingest import Assign, ImportReport
from sources.assignment import assign_page, assigning
from sources.news.discovery.common_crawl import NewsFilter
from sources.news.discovery.sifting import CaptureKey, classifying, sift
from sources.registry.address import page_key
from warehouse.object_store import ObjectStore
from warehouse.staging.files import digest, to_json

_UNIT: Final = "unit.json"
_PAGES: Final = "pages.warc.gz"
_DONE: Final = "done.json"
_S3: Final = "s3://"
_COPIED_BYTES: Final = 1 << 24


class ListError(ValueError):
    """A list of news WARC files cannot be read; one line says which line and why."""


@dataclass(frozen=True)
class NewsFile:
    """A news WARC file.

    Attributes:
        address: its path, which every worker must be able to read, or `s3://bucket/key`.
        digest: the digest of its content; of an object its address and version.
    """

    address: str
    digest: str

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.address.rpartition("/")[2]

    @property
    def unit(self) -> str:
        """The name of its unit, another one for other code."""
        return f"{FILES}/{digest(f'{self.digest} {sifting_version()}'.encode())[:24]}"


def read_list(path: Path) -> list[str]:
    """The addresses in a list: one in each line; empty lines and lines that begin with # do not count.

    Raises:
        ListError: it is no text, or a line is no address.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except UnicodeDecodeError:
        raise ListError(f"{path} is no text in UTF-8; write one news WARC file in each line") from None
    for number, line in enumerate(lines, 1):
        if line.startswith(_S3) and not all(line.removeprefix(_S3).partition("/")[::2]):
            raise ListError(f"{path}, line {number}: {line} is no address of an object, such as s3://bucket/key")
    return [line for line in lines if line and not line.startswith("#")]


def news_file(address: str) -> NewsFile:
    """A file by its address.

    Raises:
        OSError: it cannot be read.
    """
    if address.startswith(_S3):
        store, name = _store_of(address)
        return NewsFile(address, digest(f"{address} {store.tag(name)}".encode()))
    with Path(address).open("rb") as file:
        return NewsFile(address, hashlib.file_digest(file, "sha256").hexdigest())


def unimported(home: Home, files: Iterable[NewsFile]) -> list[NewsFile]:
    """The files without a record in the index, each content once."""
    with home.archive() as archive:
        by_digest = {file.digest: file for file in files if not archive.index.was_imported(file.digest)}
    return list(by_digest.values())


def put_files(store: ObjectStore, files: Sequence[NewsFile]) -> list[str]:
    """Writes the units of files for the workers, and returns those without a result.

    What other code sifted is removed, and what a worker wrote after its unit had been taken up.
    """
    left = {each.path.rpartition("/")[0] for each in store.objects(FILES)}
    for unit in left:
        data = store.get(f"{unit}/{_UNIT}")
        if data is None or json.loads(data)["version"] != sifting_version():
            store.delete([each.path for each in store.objects(unit)])
    for file in files:
        store.put(f"{file.unit}/{_UNIT}", to_json({"address": file.address, "version": sifting_version()}))
    return [file.unit for file in files if not store.exists(f"{file.unit}/{_DONE}")]


def sift_unit(store: ObjectStore, name: str, scratch: Path) -> str:
    """Sifts one file, unless it has a result already.

    Args:
        store: the object store of the archive.
        name: the name of the unit.
        scratch: a folder for temporary files.

    Returns:
        What was done, in one line.

    Raises:
        OtherCodeError: this worker has another version of the readers.
        OSError: the file cannot be read here.
        StoreError: the store failed.
    """
    data = store.get(f"{name}/{_UNIT}")
    if data is None or store.exists(f"{name}/{_DONE}"):
        return f"{name} was sifted before"
    unit = json.loads(data)
    if unit["version"] != sifting_version():
        raise OtherCodeError(f"the worker {socket.gethostname()} has other code than the run; install the same version")
    began = time.monotonic()
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        sifted_file, copied = Path(folder, _PAGES), Path(folder, "copied")
        copied.mkdir()
        sifted = sift(_local(unit["address"], copied), sifted_file, assign_page)
        store.put(f"{name}/{_PAGES}", sifted_file)
    seconds = round(time.monotonic() - began, 3)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    store.put(f"{name}/{_DONE}", to_json({**vars(sifted), "worker": worker, "seconds": seconds}))
    return f"{unit['address']}: {sifted.kept} of {sifted.records} records in {seconds} s by {worker}"


def import_sifted(home: Home, store: ObjectStore, files: Iterable[NewsFile]) -> Iterator[ImportReport]:
    """Imports the sifted files in their order; each is a record in the index. Files without a result are passed over.

    Raises:
        BusyError: another process is writing to the archive.
        StoreError: the store failed.
    """
    for file in files:
        data = store.get(f"{file.unit}/{_DONE}")
        if data is None:
            continue
        done = json.loads(data)
        with tempfile.TemporaryDirectory() as folder, writing(home.folder, "archive"), home.archive() as archive:
            pages = Path(folder, _PAGES)
            pages.write_bytes(store.get(f"{file.unit}/{_PAGES}") or b"")
            decided = {tuple(each["key"]): each for each in done["decided"]}
            concerns = NewsFilter(archive.index, datetime.now(UTC), classify=classifying(decided))
            assign = _assigning(archive.index, decided)
            if done["kept"]:
                source = (file.name, file.digest)
                report = archive.import_warc(
                    pages, origin="archive", assign=assign, concerns=concerns, sifted_from=source
                )
            else:
                report = ImportReport(file.name)
                if done["records"]:
                    _record(archive.index, file)
                else:
                    report.lines.append(f"{file.address}: no page was read in it, so it does not count as imported")
        report.lines[:0] = done["lines"]
        report.passed_over += done["records"] - done["kept"]
        report.records = done["records"]
        store.delete([each.path for each in store.objects(file.unit)])
        yield report


def _record(index: Index, file: NewsFile) -> None:
    """Records the import of a file without any page that concerns the report."""
    with index.writing():
        index.add_import(file.digest, file.name)


def _assigning(index: Index, decided: dict[Any, dict[str, Any]]) -> Assign:
    """Assigns pages as the worker did, but for those whose day of publication a person gave."""
    assign, published = assigning(index), index.published.by_page()

    def assign_known(capture: Capture) -> tuple[str, int] | None:
        key: CaptureKey = (capture.url, capture.captured_at, capture.digest)
        known = decided.get(key)
        if known is None or known["outcome"] != "fetched" or page_key(capture.url) in published:
            return assign(capture)
        family, year = known["edition"] or (None, None)
        return (family, year) if family is not None and year is not None else None

    return assign_known


def _local(address: str, folder: Path) -> Path:
    """The file at an address; an object is copied into a folder."""
    if not address.startswith(_S3):
        return Path(address)
    store, name = _store_of(address)
    target = folder / name
    with target.open("wb") as file:
        position = 0
        while piece := store.get_range(name, position, _COPIED_BYTES):
            file.write(piece)
            position += len(piece)
    return target


def _store_of(address: str) -> tuple[ObjectStore, str]:
    folder, _, name = address.rpartition("/")
    return ObjectStore(folder), name
