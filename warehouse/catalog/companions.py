"""The presentation of a release: files made from its tables for people and tools."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from warehouse.catalog.citation import citation, licence
from warehouse.catalog.datapackage import datapackage
from warehouse.catalog.dictionary import dictionary
from warehouse.catalog.duckdb_file import DUCKDB_FILE, FileBefore, build_duckdb
from warehouse.catalog.hive_schema import hive_schema
from warehouse.catalog.quality_statement import quality_statement
from warehouse.quality.check import CheckResult
from warehouse.staging.files import to_json, write_file


def write_companions(
    folder: Path,
    name: str,
    rows: Mapping[str, int],
    results: Sequence[CheckResult],
    metadata: Mapping[str, Any],
    before: FileBefore | None = None,
) -> None:
    """Writes DuckDB file, data package, citation, license, hive schema, dictionary and quality statement.

    Args:
        folder: the folder of the release, with its compact files.
        name: the release's name.
        rows: rows by table.
        results: its check results.
        metadata: fields of the manifest; see `quality_statement`.
        before: the DuckDB file of the release before, where the same code made it.
    """
    build_duckdb(folder, folder / DUCKDB_FILE, release_name=name, before=before)
    write_file(folder / "datapackage.json", to_json(datapackage(name, rows)))
    write_file(folder / "CITATION.cff", citation(name, metadata).encode())
    write_file(folder / "LICENSE.txt", licence().encode())
    write_file(folder / "hive_schema.json", to_json(hive_schema()))
    write_file(folder / "dictionary.md", dictionary(rows).encode())
    write_file(folder / "quality.md", quality_statement(folder, name, rows, results, metadata).encode())
