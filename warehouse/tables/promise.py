"""The promise to those who build on a release: the version of its schema, and what may change in which version.

| part | may change |
|---|---|
| patch (1.0.x) | descriptions, order of columns, files for people |
| minor (1.x.0) | a new table or column, a new value of a vocabulary, a new macro or view |
| major (x.0.0) | a table, column or macro that goes or is renamed, another type, key, meaning, or nullability |

A column that goes is in `ANNOUNCED` for at least one release before: its description says so in that release.
"""

from collections.abc import Mapping
from typing import Final

SCHEMA_VERSION: Final = "1.0.0"
"""The semantic version of the tables and columns, independent of the version of the code."""

ANNOUNCED: Final[Mapping[str, str]] = {}
"""By `table.column` that goes with the next major version, what to use instead."""


def announcement(table: str, column: str) -> str:
    """What the description of a column says of its end; empty where it stays."""
    instead = ANNOUNCED.get(f"{table}.{column}")
    return f". Goes with the next major version of the schema: {instead}" if instead else ""
