"""Builds of the tables that are read from pages: what readers gave, put together over all editions."""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Editions, Listing, NewsBatches, View, passed_on
from warehouse.derived.restatements import restatements
from warehouse.tables import (
    ARTICLE_COUNTRIES,
    ARTICLE_TEXTS,
    ENFORCEMENT_STATISTICS,
    GLOBAL_ENFORCEMENT,
    NEWS_ARTICLES,
    NEWS_CLAIMS,
    NEWS_QUOTES,
    PAGES,
    QUARANTINE,
    REPORT_SECTIONS,
    STATUTORY_LISTS,
    TIER_SIGHTINGS,
)

_SUSPICIOUS: Final = 10


def _agreement_with_edition_before(view: View) -> pl.DataFrame:
    """How many figures for the year before agree with those that the edition before states."""
    return restatements(view.rows.collect())["relation"].value_counts().sort("relation")


def _most_suspicious(view: View) -> pl.DataFrame:
    """Figures for the year before that contradict those of the edition before."""
    compared = restatements(view.rows.collect())
    return compared.filter(pl.col("relation") == "conflicts").head(_SUSPICIOUS)


BUILDS: Final = (
    *(
        Build(table=table, make=passed_on, inputs={"rows": Editions()})
        for table in (PAGES, REPORT_SECTIONS, TIER_SIGHTINGS, STATUTORY_LISTS, GLOBAL_ENFORCEMENT, QUARANTINE)
    ),
    Build(
        table=ENFORCEMENT_STATISTICS,
        make=passed_on,
        inputs={"rows": Editions()},
        listings=(
            Listing("agreement_with_edition_before", _agreement_with_edition_before),
            Listing("most_suspicious", _most_suspicious),
        ),
    ),
    Build(
        table=NEWS_ARTICLES,
        make=passed_on,
        inputs={"rows": NewsBatches(extra={"original_id": "used.original_id"})},
    ),
    *(
        Build(table=table, make=passed_on, inputs={"rows": NewsBatches()})
        for table in (ARTICLE_COUNTRIES, NEWS_CLAIMS, NEWS_QUOTES)
    ),
    Build(
        table=ARTICLE_TEXTS,
        make=passed_on,
        inputs={"rows": NewsBatches(nested=NEWS_ARTICLES.name, extra={"text": "batch.text"}, switch="article_text")},
    ),
)
