"""How tables and verdicts show in the Dagster UI."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.visible import visible
from warehouse.quality.rule import Verdict
from warehouse.store.staging import StagedTable
from warehouse.tables import Column, Table

PREVIEW_ROWS: Final = 5
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


def table_metadata(staged: StagedTable, rows: pl.DataFrame | None) -> dict[str, Any]:
    """What the UI shows of a staged table."""
    partitions = sum(path.startswith("tables/") for path in staged.files)
    metadata: dict[str, Any] = {
        "dagster/row_count": staged.rows,
        "partitions": partitions,
        "files_changed": staged.changed,
        "bytes": sum(file.bytes for file in staged.files.values()),
        "digest": staged.digest[:16],
    }
    if rows is not None and rows.height:
        metadata["preview"] = dg.MetadataValue.md(markdown_table(rows.head(PREVIEW_ROWS)))
    return metadata


def markdown_table(rows: pl.DataFrame) -> str:
    """Rows as Markdown; page text is hostile, so nothing in it may read as markup."""
    header = f"| {' | '.join(rows.columns)} |\n|{'---|' * rows.width}"
    lines = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows.iter_rows()]
    return "\n".join([header, *lines])


def markdown_list(lines: Sequence[str]) -> dg.MarkdownMetadataValue:
    """Lines as a Markdown list, each as harmless as a cell of a table; says so where there are none."""
    return dg.MetadataValue.md("\n".join(f"- {_escaped(' '.join(line.split()))}" for line in lines) or "none")


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text[: _PREVIEW_WIDTH - 1] + "…" if len(text) > _PREVIEW_WIDTH else text
    return _escaped(text)


def _escaped(text: str) -> str:
    text = visible(text)
    for character, escape in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("`", "&#96;")):
        text = text.replace(character, escape)
    for character in "[]*_!":
        text = text.replace(character, f"\\{character}")
    return text


def verdict_table(verdicts: Sequence[Verdict]) -> str:
    """Every verdict as a line of a Markdown table, failures first."""
    ordered = sorted(verdicts, key=lambda verdict: (verdict.passed, not verdict.blocking, verdict.table, verdict.check))
    lines = [
        f"| {_mark(verdict)} | {verdict.table} | {verdict.check} | {_escaped(verdict.observed)} |"
        for verdict in ordered
    ]
    return "\n".join(["| | table | check | observed |", "|---|---|---|---|", *lines])


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
        metadata["failing"] = dg.MetadataValue.md("\n".join(f"- {_escaped(item)}" for item in verdict.failing))
        metadata["what_to_do"] = verdict.advice
    return metadata
