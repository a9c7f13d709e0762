"""Running rules on staged tables and recording what they say, for exactly the data they saw."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.quality.exceptions import excused
from warehouse.quality.registry import all_rules, group_of, rules_of
from warehouse.quality.rule import Rule, Verdict, apply
from warehouse.store.files import read_json, to_json, write_file
from warehouse.store.staging import Staging, compact_path


class StagedSubject:
    """Staged tables as rules see them; each is read once."""

    def __init__(self, staging: Staging, release: Path | None, told: Mapping[str, Any]) -> None:
        self._staging = staging
        self._release = release
        self._told = told
        self._frames: dict[str, pl.DataFrame] = {}
        self._released: dict[str, pl.DataFrame | None] = {}

    def frame(self, table: str) -> pl.DataFrame:
        """The staged rows of a table."""
        if table not in self._frames:
            self._frames[table] = self._staging.read(table)
        return self._frames[table]

    def scan(self, table: str) -> pl.LazyFrame:
        """The staged rows of a table, lazily."""
        return self._frames[table].lazy() if table in self._frames else self._staging.scan(table)

    def facts(self) -> Mapping[str, Any]:
        """Pages in the archive and rows by edition, as they were when the editions were read; what the caller told."""
        keys = {key.folder: key.family for key in self._staging.editions()}
        notes = {key.folder: self._staging.edition(key) or {} for key in self._staging.editions()}
        reports = {folder: note for folder, note in notes.items() if keys[folder] != "news"}
        return {
            "captures": {folder: note.get("pages_in_archive", 0) for folder, note in reports.items()},
            "news": {folder: note["counts"] for folder, note in notes.items() if keys[folder] == "news"},
            "counts": {folder: note.get("counts", {}) for folder, note in reports.items()},
            **self._told,
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
        path = self._compact_of_release(table)
        return pl.scan_parquet(path) if path is not None else None

    def _is_as_released(self, table: str) -> bool:
        """Whether the staged file is the very one that the release holds, so that it need not be read twice."""
        staged, released = self._staging.folder / compact_path(table), self._compact_of_release(table)
        return released is not None and staged.exists() and staged.samefile(released)

    def _compact_of_release(self, table: str) -> Path | None:
        path = self._release / compact_path(table) if self._release else None
        return path if path is not None and path.exists() else None


def judge(
    staging: Staging,
    group: str,
    release: Path | None,
    *,
    kind: str | None = None,
    today: date | None = None,
    hosts: Mapping[str, str] | None = None,
) -> list[Verdict]:
    """Runs and records every rule of a group.

    Args:
        staging: what is staged.
        group: see `rules_of`; its verdicts replace those recorded before.
        release: the current release's folder.
        kind: whether the home holds `sample` or `real` data.
        today: the day, for exceptions that are due; rules read no clock.
        hosts: the hosts that pages are fetched from, and what is wrong with each; None where nothing is fetched.
    """
    subject = StagedSubject(staging, release, {"kind": kind, "today": today, "hosts": hosts})
    verdicts = [apply(rule, subject, inputs_of(rule, staging, release), excused) for rule in rules_of(group)]
    write_file(_path(staging, group), to_json([vars(verdict) for verdict in verdicts]))
    return verdicts


def inputs_of(rule: Rule, staging: Staging, release: Path | None) -> dict[str, str]:
    """What a rule's verdict depends on: digests of the tables it reads, the release, the rules themselves."""
    inputs = {name: staged.digest if (staged := staging.table(name)) else "" for name in rule.tables}
    inputs["rules"] = _rules_fingerprint()
    if rule.against_release:
        inputs["release"] = release.name if release else ""
    return inputs


def recorded(staging: Staging) -> dict[str, Verdict]:
    """The verdicts recorded last, by check, whatever data they are of."""
    groups = {group_of(rule) for rule in all_rules().values()}
    items = [item for group in sorted(groups) for item in read_json(_path(staging, group)) or []]
    return {item["check"]: Verdict(**item) for item in items}


def _path(staging: Staging, group: str) -> Path:
    return staging.folder / "verdicts" / f"{group}.json"


@cache
def _rules_fingerprint() -> str:
    """Digest of the code of all rules and of the exceptions: a verdict by other rules is no verdict."""
    digest = hashlib.sha256()
    quality = resources.files("warehouse.quality")
    others = (resources.files(name) for name in ("warehouse.tables", "warehouse.derived"))
    for package in (quality, quality / "data", *others):
        for entry in sorted(package.iterdir(), key=lambda item: item.name):
            if entry.name.endswith((".py", ".csv")):
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
