"""Where the columns of a table come from: columns of the same name and meaning in the tables it is made from.

A column that no input has is read from pages or computed by the build of its table.
"""

from typing import NamedTuple

from warehouse.builds.build import Staged
from warehouse.builds.registry import all_builds
from warehouse.tables import TABLES


class Source(NamedTuple):
    """A column that another column comes from."""

    table: str
    column: str


def column_lineage(table: str) -> dict[str, list[Source]]:
    """By column, the columns of the inputs that are carried over; none for a column that is read or computed."""
    build = all_builds().get(table)
    inputs = [given for given in build.inputs.values() if isinstance(given, Staged)] if build else []
    found: dict[str, list[Source]] = {}
    for column in TABLES[table].columns:
        found[column] = [
            Source(given.table, column)
            for given in inputs
            if given.table in TABLES and column in TABLES[given.table].columns
            if not given.columns or column in given.columns
        ]
    return found
