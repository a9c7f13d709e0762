"""Claims of newspapers compared with the official record: the table `claim_checks`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Listing, Staged, View
from warehouse.derived.claim_shares import reader_scores, shares_by_kind
from warehouse.derived.claim_verdicts import Corrections, corrected, verdict_of
from warehouse.derived.official_record import OfficialRecord
from warehouse.derived.sentence_numbers import numbers_in
from warehouse.tables.news import CLAIM_CHECKS
from warehouse.tables.vocabulary import ACCUSING_RELATIONS

Row = Mapping[str, Any]


def claim_checks(
    claims: pl.DataFrame,
    record: OfficialRecord,
    *,
    doubtful_days: frozenset[str] = frozenset(),
    published: Mapping[str, date | None] | None = None,
    corrections: Iterable[Row] = (),
) -> pl.DataFrame:
    """The rows of `claim_checks` of some claims, in the order of the key.

    Args:
        claims: rows of the `news_claims` table.
        record: the official record.
        doubtful_days: articles whose day of publication is not sure.
        published: the day of publication of each article.
        corrections: rows of `verdict_corrections`.
    """
    known = Corrections({row["subject"]: row for row in corrections})
    days = published or {}
    rows = [_row(claim, record, doubtful_days, days, known) for claim in claims.iter_rows(named=True)]
    return CLAIM_CHECKS.frame(rows)


def claim_check_chunks(
    claims: Iterator[pl.DataFrame],
    narratives: pl.DataFrame,
    sections: Iterator[pl.DataFrame],
    articles: pl.DataFrame,
    corrections: pl.DataFrame,
    **tables: pl.DataFrame,
) -> Iterator[pl.DataFrame]:
    """The `claim_checks` table in chunks, in the order of the claims, which have the same key.

    Args:
        claims: the `news_claims` table in chunks.
        narratives: `country`, `report_year` and `claim_kind` of all claims: whose narratives are searched for numbers.
        sections: the `report_sections` table in chunks.
        articles: `article_id`, `published` and `published_certainty` of `news_articles`.
        corrections: the `verdict_corrections` table.
        tables: the arguments of `OfficialRecord.of`.
    """
    record, doubtful, days = OfficialRecord.of(**tables), doubtful_days(articles), days_of(articles)
    record.add_mentioned(numbers_of_narratives(narratives, sections))
    reviewed = corrections.to_dicts()
    return (
        claim_checks(chunk, record, doubtful_days=doubtful, published=days, corrections=reviewed) for chunk in claims
    )


def doubtful_days(articles: pl.DataFrame) -> frozenset[str]:
    """The articles whose day of publication is not sure."""
    is_sure = pl.col("published_certainty").fill_null("doubtful") == "sure"
    return frozenset(articles.filter(~is_sure).get_column("article_id").to_list())


def numbers_of_narratives(claims: pl.DataFrame, sections: Iterable[pl.DataFrame]) -> Iterator[tuple[str, int, int]]:
    """Country, edition and number of every number in the narratives that counts are compared with.

    Args:
        claims: claims, with `country`, `report_year` and `claim_kind`.
        sections: rows of `report_sections`.
    """
    counts = claims.filter(pl.col("claim_kind") == "count").drop_nulls("report_year")
    wanted = counts.select("country", year="report_year").unique()
    for chunk in sections:
        own = chunk.filter(pl.col("family") == "tip").join(wanted, on=["country", "year"], how="semi")
        for country, year, text in own.select("country", "year", "text").iter_rows():
            yield from ((country, year, number) for number in numbers_in(text))


def days_of(articles: pl.DataFrame) -> dict[str, date | None]:
    """The day of publication of each article; None where it is not known."""
    return dict(articles.select("article_id", "published").iter_rows())


def _row(
    claim: Row,
    record: OfficialRecord,
    doubtful: frozenset[str],
    days: Mapping[str, date | None],
    corrections: Corrections,
) -> dict[str, Any]:
    article = claim["article_id"]
    verdict = verdict_of(claim, record, day_is_sure=article not in doubtful, published=days.get(article))
    return {
        "country": claim["country"],
        "year": claim["year"],
        "claim_id": claim["claim_id"],
        **vars(corrected(claim, verdict, corrections)),  # flat: `asdict` copies each value, for half of the time
    }


def _relations(view: View) -> pl.DataFrame:
    return view.rows.group_by("relation", "reason").len("count").sort("relation", "reason").collect()


def _shares(view: View) -> pl.DataFrame:
    return shares_by_kind(view.rows, view.inputs["news_claims"])


def _scores(_: View) -> pl.DataFrame:
    return pl.DataFrame(reader_scores())


def _contradicted_claims(view: View) -> pl.DataFrame:
    """Claims that the record contradicts, with their sentences."""
    wrong = view.rows.filter(pl.col("relation").is_in(ACCUSING_RELATIONS)).head(_LISTED_ROWS).collect()
    claims = view.inputs["news_claims"].filter(pl.col("claim_id").is_in(wrong["claim_id"].implode()))
    sentences = claims.select("claim_id", "claim_kind", "value", "sentence").collect()
    return wrong.join(sentences, on="claim_id", how="left", maintain_order="left").select(
        "country", "year", "claim_kind", "value", "relation", "official_value", "explanation", "sentence"
    )


_LISTED_ROWS: Final = 20

BUILD: Final = Build(
    table=CLAIM_CHECKS,
    make=claim_check_chunks,
    inputs={
        "claims": Staged("news_claims", in_chunks=True, by_country=True),
        "narratives": Staged("news_claims", columns=("country", "report_year", "claim_kind"), by_country=True),
        "sections": Staged("report_sections", in_chunks=True, by_country=True),
        "articles": Staged(
            "news_articles",
            columns=("article_id", "published", "published_certainty"),
            of=("claims", "article_id"),
        ),
        "corrections": Staged("verdict_corrections"),
        "placements": Staged("tier_placements"),
        "sightings": Staged("tier_sightings"),
        "statistics": Staged("enforcement_statistics"),
        "world": Staged("global_enforcement"),
        "lists": Staged("statutory_lists"),
        "editions": Staged("editions"),
        "recorded": Staged("tier_record"),
        "countries": Staged("countries"),
        "events": Staged("tier_events"),
    },
    rebuilds_as="claim_checks_follow_record",
    listings=(
        Listing("relations", _relations),
        Listing("judged_by_kind", _shares),
        Listing("how_well_claims_are_read", _scores),
        Listing("not_borne_out", _contradicted_claims),
    ),
)
