"""How tables and verdicts show in the Dagster UI."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.plots import stacked_bars
from warehouse.builds.build import Build, View
from warehouse.catalog import markdown
from warehouse.quality.rule import Verdict
from warehouse.store.staging import StagedTable
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


def verdict_table(verdicts: Sequence[Verdict]) -> str:
    """Every verdict as a line of a Markdown table, failures first."""
    ordered = sorted(verdicts, key=lambda verdict: (verdict.passed, not verdict.blocking, verdict.table, verdict.check))
    rows = [(_mark(verdict), verdict.table, verdict.check, verdict.observed) for verdict in ordered]
    return markdown.table(("", "table", "check", "observed"), rows)


def _mark(verdict: Verdict) -> str:
    if verdict.passed:
        return "✅"
    return "⛔" if verdict.blocking else "⚠️"


def check_metadata(verdict: Verdict) -> Mapping[str, Any]:
    """What the UI shows of a verdict."""
    metadata: dict[str, Any] = {
        "observed": verdict.observed,
        "expected": verdict.expected,
        "failing_count": verdict.failing_count,
    }
    if verdict.failing:
        metadata["failing"] = markdown_list(verdict.failing)
        metadata["what_to_do"] = verdict.advice
    return metadata
