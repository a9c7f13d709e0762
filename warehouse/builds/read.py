"""Builds of the tables that are read from pages, over all editions."""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Chart, Editions, Listing, NewsBatches, View, unchanged
from warehouse.derived.reading_quality import certainty_by_edition
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
from warehouse.tables.vocabulary import CERTAINTIES

_LISTED_ROWS: Final = 10


def _agreement_with_edition_before(view: View) -> pl.DataFrame:
    """The number of figures for the year before by their relation to those of the edition before."""
    return restatements(view.rows.collect())["relation"].value_counts().sort("relation")


def _most_suspicious(view: View) -> pl.DataFrame:
    """Figures for the year before that contradict those of the edition before."""
    compared = restatements(view.rows.collect())
    return compared.filter(pl.col("relation") == "conflicts").head(_LISTED_ROWS)


def _counts_by_certainty(view: View) -> dict[str, dict[int, int]]:
    """The number of counts of each certainty."""
    counts = certainty_by_edition(view.rows.collect())
    return {name: dict(counts.select("year", name).iter_rows()) for name in CERTAINTIES}


def _numbers_unread(view: View) -> dict[str, dict[int, int]]:
    """The numbers of narratives that were not read."""
    unread = view.rows.filter(pl.col("numbers_unread").is_not_null()).group_by("year")
    return {"unread": dict(unread.agg(pl.col("numbers_unread").sum()).sort("year").collect().iter_rows())}


BUILDS: Final = (
    *(
        Build(table=table, make=unchanged, inputs={"rows": Editions()})
        for table in (PAGES, TIER_SIGHTINGS, STATUTORY_LISTS, GLOBAL_ENFORCEMENT)
    ),
    Build(
        table=REPORT_SECTIONS,
        make=unchanged,
        inputs={"rows": Editions()},
        charts=(Chart("numbers_unread_by_edition", "numbers that were not read", _numbers_unread),),
    ),
    Build(
        table=ENFORCEMENT_STATISTICS,
        make=unchanged,
        inputs={"rows": Editions()},
        charts=(Chart("counts_by_certainty", "counts by certainty", _counts_by_certainty),),
        listings=(
            Listing("certainty_by_edition", lambda view: certainty_by_edition(view.rows.collect())),
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
