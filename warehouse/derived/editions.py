"""How much of each edition is held."""

from typing import Any

import polars as pl

from warehouse.tables import EDITIONS
from warehouse.tables.vocabulary import AREA_MAIN


def editions_held(known: list[dict[str, Any]], pages: pl.DataFrame) -> pl.DataFrame:
    """The `editions` table.

    Args:
        known: what is known of each edition before any page is held.
        pages: the `pages` table.

    An edition that pages are held of but nobody declared is listed without expectation, so that it shows.
    """
    read = pages.filter((pl.col("outcome") == "read") & (pl.col("area") == AREA_MAIN))
    held = read.group_by("family", "year").agg(pl.len().cast(pl.Int32).alias("held"))
    places = pages.select("family", "year").unique()
    schema = {name: dtype for name, dtype in EDITIONS.polars_schema().items() if name not in ("held", "status")}
    declared = pl.DataFrame(known, schema=schema, orient="row")
    complete = pl.col("held") >= pl.col("expected")
    status = (
        pl.when(pl.col("held") == 0)
        .then(pl.lit("not_loaded"))
        .when(complete.fill_null(False))
        .then(pl.lit("complete"))
        .otherwise(pl.lit("partial"))
    )
    return (
        declared.join(places, on=("family", "year"), how="full", coalesce=True)
        .join(held, on=("family", "year"), how="left")
        .with_columns(pl.col("held").fill_null(0))
        .with_columns(status.alias("status"))
        .select(EDITIONS.columns)
        .sort(EDITIONS.key)
    )
