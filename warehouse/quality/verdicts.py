"""Running rules on staged tables and recording what they say, for exactly the data they saw."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.builds.code_version import code_version
from warehouse.builds.schema_version import schema_version
from warehouse.builds.version import Version
from warehouse.quality.exceptions import excused
from warehouse.quality.registry import all_rules
from warehouse.quality.rule import CLOCK_FACTS, Rule, Verdict, apply
from warehouse.store.files import digest, read_json, to_json, write_file
from warehouse.store.staging import Staging, compact_path
from warehouse.tables import TABLES

RELEASE: Final = "release"
"""Name of the input that says which release a verdict compared with."""


class StagedSubject:
    """Staged tables as rules see them; each is read once."""

    def __init__(self, staging: Staging, release: Path | None, told: Mapping[str, Any]) -> None:
        self._staging = staging
        self._release = release
        self._told = told
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
        """Pages in the archive and rows by edition, as they were when the editions were read; what the caller told."""
        if self._facts is None:
            self._facts = self._noted()
        return self._facts

    def _noted(self) -> Mapping[str, Any]:
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


def run_checks(
    staging: Staging,
    rules: Iterable[Rule],
    release: Path | None,
    *,
    facts: Mapping[str, Any] | None = None,
    take_over: bool = True,
) -> list[Verdict]:
    """Runs rules and records what they say.

    Args:
        staging: what is staged.
        rules: the rules to run.
        release: the current release's folder.
        facts: what only the caller knows: `kind`, `today`, `hosts` and `references` of `Subject.facts`.
        take_over: whether a verdict of the same rule on the same data is taken over; one that depends on the clock
            never is.
    """
    subject = StagedSubject(staging, release, facts or {})
    verdicts = []
    for rule in rules:
        inputs = inputs_of(rule, staging, release, subject.facts())
        known = recorded_verdict(staging, rule.name) if take_over and not rule.reads_clock else None
        if known is not None and known.inputs == inputs:
            verdicts.append(known)
            continue
        verdict = apply(rule, subject, inputs, excused)
        write_file(_path(staging, rule.name), to_json(vars(verdict)))
        verdicts.append(verdict)
    return verdicts


def stale_rules(
    staging: Staging, release: Path | None, facts: Mapping[str, Any], *, is_published: bool = False
) -> list[Rule]:
    """The rules without a verdict on the data as they are staged; those that read the clock are left out.

    Args:
        staging: what is staged.
        release: the current release's folder.
        facts: what only the caller knows, without what depends on the clock.
        is_published: whether the release holds just what is staged: what was said of it beside the release before
            then stands, as there is nothing to compare.
    """
    told = StagedSubject(staging, release, facts).facts()
    return [
        rule
        for rule in all_rules().values()
        if not rule.reads_clock
        and not holds(recorded_verdict(staging, rule.name), inputs_of(rule, staging, release, told), is_published)
    ]


def holds(verdict: Verdict | None, inputs: Mapping[str, str], is_published: bool) -> bool:
    """Whether a recorded verdict is one on these inputs.

    Args:
        verdict: what was recorded; None where nothing was.
        inputs: what `inputs_of` says now.
        is_published: whether the current release holds just what is staged: what was said of it beside the release
            before then stands, as there is nothing to compare.
    """
    if verdict is None:
        return False
    if is_published and RELEASE in verdict.inputs:
        return verdict.inputs == {**inputs, RELEASE: verdict.inputs[RELEASE]}
    return verdict.inputs == inputs


def inputs_of(rule: Rule, staging: Staging, release: Path | None, facts: Mapping[str, Any]) -> dict[str, str]:
    """What a rule's verdict depends on: digests of the tables it reads, of facts, of the release, of its own code.

    Facts that change with the clock are left out.
    """
    inputs = {name: staged.digest if (staged := staging.table(name)) else "" for name in rule.tables}
    inputs["rule"] = rule_version(rule)
    for name in rule.facts:
        if name not in CLOCK_FACTS:
            inputs[f"fact {name}"] = digest(to_json(facts.get(name)))
    if rule.against_release:
        inputs[RELEASE] = release.name if release else ""
    return inputs


@cache
def rule_version(rule: Rule) -> str:
    """Digest of the code of a rule, of the exceptions to it, and of the declarations of the tables it reads."""
    code = code_version(rule.module, *rule.code, "warehouse.quality.rule", "warehouse.quality.exceptions")
    schemas = (schema_version(TABLES[name]) for name in rule.tables if name in TABLES)
    return Version.of(code, digest("\n".join(schemas).encode())).digest


def recorded(staging: Staging) -> dict[str, Verdict]:
    """The verdicts recorded last, by check, whatever data they are of."""
    found = {name: recorded_verdict(staging, name) for name in all_rules()}
    return {name: verdict for name, verdict in found.items() if verdict is not None}


def recorded_verdict(staging: Staging, check: str) -> Verdict | None:
    """The verdict recorded last of one check; None where there is none that this version can read."""
    noted = read_json(_path(staging, check))
    try:
        return Verdict(**noted) if noted else None
    except TypeError:  # recorded by another version, which knew other fields
        return None


def _path(staging: Staging, check: str) -> Path:
    return staging.folder / "verdicts" / f"{check}.json"
