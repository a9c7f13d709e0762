"""Keeps the SQLite databases of Dagster's storage open while a run goes on in this process.

Dagster opens and closes a database for every event, and the last connection that is closed writes everything to the
disk: for the six hundred events of a whole run that takes longer than reading the pages. Here one more connection to
each database stays open until the end, and a commit does not wait for the disk. A process that is killed loses nothing;
a machine that loses power may lose the last events of its log, from which nothing is read back into tables.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy


@contextmanager
def open_databases() -> Iterator[None]:
    """Inside, every SQLite database that SQLAlchemy connects to stays open."""
    held: dict[str, sqlite3.Connection] = {}

    def hold(connection: object, _: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("PRAGMA synchronous=NORMAL")
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        if not path:
            return
        if path not in held:
            held[path] = sqlite3.connect(path, check_same_thread=False)
        held[path].execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes part in the log once there is one

    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", hold)
    try:
        yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "connect", hold)
        for connection in held.values():
            connection.close()
