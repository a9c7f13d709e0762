"""The runs that make what is stale: which assets and checks each selects, over which editions.

Editions are read in a run of their own, because it has partitions and nothing else has; what is stale of the tables is
known when they were read.
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


@dataclass(frozen=True)
class StaleRun:
    """A run that makes something that is stale.

    Attributes:
        assets: the assets that it selects; none where it runs checks alone.
        checks: the checks that it runs alone, by name.
        tags: what it is told.
    """

    assets: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def check_keys(self) -> list[dg.AssetCheckKey]:
        """The checks as Dagster knows them."""
        return check_keys(all_checks()[name] for name in self.checks)

    @property
    def asset_keys(self) -> list[dg.AssetKey]:
        """The assets as Dagster knows them."""
        return [dg.AssetKey(name) for name in self.assets]


INGESTION: Final = ("fetched_pages", "fetched_news", "page_archive")
"""The assets that take pages in, in their order."""

UNPLACED: Final = frozenset((UNKNOWN, UNDATED_NEWS))
"""What is read where pages are taken in, because it is of no edition."""


def ingest_run(home: Home, source: Source, archives: Sequence[str] = ()) -> StaleRun | None:
    """The run that takes pages in; None where no file waits, and every page is placed by the present readers.

    Args:
        home: the home.
        source: where pages come from; the web is always asked.
        archives: WARC files to take in.
    """
    if source == "live":
        return StaleRun(INGESTION)
    is_stale = is_archive_stale(home, source, archives) or not UNPLACED.isdisjoint(stale_editions(home))
    return StaleRun(INGESTION[-1:]) if is_stale else None


def reading_run(plan: Plan) -> StaleRun | None:
    """The run that reads the stale editions; None where none is stale."""
    keys = [key for key in plan.editions if key.family is not None and key.year]
    if not keys:
        return None
    years = sorted(key.year for key in keys if key.year)
    tags = {FIRST_PARTITION: str(years[0]), LAST_PARTITION: str(years[-1]), **plan_tags(plan)}
    return StaleRun(tuple(dict.fromkeys(reading_asset_of(key) for key in keys)), tags=tags)


def checking_run(home: Home, plan: Plan, *, with_clock: bool = True) -> StaleRun:
    """The run of checks on tables that are not stale: those without a result, and those that depend on the clock.

    Args:
        home: the home.
        plan: what is stale.
        with_clock: whether to run those that depend on the clock.
    """
    built = set(plan.stale_tables)
    candidates = (*stale_checks(home, will_change=bool(built)), *(clock_checks() if with_clock else ()))
    checks = [check for check in candidates if len(check.tables) == 1 and check.table not in built]
    return StaleRun(checks=tuple(dict.fromkeys(check.name for check in checks)), tags=plan_tags(plan))


def building_run(home: Home, plan: Plan, *, publish: bool) -> StaleRun | None:
    """The run that builds the stale tables, checks across tables, and publishes; None where nothing is stale.

    Args:
        home: the home.
        plan: what is stale.
        publish: whether to make a release.
    """
    tables = plan.stale_tables
    are_checks_stale = bool(tables) or any(len(check.tables) > 1 for check in stale_checks(home))
    assets = [*tables, *([QUALITY_RESULTS.name] if are_checks_stale else [])]
    if publish and (tables or is_release_stale(home)):
        assets.append(RELEASE)
    return StaleRun(tuple(assets), tags=plan_tags(plan)) if assets else None
