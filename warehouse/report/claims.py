"""The claims of the news, each with its article and its verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from warehouse.report.tables import ReleaseTables, Row, grouped
from warehouse.report.words import BORNE_OUT, NOT_CHECKED

_CLAIM: Final = (
    "claim_id", "country", "year", "article_id", "claim_kind", "measure", "value", "value_high", "previous_year",
    "attribution", "sentence", "certainty", "origin",
)  # fmt: skip
_CHECK: Final = (
    "claim_id", "relation", "official_value", "official_table", "official_sentence", "official_url", "explanation",
    "reason",
)  # fmt: skip
_ARTICLE: Final = (
    "article_id", "url", "publisher", "title", "published", "published_certainty", "year", "original_id",
)  # fmt: skip

_SHARD_DIGITS: Final = 2
"""The digits of an identity that say which page holds a claim: 256 pages, of 200 claims where there are 50,000."""


@dataclass(frozen=True)
class Claims:
    """The claims, newest article first.

    Attributes:
        rows: claim, check and article in one row.
    """

    rows: list[Row]

    @classmethod
    def of(cls, tables: ReleaseTables, countries: Mapping[str, Row]) -> "Claims":
        """The claims of a release.

        Args:
            tables: its tables.
            countries: the countries by code.
        """
        claims, checks = tables.frame("news_claims", _CLAIM), tables.frame("claim_checks", _CHECK)
        articles = tables.frame("news_articles", _ARTICLE).rename({"year": "article_year"})
        joined = (
            claims.join(checks.unique("claim_id", keep="first", maintain_order=True), on="claim_id", how="inner")
            .join(articles.unique("article_id", keep="first", maintain_order=True), on="article_id", how="left")
            .sort("published", "article_year", "claim_id", descending=[True, True, False], nulls_last=True)
        )
        rows = joined.to_dicts()
        for row in rows:
            row["name"] = countries[row["country"]]["name"] if row["country"] in countries else "the world"
            row["group"] = group_of(row["relation"])
        return cls(rows)

    @cached_property
    def by_country(self) -> dict[str, list[Row]]:
        """The claims about each country."""
        return grouped(self.rows, "country")

    @cached_property
    def by_article(self) -> dict[str, list[Row]]:
        """The claims of each article."""
        return grouped(self.rows, "article_id")

    @cached_property
    def by_shard(self) -> dict[str, list[Row]]:
        """The claims of each page of claims."""
        shards: dict[str, list[Row]] = {}
        for row in self.rows:
            shards.setdefault(shard_of(row["claim_id"]), []).append(row)
        return shards


def shard_of(claim_id: str) -> str:
    """The name of the page that holds a claim: the first digits of its identity."""
    return claim_id.partition("_")[2][:_SHARD_DIGITS]


def group_of(relation: str) -> str:
    """Whether the record bears a claim out (`same`), differs from it (`differs`), or was not compared (`none`)."""
    if relation in BORNE_OUT:
        return "same"
    return "none" if relation in NOT_CHECKED else "differs"


def counted(rows: list[Row], column: str) -> list[dict[str, Any]]:
    """For each value of a column, the claims of each group, with most checked claims first."""
    if not rows:
        return []
    frame = pl.DataFrame({column: [row[column] for row in rows], "group": [row["group"] for row in rows]})
    counts = frame.group_by(column).agg(
        pl.len().alias("claims"),
        *((pl.col("group") == group).sum().alias(group) for group in ("same", "differs", "none")),
    )
    return (
        counts.with_columns((pl.col("same") + pl.col("differs")).alias("checked"))
        .sort("checked", column, descending=[True, False], nulls_last=True)
        .to_dicts()
    )
