"""The headline figure of a measure: the only figure that a narrative states for it.

A narrative may state investigations in cases and in suspects. Each measure is used in its usual unit, and in the other
unit where only that is stated. Where two figures remain, there is no headline. Only totals are used, and no doubtful
counts.
"""

from typing import Final

import polars as pl

from warehouse.tables.vocabulary import USED_CERTAINTIES

HEADLINES: Final = {
    "investigations": "cases",
    "prosecutions": "persons",
    "convictions": "persons",
    "victims_identified": "persons",
}
"""The measures of the panel with their usual unit."""

_KEY: Final = ["country", "year"]


def headline_figures(statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per country and year with a column for each of `HEADLINES`.

    Args:
        statistics: the `enforcement_statistics` table.
    """
    stated = statistics.filter(
        (pl.col("role") == "current")
        & (pl.col("trafficking_type") == "all")
        & (pl.col("scope") == "total")
        & pl.col("certainty").is_in(USED_CERTAINTIES)
        & pl.col("value").is_not_null()
    )
    return stated.group_by(_KEY).agg(*(_figure(measure, unit) for measure, unit in HEADLINES.items())).sort(_KEY)


def _figure(measure: str, unit: str) -> pl.Expr:
    values = pl.col("value").filter(pl.col("measure") == measure)
    usual = pl.col("value").filter((pl.col("measure") == measure) & (pl.col("unit") == unit))
    return (
        pl.when(usual.n_unique() == 1)
        .then(usual.first())
        .when((usual.len() == 0) & (values.n_unique() == 1))
        .then(values.first())
        .alias(measure)
    )
