"""The databases of Dagster during a run in this process."""

import os
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
import pytest
import sqlalchemy

from assets.pipeline.home.home import Home
from orchestration.instance import prepare_instance
from orchestration.storage_connections import keep_databases_open


@dg.job
def empty() -> None:
    pass


def test_a_database_has_one_engine_during_a_run_and_is_closed_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TIP_HOME", "DAGSTER_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    prepare_instance(Home(tmp_path))
    engines: list[tuple[str, int]] = []

    def record(connection: sqlalchemy.Connection) -> None:
        engines.append((str(connection.engine.url), id(connection.engine)))

    with keep_databases_open(), dg.DagsterInstance.get() as instance:
        sqlalchemy.event.listen(sqlalchemy.Engine, "engine_connect", record)
        try:
            assert empty.execute_in_process(instance=instance).success
        finally:
            sqlalchemy.event.remove(sqlalchemy.Engine, "engine_connect", record)
        assert len(engines) > 2 * len(set(engines))
        assert len(set(engines)) == len({address for address, _ in engines})
    assert list((tmp_path / "dagster").rglob("*.db-wal")) == []


@dg.asset(check_specs=[dg.AssetCheckSpec(name, asset="checked") for name in ("first", "second")])
def checked() -> dg.MaterializeResult:  # type: ignore[type-arg]
    return dg.MaterializeResult(
        check_results=[dg.AssetCheckResult(passed=name == "first", check_name=name) for name in ("first", "second")]
    )


def test_events_are_stored_as_without_open_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, plain = (_stored(tmp_path / name, monkeypatch, kept=name == "kept") for name in ("kept", "plain"))
    assert kept == plain
    assert "DAGSTER_EVENT_BATCH_SIZE" not in os.environ
    assert kept[-1] == {"first": "SUCCEEDED", "second": "FAILED"}


def _stored(home: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool) -> tuple[object, ...]:
    """What Dagster stored of a run: types of events in order, the last run of the asset, results of checks."""
    home.mkdir()
    for name in ("TIP_HOME", "DAGSTER_HOME"):
        monkeypatch.setenv(name, str(home))
    prepare_instance(Home(home))
    job = dg.Definitions(assets=[checked], jobs=[dg.define_asset_job("make")]).resolve_job_def("make")
    with keep_databases_open() if kept else nullcontext(), dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(instance=instance)
    with dg.DagsterInstance.get() as instance:
        events = [record.event_type for record in instance.get_records_for_run(result.run_id).records]
        storage = instance.event_log_storage
        keys = [dg.AssetCheckKey(dg.AssetKey("checked"), name) for name in ("first", "second")]
        executions = storage.get_latest_asset_check_execution_by_key(keys)
        results = {key.name: execution.status.value for key, execution in executions.items()}
        records = instance.get_asset_records([dg.AssetKey("checked")])
    return events, [record.asset_entry.last_run_id == result.run_id for record in records], results
