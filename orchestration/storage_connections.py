"""Keeps the SQLite databases of Dagster's storage open during a run in this process.

Dagster makes an engine of SQLAlchemy, and opens and closes a database, for every event. Each engine compiles every
statement again, and closing the last connection writes everything to the disk. For the seven hundred events of a whole
run this takes longer than reading the pages. So there is one engine for each database, it keeps its connections until
the end, and a commit does not wait for the disk. A killed process loses nothing. A power failure may lose the last
events of Dagster's log; no table depends on them.

Dagster also loads all scripts of its migrations for every database that it opens or creates, and each run has a
database of its own. So they are loaded once.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import ModuleType
from typing import Any, Final

import sqlalchemy
from alembic.script import ScriptDirectory
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage

_MAKING_ENGINES: Final = (sqlite_event_log, sqlite_run_storage)
"""The modules that make an engine for each connection; Dagster has no setting for this."""


@contextmanager
def keep_databases_open() -> Iterator[None]:
    """Keeps every SQLite database open that Dagster connects to inside the block; blocks may be inside each other."""
    is_outermost = not sqlalchemy.event.contains(sqlalchemy.Engine, "connect", _without_waiting)
    if is_outermost:
        sqlalchemy.event.listen(sqlalchemy.Engine, "connect", _without_waiting)
    try:
        with ExitStack() as stack:
            for module in _MAKING_ENGINES:
                stack.enter_context(_one_engine_per_database(module))
            if is_outermost:
                stack.enter_context(_scripts_loaded_once())
            yield
    finally:
        if is_outermost:
            sqlalchemy.event.remove(sqlalchemy.Engine, "connect", _without_waiting)


def _without_waiting(connection: object, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=NORMAL")


@contextmanager
def _one_engine_per_database(module: ModuleType) -> Iterator[None]:
    """Inside the block a module of Dagster makes one engine for each database; the engine keeps its connections."""
    make_engine = module.create_engine
    engines: dict[str, sqlalchemy.Engine] = {}

    def engine_of(address: str, **options: Any) -> sqlalchemy.Engine:
        if address not in engines:
            engines[address] = make_engine(address, **{**options, "poolclass": sqlalchemy.QueuePool})
            engines[address].dispose = _do_nothing  # type: ignore[method-assign]
        return engines[address]

    module.create_engine = engine_of  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.create_engine = make_engine  # type: ignore[attr-defined]
        for engine in engines.values():
            engine.pool.dispose()


@contextmanager
def _scripts_loaded_once() -> Iterator[None]:
    """Inside the block, the scripts of the migrations of each storage are loaded once."""
    load = ScriptDirectory.from_config
    ScriptDirectory.from_config = cache(load)  # type: ignore[method-assign]  # its argument is one of three settings
    try:
        yield
    finally:
        ScriptDirectory.from_config = load  # type: ignore[method-assign]


def _do_nothing(*_: object, **__: object) -> None:
    """In place of the disposal of an engine, which Dagster calls after each use."""
