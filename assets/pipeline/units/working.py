"""What a worker does: it reads one unit in a home of its own, and puts the result into the store."""

import os
import socket
import tempfile
import time
from pathlib import Path

from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import reader_version
from assets.pipeline.read.editions import stage_report
from assets.pipeline.read.news import stage_batches
from assets.pipeline.units.news_files import sift_unit
from assets.pipeline.units.planning import batches_in
from assets.pipeline.units.unit import FILES, OtherCodeError, Unit, UnitResult, get_result, get_unit, put_result
from sources.archive.segment_store import use_store
from sources.registry.families import NEWS
from warehouse.object_store import ObjectStore
from warehouse.staging.files import digest


def work(scratch: Home, store: ObjectStore, name: str) -> str:
    """Reads a unit of captures, or sifts a news file (see `read_unit`, `sift_unit`); returns one line about it."""
    if name.startswith(f"{FILES}/"):
        return sift_unit(store, name, scratch.folder)
    result = read_unit(scratch, store, name)
    return f"{name}: {len(result.files)} files in {result.seconds} s by {result.worker}"


def read_unit(scratch: Home, store: ObjectStore, name: str) -> UnitResult:
    """Reads a unit, unless it has a result already.

    Args:
        scratch: the home of the worker. Each unit is read in a folder of its own there, because several processes may
            read parts of one edition at the same time; no data are left.
        store: the object store of the archive.
        name: the name of the unit.

    Raises:
        OtherCodeError: this worker has another version of the readers than the run.
        FileNotFoundError: the run has ended.
        StoreError: the store failed.
    """
    if (known := get_result(store, name)) is not None:
        return known
    unit = get_unit(store, name)
    if unit.version != reader_version(unit.key.family).digest:
        raise OtherCodeError(
            f"this worker ({socket.gethostname()}) has other code than the run; install the same version"
        )
    began = time.monotonic()
    scratch.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch.folder) as folder:
        home = Home(Path(folder))
        use_store(home.archive_folder, store.address)
        files, partial = _read(home, unit)
    result = UnitResult(
        {file: digest(data) for file, data in files.items()},
        partial.counts,
        partial.lines,
        partial.revisions,
        f"{socket.gethostname()}:{os.getpid()}",
        round(time.monotonic() - began, 3),
    )
    put_result(store, name, files, result)
    return result


def _read(home: Home, unit: Unit) -> tuple[dict[str, bytes], UnitResult]:
    """The files of a unit, read in an empty home, and what is said of it."""
    if unit.key.family == NEWS:
        stage_batches(home.folder, unit.key, unit.version, batches_in(unit))
        return _content(home.staging.batches(unit.key).folder), UnitResult({})
    ((_, captures),) = unit.batches
    read = stage_report(home.folder, unit.key, captures, unit.source)
    return _content(home.staging.edition_folder(unit.key)), UnitResult({}, read.counts, read.lines, read.revisions)


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
