"""Keeps a connection to each SQLite database of Dagster's storage open during a run in this process.

Dagster opens and closes a database for every event, and closing the last connection writes everything to the disk. For
the six hundred events of a whole run this takes longer than reading the pages. One more connection to each database
stays open until the end, and a commit does not wait for the disk. A killed process loses nothing. A power failure may
lose the last events of Dagster's log; no table depends on them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy


@contextmanager
def keep_databases_open() -> Iterator[None]:
    """Keeps every SQLite database open that SQLAlchemy connects to inside the block."""
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
        yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "connect", keep_open)
        for connection in connections.values():
            connection.close()
