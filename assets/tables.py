"""The tables, staged as country/year partitions and compact files."""

from collections.abc import Callable
from typing import Any

import dagster as dg
import polars as pl

from assets.home import Home
from assets.presentation import column_schema, table_metadata
from assets.reports import human_rights_reports
from assets.resources import HomeResource
from sources.reference.countries import country_rows
from sources.reference.editions import edition_rows
from warehouse.derived.editions import editions_held
from warehouse.derived.panel import country_years as panel_of
from warehouse.store.files import digest
from warehouse.store.staging import StagedTable, Staging
from warehouse.tables import (
    COUNTRIES,
    COUNTRY_YEARS,
    EDITIONS,
    PAGES,
    QUARANTINE,
    REPORT_SECTIONS,
    Table,
)

GROUP = "tables"


def _made_from(staging: Staging, table: Table) -> dict[str, str]:
    """Digest of the staged editions by year: what the country/year partitions of a report table are made from."""
    parts: dict[str, list[str]] = {}
    for key in staging.editions():
        note = staging.edition(key) or {}
        if key.year is not None and table.name in note["files"]:
            parts.setdefault(str(key.year), []).append(f"{key.folder} {note['files'][table.name]}")
    return {year: digest("\n".join(sorted(lines)).encode()) for year, lines in sorted(parts.items())}


def _stage_report_table(home: Home, table: Table) -> tuple[StagedTable, pl.DataFrame | None]:
    """Stages a table that is read from reports; one whose editions have not changed is not even opened."""
    made_from = _made_from(home.staging, table)
    staged = home.staging.table(table.name)
    if staged is not None and home.staging.is_current(table, made_from):
        return staged, None
    rows = home.staging.edition_rows(table)
    return home.staging.put_table(table, rows, made_from), rows


def _stage_small_table(home: Home, table: Table, rows: pl.DataFrame) -> tuple[StagedTable, pl.DataFrame]:
    return home.staging.put_table(table, rows), rows


Make = Callable[[Home], tuple[StagedTable, pl.DataFrame | None]]


def _table_asset(table: Table, make: Make, deps: list[Any], kinds: set[str]) -> dg.AssetsDefinition:
    """The asset that stages a table."""

    @dg.asset(
        name=table.name,
        group_name=GROUP,
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
        return dg.MaterializeResult(
            metadata=table_metadata(staged, shown), data_version=dg.DataVersion(staged.digest[:16])
        )

    return stage


countries = _table_asset(
    COUNTRIES,
    lambda home: _stage_small_table(home, COUNTRIES, COUNTRIES.frame(country_rows())),
    deps=[],
    kinds={"csv", "parquet"},
)

pages = _table_asset(
    PAGES, lambda home: _stage_report_table(home, PAGES), deps=[human_rights_reports], kinds={"parquet"}
)

report_sections = _table_asset(
    REPORT_SECTIONS,
    lambda home: _stage_report_table(home, REPORT_SECTIONS),
    deps=[human_rights_reports],
    kinds={"parquet"},
)

quarantine = _table_asset(
    QUARANTINE,
    lambda home: _stage_small_table(home, QUARANTINE, home.staging.edition_rows(QUARANTINE)),
    deps=[human_rights_reports],
    kinds={"parquet"},
)

editions = _table_asset(
    EDITIONS,
    lambda home: _stage_small_table(home, EDITIONS, editions_held(edition_rows(), home.staging.edition_rows(PAGES))),
    deps=[human_rights_reports],
    kinds={"csv", "parquet"},
)

country_years = _table_asset(
    COUNTRY_YEARS,
    lambda home: _stage_small_table(
        home, COUNTRY_YEARS, panel_of(home.staging.read("report_sections"), home.staging.read("countries"))
    ),
    deps=[report_sections, countries],
    kinds={"polars", "parquet"},
)

TABLE_ASSETS = [countries, editions, pages, report_sections, quarantine, country_years]
