"""What a check reads: the staged tables, the current release, and facts about both."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.staging.area import StagingArea
from warehouse.staging.table_files import compact_path


class StagedContext:
    """The staged tables, the current release and the facts that checks read; each table is read once."""

    def __init__(self, staging: StagingArea, release: Path | None, facts: Mapping[str, Any]) -> None:
        self._staging = staging
        self._release = release
        self._given_facts = facts
        self._frames: dict[str, pl.DataFrame] = {}
        self._released: dict[str, pl.DataFrame | None] = {}
        self._facts: Mapping[str, Any] | None = None

    def frame(self, table: str) -> pl.DataFrame:
        """The staged rows of a table."""
        if table not in self._frames:
            self._frames[table] = self._staging.read(table)
        return self._frames[table]

    def scan(self, table: str) -> pl.LazyFrame:
        """The staged rows of a table, lazily."""
        return self._frames[table].lazy() if table in self._frames else self._staging.scan(table)

    def facts(self) -> Mapping[str, Any]:
        """Pages in the archive and rows read, by edition, from the metadata of the staged editions; the facts of the
        caller."""
        if self._facts is None:
            self._facts = self._all_facts()
        return self._facts

    def verified(self) -> Mapping[str, str]:
        """Nothing: only the result of a check says what it verified."""
        return {}

    def _all_facts(self) -> Mapping[str, Any]:
        keys = {key.folder: key.family for key in self._staging.editions()}
        metadata = {key.folder: self._staging.edition(key) or {} for key in self._staging.editions()}
        reports = {folder: edition for folder, edition in metadata.items() if keys[folder] != "news"}
        return {
            "captures": {folder: edition.get("pages_in_archive", 0) for folder, edition in reports.items()},
            "news": {folder: edition["counts"] for folder, edition in metadata.items() if keys[folder] == "news"},
            "counts": {folder: edition.get("counts", {}) for folder, edition in reports.items()},
            **self._given_facts,
        }

    def released(self, table: str) -> pl.DataFrame | None:
        """The rows of a table in the current release."""
        if table not in self._released:
            if self._is_as_released(table):
                return self.frame(table)
            rows = self.scan_released(table)
            self._released[table] = rows.collect() if rows is not None else None
        return self._released[table]

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        """The rows of a table in the current release, lazily."""
        path = self._released_file(table)
        return pl.scan_parquet(path) if path is not None else None

    def _is_as_released(self, table: str) -> bool:
        """Whether the staged file is a hard link to the file of the release: the table is then read only once."""
        staged, released = self._staging.folder / compact_path(table), self._released_file(table)
        return released is not None and staged.exists() and staged.samefile(released)

    def _released_file(self, table: str) -> Path | None:
        path = self._release / compact_path(table) if self._release else None
        return path if path is not None and path.exists() else None
