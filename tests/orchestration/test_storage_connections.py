"""The databases of Dagster during a run in this process."""

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
