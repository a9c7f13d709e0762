"""The changes of a release against the one before: rows added, changed and removed, by table, country and year."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, cast

import polars as pl
import pyarrow.parquet as pq

from warehouse.staging.area import CHUNK_ROWS
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Table

_LISTED_ROWS: Final = 200
_VALUES: Final = "values_of_row"


Countries = Mapping[str, Collection[str]]
"""By partitioned table, the countries with rows that differ; the rows of the others are the same and not read."""


def differing_countries(before: Mapping[str, str], after: Mapping[str, str]) -> Countries:
    """The countries of which a partition file differs, was added or removed.

    Args:
        before: by path, the SHA-256 of each file of the earlier release.
        after: the same of the later one.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for path, _ in before.items() ^ after.items():
        if path.startswith("tables/"):
            _, table, country, *_ = path.split("/")
            found[table].add(country.removeprefix("country="))
    return found


def changes_between(
    before: Path | None, after: Path, differing: Mapping[str, bool], countries: Countries | None = None
) -> dict[str, Any]:
    """The changes of every table whose data differ.

    Args:
        before: folder of the earlier release; None for the first.
        after: folder of the later one.
        differing: by table, whether its digest differs; other tables are not opened.
        countries: from `differing_countries`; None to compare all.
    """
    return {
        name: table_changes(TABLES[name], before, after, countries)
        for name, differs in differing.items()
        if differs and TABLES[name].in_identity
    }


def table_changes(table: Table, before: Path | None, after: Path, countries: Countries | None = None) -> dict[str, Any]:
    """Rows added, changed and removed of one table: totals, and counts by country and year."""
    compared = compared_countries(table, countries)
    files = (_file(table, before), _file(table, after))
    # without rows on the other side, all rows are added or removed: their values need not be read
    old, new = (_rows(table, file, compared, with_values=None not in files) for file in files)
    added = new.join(old, on=table.key, how="anti")
    removed = old.join(new, on=table.key, how="anti")
    both = new.join(old, on=table.key, how="inner", suffix="_before")
    changed = both.filter(pl.col(_VALUES) != pl.col(f"{_VALUES}_before"))
    kinds = {"added": added, "changed": changed, "removed": removed}
    report: dict[str, Any] = {kind: frame.height for kind, frame in kinds.items()}
    if table.partitioned:
        report["by_country_and_year"] = _by_country_and_year(kinds)
    return report


def compared_countries(table: Table, countries: Countries | None) -> Collection[str] | None:
    """The countries to compare of a table; None for all of its rows."""
    return countries.get(table.name, ()) if countries is not None and table.partitioned else None


def _file(table: Table, release: Path | None) -> Path | None:
    """The compact file of a table in a release; None where the release does not have it."""
    path = release / compact_path(table.name) if release else None
    return path if path is not None and path.exists() else None


def _rows(table: Table, path: Path | None, countries: Collection[str] | None, *, with_values: bool) -> pl.DataFrame:
    """The keys of a table in a release, each with a hash of its values, as all rows may not fit in memory.

    Columns that the release does not have count as null, and so do values that are not to be read.
    """
    if path is None:
        return _hashed(table, table.empty())
    with pq.ParquetFile(path) as file:
        columns = None if with_values else [name for name in table.key if name in file.schema_arrow.names]
        batches = file.iter_batches(CHUNK_ROWS, row_groups=_row_groups(file, countries), columns=columns)
        frames = (cast("pl.DataFrame", pl.from_arrow(batch)) for batch in batches)
        of_countries = frames if countries is None else (_of(frame, countries) for frame in frames)
        parts = [_hashed(table, frame) for frame in of_countries]
    return pl.concat(parts) if parts else _hashed(table, table.empty())


def _row_groups(file: pq.ParquetFile, countries: Collection[str] | None) -> list[int]:
    """The row groups that may have rows of some countries, by which the file is sorted."""
    groups = range(file.num_row_groups)
    if countries is None:
        return list(groups)
    column = file.schema_arrow.get_field_index("country")
    found = ((group, file.metadata.row_group(group).column(column).statistics) for group in groups)
    return [
        group
        for group, values in found
        if values is None or any(values.min <= country <= values.max for country in countries)
    ]


def _of(frame: pl.DataFrame, countries: Collection[str]) -> pl.DataFrame:
    return frame.filter(pl.col("country").is_in(sorted(countries)))


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
