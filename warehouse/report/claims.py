"""The claims of the news, each with its article and its verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from warehouse.report.tables import ReleaseTables, Row
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


_OTHERS: Final = 9
"""How many claims of an article a page needs to list the others of one of them."""


@dataclass(frozen=True)
class Claims:
    """The claims, newest article first.

    Attributes:
        frame: claim, check and article in one row; with `name`, the name of the country, `group`, whether the record
            bears the claim out (`same`), differs from it (`differs`) or was not compared (`none`), and `shard`, the
            page that holds the claim.
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, tables: ReleaseTables, countries: Mapping[str, Row]) -> "Claims":
        """The claims of a release.

        Args:
            tables: its tables.
            countries: the countries by code.
        """
        claims, checks = tables.frame("news_claims", _CLAIM), tables.frame("claim_checks", _CHECK)
        articles = tables.frame("news_articles", _ARTICLE).rename({"year": "article_year"})
        names = {code: str(row["name"]) for code, row in countries.items()}
        relation = pl.col("relation")
        joined = (
            claims.join(checks.unique("claim_id", keep="first", maintain_order=True), on="claim_id", how="inner")
            .join(articles.unique("article_id", keep="first", maintain_order=True), on="article_id", how="left")
            .sort("published", "article_year", "claim_id", descending=[True, True, False], nulls_last=True)
        )
        return cls(
            joined.with_columns(
                name=pl.col("country").replace_strict(names, default="the world", return_dtype=pl.String),
                group=pl.when(relation.is_in(list(BORNE_OUT)))
                .then(pl.lit("same"))
                .when(relation.is_in(list(NOT_CHECKED)))
                .then(pl.lit("none"))
                .otherwise(pl.lit("differs")),
                shard=pl.col("claim_id").str.split_exact("_", 1).struct[1].str.slice(0, _SHARD_DIGITS),
            )
        )

    @property
    def count(self) -> int:
        """The number of all claims."""
        return self.frame.height

    def rows(self) -> Iterator[Row]:
        """The claims one by one."""
        return self.frame.iter_rows(named=True)

    def with_others(self) -> pl.DataFrame:
        """The claims with `of_article`: the first claims of the article of each, where it has several."""
        same = (
            self.frame.group_by("article_id", maintain_order=True)
            .agg(
                of_article=pl.struct("claim_id", "relation", "name", "year", "claim_kind").head(_OTHERS),
                _claims=pl.len(),
            )
            .filter(pl.col("_claims") > 1)
            .drop("_claims")
        )
        return self.frame.join(same, on="article_id", how="left", maintain_order="left")


def shard_of(claim_id: str) -> str:
    """The name of the page that holds a claim: the first digits of its identity."""
    return claim_id.partition("_")[2][:_SHARD_DIGITS]


def counted(claims: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    """For each value of a column, the claims of each group, with most checked claims first."""
    counts = claims.group_by(column).agg(
        pl.len().alias("claims"),
        *((pl.col("group") == group).sum().alias(group) for group in ("same", "differs", "none")),
    )
    return (
        counts.with_columns((pl.col("same") + pl.col("differs")).alias("checked"))
        .sort("checked", column, descending=[True, False], nulls_last=True)
        .to_dicts()
    )
