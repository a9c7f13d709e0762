"""Planned runs: the stale assets, checks and editions that each run selects.

Editions are read in a separate run, because only the reading assets have partitions; which tables are stale is known
after that run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import dagster as dg

from assets.checks import check_keys
from assets.pipeline.home.home import Home, Source
from assets.pipeline.ingest.archive import is_archive_stale
from assets.pipeline.plan.staleness import Plan, stale_editions
from assets.pipeline.publish.checks import clock_checks, stale_checks
from assets.pipeline.publish.release import is_release_stale
from assets.pipeline.read.captures import UNDATED_NEWS, UNKNOWN
from assets.reports import reading_asset_of
from assets.run_plan import plan_tags
from warehouse.quality.registry import all_checks
from warehouse.tables import QUALITY_RESULTS

FIRST_PARTITION: Final = "dagster/asset_partition_range_start"
LAST_PARTITION: Final = "dagster/asset_partition_range_end"
RELEASE: Final = "release"

SOURCE_TAG: Final = "tip/source"
"""Tag of a run that ingests pages: where they come from."""

EDITIONS_TAG: Final = "tip/editions"
"""Tag of a run that reads editions: which ones."""


@dataclass(frozen=True)
class PlannedRun:
    """A run that makes stale assets again.

    Attributes:
        assets: the names of the selected assets; empty if the run has only checks.
        checks: the names of the checks, if the run has only checks.
        tags: the tags of the run, with the plan.
    """

    assets: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def check_keys(self) -> list[dg.AssetCheckKey]:
        """The Dagster keys of the checks."""
        return check_keys(all_checks()[name] for name in self.checks)

    @property
    def asset_keys(self) -> list[dg.AssetKey]:
        """The Dagster keys of the assets."""
        return [dg.AssetKey(name) for name in self.assets]


INGESTION: Final = ("fetched_pages", "fetched_news", "page_archive")
"""The assets that fetch and ingest pages, in order."""

UNASSIGNED: Final = frozenset((UNKNOWN, UNDATED_NEWS))
"""Pages without an edition; they are read when pages are ingested."""


def ingest_run(home: Home, source: Source, archives: Sequence[str] = ()) -> PlannedRun | None:
    """The run that ingests pages; None if all files are ingested and the current readers have assigned all pages.

    Args:
        home: the home.
        source: where pages come from; a live run always fetches.
        archives: WARC files to ingest.
    """
    tags: dict[str, str] = {SOURCE_TAG: source}
    if source == "live":
        return PlannedRun(INGESTION, tags=tags)
    is_stale = is_archive_stale(home, source, archives) or not UNASSIGNED.isdisjoint(stale_editions(home))
    return PlannedRun(INGESTION[-1:], tags=tags) if is_stale else None


def reading_run(plan: Plan) -> PlannedRun | None:
    """The run that reads the stale editions; None if none is stale."""
    keys = [key for key in plan.editions if key.family is not None and key.year]
    if not keys:
        return None
    years = sorted(key.year for key in keys if key.year)
    tags = {
        FIRST_PARTITION: str(years[0]),
        LAST_PARTITION: str(years[-1]),
        EDITIONS_TAG: ", ".join(f"{key.family} {key.year}" for key in keys),
        **plan_tags(plan),
    }
    return PlannedRun(tuple(dict.fromkeys(reading_asset_of(key) for key in keys)), tags=tags)


def checking_run(home: Home, plan: Plan, *, with_clock: bool = True) -> PlannedRun:
    """The run of checks on tables that are not stale: checks without a result, and checks that depend on the clock.

    Args:
        home: the home.
        plan: the plan of the home.
        with_clock: whether to run checks that depend on the clock.
    """
    stale = set(plan.stale_tables)
    due = (*stale_checks(home, will_change=bool(stale)), *(clock_checks() if with_clock else ()))
    checks = [check for check in due if len(check.tables) == 1 and check.table not in stale]
    return PlannedRun(checks=tuple(dict.fromkeys(check.name for check in checks)), tags=plan_tags(plan))


def building_run(home: Home, plan: Plan, *, publish: bool) -> PlannedRun | None:
    """The run that builds stale tables, runs checks across tables, and publishes; None if nothing is stale.

    Args:
        home: the home.
        plan: the plan of the home.
        publish: whether to publish a release.
    """
    tables = plan.stale_tables
    are_checks_stale = bool(tables) or any(len(check.tables) > 1 for check in stale_checks(home))
    assets = [*tables, *([QUALITY_RESULTS.name] if are_checks_stale else [])]
    if publish and (tables or is_release_stale(home)):
        assets.append(RELEASE)
    return PlannedRun(tuple(assets), tags=plan_tags(plan)) if assets else None
