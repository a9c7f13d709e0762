"""The rejected rows of all editions: one for each page and reason, and one for each part of a page and reason.

A page can have many captures that cannot be read, and one capture can have an error twice. The function that makes the
table merges such rows, so the key of `quarantine` is unique whatever the captures are.
"""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Editions
from warehouse.tables import NEWS_ARTICLES, PAGES, QUARANTINE

_IS_PAGE: Final = pl.col("table").is_in([PAGES.name, NEWS_ARTICLES.name]) & pl.col("record").str.contains(
    "^[0-9a-f]{64}$"
)
"""The record of a rejected page is the digest of its capture; that of a part of a page or of a row is its text."""

_ADDRESS: Final = pl.col("source_url").str.replace("^https?://", "").str.replace("#.*$", "").str.strip_chars_end("/")
"""Captures of a page can have addresses that differ in the scheme."""


def one_row_per_reason(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `quarantine` without those that say the same of a page as an earlier row.

    Args:
        rows: rejected rows. Of several captures of a page, the first has precedence.

    Returns:
        One row for each page and reason, with the details of its capture joined; sorted by the key.
    """
    part = pl.when(_IS_PAGE).then(pl.lit("")).otherwise(pl.col("record")).alias("part")
    of_capture = pl.col("detail").filter(pl.col("record") == pl.col("record").first())
    merged = rows.group_by("table", _ADDRESS.alias("address"), "reason", part, maintain_order=True).agg(
        pl.col("source_url").first(),
        pl.col("record").first(),
        of_capture.unique(maintain_order=True).str.join("; ").alias("detail"),
        pl.col("family").drop_nulls().first(),
        pl.col("year").drop_nulls().first(),
    )
    return merged.select(QUARANTINE.columns).cast(QUARANTINE.polars_schema()).sort(QUARANTINE.key)


BUILD: Final = Build(table=QUARANTINE, make=one_row_per_reason, inputs={"rows": Editions()})
