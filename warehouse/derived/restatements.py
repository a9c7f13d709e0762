"""Figures of an edition for the year before, compared with those of the edition before."""

from typing import Final

import polars as pl

_MATCH: Final = ["country", "measure", "trafficking_type", "unit"]
_RESTATED_SHARE: Final = 0.25
_RESTATED_COUNT: Final = 5


def restatements(statistics: pl.DataFrame) -> pl.DataFrame:
    """Every comparison figure with a figure of the edition before for the same period.

    Args:
        statistics: the `enforcement_statistics` table.

    Returns:
        country, year, measure, trafficking_type, unit, value (as compared), sentence, own_value (the nearest one the
        edition before states for its period), own_sentence, and relation: `agrees`; `restated`, a difference of at
        most a quarter or five; `conflicts`.
    """
    counted = statistics.filter(pl.col("value").is_not_null())
    later = counted.filter((pl.col("role") == "comparison") & (pl.col("period_year") == pl.col("year") - 2))
    own = counted.filter(pl.col("role") == "current").select(
        *_MATCH,
        (pl.col("year") + 1).alias("year"),
        pl.col("value").alias("own_value"),
        pl.col("sentence").alias("own_sentence"),
    )
    compared = later.join(own, on=[*_MATCH, "year"], how="inner").with_columns(
        (pl.col("value") - pl.col("own_value")).abs().alias("difference")
    )
    key = ["country", "year", "position", "ordinal"]
    nearest = compared.sort(*key, "difference", "own_value").unique(key, keep="first", maintain_order=True)
    is_restated = (pl.col("difference") <= _RESTATED_COUNT) | (
        pl.col("difference") <= _RESTATED_SHARE * pl.col("own_value")
    )
    relation = (
        pl.when(pl.col("difference") == 0)
        .then(pl.lit("agrees"))
        .when(is_restated)
        .then(pl.lit("restated"))
        .otherwise(pl.lit("conflicts"))
    )
    return nearest.with_columns(relation.alias("relation")).select(
        "country", "year", "measure", "trafficking_type", "unit", "value", "sentence", "own_value", "own_sentence",
        "relation",
    )  # fmt: skip
