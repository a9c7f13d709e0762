"""Divides what is stale into units, and puts their results into the staging area."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.versions import reader_code, reader_version
from assets.pipeline.read.captures import captures_digest, captures_of
from assets.pipeline.units.unit import Unit, UnitResult, get_files, get_result, put_unit, remove_units
from sources.archive.page_archive import PageArchive
from sources.news.batches import Batch, batches_of
from sources.registry.families import NEWS
from warehouse.object_store import ObjectStore
from warehouse.staging.area import EditionKey

_BATCHES: int = 16
"""Batches of news in a unit: one or two thousand pages, so that the work around a unit is small beside it."""


@dataclass(frozen=True)
class PlannedUnit:
    """A unit that was written to the store.

    Attributes:
        name: its name.
        key: its edition.
    """

    name: str
    key: EditionKey


def plan_units(home: Home, store: ObjectStore, keys: Sequence[EditionKey]) -> list[PlannedUnit]:
    """Writes the units of stale editions to the store, and deletes those of earlier runs that nobody needs any more.

    Args:
        home: the home.
        store: the object store of the archive, which has all segments.
        keys: the stale editions.
    """
    planned = []
    with home.archive() as archive:
        for unit in _units(home, archive, keys):
            planned.append(PlannedUnit(unit.name, unit.key))
            put_unit(store, unit)
    remove_units(store, [unit.name for unit in planned])
    return planned


def take_up(home: Home, store: ObjectStore, units: Iterable[PlannedUnit]) -> Iterator[tuple[PlannedUnit, UnitResult]]:
    """Puts the results of units into the staging area, exactly as if this process had read them.

    Units without a result are passed over. A later run reads them.

    Raises:
        BusyError: another process is staging one of the editions.
        OSError: a result is damaged.
    """
    for unit in units:
        if (result := get_result(store, unit.name)) is None:
            continue
        files = get_files(store, unit.name, result)
        with writing(home.folder, f"edition {unit.key.folder.replace('/', ' ')}"):
            home.staging.record_code(reader_version(unit.key.family).code, reader_code(unit.key.family).files)
            if unit.key.family == NEWS:
                home.staging.batches(unit.key).take(files)
            else:
                home.staging.take_edition(unit.key, files)
        yield unit, result


def _units(home: Home, archive: PageArchive, keys: Sequence[EditionKey]) -> Iterator[Unit]:
    for key in keys:
        if (captures := captures_digest(archive.index, key)) is None:
            continue
        version = reader_version(key.family)
        source = {"captures": captures, "made_with": version.metadata}
        if key.family != NEWS:
            yield Unit(key, version.digest, source, [("", list(captures_of(archive.index, key)))])
            continue
        staged = home.staging.batches(key)
        unread = (
            batch
            for batch in batches_of(captures_of(archive.index, key))
            if not staged.path(batch.name(version.digest)).exists()
        )
        while some := list(islice(unread, _BATCHES)):
            yield Unit(key, version.digest, {}, [(batch.day, batch.captures) for batch in some])


def batches_in(unit: Unit) -> list[Batch]:
    """The batches of a unit of news."""
    return [Batch(day, captures) for day, captures in unit.batches]
