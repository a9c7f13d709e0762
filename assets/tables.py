"""The tables, staged as country/year partitions and compact files; how each is made stands in `assets.makers`."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from assets.makers import MAKERS
from assets.presentation import PREVIEW_ROWS, column_schema, table_metadata
from assets.reports import NEWS_ASSET, REPORT_ASSETS
from assets.resources import HomeResource
from assets.showing import SHOWN
from warehouse.tables import (
    ARTICLE_TEXTS,
    CLAIM_CHECKS,
    COUNTRIES,
    COUNTRY_YEARS,
    EDITIONS,
    ENFORCEMENT_STATISTICS,
    GLOBAL_ENFORCEMENT,
    PAGES,
    QUARANTINE,
    READ_FROM_NEWS,
    RECOMMENDATIONS,
    REPORT_SECTIONS,
    STATUTORY_LISTS,
    TIER_EVENTS,
    TIER_PLACEMENTS,
    TIER_RECORD,
    TIER_SIGHTINGS,
    Table,
)

REFERENCE, RECORDS, NEWS_GROUP, MARTS = "reference", "records", "news", "marts"


def _table_asset(table: Table, group: str, deps: Sequence[Any], kinds: set[str]) -> dg.AssetsDefinition:
    """The asset that stages a table."""
    make = MAKERS[table.name]

    @dg.asset(
        name=table.name,
        group_name=group,
        deps=deps,
        kinds=kinds,
        owners=["team:data-engineering"],
        description=f"One row is {table.one_row_is}. Made from: {table.lineage}.",
        metadata={"dagster/column_schema": column_schema(table)},
    )
    def stage(home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with home.open() as here:
            staged, rows = make(here)
            shown = rows if rows is not None else here.staging.scan(table.name).head(PREVIEW_ROWS).collect()
            more = SHOWN[table.name](here.staging) if table.name in SHOWN else {}
        return dg.MaterializeResult(
            metadata={**table_metadata(staged, shown), **more}, data_version=dg.DataVersion(staged.digest[:16])
        )

    return stage


countries = _table_asset(COUNTRIES, REFERENCE, [], {"csv", "parquet"})
tier_events = _table_asset(TIER_EVENTS, REFERENCE, [], {"csv", "parquet"})
tier_record = _table_asset(TIER_RECORD, REFERENCE, [], {"csv", "parquet"})

pages = _table_asset(PAGES, RECORDS, REPORT_ASSETS, {"parquet"})
report_sections = _table_asset(REPORT_SECTIONS, RECORDS, REPORT_ASSETS, {"parquet"})
tier_sightings = _table_asset(TIER_SIGHTINGS, RECORDS, REPORT_ASSETS, {"parquet"})
enforcement_statistics = _table_asset(ENFORCEMENT_STATISTICS, RECORDS, [*REPORT_ASSETS, pages], {"parquet"})
recommendations = _table_asset(RECOMMENDATIONS, RECORDS, REPORT_ASSETS, {"parquet"})
statutory_lists = _table_asset(STATUTORY_LISTS, RECORDS, REPORT_ASSETS, {"parquet"})
global_enforcement = _table_asset(GLOBAL_ENFORCEMENT, RECORDS, REPORT_ASSETS, {"parquet"})
quarantine = _table_asset(QUARANTINE, RECORDS, [*REPORT_ASSETS, NEWS_ASSET], {"parquet"})

tier_placements = _table_asset(TIER_PLACEMENTS, MARTS, [tier_sightings, countries, pages], {"polars", "parquet"})
editions = _table_asset(EDITIONS, MARTS, [pages, tier_placements, report_sections], {"polars", "parquet"})
news_tables = [_table_asset(table, NEWS_GROUP, [NEWS_ASSET], {"parquet"}) for table in READ_FROM_NEWS]
article_texts = _table_asset(ARTICLE_TEXTS, NEWS_GROUP, [NEWS_ASSET, *news_tables], {"parquet"})
_RECORD = [tier_placements, tier_sightings, enforcement_statistics, global_enforcement, statutory_lists, editions]
claim_checks = _table_asset(
    CLAIM_CHECKS, MARTS, [*news_tables, *_RECORD, tier_record, countries], {"polars", "parquet"}
)
_OF_PANEL = [report_sections, tier_placements, recommendations, enforcement_statistics, claim_checks, countries]
country_years = _table_asset(COUNTRY_YEARS, MARTS, _OF_PANEL, {"polars", "parquet"})

TABLE_ASSETS = [
    countries,
    tier_events,
    tier_record,
    pages,
    report_sections,
    tier_sightings,
    enforcement_statistics,
    recommendations,
    statutory_lists,
    global_enforcement,
    quarantine,
    tier_placements,
    editions,
    *news_tables,
    article_texts,
    claim_checks,
    country_years,
]
