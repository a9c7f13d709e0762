"""Builds of the tables that are read from pages, over all editions."""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Editions, Listing, NewsBatches, View, unchanged
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
    REPORT_SECTIONS,
    STATUTORY_LISTS,
    TIER_SIGHTINGS,
)

_LISTED_ROWS: Final = 10


def _agreement_with_edition_before(view: View) -> pl.DataFrame:
    """The number of figures for the year before by their relation to those of the edition before."""
    return restatements(view.rows.collect())["relation"].value_counts().sort("relation")


def _most_suspicious(view: View) -> pl.DataFrame:
    """Figures for the year before that contradict those of the edition before."""
    compared = restatements(view.rows.collect())
    return compared.filter(pl.col("relation") == "conflicts").head(_LISTED_ROWS)


BUILDS: Final = (
    *(
        Build(table=table, make=unchanged, inputs={"rows": Editions()})
        for table in (PAGES, REPORT_SECTIONS, TIER_SIGHTINGS, STATUTORY_LISTS, GLOBAL_ENFORCEMENT)
    ),
    Build(
        table=ENFORCEMENT_STATISTICS,
        make=unchanged,
        inputs={"rows": Editions()},
        listings=(
            Listing("agreement_with_edition_before", _agreement_with_edition_before),
            Listing("most_suspicious", _most_suspicious),
        ),
    ),
    Build(
        table=NEWS_ARTICLES,
        make=unchanged,
        inputs={"rows": NewsBatches(extra={"original_id": "used.original_id"})},
    ),
    *(
        Build(table=table, make=unchanged, inputs={"rows": NewsBatches()})
        for table in (ARTICLE_COUNTRIES, NEWS_CLAIMS, NEWS_QUOTES)
    ),
    Build(
        table=ARTICLE_TEXTS,
        make=unchanged,
        inputs={"rows": NewsBatches(nested=NEWS_ARTICLES.name, extra={"text": "batch.text"}, switch="article_text")},
    ),
)
