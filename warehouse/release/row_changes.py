"""`changes/<table>.parquet`: every row and value that differs from the release before."""
# ruff: noqa: S608 - queries are put together from names of this package

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import duckdb

from warehouse.staging.table_files import compact_path
from warehouse.tables import Table

FOLDER: Final = "changes"
_MEMORY_LIMIT: Final = "512MB"


def write_row_changes(
    table: Table, before: Path, after: Path, target: Path, countries: Collection[str] | None = None
) -> int:
    """Writes the changes of a table, sorted by its key: columns of the key, `change`, `column`, `before`, `after`.

    A row that was added or removed is one row with null in the last three. A row that changed has one row for each
    changed column, with both values as text. A column that only one release has is compared with null.

    Args:
        table: the declaration.
        before: folder of the earlier release.
        after: folder of the later one.
        target: the file to write.
        countries: the countries whose rows may differ; None for all rows.

    Returns:
        The number of rows.
    """
    old, new = (release / compact_path(table.name) for release in (before, after))
    with duckdb.connect(config={"memory_limit": _MEMORY_LIMIT}) as connection:
        connection.execute("SET enable_progress_bar = false")
        some = "" if countries is None else f" WHERE {_is_in('country', countries)}"
        after_rows = f"read_parquet({_text(str(new))}, hive_partitioning = false){some}"
        before_rows = f"read_parquet({_text(str(old))}, hive_partitioning = false){some}"
        connection.execute(f"CREATE VIEW after AS FROM {after_rows}")
        connection.execute(f"CREATE VIEW before AS FROM {before_rows if old.exists() else 'after LIMIT 0'}")
        columns = {side: _columns(connection, side) for side in ("before", "after")}
        sql = _changes_sql(table, columns["before"], columns["after"])
        connection.execute(f"COPY ({sql}) TO {_text(str(target))} (FORMAT parquet, COMPRESSION zstd)")
        (count,) = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchone() or (0,)
    return int(count)


def _columns(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()]


def _changes_sql(table: Table, before: Sequence[str], after: Sequence[str]) -> str:
    key = ", ".join(map(_name, table.key))
    keys_of_after = ", ".join(f"a.{_name(column)}" for column in table.key)
    others = [name for name in table.columns if name not in table.key and (name in before or name in after)]
    pairs = ", ".join(
        f"{{'name': {_text(name)}, 'b': {_value('b', name, before)}, 'a': {_value('a', name, after)}}}"
        for name in others
    )
    changed = (
        f"SELECT {key}, 'changed' AS change, pair.name AS \"column\", pair.b AS before, pair.a AS after"
        f" FROM (SELECT {keys_of_after}, unnest([{pairs}]) AS pair FROM after a JOIN before b USING ({key}))"
        " WHERE pair.b IS DISTINCT FROM pair.a"
    )
    none = 'NULL::VARCHAR AS "column", NULL::VARCHAR AS before, NULL::VARCHAR AS after'
    return (
        f"SELECT {key}, 'added' AS change, {none} FROM after ANTI JOIN before USING ({key})"
        f" UNION ALL SELECT {key}, 'removed' AS change, {none} FROM before ANTI JOIN after USING ({key})"
        + (f" UNION ALL {changed}" if others else "")
        + f' ORDER BY {key}, change, "column"'
    )


def _value(side: str, name: str, known: Sequence[str]) -> str:
    return f"CAST({side}.{_name(name)} AS VARCHAR)" if name in known else "NULL::VARCHAR"


def _is_in(column: str, values: Collection[str]) -> str:
    return f"{column} IN ({', '.join(map(_text, sorted(values)))})" if values else "false"


def _name(column: str) -> str:
    return f'"{column}"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
