"""The changes of a release against the one before: rows added, changed and removed, by table, country and year."""

from pathlib import Path
from typing import Any, Final, cast

import polars as pl
import pyarrow.parquet as pq

from warehouse.staging.area import CHUNK_ROWS
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Table

_LISTED_ROWS: Final = 200
_VALUES: Final = "values_of_row"


def changes_between(before: Path | None, after: Path, differing: dict[str, bool]) -> dict[str, Any]:
    """The changes of every table whose data differ.

    Args:
        before: folder of the earlier release; None for the first.
        after: folder of the later one.
        differing: by table, whether its digest differs; other tables are not opened.
    """
    return {
        name: table_changes(TABLES[name], before, after)
        for name, differs in differing.items()
        if differs and TABLES[name].in_identity
    }


def table_changes(table: Table, before: Path | None, after: Path) -> dict[str, Any]:
    """Rows added, changed and removed of one table: totals, and counts by country and year."""
    files = (_file(table, before), _file(table, after))
    # without rows on the other side, all rows are added or removed: their values need not be read
    old, new = (_rows(table, file, with_values=None not in files) for file in files)
    added = new.join(old, on=table.key, how="anti")
    removed = old.join(new, on=table.key, how="anti")
    both = new.join(old, on=table.key, how="inner", suffix="_before")
    changed = both.filter(pl.col(_VALUES) != pl.col(f"{_VALUES}_before"))
    kinds = {"added": added, "changed": changed, "removed": removed}
    report: dict[str, Any] = {kind: frame.height for kind, frame in kinds.items()}
    if table.partitioned:
        report["by_country_and_year"] = _by_country_and_year(kinds)
    return report


def _file(table: Table, release: Path | None) -> Path | None:
    """The compact file of a table in a release; None where the release does not have it."""
    path = release / compact_path(table.name) if release else None
    return path if path is not None and path.exists() else None


def _rows(table: Table, path: Path | None, *, with_values: bool) -> pl.DataFrame:
    """The keys of a table in a release, each with a hash of its values, as all rows may not fit in memory.

    Columns that the release does not have count as null, and so do all values where they are not to be read.
    """
    if path is None:
        return _hashed(table, table.empty())
    with pq.ParquetFile(path) as file:
        columns = None if with_values else [name for name in table.key if name in file.schema_arrow.names]
        batches = file.iter_batches(CHUNK_ROWS, columns=columns)
        parts = [_hashed(table, cast("pl.DataFrame", pl.from_arrow(batch))) for batch in batches]
    return pl.concat(parts) if parts else _hashed(table, table.empty())


def _hashed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None).alias(name) for name in table.columns if name not in frame.columns]
    whole = frame.with_columns(missing).select(table.columns).cast(table.polars_schema())
    return whole.select(table.key).with_columns(whole.hash_rows().alias(_VALUES))


def _by_country_and_year(kinds: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    counted = pl.concat(frame.select("country", "year", pl.lit(kind).alias("kind")) for kind, frame in kinds.items())
    table = (
        counted.group_by("country", "year")
        .agg(*((pl.col("kind") == kind).sum().alias(kind) for kind in kinds))
        .sort("country", "year")
    )
    return table.head(_LISTED_ROWS).to_dicts()
