"""The tables of a release as CSV, JSON or Excel files, for programs that do not read Parquet."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from warehouse.catalog.query import QueryResult, Row, running_query
from warehouse.catalog.query_output import to_csv, to_json
from warehouse.catalog.workbook import MAX_CHARACTERS, TooManyRowsError, to_xlsx
from warehouse.staging.leftovers import building_folder
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES

COMPANIONS: Final = ("dictionary.md", "CITATION.cff", "LICENSE.txt", "quality.md")
"""Files of the release that go with its tables."""


@dataclass
class Exported:
    """What was written.

    Attributes:
        rows: rows by table.
        warnings: what a format could not hold, one line each.
    """

    rows: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def export_tables(release: Path, name: str, target: Path, form: str) -> Exported:
    """Writes every table of a release into a new folder, which appears when all are written.

    Args:
        release: the folder of the release.
        name: its name, which the column `release` repeats in each row.
        target: the folder to make.
        form: `csv`, `json` or `xlsx`.
    """
    exported = Exported()
    building = building_folder(target.parent, target.name)
    building.mkdir()
    try:
        for table in TABLES:
            if (release / compact_path(table)).exists():
                _export_table(release, name, table, building / f"{table}.{form}", exported)
        for companion in COMPANIONS:
            if (release / companion).exists():
                shutil.copyfile(release / companion, building / companion)
        building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return exported


def _export_table(release: Path, name: str, table: str, file: Path, exported: Exported) -> None:
    key = ", ".join(f'"{column}"' for column in TABLES[table].key)
    sql = f"SELECT *, '{name}' AS release FROM {table} ORDER BY {key}"  # noqa: S608 - names of this package
    with running_query(release, sql) as result:
        counted = _Counted(result)
        if file.suffix == ".xlsx":
            try:
                written = to_xlsx(counted, file, sheet=table)
            except TooManyRowsError as error:
                exported.warnings.append(f"{table} is left out: {error}")
                return
            if written.cut:
                exported.warnings.append(f"{table}: {written.cut:,} cells were cut at {MAX_CHARACTERS:,} characters")
        else:
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(to_csv(counted) if file.suffix == ".csv" else to_json(counted))
    exported.rows[table] = counted.rows


class _Counted(QueryResult):
    """A result that counts the rows that were read from it."""

    def __init__(self, result: QueryResult) -> None:
        self.names = result.names
        self.rows = 0
        self._result = result

    def chunks(self, rows: int = 1000) -> Iterator[list[Row]]:
        for chunk in self._result.chunks(rows):
            self.rows += len(chunk)
            yield chunk
