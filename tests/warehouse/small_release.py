"""A small release with a few rows of several tables; columns that the rows do not name are null."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.catalog.duckdb_file import build_duckdb
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES

RANKS = {"1": 1, "2": 2, "2WL": 3, "3": 4}
PATHS = {"VEN": ("2WL", "3", "3"), "THA": ("2WL", "3", "2"), "QAT": ("2", "2WL", "2WL"), "NOR": ("1", "1", "1")}
"""Tiers of 2013, 2014 and 2015."""


def placements() -> Iterator[dict[str, Any]]:
    for country, tiers in PATHS.items():
        for year, (before, tier) in enumerate(zip((None, *tiers), tiers, strict=False), start=2013):
            order = (
                "unchanged" if before == tier else "downgraded" if RANKS[tier] > RANKS[before or "1"] else "upgraded"
            )
            named = {"country": country, "country_name": country, "year": year, "tier": tier, "tier_rank": RANKS[tier]}
            yield named | {"previous_tier": before, "change": order if before else None, "region": "EAP"}


def count(year: int, value: int | None, *, of: int, role: str = "current") -> dict[str, Any]:
    exact = {"qualifier": "exact" if value is not None else "not_reported", "unit": "persons", "role": role}
    read = {"certainty": "sure", "scope": "total", "trafficking_type": "all", "measure": "convictions"}
    return (
        {"country": "NOR", "year": year, "position": 1, "ordinal": 1, "value": value, "period_year": of} | exact | read
    )


PLACED = list(placements())
ROWS: dict[str, list[dict[str, Any]]] = {
    "tier_placements": PLACED,
    "country_years": PLACED,
    "countries": [{"country": code, "name": code, "aliases": []} for code in PATHS],
    "editions": [
        {"family": "tip", "year": year, "list_held": year in (2013, 2014, 2015)} for year in (2012, 2013, 2014, 2015)
    ],
    "pages": [
        {"country": "WLD", "year": 2014, "family": "tip", "kind": "statutory_list", "outcome": "read"},
        {"country": "NOR", "year": 2012, "family": "tip", "kind": "country", "outcome": "quarantined"},
    ],
    "report_sections": [
        {"country": "NOR", "year": year, "family": "tip", "words": 4, "text": text, "position": 1, "area": "main"}
        for year, text in ((2013, "Human rights (human RIGHTS)."), (2014, "Inhuman rightsholders."), (2015, "None."))
    ]
    + [{"country": "KHM", "year": 2023, "family": "human_rights", "words": 1, "text": "Text.", "position": 1}],
    "enforcement_statistics": [
        count(2013, 5, of=2012),
        count(2014, None, of=2013),
        count(2014, 6, of=2012, role="comparison"),
    ],
    "statutory_lists": [{"country": "THA", "year": 2014, "list": "cspa", "printed": "Thailand"}],
}


def write_release(folder: Path, rows: Mapping[str, list[dict[str, Any]]] = ROWS) -> Path:
    """Writes compact files of all tables and the DuckDB file."""
    (folder / "compact").mkdir(parents=True)
    for table in TABLES.values():
        whole = [{name: row.get(name) for name in table.columns} for row in rows.get(table.name, [])]
        frame = pl.DataFrame(whole, table.polars_schema())
        frame.write_parquet(folder / compact_path(table.name))
        if table.partitioned:
            _write_partitions(folder / "tables" / table.name, frame)
    build_duckdb(folder, folder / "warehouse.duckdb", release_name=folder.name)
    return folder


def _write_partitions(folder: Path, frame: pl.DataFrame) -> None:
    for (country, year), rows in frame.group_by("country", "year"):
        part = folder / f"country={country}" / f"year={year}" / "part-0.parquet"
        part.parent.mkdir(parents=True)
        rows.drop("country", "year").write_parquet(part)


def write_home(folder: Path, published: Mapping[str, str]) -> Path:
    """Writes a home of real data with a release for each name and day of publication; the last one is current."""
    for number, (name, day) in enumerate(published.items(), start=1):
        release = write_release(folder / "releases" / name)
        counts = ", ".join(f'"{table}": {{"rows": {len(ROWS.get(table, []))}, "digest": "{name}"}}' for table in TABLES)
        manifest = f'"kind": "real", "number": {number}, "published_at": "{day}T12:00:00Z", "tables": {{{counts}}}'
        (release / "manifest.json").write_text(f'{{{manifest}, "files": {{}}}}')
        (folder / "current").unlink(missing_ok=True)
        (folder / "current").symlink_to(f"releases/{name}")
    (folder / "home.json").write_text('{"kind": "real"}')
    return folder
