"""The status of a home: last run, release, sources, checks, and what needs a person.

`tip doctor`, alerts, the health endpoint and metrics show this one status.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import dagster as dg

from assets.pipeline.home.home import Home
from assets.pipeline.home.machine_errors import home_state_line
from assets.pipeline.home.readable import readable_home
from assets.pipeline.ingest.inbox import failed_files
from assets.pipeline.settings.files import SettingsError
from assets.pipeline.settings.load import settings
from orchestration.cli.error_lines import error_line
from orchestration.instance import prepare_instance
from orchestration.instance_settings import instance_line, settings_lines
from orchestration.watching.archive_state import archive_findings
from orchestration.watching.finding import SEE_LINE, Finding, FindingKind
from orchestration.watching.run_history import RunSummary, run_history
from sources.fetch.outcome.health import host_health
from sources.registry.families import FAMILIES
from warehouse.quality.results import recorded_results
from warehouse.release.due import release_id
from warehouse.release.release_store import Release
from warehouse.release.verify import find_changed_files

_REPORT_HOSTS: Final = frozenset(host for family in FAMILIES.values() for host in family.hosts)
_OF_RUNS: Final[tuple[FindingKind, ...]] = ("run_failed", "run_stuck")
_CORRECT: Final = "correct the setting; `tip config` shows all"


@dataclass(frozen=True)
class SourceStatus:
    """A host that pages are fetched from.

    Attributes:
        host: its name.
        last_answer: its last answer of any kind.
        last_good: its last good answer.
        is_stale: whether it gave no answer for too long.
        blocked: number of pages that it refuses.
        is_publisher: whether it gives news, and not reports.
    """

    host: str
    last_answer: datetime | None
    last_good: datetime | None
    is_stale: bool
    blocked: int
    is_publisher: bool


@dataclass
class Status:
    """The status of a home.

    Attributes:
        home: its folder.
        kind: `sample` or `real`; None for an empty home.
        at: time of this status.
        last_run: the newest run.
        release: the name of the current release.
        published_at: when it was published.
        rows: rows of the current release by table.
        sources: the hosts of live runs.
        checks_passed: number of passed checks on the staged data.
        checks_failed: the failed checks that only warn.
        checks_blocking: the failed checks that block a release.
        free_bytes: free space on the disk of the home.
        findings: what needs a person.
        unread: kinds of findings that could not be looked for, so a missing one is not over.
    """

    home: str
    kind: str | None
    at: datetime
    last_run: RunSummary | None = None
    release: str | None = None
    published_at: datetime | None = None
    rows: dict[str, int] = field(default_factory=dict)
    sources: list[SourceStatus] = field(default_factory=list)
    checks_passed: int = 0
    checks_failed: list[str] = field(default_factory=list)
    checks_blocking: list[str] = field(default_factory=list)
    free_bytes: int = 0
    findings: list[Finding] = field(default_factory=list)
    unread: list[FindingKind] = field(default_factory=list)

    @property
    def is_healthy(self) -> bool:
        """Whether nothing needs a person."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """The status as JSON values; times as ISO 8601 in UTC."""

        def plain(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: plain(each) for name, each in value.items()}
            if isinstance(value, list):
                return [plain(each) for each in value]
            return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value

        return {"healthy": self.is_healthy, **plain(asdict(self))}


def status_of(
    home: Home, now: datetime, instance: dg.DagsterInstance | None = None, *, undamaged: Release | None = None
) -> Status:
    """The status of a home. A part that cannot be read is a finding, and the other parts are still read.

    Args:
        home: the home.
        now: the present time.
        instance: its Dagster instance; opened here by default.
        undamaged: a release whose files the caller has just written or compared; they are not looked at again.
    """
    status = Status(str(home.folder), None, now)

    def release(home: Home, status: Status) -> None:
        _release(home, status, undamaged)

    def runs(home: Home, status: Status) -> None:
        if instance is None:
            _runs(home, status)
        else:
            _add_runs(instance, status)

    for part, kinds in _parts(runs, release).items():
        _read(part, kinds, home, status)
    return status


_Part = Callable[[Home, Status], None]


def _parts(runs: _Part, release: _Part) -> Mapping[_Part, tuple[FindingKind, ...]]:
    """The parts of a home, and the kinds of findings that each looks for."""
    return {
        _machine: ("machine",),
        _settings: ("settings",),
        _kind: (),
        runs: (*_OF_RUNS, "settings"),
        _sources: ("source_stale", "source_blocked"),
        _archive: ("archive_damaged",),
        _checks: ("refused",),
        release: ("release_damaged",),
        _inbox: ("inbox_failed",),
    }


def _read(part: _Part, kinds: tuple[FindingKind, ...], home: Home, status: Status) -> None:
    try:
        part(home, status)
    except SettingsError:
        status.unread += kinds  # `_settings` reports them
    except Exception as error:
        status.unread += kinds
        line = error_line(error, home)
        if any(finding.line == line for finding in status.findings):
            status.unread.append("unreadable")  # another finding says it; this one is not over
        else:
            status.findings.append(Finding("unreadable", part.__name__.strip("_"), line, SEE_LINE))


def _machine(home: Home, status: Status) -> None:
    if not home.folder.exists():
        return
    status.free_bytes = shutil.disk_usage(home.folder).free
    if (line := home_state_line(home.folder)) is not None:
        status.findings.append(Finding("machine", "", line, SEE_LINE))


def _settings(home: Home, status: Status) -> None:
    try:
        lines = settings_lines(home, settings())
    except SettingsError as error:
        lines = error.lines
    status.findings += [Finding("settings", line.partition("=")[0][:120], line, _CORRECT) for line in lines]


def _kind(home: Home, status: Status) -> None:
    status.kind = home.kind


def _runs(home: Home, status: Status) -> None:
    if not (home.folder / "dagster").is_dir():
        return
    if home_state_line(home.folder) is not None:
        status.unread += (*_OF_RUNS, "settings")  # SQLite writes beside a database even to read it
        return
    prepare_instance(home)
    if (line := instance_line(home)) is not None:
        status.findings.append(Finding("settings", "dagster storage", line, SEE_LINE))
        status.unread += _OF_RUNS
        return
    with dg.DagsterInstance.get() as instance:
        _add_runs(instance, status)


def _add_runs(instance: dg.DagsterInstance, status: Status) -> None:
    history = run_history(instance, status.at, settings().run_seconds)
    status.last_run = history.last
    status.findings += history.findings


def _sources(home: Home, status: Status) -> None:
    if home.kind is None or not home.runs_live:
        return
    with readable_home(home) as readable, readable.archive() as archive:
        hosts = host_health(archive.index, status.at, timedelta(days=settings().stale_after_days))
    for host in hosts:
        is_publisher = host.host not in _REPORT_HOSTS
        status.sources.append(
            SourceStatus(host.host, host.last_answer, host.last_good, host.is_stale, len(host.blocked), is_publisher)
        )
        if is_publisher:
            continue  # there are many, and none of them is needed; `tip doctor` lists them
        if host.is_stale:
            remedy = "is Dagster's daemon running (`tip ui`), and is the network up? `tip run --source live` asks again"
            status.findings.append(Finding("source_stale", host.host, host.line, remedy))
        if host.blocked:
            remedy = "lay pages that you saved into `inbox/` of the home, or run from another network"
            status.findings.append(Finding("source_blocked", host.host, f"{host.host}: {host.advice[0]}", remedy))


def _archive(home: Home, status: Status) -> None:
    status.findings += archive_findings(home)


def _checks(home: Home, status: Status) -> None:
    results = recorded_results(home.staging)
    failed = sorted((result for result in results.values() if not result.passed), key=lambda result: result.check)
    status.checks_passed = len(results) - len(failed)
    status.checks_failed = [result.check for result in failed if not result.blocking]
    status.checks_blocking = [result.check for result in failed if result.blocking]
    if _is_overridden(home):
        return
    status.findings += [
        Finding("refused", result.check, f"not published, {result.message}", "`tip doctor` explains the check")
        for result in failed
        if result.blocking
    ]


def _is_overridden(home: Home) -> bool:
    """Whether a person published the staged data although blocking checks fail."""
    current = home.releases.current()
    return current is not None and bool(current.summary.get("override")) and current.id == release_id(home.staging)


def _release(home: Home, status: Status, undamaged: Release | None) -> None:
    current = home.releases.current()
    if current is None:
        if home.releases.last() is not None:
            line = f"{home.releases.link} points to no release"
            status.findings.append(Finding("release_damaged", "current", line, "`tip rollback ID`, or the next run"))
        return
    status.release = current.name
    summary = current.summary
    if "published_at" in summary:  # a manifest without it is damaged, and named as such below
        status.published_at = _time(summary["published_at"])
    status.rows = {name: table["rows"] for name, table in summary["tables"].items()}
    damage = find_changed_files(current) if current != undamaged else []
    if damage:
        remedy = "`tip verify` lists all errors; the next `tip run` publishes the data again"
        status.findings.append(Finding("release_damaged", current.name, f"release {current.name}: {damage[0]}", remedy))


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _inbox(home: Home, status: Status) -> None:
    remedy = "correct the file and lay it into `inbox/` again, or remove it from `inbox/failed/`"
    status.findings += [
        Finding("inbox_failed", name, f"inbox/failed/{name}: {why}", remedy) for name, why in failed_files(home)
    ]
