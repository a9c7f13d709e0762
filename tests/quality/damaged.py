"""The shipped sample, staged once, and damaged copies of it as the checks see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.pipeline.build.inputs import reference_rows
from assets.pipeline.home.home import Home
from assets.pipeline.ingest.archive import ingest
from assets.pipeline.publish.checks import known_facts
from tests.pipeline import build_all, read_stale
from warehouse.builds.build import Input, Reference, Staged
from warehouse.builds.registry import all_builds
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.exceptions import excused
from warehouse.quality.registry import all_checks
from warehouse.quality.staged_context import StagedContext
from warehouse.staging import area
from warehouse.tables import READ_FROM_PAGES, TABLES, TIER_RECORD

Frames = dict[str, pl.DataFrame]
Damage = Callable[[Frames], Frames]
"""From all tables, those that it damages."""

TODAY = date(2026, 1, 1)
OF_FACTS = ("pages_accounted_for", "rows_as_read")


@dataclass(frozen=True)
class Mutation:
    """One way of damaging data.

    Attributes:
        name: what was done.
        damage: the function that does it.
        checks: the checks that catch it, all of them.
        staged: the damage is done to staged tables. Otherwise it is done by the source or a reader: what is derived
            is made of the damaged rows, and the readers' own counts are those of the damaged rows too.
        archive: what the archive then holds by edition, where the damage is to it.
        released: the undamaged sample is the current release.
        blocks: a blocking check is among those that catch it.
    """

    name: str
    damage: Damage
    checks: tuple[str, ...]
    staged: bool = False
    archive: Callable[[dict[str, int]], dict[str, int]] | None = None
    released: bool = False
    blocks: bool = True


def stage_sample(folder: Path) -> Home:
    """A home with the sample staged; its country/year partitions, copies that no check reads, are left out."""
    home = Home(folder)
    ingest(home, "sample", [], "", [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(area, "write_partitions", lambda *_: None)
        read_stale(home)
        build_all(home)
    return home


@dataclass
class Sample:
    """The undamaged sample: its tables, the facts beside them, and what its checks say."""

    frames: Frames
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, home: Home) -> "Sample":
        context = StagedContext(home.staging, None, {**known_facts(home), "today": TODAY})
        names = [name for name, table in TABLES.items() if table.in_identity] + [TIER_RECORD.name]
        return cls({name: context.frame(name) for name in names}, context.facts())

    @cached_property
    def whole(self) -> dict[str, CheckResult]:
        """The results on the undamaged sample, without a release."""
        return self.results(self.frames, self.facts, released=False)

    @cached_property
    def failing(self) -> set[str]:
        """The checks that fail on the undamaged sample."""
        return {name for name, result in self.whole.items() if not result.passed}

    def results(
        self, frames: Frames, facts: Mapping[str, Any], *, released: bool, checks: Iterable[str] | None = None
    ) -> dict[str, CheckResult]:
        """The results of the checks named; of all by default."""
        context = _Damaged(frames, facts, self.frames if released else {})
        known = all_checks()
        return {name: run_check(known[name], context, {}, excused) for name in (known if checks is None else checks)}

    def caught_by(self, mutation: Mutation, *, every_check: bool) -> dict[str, CheckResult]:
        """The checks that fail, or fail for more than on the undamaged sample, by name.

        Args:
            mutation: the damage.
            every_check: run every affected check, not only those that the mutation names.
        """
        damaged = mutation.damage(dict(self.frames))
        facts = dict(self.facts)
        if mutation.archive is not None:
            facts["captures"] = mutation.archive(dict(facts["captures"]))
        frames = {**self.frames, **damaged}
        if not mutation.staged:
            frames, facts["counts"] = rebuilt(frames, self.frames), read_counts(frames)
            facts["references"] = {"editions": _known_editions(frames["editions"])}
        changed = {name for name, frame in frames.items() if frame is not self.frames[name]}
        affected = [name for name, check in all_checks().items() if changed & set(check.tables) or name in OF_FACTS]
        checks = affected if every_check else mutation.checks
        results = self.results(frames, facts, released=mutation.released, checks=checks)
        return {
            name: result
            for name, result in results.items()
            if not result.passed and (self.whole[name].passed or result.failing != self.whole[name].failing)
        }


@dataclass
class _Damaged:
    frames: Frames
    known_facts: Mapping[str, Any]
    current: Frames

    def frame(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return self.known_facts

    def released(self, table: str) -> pl.DataFrame | None:
        return self.current.get(table)

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        rows = self.released(table)
        return rows.lazy() if rows is not None else None


def _known_editions(editions: pl.DataFrame) -> list[dict[str, Any]]:
    """The reviewed rows of these editions; they have the damage of the source too."""
    known = reference_rows("editions")
    keys = {(row["family"], row["year"]) for row in known}
    rows = editions.select(list(known[0])).to_dicts()
    return [row for row in rows if (row["family"], row["year"]) in keys]


def rebuilt(frames: Frames, before: Frames) -> Frames:
    """The tables, with those that depend on damaged ones built again."""
    made = dict(frames)
    for name, build in all_builds().items():
        sources = (*build.tables, *([name] if build.editions is not None or build.references else []))
        if build.rebuilds_as is None or all(made[each] is before[each] for each in sources):
            continue
        rows = build.make(**{argument: _input_rows(name, source, made) for argument, source in build.inputs.items()})
        frame = rows if isinstance(rows, pl.DataFrame) else pl.concat(rows)
        made[name] = made[name] if frame.equals(made[name]) else frame
    return made


def _input_rows(name: str, source: Input, frames: Frames) -> Any:
    if isinstance(source, Reference):
        return _known_editions(frames[source.name])
    if isinstance(source, Staged):
        rows = frames[source.table].select(source.columns or frames[source.table].columns)
        return iter([rows]) if source.in_chunks else rows
    return frames[name]


def read_counts(frames: Frames) -> dict[str, dict[str, int]]:
    """The counts of readers that read exactly these rows."""
    counts: dict[str, dict[str, int]] = {}
    for table in READ_FROM_PAGES:
        if table.name != "quarantine":
            for year, rows in frames[table.name].group_by("year").len().iter_rows():
                counts.setdefault(f"all/{year}", {})[table.name] = rows
    return counts
