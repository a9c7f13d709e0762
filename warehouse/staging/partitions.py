"""The country/year files of a table."""

import polars as pl
import pyarrow as pa

from warehouse.at_once import for_each
from warehouse.staging.parquet import PARTITION_COLUMNS, partition_bytes, partition_rows
from warehouse.staging.table_files import TableFiles
from warehouse.staging.unchanged import changed_partitions
from warehouse.tables import Table


def partition_path(table: str, country: str, year: int) -> str:
    """The path of a partition, in the staging area and in a release."""
    return f"tables/{table}/country={country}/year={year}/part-0.parquet"


def country_of(path: str) -> str | None:
    """The country of the path of a partition; None for other files."""
    return path.split("/country=")[1].split("/", maxsplit=1)[0] if "/country=" in path else None


def write_partitions(
    files: TableFiles, table: Table, frame: pl.DataFrame, unchanged_years: set[int], before: pl.DataFrame | None = None
) -> None:
    """Writes the country/year files whose rows changed, and skips the others.

    Args:
        files: the files of the table.
        table: the declaration.
        frame: all its rows.
        unchanged_years: years in which no row changed.
        before: the rows of the last staging; None where they cannot be trusted.
    """
    same_years = unchanged_years if files.recorded else set()
    for path in files.recorded:
        if _year_of(path) in same_years:
            files.skip(path)
    is_open = ~pl.col("year").is_in(sorted(same_years))
    changing = frame.filter(is_open) if same_years else frame
    if before is not None and files.recorded:
        changing = _without_unchanged(files, table, changing, before.filter(is_open))

    def write(partition: tuple[str, int, pa.Table]) -> None:
        country, year, rows = partition
        files.write(partition_path(table.name, country, year), partition_bytes(rows), rows.num_rows)

    for_each(write, list(partition_rows(table, changing)))


def _without_unchanged(files: TableFiles, table: Table, frame: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The rows of the partitions that must be written; skips the files of the others."""
    changed = changed_partitions(table, frame, before)
    same = frame.select(PARTITION_COLUMNS).unique().join(changed, on=PARTITION_COLUMNS, how="anti")
    missing = [place for place in same.rows() if not files.keep(partition_path(table.name, *place))]
    written = pl.concat([changed, pl.DataFrame(missing, schema=changed.schema, orient="row")])
    return frame.join(written, on=PARTITION_COLUMNS, how="semi", maintain_order="left")


def _year_of(path: str) -> int | None:
    """The year in the path of a partition file."""
    return int(path.split("/year=")[1].split("/", maxsplit=1)[0]) if "/year=" in path else None
