"""Partitions whose rows are those of the last staging: their files stay, and are not made again to be compared."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.staging.parquet import PARTITION_COLUMNS
from warehouse.staging.staged_table import StagedTable
from warehouse.staging.table_files import TableFiles, compact_path
from warehouse.tables import Table


def trusted_rows(
    folder: Path, table: Table, files: TableFiles, before: StagedTable | None, made_with: Mapping[str, Any] | None
) -> Path | None:
    """The compact file of the last staging; None where it is not known to hold the rows of the partition files.

    Another version of the code may write the same rows as other bytes.

    Args:
        folder: the staging area.
        table: the declaration.
        files: the files of the table.
        before: its manifest.
        made_with: the version of the code that makes the rows now.
    """
    compact = compact_path(table.name)
    is_same_version = before is not None and before.made_with == dict(made_with or {})
    return folder / compact if is_same_version and compact in files.recorded and (folder / compact).exists() else None


def changed_partitions(table: Table, rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Country and year of every partition whose rows differ from those before, or that is new or gone."""
    ours, theirs = (
        frame.select(*table.columns, _rows=pl.len().over(PARTITION_COLUMNS), _is_there=pl.lit(value=True))
        for frame in (rows, before)
    )
    both = ours.join(theirs, on=table.key, how="full", coalesce=True, nulls_equal=True, suffix="_before")
    values = [name for name in ours.columns if name not in table.key]
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in values)
    return both.filter(differs).select(PARTITION_COLUMNS).unique()
