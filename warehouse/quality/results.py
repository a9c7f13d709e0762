"""Running checks on staged tables and recording what they say, for exactly the data they saw."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.builds.code_version import code_version
from warehouse.builds.schema_version import schema_version
from warehouse.builds.version import Version
from warehouse.quality.check import CLOCK_FACTS, Check, CheckResult, run_check
from warehouse.quality.exceptions import excused
from warehouse.quality.registry import all_checks
from warehouse.staging.area import StagingArea, compact_path
from warehouse.staging.files import digest, read_json, to_json, write_file
from warehouse.tables import TABLES

RELEASE: Final = "release"
"""Name of the input that says which release a result compared with."""


class StagedContext:
    """Staged tables as checks see them; each is read once."""

    def __init__(self, staging: StagingArea, release: Path | None, told: Mapping[str, Any]) -> None:
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
    staging: StagingArea,
    checks: Iterable[Check],
    release: Path | None,
    *,
    facts: Mapping[str, Any] | None = None,
    take_over: bool = True,
) -> list[CheckResult]:
    """Runs checks and records what they say.

    Args:
        staging: what is staged.
        checks: the checks to run.
        release: the current release's folder.
        facts: what only the caller knows: `kind`, `today`, `hosts` and `references` of `CheckContext.facts`.
        take_over: whether a result of the same check on the same data is taken over; one that depends on the clock
            never is.
    """
    context = StagedContext(staging, release, facts or {})
    results = []
    for check in checks:
        inputs = inputs_of(check, staging, release, context.facts())
        known = recorded_result(staging, check.name) if take_over and not check.reads_clock else None
        if known is not None and known.inputs == inputs:
            results.append(known)
            continue
        result = run_check(check, context, inputs, excused)
        write_file(_path(staging, check.name), to_json(vars(result)))
        results.append(result)
    return results


def stale_checks(
    staging: StagingArea, release: Path | None, facts: Mapping[str, Any], *, is_published: bool = False
) -> list[Check]:
    """The checks without a result on the data as they are staged; those that read the clock are left out.

    Args:
        staging: what is staged.
        release: the current release's folder.
        facts: what only the caller knows, without what depends on the clock.
        is_published: whether the release holds just what is staged: what was said of it beside the release before
            then stands, as there is nothing to compare.
    """
    told = StagedContext(staging, release, facts).facts()
    return [
        check
        for check in all_checks().values()
        if not check.reads_clock
        and not holds(recorded_result(staging, check.name), inputs_of(check, staging, release, told), is_published)
    ]


def holds(result: CheckResult | None, inputs: Mapping[str, str], is_published: bool) -> bool:
    """Whether a recorded result is one on these inputs.

    Args:
        result: what was recorded; None where nothing was.
        inputs: what `inputs_of` says now.
        is_published: whether the current release holds just what is staged: what was said of it beside the release
            before then stands, as there is nothing to compare.
    """
    if result is None:
        return False
    if is_published and RELEASE in result.inputs:
        return result.inputs == {**inputs, RELEASE: result.inputs[RELEASE]}
    return result.inputs == inputs


def inputs_of(check: Check, staging: StagingArea, release: Path | None, facts: Mapping[str, Any]) -> dict[str, str]:
    """What a check's result depends on: digests of the tables it reads, of facts, of the release, of its own code.

    Facts that change with the clock are left out.
    """
    inputs = {name: staged.digest if (staged := staging.table(name)) else "" for name in check.tables}
    inputs["check"] = check_version(check)
    for name in check.facts:
        if name not in CLOCK_FACTS:
            inputs[f"fact {name}"] = digest(to_json(facts.get(name)))
    if check.against_release:
        inputs[RELEASE] = release.name if release else ""
    return inputs


@cache
def check_version(check: Check) -> str:
    """Digest of the code of a check, of the exceptions to it, and of the declarations of the tables it reads."""
    code = code_version(check.module, *check.code, "warehouse.quality.check", "warehouse.quality.exceptions")
    schemas = (schema_version(TABLES[name]) for name in check.tables if name in TABLES)
    return Version.of(code, digest("\n".join(schemas).encode())).digest


def recorded(staging: StagingArea) -> dict[str, CheckResult]:
    """The results recorded last, by check, whatever data they are of."""
    found = {name: recorded_result(staging, name) for name in all_checks()}
    return {name: result for name, result in found.items() if result is not None}


def recorded_result(staging: StagingArea, check: str) -> CheckResult | None:
    """The result recorded last of one check; None where there is none that this version can read."""
    noted = read_json(_path(staging, check))
    try:
        return CheckResult(**noted) if noted else None
    except TypeError:  # recorded by another version, which knew other fields
        return None


def _path(staging: StagingArea, check: str) -> Path:
    return staging.folder / "check_results" / f"{check}.json"
