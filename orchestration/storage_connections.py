"""Keeps the SQLite databases of Dagster's storage open during a run in this process.

Dagster makes an engine of SQLAlchemy, and opens and closes a database, for every event. Each engine compiles every
statement again, and closing the last connection writes everything to the disk. For the seven hundred events of a whole
run this takes longer than reading the pages. So there is one engine for each database, it keeps its connections until
the end, and a commit does not wait for the disk. A killed process loses nothing. A power failure may lose the last
events of Dagster's log; no table depends on them.

Dagster also loads all scripts of its migrations for every database that it opens or creates, and each run has a
database of its own. So they are loaded once. It looks at the schema of its database for every event of an asset; inside
the block, what the schema has is looked up once.

When a run is created, Dagster stores an event for each planned asset and check. They are stored in one transaction of
each database: `DAGSTER_EVENT_BATCH_SIZE` makes Dagster collect them, and its SQLite storage then stores each alone.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, wraps
from threading import get_ident
from types import ModuleType
from typing import Any, Final

import dagster as dg
import sqlalchemy
from alembic.script import ScriptDirectory
from dagster._core.storage.event_log import SqlEventLogStorage
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage

_MAKING_ENGINES: Final = (sqlite_event_log, sqlite_run_storage)
"""The modules that make an engine for each connection; Dagster has no setting for this."""

_EventLog: Final = sqlite_event_log.SqliteEventLogStorage
_INDEX: Final = sqlite_event_log.INDEX_SHARD_NAME
_BATCH_SIZE: Final = "DAGSTER_EVENT_BATCH_SIZE"
_EVENTS_PER_BATCH: Final = 1_000
"""More than a run has planned assets and checks."""


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
                stack.enter_context(_schema_looked_up_once())
                stack.enter_context(_events_stored_in_batches())
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


@contextmanager
def _schema_looked_up_once() -> Iterator[None]:
    """Inside the block, a table or column that the event log has is looked up once; one that it lacks, every time."""
    with (
        _replaced(_EventLog, "has_table", _once_found),
        _replaced(SqlEventLogStorage, "_has_asset_key_col_on_connection", _once_found),
    ):
        yield


def _once_found(look_up: Callable[..., bool]) -> Callable[..., bool]:
    """A method that is not called again with the same name, once it has returned True for the same storage."""
    found: set[tuple[int, str]] = set()

    @wraps(look_up)
    def known(storage: object, *arguments: Any) -> bool:
        place = (id(storage), str(arguments[-1]))
        if place in found:
            return True
        if look_up(storage, *arguments):
            found.add(place)
        return place in found

    return known


@contextmanager
def _events_stored_in_batches() -> Iterator[None]:
    """Inside the block, the events of a batch are stored in one transaction of each database."""
    given = os.environ.get(_BATCH_SIZE)
    os.environ.setdefault(_BATCH_SIZE, str(_EVENTS_PER_BATCH))
    transactions: dict[tuple[int, str], sqlalchemy.Connection] = {}  # by thread and shard

    def in_transaction_of_batch(connect: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def connected(storage: Any, shard: str) -> Iterator[sqlalchemy.Connection]:
            if (of_batch := transactions.get((get_ident(), shard))) is not None:
                yield of_batch
                return
            with connect(storage, shard) as connection:
                yield connection

        return connected

    def store_event_batch(storage: Any, events: Sequence[dg.EventLogEntry]) -> None:
        run = events[0].run_id  # Dagster collects the events of one run
        make_engine = sqlite_event_log.create_engine  # type: ignore[attr-defined]  # the one that keeps its connections
        index = make_engine(storage.conn_string_for_shard(_INDEX))
        # The storage connects to one shard at a time, so the connection to the second is not made by it.
        with storage._connect(run) as in_run, index.begin() as in_index:
            places = {(get_ident(), run): in_run, (get_ident(), _INDEX): in_index}
            transactions.update(places)
            try:
                for event in events:
                    storage.store_event(event)
            finally:
                for place in places:
                    del transactions[place]

    try:
        with (
            _replaced(_EventLog, "_connect", in_transaction_of_batch),
            _replaced(_EventLog, "store_event_batch", lambda _: store_event_batch),
        ):
            yield
    finally:
        if given is None:
            os.environ.pop(_BATCH_SIZE, None)


@contextmanager
def _replaced(owner: type, name: str, replacement_of: Callable[[Any], Any]) -> Iterator[None]:
    """Inside the block, a method of a class is replaced by one that is made from it."""
    is_own = name in vars(owner)
    before = getattr(owner, name)
    setattr(owner, name, replacement_of(before))
    try:
        yield
    finally:
        if is_own:
            setattr(owner, name, before)
        else:
            delattr(owner, name)


def _do_nothing(*_: object, **__: object) -> None:
    """In place of the disposal of an engine, which Dagster calls after each use."""
