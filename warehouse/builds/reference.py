"""Builds of the tables that people write: reviewed reference data of the project, and decisions about captures."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Decisions, Reference
from warehouse.tables import CAPTURE_DECISIONS, COUNTRIES, TIER_EVENTS, TIER_RECORD, VERDICT_CORRECTIONS, Table


def table_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows with the columns of the table."""
    return table.frame([{name: row[name] for name in table.columns} for row in rows])


BUILDS: Final = (
    *(
        Build(table=table, make=partial(table_of, table), inputs={"rows": Reference(table.name)})
        for table in (COUNTRIES, TIER_EVENTS, TIER_RECORD, VERDICT_CORRECTIONS)
    ),
    Build(table=CAPTURE_DECISIONS, make=partial(table_of, CAPTURE_DECISIONS), inputs={"rows": Decisions()}),
)
