"""Verdicts as schema.org ClaimReview, which fact-check tools of newsrooms and search engines read.

Only a verdict whose claim, record and day are sure is one, and never one from sample data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.words import VERDICTS, label
from warehouse.tables.vocabulary import FIRST_EDITION

RATINGS: Final = {
    "exact": 5,
    "rounded": 4,
    "wrong_year": 2,
    "wrong_scope": 2,
    "wrong_list": 2,
    "conflict": 1,
    "not_found": 1,
}
"""The rating of each verdict, from 1 (the record says otherwise) to 5 (as recorded)."""

_SAMPLE: Final = ".sample.invalid"


@dataclass(frozen=True)
class ClaimReviews:
    """Which verdicts of a release are sure, and how they are written.

    Attributes:
        is_real: whether the release holds real pages.
        sure_counts: country, edition and sentence of the counts that were surely read.
        sure_placements: country and edition of placements without a conflict in editions held whole.
        whole_editions: the editions of the TIP Report that are held whole.
        day: the day of the release.
    """

    is_real: bool
    sure_counts: frozenset[tuple[str, int, str]]
    sure_placements: frozenset[tuple[str, int]]
    whole_editions: frozenset[int]
    day: str

    @property
    def of_all(self) -> list[Any]:
        """What decides on all verdicts alike, and not only on those of some rows; see `with_sureness`."""
        return [self.is_real, sorted(self.whole_editions)]

    def with_sureness(self, claims: pl.DataFrame) -> pl.DataFrame:
        """Claims with what decides beside their own row and `of_all` whether a verdict is sure: whether the count that
        they are compared with was surely read, and the editions that surely place their country."""
        counts = pl.DataFrame(
            list(self.sure_counts) if self.is_real else [],
            schema={"country": pl.String, "year": claims.schema["year"], "official_sentence": pl.String},
            orient="row",
        ).with_columns(is_sure_count=pl.lit(value=True))
        years: dict[str, list[str]] = {}
        for country, year in sorted(self.sure_placements):
            years.setdefault(country, []).append(str(year))
        editions = {country: " ".join(found) for country, found in years.items()}
        return claims.join(
            counts, on=["country", "year", "official_sentence"], how="left", maintain_order="left"
        ).with_columns(sure_editions=pl.col("country").replace_strict(editions, default=None, return_dtype=pl.String))

    @classmethod
    def of(cls, facts: Facts) -> "ClaimReviews":
        """The reviews of a release."""
        whole = frozenset(row["year"] for row in facts.editions.get("tip", []) if row["status"] == "complete")
        counts = facts.tables.frame("enforcement_statistics", ("country", "year", "sentence", "certainty"))
        return cls(
            is_real=not facts.release.is_sample,
            sure_counts=frozenset(counts.filter(pl.col("certainty") == "sure").drop("certainty").rows()),
            sure_placements=frozenset(
                (row["country"], row["year"])
                for row in facts.placements
                if row["agreement"] != "conflict" and row["year"] in whole
            ),
            whole_editions=whole,
            day=facts.release.day,
        )

    def review(self, claim: Row, site: str = "") -> dict[str, Any] | None:
        """A verdict as ClaimReview; None where it is not sure.

        Args:
            claim: claim, check and article in one row.
            site: the address of the site, with a slash at its end; relative addresses where it is empty.
        """
        if not self._is_sure(claim):
            return None
        root = site or "../"
        return {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"{root}claim.html#{claim['claim_id']}",
            "datePublished": self.day,
            "claimReviewed": claim["sentence"],
            "author": {"@type": "Organization", "name": "TIP warehouse"},
            "itemReviewed": _item(claim),
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": RATINGS[claim["relation"]],
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": label(VERDICTS, claim["relation"]),
                "ratingExplanation": claim["explanation"],
            },
        }

    def _is_sure(self, claim: Row) -> bool:
        is_claim_sure = claim["certainty"] == "sure" and claim["relation"] in RATINGS
        is_day_sure = claim["published"] is not None and claim["published_certainty"] == "sure"
        is_web = all(_is_web_address(claim[name]) for name in ("url", "official_url"))
        return self.is_real and is_claim_sure and is_day_sure and is_web and self._is_record_sure(claim)

    def _is_record_sure(self, claim: Row) -> bool:
        table = claim["official_table"]
        if table == "enforcement_statistics":
            return (claim["country"], claim["year"], claim["official_sentence"]) in self.sure_counts
        if table == "tier_placements":
            return all((claim["country"], year) in self.sure_placements for year in _editions(claim))
        return table is not None and claim["year"] in self.whole_editions


def _editions(claim: Row) -> range:
    """The editions whose placements a verdict rests on: a change has two, a run all of its years and the one before."""
    year = claim["year"]
    if claim["value"] == "first":
        return range(FIRST_EDITION, year + 1)
    if claim["claim_kind"] == "tier_change":
        return range(min(claim["previous_year"] or year - 1, year - 1), year + 1)
    if claim["claim_kind"] == "streak":
        return range(max(FIRST_EDITION, year - int(claim["official_value"] or 0)), year + 1)
    return range(year, year + 1)


def _is_web_address(address: str | None) -> bool:
    return address is not None and address.startswith(("https://", "http://")) and _SAMPLE not in address


def _item(claim: Mapping[str, Any]) -> dict[str, Any]:
    article = {"@type": "NewsArticle", "url": claim["url"], "headline": claim["title"], "datePublished": _day(claim)}
    return {
        "@type": "Claim",
        "datePublished": _day(claim),
        "author": {"@type": "Organization", "name": claim["publisher"] or claim["url"].split("/")[2]},
        "appearance": {name: value for name, value in article.items() if value is not None},
    }


def _day(claim: Mapping[str, Any]) -> str:
    return str(claim["published"])
