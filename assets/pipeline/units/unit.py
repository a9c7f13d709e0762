"""A unit: captures that one worker reads, and its result, both in the object store of the archive.

    units/<name>/unit.json   the captures, and the version of the reader
    units/<name>/<file>      the files that were read from them
    units/<name>/done.json   the files with SHA-256; written last

The name is made from the content of the unit, so a unit that was read before an interruption is not read again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sources.archive.capture import Entry
from sources.archive.decisions import DecisionInForce
from sources.archive.stored import StoredCapture
from warehouse.object_store import ObjectStore
from warehouse.staging.area import EditionKey
from warehouse.staging.files import digest, to_json
from warehouse.tables.vocabulary import DecisionKind

FOLDER: Final = "units"
FILES: Final = "files"
"""The folder of units that are news WARC files (`assets.pipeline.units.news_files`)."""

_UNIT: Final = "unit.json"
_DONE: Final = "done.json"


class OtherCodeError(Exception):
    """The worker has other code than the process that wants the unit."""


@dataclass(frozen=True)
class Unit:
    """Captures that are read together: all of an edition, or some batches of a year of news.

    Attributes:
        key: the edition.
        version: the digest of the version of the reader.
        source: metadata of the edition: the digest of all its captures and the version of the reader.
        batches: the captures; one list for an edition of a report, for news one for each batch, with its day.
    """

    key: EditionKey
    version: str
    source: Mapping[str, Any]
    batches: Sequence[tuple[str, Sequence[StoredCapture]]]

    @property
    def name(self) -> str:
        """A name that says what is read, and is another one for other captures or another reader."""
        return f"{self.key.folder.replace('/', '-')}-{digest(self.content)[:16]}"

    @property
    def content(self) -> bytes:
        """The unit as JSON."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class UnitResult:
    """The result of a unit.

    Attributes:
        files: SHA-256 of its files, by name.
        counts: numbers for the UI.
        lines: a warning for every page that needs attention.
        revisions: a line for every page whose text was changed after publication.
        worker: the worker that read it.
        seconds: how long it took.
    """

    files: Mapping[str, str]
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Sequence[str] = ()
    revisions: Sequence[str] = ()
    worker: str = ""
    seconds: float = 0


def put_unit(store: ObjectStore, unit: Unit) -> None:
    """Writes a unit for the workers."""
    store.put(f"{FOLDER}/{unit.name}/{_UNIT}", unit.content)


def get_unit(store: ObjectStore, name: str) -> Unit:
    """A unit by its name.

    Raises:
        FileNotFoundError: there is no such unit; it was taken up or given up.
    """
    data = store.get(f"{FOLDER}/{name}/{_UNIT}")
    if data is None:
        raise FileNotFoundError(f"{store.url(f'{FOLDER}/{name}')} is gone: the run that wrote it has ended")
    value = json.loads(data.decode("utf-8", "surrogatepass"))
    batches = [(day, [_capture(each) for each in captures]) for day, captures in value["batches"]]
    return Unit(EditionKey(**value["key"]), value["version"], value["source"], batches)


def put_result(store: ObjectStore, name: str, files: Mapping[str, bytes], result: UnitResult) -> None:
    """Writes the files of a unit, and then its result."""
    for file, data in files.items():
        store.put(f"{FOLDER}/{name}/{file}", data)
    store.put(f"{FOLDER}/{name}/{_DONE}", to_json(asdict(result)))


def get_result(store: ObjectStore, name: str) -> UnitResult | None:
    """The result of a unit; None while it is not read."""
    data = store.get(f"{FOLDER}/{name}/{_DONE}")
    return UnitResult(**json.loads(data)) if data is not None else None


def get_files(store: ObjectStore, name: str, result: UnitResult) -> dict[str, bytes]:
    """The files of a result.

    Raises:
        OSError: a file is missing or is not the one that the worker wrote.
    """
    files = {}
    for file, sha256 in result.files.items():
        data = store.get(f"{FOLDER}/{name}/{file}")
        if data is None or digest(data) != sha256 or "/" in file:
            raise OSError(f"{store.url(f'{FOLDER}/{name}/{file}')} is not the file that the worker wrote; run again")
        files[file] = data
    return files


def remove_units(store: ObjectStore, kept: Sequence[str] = ()) -> None:
    """Deletes all units but the ones that are kept."""
    prefixes = tuple(f"{FOLDER}/{name}/" for name in kept)
    store.delete([each.path for each in store.objects(FOLDER) if not each.path.startswith(prefixes)])


def _capture(value: dict[str, Any]) -> StoredCapture:
    decision = value["decision"]
    if decision is not None:
        decision = DecisionInForce(DecisionKind(decision["kind"]), decision["number"], decision["decided_at"])
    return StoredCapture(Entry(**value["entry"]), value["file"], value["offset"], value["published"], decision)
