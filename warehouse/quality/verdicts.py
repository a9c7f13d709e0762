"""Running rules on staged tables and recording what they say, for exactly the data they saw."""

import hashlib
from collections.abc import Mapping
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

    def __init__(self, staging: Staging, release: Path | None) -> None:
        self._staging = staging
        self._release = release
        self._frames: dict[str, pl.DataFrame] = {}

    def frame(self, table: str) -> pl.DataFrame:
        """The staged rows of a table."""
        if table not in self._frames:
            self._frames[table] = self._staging.read(table)
        return self._frames[table]

    def facts(self) -> Mapping[str, Any]:
        """Pages in the archive by edition, as they were when the editions were read, and what became of news pages."""
        captures, news = {}, {}
        for key in self._staging.editions():
            note = self._staging.edition(key) or {}
            if key.family == "news":
                news[key.folder] = note["counts"]
            else:
                captures[key.folder] = note.get("pages_in_archive", 0)
        return {"captures": captures, "news": news}

    def released(self, table: str) -> pl.DataFrame | None:
        """The rows of a table in the current release."""
        path = self._release / compact_path(table) if self._release else None
        return pl.read_parquet(path) if path is not None and path.exists() else None


def judge(staging: Staging, group: str, release: Path | None) -> list[Verdict]:
    """Runs and records every rule of a group.

    Args:
        staging: what is staged.
        group: see `rules_of`; its verdicts replace those recorded before.
        release: the current release's folder.
    """
    subject = StagedSubject(staging, release)
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
    for package in (quality, quality / "data", resources.files("warehouse.tables")):
        for entry in sorted(package.iterdir(), key=lambda item: item.name):
            if entry.name.endswith((".py", ".csv")):
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
