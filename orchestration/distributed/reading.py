"""`tip run` with workers: stale editions are divided into units, workers read them, and this process takes them up."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import dagster as dg

from assets.pipeline.home.executing import process_tags
from assets.pipeline.home.home import Home
from assets.pipeline.settings.files import SettingsError
from assets.pipeline.settings.load import settings
from assets.pipeline.units.news_files import import_sifted, news_file, put_files, unimported
from assets.pipeline.units.planning import PlannedUnit, plan_units, take_up
from assets.pipeline.units.unit import UnitResult, get_result, remove_units
from assets.reports import reading_asset_of
from orchestration.distributed.celery_settings import run_config
from orchestration.ended_runs import close_interrupted_run
from orchestration.failures import is_interruption
from orchestration.instance import REPOSITORY_TAG
from sources.archive.ingest import ImportReport
from warehouse.object_store import ObjectStore
from warehouse.staging.area import EditionKey


class UnitsFailedError(Exception):
    """Workers did not read all units; what they read was taken up."""


def read_on_workers(home: Home, instance: dg.DagsterInstance, keys: Sequence[EditionKey]) -> list[str]:
    """Reads stale editions on workers, and stages the results.

    Args:
        home: the home.
        instance: its Dagster instance, in PostgreSQL.
        keys: the stale editions.

    Returns:
        The warnings of the workers about pages.

    Raises:
        SettingsError: something that workers need is not set.
        UnitsFailedError: units were not read.
        StoreError: the store failed.
    """
    values = settings()
    validate_workers(instance)
    store = ObjectStore(values.archive)
    units = plan_units(home, store, keys)
    left = [unit.name for unit in units if get_result(store, unit.name) is None]
    error = _execute(instance, store, left) if left else None
    lines: list[str] = []
    taken: set[str] = set()
    for unit, result in take_up(home, store, units):
        instance.report_runless_asset_event(_materialization(unit, result))
        lines += result.lines
        taken.add(unit.name)
    if missing := [unit.name for unit in units if unit.name not in taken]:
        raise UnitsFailedError(
            f"{len(missing)} of {len(units)} units were not read, the first is {missing[0]}:"
            f" {error or 'unknown reason'}; run again to read the rest"
        )
    remove_units(store)
    return lines


def sift_on_workers(home: Home, instance: dg.DagsterInstance, addresses: Sequence[str]) -> Iterator[ImportReport]:
    """Sifts news WARC files on workers, and imports what concerns the report, file by file.

    Files that were imported before are passed over. After an interruption, files that were sifted are only imported.

    Args:
        home: the home.
        instance: its Dagster instance, in PostgreSQL.
        addresses: the files.

    Raises:
        SettingsError: something that workers need is not set.
        UnitsFailedError: files were not sifted.
        OSError: a file cannot be read.
    """
    values = settings()
    validate_workers(instance)
    store = ObjectStore(values.archive)
    files = unimported(home, [news_file(address) for address in addresses])
    left = put_files(store, files)
    error = _execute(instance, store, left) if left else None
    done = 0
    for report in import_sifted(home, store, files):
        done += 1
        yield report
    if done < len(files):
        raise UnitsFailedError(
            f"{len(files) - done} of {len(files)} files were not read: {error or 'unknown reason'};"
            " import the list again"
        )


def validate_workers(instance: dg.DagsterInstance) -> None:
    """Validates that workers can reach what they need.

    Raises:
        SettingsError: something is not set or not installed.
    """
    if not settings().archive:
        raise SettingsError(["TIP_BROKER needs TIP_ARCHIVE: workers read the captures in the object store"])
    if find_spec("dagster_celery") is None:
        raise SettingsError(["TIP_BROKER needs the extra workers; install tip-warehouse[workers]"])
    if "Sqlite" in type(instance.run_storage).__name__:
        raise SettingsError(
            ["TIP_BROKER needs Dagster's storage in PostgreSQL: workers write the events of runs there"]
        )


def _execute(instance: dg.DagsterInstance, store: ObjectStore, names: Sequence[str]) -> str | None:
    """Runs the job; returns its first failure in one line."""
    from orchestration.distributed.job import READ_UNITS, list_units, read_unit, read_units_job  # noqa: PLC0415 - extras

    assert read_units_job.name == READ_UNITS
    config = {"store": store.address, "units": list(names)}
    try:
        result = dg.execute_job(
            dg.reconstructable(read_units_job),
            instance,
            run_config={
                "ops": {list_units.name: {"config": config}, read_unit.name: {"config": config}},
                "execution": {"config": run_config(settings())},
                "loggers": {"console": {"config": {"log_level": "WARNING"}}},
            },
            tags={**REPOSITORY_TAG, **process_tags(), "tip/kind": "refresh"},
        )
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except Exception as error:  # of the broker, the database, or the library between them
        return _last_line(str(error))
    if any(is_interruption(event) for event in result.all_events):
        close_interrupted_run(instance, result.run_id)
        raise KeyboardInterrupt
    failed = [event for event in result.all_events if event.is_failure]
    return _line_of(failed[0]) if failed else None


def _line_of(event: dg.DagsterEvent) -> str:
    data = event.event_specific_data
    failure = getattr(data, "user_failure_data", None)
    if failure is not None and failure.description:
        return str(failure.description)
    error = getattr(data, "error", None)
    while error is not None and error.cause is not None:
        error = error.cause
    return _last_line(error.message) if error is not None else "unknown reason"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith((" ", "\t"))]
    named = [line for line in lines if "Error" in line or "Exception" in line]
    return (named or lines or ["unknown reason"])[-1][:300]


def _materialization(unit: PlannedUnit, result: UnitResult) -> dg.AssetMaterialization:
    """A unit in the history of the asset of its edition."""
    return dg.AssetMaterialization(
        reading_asset_of(unit.key),
        partition=str(unit.key.year),
        metadata={**result.counts, "unit": unit.name, "worker": result.worker, "seconds": result.seconds},
    )
