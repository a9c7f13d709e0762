"""The status page of a home: what `tip doctor` finds, runs, sources, failed checks, the release.

It is written at the end of every `tip run`, and by the daemon when a run has ended or the findings are others.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import dagster as dg

from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from assets.ui_metadata import WARNINGS
from orchestration.instance import OF_THIS_PROJECT
from orchestration.watching.run_events import steps_of
from orchestration.watching.run_history import ENDED
from orchestration.watching.status import Status, status_of
from sources.fetch.outcome.health import host_health
from sources.news.discovery.health import adapter_health
from warehouse.quality.results import recorded_results
from warehouse.release.release_store import Release
from warehouse.report.status import Problem, RunLine, SourceLine, write_status
from warehouse.report.status import Status as Page
from warehouse.staging.files import digest

_SHOWN_RUNS: Final = 30


def write_status_page(
    home: Home, instance: dg.DagsterInstance, status: Status | None = None, *, undamaged: Release | None = None
) -> str | None:
    """Writes the status page.

    Args:
        home: the home.
        instance: the Dagster instance with its history.
        status: its status, where it is known already.
        undamaged: a release whose files the caller has just written or compared.

    Returns:
        Why it was not written; None where it was. The page only reports, so its failure fails no run.
    """
    try:
        found = status or status_of(home, datetime.now(UTC), instance, undamaged=undamaged)
        write_status(home.folder, _page(home, instance, found))
    except Exception as error:  # whatever cannot be read
        return f"the status page was not written: {type(error).__name__}: {error}"
    return None


def state_of_page(instance: dg.DagsterInstance, status: Status) -> str:
    """What the page depends on, as a digest: the runs that have ended, and the findings."""
    ended = dg.RunsFilter(tags=OF_THIS_PROJECT, statuses=list(ENDED))
    records = instance.get_run_records(ended, limit=1, order_by="update_timestamp")
    runs = [f"{record.dagster_run.run_id} {record.update_timestamp}" for record in records]
    return digest("\n".join([*runs, *sorted(finding.line for finding in status.findings)]).encode())


def _page(home: Home, instance: dg.DagsterInstance, status: Status) -> Page:
    return Page(
        written_at=status.at.strftime("%Y-%m-%d %H:%M"),
        kind=status.kind,
        release=status.release,
        release_day=status.published_at.strftime("%Y-%m-%d") if status.published_at else None,
        problems=[Problem(finding.line, finding.remedy) for finding in status.findings],
        runs=_runs(instance),
        sources=_sources(home, status.at) if home.runs_live else (),
        failed=[result for result in recorded_results(home.staging).values() if not result.passed],
        remarks=_warnings(instance),
    )


def _runs(instance: dg.DagsterInstance) -> list[RunLine]:
    lines = []
    for record in instance.get_run_records(dg.RunsFilter(tags=OF_THIS_PROJECT), limit=_SHOWN_RUNS):
        start, end = record.start_time, record.end_time
        started = datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%d %H:%M:%S") if start else ""
        seconds = end - start if start and end else None
        run = record.dagster_run
        reason = _reason(instance, run.run_id) if run.status == dg.DagsterRunStatus.FAILURE else None
        lines.append(RunLine(started, run.job_name, run.status.value.lower(), seconds, reason))
    return lines


def _reason(instance: dg.DagsterInstance, run_id: str) -> str:
    """Why a run failed: the line of its first failed step."""
    steps = steps_of(instance, run_id)
    if not steps.has_failure:
        return "it failed before its first step"
    return next(iter(steps.failed.values()), "a blocking check failed, or another run was at work")


def _warnings(instance: dg.DagsterInstance) -> Sequence[str]:
    """The warnings that the newest materialization of each asset has."""
    lines: list[str] = []
    for record in sorted(
        instance.get_asset_records(), key=lambda record: record.asset_entry.asset_key.to_user_string()
    ):
        event = record.asset_entry.last_materialization
        found = event.asset_materialization.metadata.get(WARNINGS) if event and event.asset_materialization else None
        lines += found.value if found is not None and isinstance(found.value, list) else []
    return list(dict.fromkeys(lines))


def _sources(home: Home, now: datetime) -> list[SourceLine]:
    with home.archive() as archive:
        hosts = host_health(archive.index, now, timedelta(days=settings().stale_after_days))
        adapters = adapter_health(archive.index, now)
    lines = [
        SourceLine(host.host, host.line, not (host.blocked or host.pause or host.is_stale), list(host.advice))
        for host in hosts
    ]
    found = [adapter for adapter in adapters if adapter.listings or adapter.candidates]
    lines += [SourceLine("listings", adapter.line, not adapter.advice, list(adapter.advice)) for adapter in found]
    return sorted(lines, key=lambda line: line.is_good)
