"""How well the counts of each edition were read: their certainty, and the numbers that were left unread."""

from typing import Final

import polars as pl

from warehouse.tables.vocabulary import CERTAINTIES

_PLACE: Final = ["country", "year", "position", "char_start", "value"]


def certainty_by_edition(statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per edition: `counts`, the rows of `enforcement_statistics`, and how many have each certainty."""
    return (
        statistics.group_by("year")
        .agg(
            pl.len().alias("counts"),
            *((pl.col("certainty").cast(pl.String) == name).sum().alias(name) for name in CERTAINTIES),
        )
        .sort("year")
    )


def numbers_by_edition(sections: pl.DataFrame, statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per edition: the numbers of its narratives that were `read` as counts, and that were left `unread`.

    A number that counts several measures is one number.
    """
    unread = (
        sections.filter(pl.col("numbers_unread").is_not_null())
        .group_by("year")
        .agg(pl.col("numbers_unread").sum().cast(pl.Int64).alias("unread"))
    )
    counted = statistics.filter(pl.col("value").is_not_null()).unique(_PLACE).group_by("year")
    return (
        unread.join(counted.agg(pl.len().cast(pl.Int64).alias("read")), on="year", how="left")
        .select("year", pl.col("read").fill_null(0), "unread")
        .sort("year")
    )


def shares_by_edition(sections: pl.DataFrame, statistics: pl.DataFrame) -> pl.DataFrame:
    """One row per edition with counts: `counts`, and in percent the shares of each certainty and of unread numbers."""
    known = numbers_by_edition(sections, statistics).join(certainty_by_edition(statistics), on="year", how="inner")
    numbers = pl.col("read") + pl.col("unread")
    return known.select(
        "year",
        "counts",
        *((100 * pl.col(name) / pl.col("counts")).round().cast(pl.Int32).alias(name) for name in CERTAINTIES),
        (100 * pl.col("unread") / numbers).round().cast(pl.Int32).alias("unread"),
    )
