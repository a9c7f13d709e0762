"""Read-only SQL on a release, without access to other files or the network, and with bounds of memory and time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, Final, TypeVar

import duckdb

if TYPE_CHECKING:
    import polars as pl

MEMORY_LIMIT: Final = "1GB"
"""The memory of a query; it writes nothing to a disk."""

_CHUNK_ROWS: Final = 1000

_AS_TEXT: Final = ("DATE", "TIME", "INTERVAL", "BLOB", "UUID", "BIT")
"""Beginnings of types whose values DuckDB writes as text: Python has no far or infinite dates, and no months."""

_INTERRUPT_SECONDS: Final = 0.1
"""An interrupt that comes before DuckDB has begun is lost, so it is repeated."""

Row = tuple[Any, ...]
_Result = TypeVar("_Result")


class QueryError(ValueError):
    """The SQL cannot be run; the message has the reason in one line.

    Attributes:
        hints: further lines of DuckDB: candidates, and the place of the error with a caret.
    """

    def __init__(self, reason: str, hints: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.hints = hints


class SeveralStatementsError(QueryError):
    """There is more than one statement."""


class QueryResult:
    """The column names of a result, and its rows in chunks as they are computed."""

    def __init__(self, query: "_Interruptible", sql: str) -> None:
        cursor = query.run(query.connection.execute, sql)
        self.names = _unique([column[0] for column in cursor.description or ()])
        self._query = query
        self._cursor = cursor

    def chunks(self, rows: int = _CHUNK_ROWS) -> Iterator[list[Row]]:
        """The rows, at most so many at once; there is at least one chunk."""
        chunk = self._query.run(self._cursor.fetchmany, rows)
        yield chunk
        while chunk and (chunk := self._query.run(self._cursor.fetchmany, rows)):
            yield chunk


class _Interruptible:
    """Runs DuckDB in a thread of its own.

    In the main thread DuckDB does not look for signals while its other threads have all the work, so SIGINT would wait
    for the end of the query.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, thread: ThreadPoolExecutor) -> None:
        self.connection = connection
        self._thread = thread

    def run(self, call: Callable[..., _Result], *arguments: object) -> _Result:
        """The result of a call.

        Raises:
            KeyboardInterrupt: a signal came; the call is ended.
        """
        future = self._thread.submit(call, *arguments)
        try:
            return future.result()
        except KeyboardInterrupt:
            while not wait([future], _INTERRUPT_SECONDS).done:
                self.connection.interrupt()
            raise


@contextmanager
def running_query(release: Path, sql: str, timeout_seconds: float | None = None) -> Iterator[QueryResult]:
    """Runs one SQL statement on a release's DuckDB file; the rows are computed while they are read.

    Args:
        release: the folder of the release.
        sql: the statement.
        timeout_seconds: ends the query after this time; None without a limit.

    Raises:
        QueryError: the statement is wrong, does more than read, or needs more memory or time than it may.
        SeveralStatementsError: there is more than one statement.
        KeyboardInterrupt: the query was interrupted.
    """
    settings: dict[str, Any] = {
        "enable_external_access": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "lock_configuration": "true",
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": "",  # the default folder is inside the release, which is never written to
    }
    is_late = Event()
    try:
        with (
            duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config=settings) as connection,
            ThreadPoolExecutor(max_workers=1) as thread,
            _interrupting(connection, timeout_seconds, is_late),
        ):
            yield QueryResult(_Interruptible(connection, thread), _with_dates_as_text(connection, sql))
    except duckdb.InterruptException as error:
        raise QueryError(f"the query took longer than {timeout_seconds:g} seconds") from error
    except duckdb.OutOfMemoryException as error:
        raise QueryError(f"the query needs more memory than {MEMORY_LIMIT}; select fewer rows or columns") from error
    except duckdb.Error as error:
        reason, *hints = str(error).strip().splitlines()
        raise QueryError(reason, tuple(line for line in hints if line.strip())) from error


def query(release: Path, sql: str) -> "pl.DataFrame":
    """The whole result of one SQL statement on a release's DuckDB file.

    Raises:
        QueryError: as for `running_query`.
    """
    import polars as pl  # noqa: PLC0415 - most callers need no frame, and Polars takes longer to import than DuckDB

    with running_query(release, sql) as result:
        rows = [row for chunk in result.chunks() for row in chunk]
        return pl.DataFrame(rows, schema=result.names, orient="row", infer_schema_length=None)


@contextmanager
def _interrupting(connection: duckdb.DuckDBPyConnection, seconds: float | None, is_late: Event) -> Iterator[None]:
    """Interrupts a connection when the time is over."""
    if seconds is None:
        yield
        return

    def interrupt() -> None:
        is_late.set()
        connection.interrupt()

    timer = Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
        if is_late.is_set():  # there was nothing to interrupt between two chunks
            raise QueryError(f"the query took longer than {seconds:g} seconds")
    finally:
        timer.cancel()


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if not statements:
        raise QueryError("there is no statement in it")
    if len(statements) > 1:
        raise SeveralStatementsError(f"{len(statements)} statements; run one at a time")
    return statements[0]


def _with_dates_as_text(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A query whose dates, times, intervals and bytes are cast to text; any other statement as it is."""
    statement = _only_statement(connection, sql)
    if statement.type != duckdb.StatementType.SELECT:
        return sql
    text = statement.query.strip().rstrip(";")
    try:
        relation = connection.sql(text)
        types = [str(kind) for kind in relation.types]
        if not any(map(_is_written_as_text, types)):
            return sql
        columns = (
            f"CAST(#{number} AS VARCHAR) AS {_quoted(name)}" if _is_written_as_text(kind) else f"#{number}"
            for number, (name, kind) in enumerate(zip(relation.columns, types, strict=True), 1)
        )
        cast = f"SELECT {', '.join(columns)} FROM ({text}\n)"  # noqa: S608 - the statement is the user's own
        connection.extract_statements(cast)
    except duckdb.Error:
        return sql  # running it names the error and its place, or a comment follows the statement
    return cast


def _is_written_as_text(kind: str) -> bool:
    return kind.startswith(_AS_TEXT) and not kind.endswith("]")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unique(names: list[str]) -> list[str]:
    """Column names with a number after repeated ones: `year`, `year_1`."""
    seen: set[str] = set()
    unique = []
    for name in names:
        candidates = (name if number == 0 else f"{name}_{number}" for number in count())
        unique.append(next(candidate for candidate in candidates if candidate not in seen))
        seen.add(unique[-1])
    return unique
