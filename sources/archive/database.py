"""The SQLite database of the archive's index. Only this module uses the connection."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import flush_folder
from sources.archive.schema import migrate

Row = tuple[Any, ...]
Values = Iterable[object]

_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_LOCK_TIMEOUT_SECONDS: Final = 60
"""How long to wait for another process."""

_RETRY_SECONDS: Final = 0.1


class DamagedIndexError(Exception):
    """The file of the index cannot be read as a database."""


class IndexInUseError(Exception):
    """Another process has the index open."""


class Database:
    """A database of the newest schema, for one writer and any number of readers.

    Statements name their columns, so an added column or another column order has no effect. Outside `writing()` each
    statement is its own transaction.
    """

    def __init__(self, path: Path) -> None:
        """Opens a database. Creates it where it is missing, and migrates an older one to the newest schema.

        Raises:
            NewerIndexError: newer code wrote the database.
            DamagedIndexError: the file is no database.
        """
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None)
        try:
            with self._naming_damage():
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=NORMAL")
                migrate(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: it commits all changes at the end, or none of them."""
        self.change("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if (
                self._connection.in_transaction
            ):  # SQLite ends some failed transactions itself, for example on a full disk
                self.change("ROLLBACK")
            raise
        self.change("COMMIT")

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query result; None where it is empty."""
        with self._naming_damage():
            found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def rows(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows of a query result, one by one."""
        with self._naming_damage():
            # `yield from` would close the cursor of an unfinished query after the database was closed
            for row in self._connection.execute(sql, values):  # noqa: UP028
                yield row

    def change(self, sql: str, *values: object) -> int:
        """Executes a statement that writes, and returns how many rows it changed."""
        with self._naming_damage():
            return self._connection.execute(sql, values).rowcount

    def change_each(self, sql: str, rows: Iterable[Row]) -> None:
        """Executes a statement once for each row of values."""
        with self._naming_damage():
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, *values: object) -> int:
        """Inserts a row and returns its number in the database."""
        with self._naming_damage():
            return int(self._connection.execute(sql, values).lastrowid or 0)

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                raise DamagedIndexError(
                    f"{self._path} is damaged ({error}): `tip doctor --rebuild-index` rebuilds it from the WARC files"
                ) from error
            raise


def remove_database(path: Path) -> None:
    """Removes a database that no process has open, and the companion files of SQLite."""
    path.unlink(missing_ok=True)
    _remove_companions(path)


def replace_database(path: Path, new: Path) -> None:
    """Replaces a database with a closed one, in one step.

    A database that another process has open must not be replaced: SQLite finds companion files by name and would use
    those of the wrong database.

    Raises:
        IndexInUseError: another process has the database open.
    """
    if not path.exists():
        _remove_companions(path)
        _move(new, path)
        return
    with closing(sqlite3.connect(path, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None)) as old:
        try:
            _lock_exclusively(old)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGE:
                raise IndexInUseError(
                    f"{path} is open in another process ({error}), so it cannot be replaced: end that process"
                    " (`tip ui` may be one), then rebuild again"
                ) from error
            _remove_companions(path)
        _move(new, path)


def _lock_exclusively(connection: sqlite3.Connection) -> None:
    """Waits until no other process has the database open, then locks it. SQLite removes the companion files."""
    deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # SQLite refuses this at once while others are connected
            break
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
    connection.execute("BEGIN EXCLUSIVE")


def _move(new: Path, path: Path) -> None:
    new.replace(path)
    flush_folder(path.parent)


def _remove_companions(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
