"""The schema of a version as readers know it, and what another one takes from them."""

import json
from pathlib import Path
from typing import Any, Final

from warehouse.tables import TABLES
from warehouse.tables.promise import ANNOUNCED, SCHEMA_VERSION

SNAPSHOT: Final = Path(__file__).parent / "data" / "released_schema.json"
Schema = dict[str, dict[str, dict[str, Any]]]


def declared() -> Schema:
    """Type and nullability of every column, by table and name."""
    return {
        name: {column.name: {"type": column.type, "nullable": column.nullable} for column in table.describe()}
        for name, table in TABLES.items()
    }


def is_breaking_version(before: str, after: str) -> bool:
    """Whether the later version says that it may break readers: a new major one, before 1.0 a new minor one."""
    parts = 1 if int(before.split(".", maxsplit=1)[0]) else 2
    return before.split(".")[:parts] != after.split(".")[:parts]


def losses(before: Schema, after: Schema) -> list[str]:
    """What scripts written against the earlier schema miss in the later one."""
    found = []
    for table, columns in before.items():
        if table not in after:
            found.append(f"{table} is gone")
            continue
        for name, old in columns.items():
            new = after[table].get(name)
            if new is None:
                found.append(f"{table}.{name} is gone")
            elif new["type"] != old["type"]:
                found.append(f"{table}.{name} is {new['type']}, was {old['type']}")
            elif new["nullable"] != old["nullable"]:
                change = "may be null, was never" if new["nullable"] else "is never null, may have been"
                found.append(f"{table}.{name} {change}")
    return found


def unannounced(found: list[str], announced: list[str]) -> list[str]:
    """The losses of tables and columns that the release before did not announce."""
    return [loss for loss in found if loss.endswith(" is gone") and loss.removesuffix(" is gone") not in announced]


if __name__ == "__main__":
    schema = {"version": SCHEMA_VERSION, "announced": sorted(ANNOUNCED), "tables": declared()}
    SNAPSHOT.write_text(json.dumps(schema, indent=1) + "\n")
