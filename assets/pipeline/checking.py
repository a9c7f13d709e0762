"""Checking what a home has staged, with what only the caller knows: its kind, the day, and how its sources answer."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from assets.pipeline.home import Home
from assets.pipeline.inputs import reference_rows
from sources.fetch.health import host_health
from warehouse.builds.registry import all_builds
from warehouse.quality import results, running
from warehouse.quality.check import Check, CheckResult
from warehouse.quality.registry import all_checks
from warehouse.release.publish import release_id


def run_checks(home: Home, checks: Iterable[Check], *, take_over: bool = True) -> list[CheckResult]:
    """Runs and records checks; see `warehouse.quality.running.run_checks`."""
    release = home.releases.current()
    facts = {**known_facts(home), **_clock_facts(home)}
    return running.run_checks(home.staging, checks, release.path if release else None, facts=facts, reuse=take_over)


def stale_checks(home: Home, *, will_change: bool = False) -> list[Check]:
    """The checks without a result on the data as they are staged.

    Args:
        home: the home.
        will_change: whether tables are about to be built: a result that compares with the release before the current
            one is then stale for the tables that stay as they are, too.
    """
    release = home.releases.current()
    is_published = not will_change and release is not None and release.id == release_id(home.staging)
    path = release.path if release else None
    return results.stale_checks(home.staging, path, known_facts(home), is_published=is_published)


def clock_checks() -> list[Check]:
    """The checks whose result can change while the data stay the same."""
    return [check for check in all_checks().values() if check.reads_clock]


def known_facts(home: Home) -> Mapping[str, Any]:
    """What checks are told beside the tables, without what depends on the clock."""
    rebuilt = (build for build in all_builds().values() if build.rebuilds_as is not None)
    names = {name for build in rebuilt for name in build.references}
    return {"kind": home.kind, "references": {name: reference_rows(name) for name in sorted(names)}}


def _clock_facts(home: Home) -> Mapping[str, Any]:
    now = datetime.now(UTC)
    return {"today": now.date(), "hosts": stale_hosts(home, now) if home.runs_live else None}


def stale_hosts(home: Home, now: datetime) -> dict[str, str]:
    """The hosts that a home fetches from; what is wrong with those that are stale, nothing for the others."""
    with home.archive() as archive:
        return {health.host: health.line if health.is_stale else "" for health in host_health(archive.index, now)}
