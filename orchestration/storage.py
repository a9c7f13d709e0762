"""Dagster's SQLite storage with its event databases kept open.

Dagster's own opens and closes a database for every event, and has the disk confirm each; a run stores some eight
hundred events, half of them verdicts of checks. Here a database stays open between events, and a commit waits for no
disk: a process that is killed loses nothing, a machine that loses power may lose the last events of its log, from
which nothing is ever read back into tables.
"""

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy.pool import StaticPool

_KEPT_OPEN: Final = 4
"""The index, the run under way and the runs the UI has just shown."""


class OpenEventLog(SqliteEventLogStorage):
    """The event log of Dagster, one database a run and an index, with the ones in use kept open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._open: OrderedDict[str, sqlalchemy.Engine] = OrderedDict()
        super().__init__(*args, **kwargs)

    def store_event(self, event: EventLogEntry) -> None:
        """Stores one event, and lets the UI know: it watches the file of a run, which a commit leaves untouched."""
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        # the lock lets one thread at a time in, so that all of them may share a connection
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> sqlalchemy.Engine:
        engine = self._open.pop(shard, None) or self._opened(shard)
        self._open[shard] = engine
        while len(self._open) > _KEPT_OPEN:
            self._open.popitem(last=False)[1].dispose()
        return engine

    def _opened(self, shard: str) -> sqlalchemy.Engine:
        engine = sqlalchemy.create_engine(
            self.conn_string_for_shard(shard),
            poolclass=StaticPool,
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        sqlalchemy.event.listen(engine, "connect", _wait_for_no_disk)
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        return engine

    def dispose(self) -> None:
        """Closes every database."""
        while self._open:
            self._open.popitem()[1].dispose()
        super().dispose()


class OpenSqliteStorage(DagsterSqliteStorage):
    """Runs, schedules and events in SQLite under one folder; what `storage` in dagster.yaml names."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        # its parent's own would open an event log as well
        super(DagsterSqliteStorage, self).__init__()  # type: ignore[no-untyped-call]
        self.base_dir = base_dir
        self._inst_data = inst_data
        self._run_storage = SqliteRunStorage.from_local(f"{base_dir}/history/")
        self._event_log_storage = OpenEventLog(f"{base_dir}/history/runs/")
        self._schedule_storage = SqliteScheduleStorage.from_local(f"{base_dir}/schedules")

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "OpenSqliteStorage":
        """What Dagster calls with the settings it read."""
        return cls.from_local(inst_data=inst_data, **config_value)


def _wait_for_no_disk(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")
