"""`datapackage.json`: the release as a Frictionless data package (Data Package v1, Tabular Data Resource)."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.builds.registry import lineage_of
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Column, Table
from warehouse.tables.promise import SCHEMA_VERSION

_TYPES: Final = {
    "string": "string",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "datetime",
    "double": "number",
}


def datapackage(release: str, rows: Mapping[str, int]) -> dict[str, Any]:
    """The descriptor of a release.

    Args:
        release: its name.
        rows: rows by table; other tables are left out.
    """
    return {
        "name": "tip-warehouse",
        "title": "TIP warehouse: State Department country reports as tables",
        "version": release,
        "schema_version": SCHEMA_VERSION,
        "licenses": [
            {
                "name": "public-domain",
                "title": "Texts of the US Government are in the public domain (17 USC 105)",
                "path": "https://www.usa.gov/government-works",
            }
        ],
        "resources": [_resource(TABLES[name], count) for name, count in rows.items()],
    }


def _resource(table: Table, count: int) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.describe()],
        "primaryKey": table.key,
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.target)}}
            for key in table.foreign_keys
        ]
    return {
        "name": table.name,
        "path": compact_path(table.name),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": f"One row is {table.grain}. Made from: {lineage_of(table.name)}.",
        "rows": count,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _type(column.type),
        "description": column.description,
    }
    if constraints:
        field["constraints"] = constraints
    return field


def _type(arrow_type: str) -> str:
    if arrow_type.startswith(("int", "uint")):
        return "integer"
    if arrow_type.startswith("list"):
        return "array"
    return _TYPES[arrow_type]
