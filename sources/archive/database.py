"""The database of the archive's index: the one place that holds the connection."""

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


_PATIENCE: Final = 60
"""Seconds to wait for another process."""


_PAUSE: Final = 0.1


class DamagedIndexError(Exception):
    """The file of the index cannot be read as a database."""


class IndexInUseError(Exception):
    """Another process has the index open."""


class Database:
    """A database of the newest schema; one writer, any number of readers.

    Statements name their columns, so that a column more or another order changes nothing. Each statement is a
    transaction of its own outside `writing()`.
    """

    def __init__(self, path: Path) -> None:
        """Opens a database, makes it where there is none, and brings an older one to the newest schema.

        Raises:
            NewerIndexError: it was written by newer code.
            DamagedIndexError: it is no database.
        """
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
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
        """All or nothing: what is changed inside is committed at the end, or not at all."""
        self.change("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself ends some that fail, on a full disk for one
                self.change("ROLLBACK")
            raise
        self.change("COMMIT")

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of an answer; None where it has none."""
        with self._naming_damage():
            found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def rows(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows of an answer, one by one."""
        with self._naming_damage():
            # `yield from` would close the cursor of an answer that is given up after the database was closed
            for row in self._connection.execute(sql, values):  # noqa: UP028
                yield row

    def change(self, sql: str, *values: object) -> int:
        """Executes a statement that changes something; how many rows it changed."""
        with self._naming_damage():
            return self._connection.execute(sql, values).rowcount

    def change_each(self, sql: str, rows: Iterable[Row]) -> None:
        """Executes a statement once for each row of values."""
        with self._naming_damage():
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, *values: object) -> int:
        """Inserts a row and returns the number that the database gave it."""
        with self._naming_damage():
            return int(self._connection.execute(sql, values).lastrowid or 0)

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                raise DamagedIndexError(
                    f"{self._path} is damaged ({error}): `tip doctor --rebuild-index` makes it anew from the WARC files"
                ) from error
            raise


def remove_database(path: Path) -> None:
    """Removes a database that nobody has open, with the files that SQLite keeps beside it."""
    path.unlink(missing_ok=True)
    _remove_companions(path)


def replace_database(path: Path, new: Path) -> None:
    """Puts a closed database in the place of another, in one step.

    What another process has open must not be replaced: SQLite finds the files beside a database by their names, and
    would take those of one for those of the other.

    Raises:
        IndexInUseError: another process has the database open.
    """
    if not path.exists():
        _remove_companions(path)
        _put(new, path)
        return
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as old:
        try:
            _shut_out_others(old)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGE:
                raise IndexInUseError(
                    f"{path} is open in another process ({error}), so it cannot be replaced: end that process"
                    " (`tip ui` may be one), then rebuild again"
                ) from error
            _remove_companions(path)
        _put(new, path)


def _shut_out_others(connection: sqlite3.Connection) -> None:
    """Waits until no other process has a database open, and keeps it so; no file stays beside it."""
    last = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # refused at once where others are; SQLite does not wait
            break
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(_PAUSE)
    connection.execute("BEGIN EXCLUSIVE")


def _put(new: Path, path: Path) -> None:
    new.replace(path)
    flush_folder(path.parent)


def _remove_companions(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
