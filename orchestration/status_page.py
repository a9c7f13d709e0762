"""What the status page of a home says at the end of a run: runs, sources, failed checks, the release."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import dagster as dg

from assets.pipeline.home.home import Home
from orchestration.instance import OF_THIS_PROJECT
from sources.fetch.outcome.health import host_health
from sources.news.discovery.health import adapter_health
from warehouse.quality.results import recorded_results
from warehouse.report.status import RunLine, SourceLine, Status, write_status

if TYPE_CHECKING:
    from orchestration.refresh import Outcome

_SHOWN_RUNS: Final = 30


def write_status_page(home: Home, instance: dg.DagsterInstance, outcome: "Outcome") -> None:
    """Writes the status page. What cannot be read or written becomes a warning of the outcome: the run stays good."""
    try:
        write_status(home.folder, _status(home, instance, outcome))
    except Exception as error:  # the page only reports; what it cannot report must not fail a run
        outcome.warnings.append(f"the status page was not written: {type(error).__name__}: {error}")


def _status(home: Home, instance: dg.DagsterInstance, outcome: "Outcome") -> Status:
    now = datetime.now(UTC)
    release = home.releases.current()
    return Status(
        written_at=now.strftime("%Y-%m-%d %H:%M"),
        kind=home.kind,
        release=release.name if release else None,
        release_day=release.summary["published_at"][:10] if release else None,
        refused=outcome.refused,
        error=outcome.error,
        runs=_runs(instance),
        sources=_sources(home, now) if home.runs_live else (),
        failed=[result for result in recorded_results(home.staging).values() if not result.passed],
        remarks=outcome.warnings,
    )


def _runs(instance: dg.DagsterInstance) -> list[RunLine]:
    lines = []
    for record in instance.get_run_records(dg.RunsFilter(tags=OF_THIS_PROJECT), limit=_SHOWN_RUNS):
        start, end = record.start_time, record.end_time
        started = datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%d %H:%M:%S") if start else ""
        seconds = end - start if start and end else None
        lines.append(RunLine(started, record.dagster_run.job_name, record.dagster_run.status.value.lower(), seconds))
    return lines


def _sources(home: Home, now: datetime) -> list[SourceLine]:
    with home.archive() as archive:
        hosts = host_health(archive.index, now)
        adapters = adapter_health(archive.index, now)
    lines = [
        SourceLine(host.host, host.line, not (host.blocked or host.pause or host.is_stale), list(host.advice))
        for host in hosts
    ]
    found = [adapter for adapter in adapters if adapter.listings or adapter.candidates]
    lines += [SourceLine("listings", adapter.line, not adapter.advice, list(adapter.advice)) for adapter in found]
    return sorted(lines, key=lambda line: line.is_good)
