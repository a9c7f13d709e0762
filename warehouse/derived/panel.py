"""The analyst's panel: one row per country and edition year."""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Chart, Staged, View, counts_by_year
from warehouse.derived.headline import headline_figures, measure_statuses
from warehouse.tables import COUNTRY_YEARS
from warehouse.tables.vocabulary import FAMILIES, HEADLINES, MEASURE_STATUSES

_KEY = ["country", "year"]
_NEWS_COLUMNS = ["news_articles", "news_claims", "news_claims_exact"]
_STATISTIC_COLUMNS: Final = ("measure", "trafficking_type", "role", "unit", "value", "scope", "certainty")
_PLACEMENT_COLUMNS = ["tier", "tier_rank", "previous_tier", "change", "watch_list_run", "waiver_stated"]


def country_years(
    sections: pl.DataFrame,
    placements: pl.DataFrame,
    recommendations: pl.DataFrame,
    statistics: pl.DataFrame,
    articles: pl.DataFrame,
    claim_checks: pl.DataFrame,
    countries: pl.DataFrame,
) -> pl.DataFrame:
    """The `country_years` table: every country and year with data.

    Args:
        sections: the `report_sections` table.
        placements: the `tier_placements` table.
        recommendations: the `recommendations` table.
        statistics: the `enforcement_statistics` table.
        articles: the `news_articles` table.
        claim_checks: the `claim_checks` table.
        countries: the `countries` table.
    """
    counted = sections.group_by(_KEY).agg(
        pl.col("words").sum().cast(pl.Int32).alias("words"),
        pl.len().cast(pl.Int32).alias("sections"),
        *(_words_of_family(family) for family in FAMILIES),
    )
    named = countries.select("country", pl.col("name").alias("country_name"), "region")
    panel = (
        counted.join(placements.select(*_KEY, *_PLACEMENT_COLUMNS), on=_KEY, how="full", coalesce=True)
        .join(_recommendation_counts(recommendations), on=_KEY, how="left")
        .join(headline_figures(statistics), on=_KEY, how="left")
        .join(measure_statuses(sections, statistics), on=_KEY, how="left")
        .join(_news_counts(articles, claim_checks), on=_KEY, how="left")
        .join(named, on="country", how="left")
        .with_columns(pl.col("words", "sections", *_NEWS_COLUMNS).fill_null(0))
        .with_columns(
            pl.when(pl.col("words_tip").is_not_null()).then(pl.col(name).fill_null(0)).alias(name)
            for name in ("recommendations", "recommendations_repeated")
        )
    )
    return panel.select(COUNTRY_YEARS.columns).sort(COUNTRY_YEARS.key)


def _recommendation_counts(recommendations: pl.DataFrame) -> pl.DataFrame:
    return recommendations.group_by(_KEY).agg(
        pl.len().cast(pl.Int32).alias("recommendations"),
        pl.col("recurs_from").is_not_null().sum().cast(pl.Int32).alias("recommendations_repeated"),
    )


def _news_counts(articles: pl.DataFrame, claim_checks: pl.DataFrame) -> pl.DataFrame:
    counted = articles.group_by(_KEY).agg(pl.len().cast(pl.Int32).alias("news_articles"))
    checked = claim_checks.group_by(_KEY).agg(
        pl.len().cast(pl.Int32).alias("news_claims"),
        pl.col("relation").is_in(["exact", "rounded"]).sum().cast(pl.Int32).alias("news_claims_exact"),
    )
    return counted.join(checked, on=_KEY, how="full", coalesce=True)


def _words_of_family(family: str) -> pl.Expr:
    words = pl.col("words").filter(pl.col("family") == family)
    return pl.when(words.len() > 0).then(words.sum()).cast(pl.Int32).alias(f"words_{family}")


def _statuses_of_convictions(view: View) -> dict[str, dict[int, int]]:
    """The number of narratives by what they say of convictions."""
    return {
        status: counts_by_year(view.rows.filter(pl.col("convictions_status") == status)) for status in MEASURE_STATUSES
    }


BUILD: Final = Build(
    table=COUNTRY_YEARS,
    make=country_years,
    inputs={
        "sections": Staged("report_sections", (*_KEY, "family", "words", "numbers_unread")),
        "placements": Staged("tier_placements", (*_KEY, *_PLACEMENT_COLUMNS)),
        "recommendations": Staged("recommendations", (*_KEY, "recurs_from")),
        "statistics": Staged("enforcement_statistics", (*_KEY, *_STATISTIC_COLUMNS)),
        "articles": Staged("news_articles", (*_KEY,)),
        "claim_checks": Staged("claim_checks", (*_KEY, "relation")),
        "countries": Staged("countries", ("country", "name", "region")),
    },
    columns_from={
        "country_name": ("countries.name",),
        "sections": ("report_sections.words",),
        "words_tip": ("report_sections.words", "report_sections.family"),
        "words_human_rights": ("report_sections.words", "report_sections.family"),
        "recommendations": ("recommendations.year",),
        "recommendations_repeated": ("recommendations.recurs_from",),
        **dict.fromkeys(HEADLINES, tuple(f"enforcement_statistics.{name}" for name in _STATISTIC_COLUMNS)),
        **dict.fromkeys(
            (f"{measure}_status" for measure in HEADLINES),
            ("enforcement_statistics.measure", "enforcement_statistics.value", "report_sections.family"),
        ),
        "news_articles": ("news_articles.year",),
        "news_claims": ("claim_checks.year",),
        "news_claims_exact": ("claim_checks.relation",),
    },
    rebuilds_as="panel_follows_tables",
    charts=(Chart("convictions_by_edition", "narratives by what they say of convictions", _statuses_of_convictions),),
)
