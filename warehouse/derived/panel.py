"""The analyst's panel: one row per country and edition year."""

import polars as pl

from warehouse.tables import COUNTRY_YEARS


def country_years(sections: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """The `country_years` table.

    Args:
        sections: the `report_sections` table.
        countries: the `countries` table.
    """
    of_human_rights = pl.col("words").filter(pl.col("family") == "human_rights")
    counted = sections.group_by("country", "year").agg(
        pl.col("words").sum().cast(pl.Int32).alias("words"),
        pl.len().cast(pl.Int32).alias("sections"),
        pl.when(of_human_rights.len() > 0).then(of_human_rights.sum()).cast(pl.Int32).alias("words_human_rights"),
    )
    named = countries.select("country", pl.col("name").alias("country_name"), "region")
    panel = counted.join(named, on="country", how="left")
    return panel.select(COUNTRY_YEARS.columns).sort(COUNTRY_YEARS.key)
