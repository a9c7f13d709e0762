"""Metadata of tables and check results for the Dagster UI."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.charts import stacked_bars
from assets.pipeline.settings.load import settings
from warehouse.builds.build import Build, View
from warehouse.catalog import markdown
from warehouse.catalog.visible import visible
from warehouse.quality.check import CheckResult
from warehouse.release.release_store import ReleaseStore
from warehouse.staging.staged_table import StagedTable
from warehouse.tables import Column, Table

WARNINGS: Final = "warnings"
"""Name of the metadata entry with the warnings of an asset."""

_PREVIEW_ROWS: Final = 5
_LISTED_ROWS: Final = 20
_CELL_CHARACTERS: Final = 60


def column_schema(table: Table) -> dg.TableSchema:
    """The columns of a table for the UI."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.type,
                description=_column_description(column),
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable,
                    unique=column.key and len(table.key) == 1,
                    other=["key"] if column.key else [],
                ),
            )
            for column in table.describe()
        ]
    )


def column_lineage(build: Build) -> dg.TableColumnLineage:
    """The columns of other tables that the columns of a table come from."""
    return dg.TableColumnLineage(
        deps_by_column={
            column: [dg.TableColumnDep(asset_key=dg.AssetKey(table), column_name=name) for table, name in sources]
            for column, sources in build.column_lineage.items()
        }
    )


def links_of_table(releases: ReleaseStore, table: str) -> dict[str, Any]:
    """Where the table is found in the current release: its file, its dictionary entry and its page of the site.

    Pages are links where the setting `site_url` says where they are served; a browser opens no file from a web page.
    """
    if releases.current() is None:
        return {}
    places = {"in_release": f"compact/{table}.parquet", "dictionary": f"dictionary.md#{table}"}
    return {name: dg.MetadataValue.path(f"{releases.link}/{place}") for name, place in places.items()} | link_of_page(
        releases.link, "site", f"table/{table}.html"
    )


def link_of_page(release: Path, name: str, page: str) -> dict[str, Any]:
    """The metadata entry of a page of the site, as a link or as a path; none where the release has no such page."""
    path = release / "report" / page
    if not path.exists():
        return {}
    site_url = settings().site_url
    return {name: dg.MetadataValue.url(site_url + page) if site_url else dg.MetadataValue.path(str(path))}


def _column_description(column: Column) -> str:
    vocabulary = f". One of: {', '.join(column.vocabulary)}" if column.vocabulary else ""
    return f"{column.description}{vocabulary}"


def table_metadata(staged: StagedTable, rows: pl.LazyFrame) -> dict[str, Any]:
    """The metadata of every staged table."""
    partitions = sum(path.startswith("tables/") for path in staged.files)
    metadata: dict[str, Any] = {
        "dagster/row_count": staged.rows,
        "partitions": partitions,
        "files_changed": staged.changed,
        "bytes": sum(file.bytes for file in staged.files.values()),
        "digest": staged.digest[:16],
    }
    if staged.rows:
        metadata["preview"] = dg.MetadataValue.md(markdown_table(rows.head(_PREVIEW_ROWS).collect()))
    return metadata


def charts_and_listings(build: Build, view: View) -> dict[str, Any]:
    """The charts and listings that the build of a table declares."""
    charts = {chart.name: stacked_bars(chart.series(view), chart.title) for chart in build.charts}
    rows = {listing.name: listing.rows(view).head(_LISTED_ROWS) for listing in build.listings}
    listings = {name: dg.MetadataValue.md(markdown_table(listed)) for name, listed in rows.items() if listed.height}
    return {**charts, **listings}


def markdown_table(rows: pl.DataFrame) -> str:
    """Rows as a Markdown table; long values are cut."""
    return markdown.table(rows.columns, [[_cell(value) for value in row] for row in rows.iter_rows()])


def markdown_list(lines: Sequence[str]) -> dg.MarkdownMetadataValue:
    """Lines as a Markdown list; `none` if there are none."""
    return dg.MetadataValue.md(markdown.bullets(lines) or "none")


def failing_table(failing: Sequence[str]) -> dg.TableMetadataValue:
    """What a check names as failing, a row each; what stands before the first colon says where it is."""
    parts = [line.partition(": ") for line in failing]
    records = [
        dg.TableRecord({"where": visible(where if said else ""), "finding": visible(said or where)})
        for where, _, said in parts
    ]
    columns = [dg.TableColumn("where", "string"), dg.TableColumn("finding", "string")]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text[: _CELL_CHARACTERS - 1] + "…" if len(text) > _CELL_CHARACTERS else text


def result_table(results: Sequence[CheckResult]) -> str:
    """Check results as a Markdown table, failures first."""
    ordered = sorted(results, key=lambda result: (result.passed, not result.blocking, result.table, result.check))
    rows = [(_symbol(result), result.table, result.check, result.observed) for result in ordered]
    return markdown.table(("", "table", "check", "observed"), rows)


def _symbol(result: CheckResult) -> str:
    if result.passed:
        return "✅"
    return "⛔" if result.blocking else "⚠️"


def check_metadata(result: CheckResult) -> Mapping[str, Any]:
    """The metadata of a check result."""
    metadata: dict[str, Any] = {
        "observed": result.observed,
        "expected": result.expected,
        "failing_count": result.failing_count,
    }
    if result.failing:
        metadata["failing"] = failing_table(result.failing)
        metadata["what_to_do"] = result.advice
    return metadata
