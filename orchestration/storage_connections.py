"""Keeps the SQLite databases of Dagster's storage open during a run in this process.

Dagster makes an engine of SQLAlchemy, and opens and closes a database, for every event. Each engine compiles every
statement again, and closing the last connection writes everything to the disk. For the six hundred events of a whole
run this takes longer than reading the pages. So there is one engine for each database, one more connection stays open
until the end, and a commit does not wait for the disk. A killed process loses nothing. A power failure may lose the
last events of Dagster's log; no table depends on them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, Final

import sqlalchemy
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage

_MAKING_ENGINES: Final = (sqlite_event_log, sqlite_run_storage)
"""The modules that make an engine for each connection; Dagster has no setting for this."""


@contextmanager
def keep_databases_open() -> Iterator[None]:
    """Keeps every SQLite database open that Dagster connects to inside the block."""
    connections: dict[str, sqlite3.Connection] = {}

    def keep_open(connection: object, _: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("PRAGMA synchronous=NORMAL")
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        if not path:
            return
        if path not in connections:
            connections[path] = sqlite3.connect(path, check_same_thread=False)
        connections[path].execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the write-ahead log

    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", keep_open)
    try:
        with ExitStack() as stack:
            for module in _MAKING_ENGINES:
                stack.enter_context(_one_engine_per_database(module))
            yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "connect", keep_open)
        for connection in connections.values():
            connection.close()


@contextmanager
def _one_engine_per_database(module: ModuleType) -> Iterator[None]:
    """Inside the block a module of Dagster makes one engine for each database; the engine keeps no connection."""
    make_engine = module.create_engine
    engines: dict[str, sqlalchemy.Engine] = {}

    def engine_of(address: str, **options: Any) -> sqlalchemy.Engine:
        if address not in engines:
            engines[address] = make_engine(address, **options)
        return engines[address]

    module.create_engine = engine_of  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.create_engine = make_engine  # type: ignore[attr-defined]
