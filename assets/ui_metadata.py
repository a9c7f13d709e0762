"""How tables and results show in the Dagster UI."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.charts import stacked_bars
from warehouse.builds.build import Build, View
from warehouse.catalog import markdown
from warehouse.quality.check import CheckResult
from warehouse.staging.staged_table import StagedTable
from warehouse.tables import Column, Table

WARNINGS: Final = "warnings"
"""Name of the metadata entry with the lines of an asset that a person must not miss."""

_PREVIEW_ROWS: Final = 5
_LISTED_ROWS: Final = 20
_PREVIEW_WIDTH: Final = 60


def column_schema(table: Table) -> dg.TableSchema:
    """A table's columns for the UI."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.type,
                description=_described(column),
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable,
                    unique=column.key and len(table.key) == 1,
                    other=["key"] if column.key else [],
                ),
            )
            for column in table.describe()
        ]
    )


def _described(column: Column) -> str:
    vocabulary = f". One of: {', '.join(column.vocabulary)}" if column.vocabulary else ""
    return f"{column.description}{vocabulary}"


def table_metadata(staged: StagedTable, rows: pl.LazyFrame) -> dict[str, Any]:
    """What the UI shows of every staged table."""
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


def shown_of(build: Build, view: View) -> dict[str, Any]:
    """What the UI shows of a table beside the usual: the charts and listings of its build."""
    charts = {chart.name: stacked_bars(chart.series(view), chart.title) for chart in build.charts}
    rows = {listing.name: listing.rows(view).head(_LISTED_ROWS) for listing in build.listings}
    listings = {name: dg.MetadataValue.md(markdown_table(found)) for name, found in rows.items() if found.height}
    return {**charts, **listings}


def markdown_table(rows: pl.DataFrame) -> str:
    """Rows as Markdown, long values cut."""
    return markdown.table(rows.columns, [[_cell(value) for value in row] for row in rows.iter_rows()])


def markdown_list(lines: Sequence[str]) -> dg.MarkdownMetadataValue:
    """Lines as a Markdown list; says so where there are none."""
    return dg.MetadataValue.md(markdown.bullets(lines) or "none")


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text[: _PREVIEW_WIDTH - 1] + "…" if len(text) > _PREVIEW_WIDTH else text


def result_table(results: Sequence[CheckResult]) -> str:
    """Every result as a line of a Markdown table, failures first."""
    ordered = sorted(results, key=lambda result: (result.passed, not result.blocking, result.table, result.check))
    rows = [(_mark(result), result.table, result.check, result.observed) for result in ordered]
    return markdown.table(("", "table", "check", "observed"), rows)


def _mark(result: CheckResult) -> str:
    if result.passed:
        return "✅"
    return "⛔" if result.blocking else "⚠️"


def check_metadata(result: CheckResult) -> Mapping[str, Any]:
    """What the UI shows of a result."""
    metadata: dict[str, Any] = {
        "observed": result.observed,
        "expected": result.expected,
        "failing_count": result.failing_count,
    }
    if result.failing:
        metadata["failing"] = markdown_list(result.failing)
        metadata["what_to_do"] = result.advice
    return metadata
