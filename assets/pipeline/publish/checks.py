"""Runs the checks of a home, with the facts that they read beside the tables: kind of data, date, state of hosts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from assets.pipeline.build.inputs import reference_rows
from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from sources.archive.decisions import capture_key, read_decisions
from sources.archive.forgotten import read_forgotten
from sources.fetch.outcome.health import host_health
from warehouse.builds.registry import all_builds
from warehouse.quality import results, running
from warehouse.quality.check import Check, CheckResult
from warehouse.quality.registry import all_checks
from warehouse.release.due import release_id


def run_checks(home: Home, checks: Iterable[Check], *, reuse_results: bool = True) -> list[CheckResult]:
    """Runs and records checks; see `warehouse.quality.running.run_checks`."""
    release = home.releases.last()
    facts = {**known_facts(home), **_clock_facts(home)}
    return running.run_checks(home.staging, checks, release.path if release else None, facts=facts, reuse=reuse_results)


def stale_checks(home: Home, *, will_change: bool = False) -> list[Check]:
    """The checks without a result for the staged data.

    Args:
        home: the home.
        will_change: whether tables will be built. Results that compare with the release before the current one are
            then stale for unchanged tables too.
    """
    release = home.releases.last()
    is_published = not will_change and release is not None and release.id == release_id(home.staging)
    path = release.path if release else None
    return results.stale_checks(home.staging, path, known_facts(home), is_published=is_published)


def clock_checks() -> list[Check]:
    """The checks whose result depends on the clock."""
    return [check for check in all_checks().values() if check.reads_clock]


def known_facts(home: Home) -> Mapping[str, Any]:
    """The facts of a home that checks read beside the tables, without those that depend on the clock."""
    builds = (build for build in all_builds().values() if build.rebuilds_as is not None)
    names = {name for build in builds for name in build.references}
    return {
        "kind": home.kind,
        "references": {name: reference_rows(name) for name in sorted(names)},
        "unarchived_decisions": unarchived_decisions(home),
        "forgotten": [page.source_url for page in read_forgotten(home.archive_folder).records],
    }


def unarchived_decisions(home: Home) -> list[str]:
    """The decisions about captures that the archive of a home does not have."""
    decisions = read_decisions(home.archive_folder).records
    if not decisions:
        return []
    with home.archive() as archive:
        return [
            f"{decision.decision} {decision.source_url} ({decision.page_digest[:16]})"
            for decision in decisions
            if capture_key(decision)
            not in {(entry.page_key, entry.digest) for entry in archive.index.with_digest(decision.page_digest)}
        ]


def _clock_facts(home: Home) -> Mapping[str, Any]:
    now = datetime.now(UTC)
    return {"today": now.date(), "hosts": stale_hosts(home, now) if home.runs_live else None}


def stale_hosts(home: Home, now: datetime) -> dict[str, str]:
    """By host that a home fetches from, the error if it is stale; an empty text if it is not."""
    stale_after = timedelta(days=settings().stale_after_days)
    with home.archive() as archive:
        hosts = host_health(archive.index, now, stale_after)
    return {health.host: health.line if health.is_stale else "" for health in hosts}
