"""The country/year files of a table."""

import polars as pl

from warehouse.staging.parquet import partition_bytes
from warehouse.staging.table_files import TableFiles
from warehouse.tables import Table


def partition_path(table: str, country: str, year: int) -> str:
    """The path of a partition, in the staging area and in a release."""
    return f"tables/{table}/country={country}/year={year}/part-0.parquet"


def write_partitions(files: TableFiles, table: Table, frame: pl.DataFrame, unchanged_years: set[int]) -> None:
    """Writes the country/year files of the years that changed and skips those of the others."""
    same_years = unchanged_years if files.recorded else set()
    for path in files.recorded:
        if _year_of(path) in same_years:
            files.skip(path)
    changing = frame.filter(~pl.col("year").is_in(sorted(same_years))) if same_years else frame
    for country, year, data, rows in partition_bytes(table, changing):
        files.write(partition_path(table.name, country, year), data, rows)


def _year_of(path: str) -> int | None:
    """The year in the path of a partition file."""
    return int(path.split("/year=")[1].split("/", maxsplit=1)[0]) if "/year=" in path else None
