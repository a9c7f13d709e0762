"""What several pages of the site need: the release, its countries, editions, placements and claims, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.quality.check import CheckResult
from warehouse.report.claims import Claims
from warehouse.report.tables import ReleaseTables, Row, grouped
from warehouse.report.words import ABSENT, NOT_LOADED, TierLook, tier_look
from warehouse.tables.vocabulary import WORLD

_PLACEMENT: Final = (
    "country", "year", "tier", "tier_printed", "previous_tier", "change", "watch_list_run", "waiver_stated",
    "agreement", "source_url", "origin",
)  # fmt: skip


@dataclass(frozen=True)
class ReleaseInfo:
    """The release that the site is part of.

    Attributes:
        name: its name, which every page cites.
        metadata: fields of its manifest: `kind`, `published_at`, `override`, `reissue`, `previous`, `site_url`.
        rows: rows by table.
        results: its check results.
        changes: the content of its `changes.json`.
        previous: the folder of the release before; None for the first.
    """

    name: str
    metadata: Mapping[str, Any]
    rows: Mapping[str, int]
    results: Sequence[CheckResult]
    changes: Mapping[str, Any]
    previous: Path | None = None

    @property
    def is_sample(self) -> bool:
        """Whether it holds the sample."""
        return bool(self.metadata["kind"] == "sample")

    @property
    def site_url(self) -> str:
        """The address at which its site is served, with a slash at its end; empty where none is set."""
        return self.metadata.get("site_url") or ""

    @property
    def day(self) -> str:
        """The day of its publication, in UTC: `2026-11-29`."""
        return str(self.metadata["published_at"])[:10]


@dataclass(frozen=True)
class Facts:
    """The release and its tables, with what is derived from them once for all pages."""

    release: ReleaseInfo
    tables: ReleaseTables

    @cached_property
    def countries(self) -> dict[str, Row]:
        """The countries by code, sorted by name, without the world."""
        rows = self.tables.rows("countries")
        return {row["country"]: row for row in sorted(rows, key=lambda row: row["name"]) if row["country"] != WORLD}

    def name(self, code: str) -> str:
        """The name of a country; of the world, or of an unknown code, what can be said."""
        return "the world" if code == WORLD else str(self.countries.get(code, {"name": code})["name"])

    def place(self, code: str, year: int) -> str:
        """The place of a country's edition below the site; that of the edition where the country has no page."""
        return f"country/{code}.html#y{year}" if code in self.countries else f"edition/{year}.html"

    @cached_property
    def editions(self) -> dict[str, list[Row]]:
        """The editions of each family, oldest first."""
        return grouped(sorted(self.tables.rows("editions"), key=lambda row: row["year"]), "family")

    @cached_property
    def tip_years(self) -> list[int]:
        """The years of the TIP Report from the first known edition to the last one held or known, without gaps."""
        years = [row["year"] for row in self.editions.get("tip", [])] + [row["year"] for row in self.placements]
        return list(range(min(years), max(years) + 1)) if years else []

    @cached_property
    def placements(self) -> list[Row]:
        """The rows of `tier_placements`."""
        return self.tables.rows("tier_placements", _PLACEMENT)

    @cached_property
    def placed(self) -> dict[str, dict[int, Row]]:
        """The placements of each country by year."""
        found: dict[str, dict[int, Row]] = {code: {} for code in self.countries}
        for row in self.placements:
            found.setdefault(row["country"], {})[row["year"]] = row
        return found

    @cached_property
    def loaded_years(self) -> set[int]:
        """The editions of the TIP Report of which the whole list of countries is held, or nearly: absence from one
        of them means that the country was not in it."""
        held = {row["year"] for row in self.editions.get("tip", []) if row["list_held"] or row["status"] == "complete"}
        return held & {row["year"] for row in self.placements}

    @cached_property
    def held_years(self) -> list[int]:
        """The years of the editions, of any family, of which something is held, oldest first."""
        held = {row["year"] for rows in self.editions.values() for row in rows if row["status"] != "not_loaded"}
        return sorted(held | {row["year"] for row in self.placements})

    @cached_property
    def newest(self) -> int | None:
        """The newest edition of the TIP Report with placements; None where there is none."""
        return max((row["year"] for row in self.placements), default=None)

    @cached_property
    def claims(self) -> Claims:
        """The claims of the news with their verdicts."""
        return Claims.of(self.tables, self.countries)

    @cached_property
    def words(self) -> dict[tuple[str, str], dict[int, int]]:
        """By country and family, the words of the report of each edition."""
        sections = self.tables.frame("report_sections", ("country", "year", "family", "area", "words"))
        main = (
            sections.filter(pl.col("area") == "main").group_by("country", "family", "year").agg(pl.col("words").sum())
        )
        found: dict[tuple[str, str], dict[int, int]] = {}
        for country, family, year, words in main.sort("country", "family", "year").iter_rows():
            found.setdefault((country, family), {})[year] = words
        return found

    def look(self, country: str, year: int) -> TierLook:
        """How a country's place in an edition is shown: its tier, not in it, or not loaded."""
        row = self.placed.get(country, {}).get(year)
        if row is not None:
            return tier_look(row["tier"])
        return ABSENT if year in self.loaded_years else NOT_LOADED

    def tier_at_end(self, country: str) -> Row | None:
        """The newest placement of a country; None where none is held."""
        years = self.placed.get(country, {})
        return years[max(years)] if years else None
