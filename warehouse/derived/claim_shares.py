"""How claims were judged: shares by kind, and how well claims are read, as measured on labelled texts."""

from importlib import resources
from typing import Final

import polars as pl

from warehouse.csv_rows import csv_rows
from warehouse.tables.vocabulary import ACCUSING_RELATIONS, CLAIM_KINDS

CONFIRMING: Final = ("exact", "rounded")


def shares_by_kind(checks: pl.LazyFrame, claims: pl.LazyFrame) -> pl.DataFrame:
    """The number of claims of each kind, and the shares that the record confirms, contradicts or leaves open.

    Args:
        checks: the `claim_checks` table.
        claims: the `news_claims` table.
    """
    relation = pl.col("relation")
    judged = checks.join(claims.select("country", "year", "claim_id", "claim_kind"), on=["country", "year", "claim_id"])
    shares = judged.group_by("claim_kind").agg(
        pl.len().alias("claims"),
        relation.is_in(CONFIRMING).mean().round(3).alias("confirmed"),
        relation.is_in(ACCUSING_RELATIONS).mean().round(3).alias("contradicted"),
        (relation == "not_checkable").mean().round(3).alias("withheld"),
    )
    return shares.sort(pl.col("claim_kind").cast(pl.Enum(CLAIM_KINDS))).collect()


def reasons(checks: pl.LazyFrame) -> pl.DataFrame:
    """The number of withheld verdicts by reason."""
    return checks.filter(pl.col("reason").is_not_null()).group_by("reason").len("claims").sort("reason").collect()


def reader_scores() -> list[dict[str, str]]:
    """Precision and recall of the claim reader by language, and the share of true claims that are `sure`.

    They are measured on short texts that the reader was written without, each with the claims that a person labelled.
    """
    return csv_rows(resources.files("warehouse.derived").joinpath("data", "claim_reader_scores.csv"))
