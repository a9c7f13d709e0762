"""The headline figure of a measure: the only figure that a narrative states for it.

A narrative may state investigations in cases and in suspects. Each measure is used in its usual unit, and in the other
unit where only that is stated. Where two figures remain, there is no headline. Only totals are used, and no doubtful
counts. The status of a measure says why there is no figure.
"""

from typing import Final

import polars as pl

from warehouse.tables.vocabulary import HEADLINES, USED_CERTAINTIES, ReportFamily

_KEY: Final = ["country", "year"]
_IS_OWN: Final = (pl.col("role") == "current") & (pl.col("scope") == "total")
_IS_USED: Final = pl.col("certainty").is_in(USED_CERTAINTIES)


def headline_figures(statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per country and year with a column for each of `HEADLINES`.

    Args:
        statistics: the `enforcement_statistics` table.
    """
    stated = statistics.filter(
        (pl.col("trafficking_type") == "all") & _IS_OWN & _IS_USED & pl.col("value").is_not_null()
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


def measure_statuses(sections: pl.DataFrame, statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per narrative with a column `<measure>_status` for each of `HEADLINES`.

    Args:
        sections: the `report_sections` table.
        statistics: the `enforcement_statistics` table.
    """
    narratives = (
        sections.filter(pl.col("family") == ReportFamily.TIP)
        .group_by(_KEY)
        .agg(pl.col("numbers_unread").is_not_null().any().alias("is_read"))
    )
    counted = statistics.filter(_IS_OWN).group_by(_KEY).agg(*(_said(measure) for measure in HEADLINES))
    said = narratives.join(counted, on=_KEY, how="left").with_columns(
        pl.when(pl.col("is_read"))
        .then(pl.col(f"{measure}_status").fill_null("not_stated"))
        .otherwise(pl.lit("not_read"))
        .alias(f"{measure}_status")
        for measure in HEADLINES
    )
    return said.drop("is_read").sort(_KEY)


def _said(measure: str) -> pl.Expr:
    """What the counts of a narrative say of a measure; null where there is none."""
    of_measure = pl.col("measure") == measure
    has_value = pl.col("value").is_not_null()
    return (
        pl.when((of_measure & _IS_USED & has_value).any())
        .then(pl.lit("stated"))
        .when((of_measure & _IS_USED).any())
        .then(pl.lit("not_reported"))
        .when(of_measure.any())
        .then(pl.lit("not_read"))
        .alias(f"{measure}_status")
    )
