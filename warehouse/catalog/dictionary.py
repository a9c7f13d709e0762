"""The data dictionary, in Markdown, for a release and for docs/."""

from collections.abc import Mapping

from warehouse.builds.registry import lineage_of
from warehouse.catalog.analyst_kit import DEFINITIONS, Definition
from warehouse.tables import TABLES, Table


def dictionary(rows: Mapping[str, int] | None = None) -> str:
    """Every table and column with its description.

    Args:
        rows: rows by table; without it the counts are left out.
    """
    parts = ["# Data dictionary", "", "Key columns are marked with a key sign; they are never null.", ""]
    for table in TABLES.values():
        parts += table_section(table, (rows or {}).get(table.name))
    parts += ["## Macros and views of the DuckDB file", "", "| name | rows | example |", "|---|---|---|"]
    parts += [_definition_line(definition) for definition in DEFINITIONS]
    return "\n".join(parts) + "\n"


def _definition_line(definition: Definition) -> str:
    given = "" if definition.parameters is None else f"({', '.join(definition.parameters)})"
    return f"| `{definition.name}{given}` | {definition.meaning} | `{definition.example}` |"


def table_section(table: Table, rows: int | None = None) -> list[str]:
    """A table's part of the dictionary, as lines."""
    where = "country/year partitions and compact" if table.partitioned else "compact only"
    count = f" {rows:,} rows." if rows is not None else ""
    lines = [
        f"## {table.name}",
        "",
        f"One row is {table.grain}.{count} Made from: {lineage_of(table.name)}. Written as {where}.",
        "",
        "| column | type | null | meaning |",
        "|---|---|---|---|",
    ]
    for column in table.describe():
        name = f"🔑 {column.name}" if column.key else column.name
        meaning = column.description
        if column.vocabulary:
            meaning += ". One of: " + ", ".join(f"`{value}`" for value in column.vocabulary)
        lines.append(f"| {name} | {column.type} | {'yes' if column.nullable else 'no'} | {meaning} |")
    references = [
        f"- {', '.join(key.columns)} refers to {key.table}.{', '.join(key.target)}" for key in table.foreign_keys
    ]
    return [*lines, "", *references, *([""] if references else [])]
