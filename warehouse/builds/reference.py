"""Builds of the tables that are reviewed reference data of the project."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Reference
from warehouse.tables import COUNTRIES, TIER_EVENTS, TIER_RECORD, Table


def table_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows with the columns of the table."""
    return table.frame([{name: row[name] for name in table.columns} for row in rows])


BUILDS: Final = tuple(
    Build(table=table, make=partial(table_of, table), inputs={"rows": Reference(table.name)})
    for table in (COUNTRIES, TIER_EVENTS, TIER_RECORD)
)
