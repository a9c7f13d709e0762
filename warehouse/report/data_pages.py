"""The pages of the data: every table with its columns, where they come from, a preview, and its files."""

from typing import Any, Final

import polars as pl

from warehouse.builds.registry import all_builds, lineage_of
from warehouse.report.column_lineage import column_lineage
from warehouse.report.facts import Facts
from warehouse.report.metadata import croissant, dataset
from warehouse.report.writing import Site
from warehouse.staging.files import to_json
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Table

_PREVIEW_ROWS: Final = 8
_PREVIEW_CHARACTERS: Final = 120
_FIRST_COLUMNS: Final = 8


def write_data_pages(site: Site, facts: Facts) -> None:
    """Writes `data.html`, `table/<name>.html`, `dataset.json` and `croissant.json`."""
    names = [name for name in TABLES if name in facts.release.rows]
    files = {name: _file(site, name) for name in names}
    site.write("dataset.json", to_json(dataset(facts)).decode())
    site.write("croissant.json", to_json(croissant(facts, files)).decode())
    site.page(
        "data.html",
        "data.html",
        "The data",
        tables=[(TABLES[name], facts.release.rows[name], files[name], lineage_of(name)) for name in names],
        dataset=dataset(facts),
    )
    for name in names:
        table = TABLES[name]
        frame = facts.tables.head(name, _PREVIEW_ROWS)
        site.page(
            f"table/{name}.html",
            "table.html",
            f"Table {name}",
            table=table,
            columns=table.describe(),
            rows=facts.release.rows[name],
            file=files[name],
            lineage=lineage_of(name),
            used_by=_used_by(name),
            sources=column_lineage(name),
            preview=_preview(frame, table),
            first=_FIRST_COLUMNS,
        )


def _file(site: Site, name: str) -> dict[str, Any]:
    path = compact_path(name)
    file = site.folder.parent / path
    return {"path": path, "bytes": file.stat().st_size if file.exists() else 0}


def _used_by(name: str) -> list[str]:
    return [other for other, build in all_builds().items() if name in build.tables and other in TABLES]


def _preview(frame: pl.DataFrame, table: Table) -> list[list[str]]:
    columns = [column for column in table.columns if column in frame.columns]
    return [[_cell(row[column]) for column in columns] for row in frame.iter_rows(named=True)]


def _cell(value: Any) -> str:
    text = "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _PREVIEW_CHARACTERS else f"{text[:_PREVIEW_CHARACTERS]}…"
