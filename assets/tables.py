"""The tables, staged as country/year partitions and compact files; how each is made stands in `assets.makers`."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from assets.makers import MAKERS
from assets.presentation import column_schema, table_metadata
from assets.reports import REPORT_ASSETS
from assets.resources import HomeResource
from assets.showing import SHOWN
from warehouse.tables import (
    COUNTRIES,
    COUNTRY_YEARS,
    EDITIONS,
    GLOBAL_ENFORCEMENT,
    PAGES,
    QUARANTINE,
    RECOMMENDATIONS,
    REPORT_SECTIONS,
    STATUTORY_LISTS,
    TIER_EVENTS,
    TIER_PLACEMENTS,
    TIER_RECORD,
    TIER_SIGHTINGS,
    Table,
)

REFERENCE, RECORDS, MARTS = "reference", "records", "marts"


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
            shown = rows if rows is not None else here.staging.read(table.name)
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
recommendations = _table_asset(RECOMMENDATIONS, RECORDS, REPORT_ASSETS, {"parquet"})
statutory_lists = _table_asset(STATUTORY_LISTS, RECORDS, REPORT_ASSETS, {"parquet"})
global_enforcement = _table_asset(GLOBAL_ENFORCEMENT, RECORDS, REPORT_ASSETS, {"parquet"})
quarantine = _table_asset(QUARANTINE, RECORDS, REPORT_ASSETS, {"parquet"})

tier_placements = _table_asset(TIER_PLACEMENTS, MARTS, [tier_sightings, countries, pages], {"polars", "parquet"})
editions = _table_asset(EDITIONS, MARTS, [pages, tier_placements, report_sections], {"polars", "parquet"})
country_years = _table_asset(
    COUNTRY_YEARS, MARTS, [report_sections, tier_placements, recommendations, countries], {"polars", "parquet"}
)

TABLE_ASSETS = [
    countries,
    tier_events,
    tier_record,
    pages,
    report_sections,
    tier_sightings,
    recommendations,
    statutory_lists,
    global_enforcement,
    quarantine,
    tier_placements,
    editions,
    country_years,
]
