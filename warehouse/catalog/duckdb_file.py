"""The DuckDB file of a release: tables with comments and macros; it needs no other file."""

from pathlib import Path
from typing import Final

import duckdb

from warehouse.builds.registry import lineage_of
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Table

_MEMORY_LIMIT: Final = "256MB"
"""The memory of DuckDB while it writes; more goes to a temporary file."""

MACROS: Final = {
    "partitions": (
        "(release_folder, table_name) AS TABLE SELECT country, year, * EXCLUDE (country, year)"
        " FROM read_parquet(release_folder || '/tables/' || table_name || '/**/*.parquet',"
        " hive_partitioning = true, hive_types = {country: VARCHAR, year: SMALLINT})",
        "Partitions of a table, typed like the table: SELECT * FROM partitions('/path/to/release', 'pages')",
    ),
    "sections_of": (
        "(code, edition) AS TABLE SELECT position, section, subsection, part, title_printed, words, text"
        " FROM report_sections WHERE country = code AND year = edition ORDER BY family, area, position",
        "Sections of a country's report, in order: SELECT * FROM sections_of('KHM', 2023)",
    ),
    "words_by_edition": (
        "(which) AS TABLE SELECT year, count(DISTINCT country) AS countries, sum(words)::BIGINT AS words"
        " FROM report_sections WHERE family = which GROUP BY year ORDER BY year",
        "Countries and words by edition: SELECT * FROM words_by_edition('human_rights')",
    ),
}


def build_duckdb(release: Path, target: Path, *, release_name: str = "") -> None:
    """Writes the DuckDB file of a release from its compact files.

    Args:
        release: its folder, with `compact/`.
        target: the file to write.
        release_name: for the table `release`.
    """
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target), config={"memory_limit": _MEMORY_LIMIT}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for table in TABLES.values():
            path = release / compact_path(table.name)
            if path.exists():
                connection.begin()  # one flush to disk instead of one for each of its comments
                _create(connection, table, path)
                connection.commit()
        connection.begin()
        for name, (definition, comment) in MACROS.items():
            connection.execute(f"CREATE MACRO {name}{definition}")
            connection.execute(f"COMMENT ON MACRO TABLE {name} IS {_quoted(comment)}")
        connection.execute("CREATE TABLE release AS SELECT ? AS release", [release_name])
        connection.execute("COMMENT ON TABLE release IS 'Which release this file is part of'")
        connection.execute("COMMENT ON COLUMN release.release IS 'The name of the release, as `tip releases` lists it'")
        connection.commit()


def _create(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT * FROM read_parquet(?, hive_partitioning = false)",  # noqa: S608
        [str(path)],
    )
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(_comment(table))}")
    for column in table.describe():
        connection.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.meaning)}")


def _comment(table: Table) -> str:
    return f"One row is {table.grain}. Key: {', '.join(table.key)}. Made from: {lineage_of(table.name)}."


def _quoted(text: str) -> str:
    """A text as an SQL literal; comments take no parameters."""
    return "'" + text.replace("'", "''") + "'"
