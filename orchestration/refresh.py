"""Running what is stale in this process, on the instance that the UI shows: take in, read, check, build, publish."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from typing import Any, Final

import dagster as dg

from assets.errors import KIND
from assets.pipeline.home.home import Home, Source
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.web import Web
from assets.pipeline.plan.staleness import plan_of
from assets.pipeline.publish.checks import known_facts
from assets.pipeline.publish.release import force_publish, is_release_stale
from assets.pipeline.read.workers import end_workers
from assets.ui_metadata import WARNINGS
from orchestration.definitions import build_definitions
from orchestration.instance import REPOSITORY_TAG, prepare_instance
from orchestration.jobs import CHECK, REFRESH, ops_config
from orchestration.open_databases import open_databases
from orchestration.run_progress import PROGRESS, StepProgress
from orchestration.stale_runs import RELEASE, StaleRun, building_run, checking_run, ingest_run, reading_run
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.release.publish import Published
from warehouse.release.release_store import Release

_REFUSED: Final = "refused"


@dataclass(frozen=True)
class Asked:
    """What a refresh is asked for.

    Attributes:
        source: where pages come from.
        archives: WARC files to take in first.
        editions: take in only these, such as `2016-2024`.
        countries: take in only these, by code.
        max_pages: requests a live run may make tonight; 0 for the usual budget.
        rebuild: tables to build again whatever they are.
        publish: whether to make a release.
        override: why a release is to be made although blocking checks fail; None where it is not.
    """

    source: Source
    archives: tuple[str, ...] = ()
    editions: str = ""
    countries: tuple[str, ...] = ()
    max_pages: int = 0
    rebuild: Collection[str] = ()
    publish: bool = True
    override: str | None = None


@dataclass
class Outcome:
    """How a refresh ended.

    Attributes:
        refused: why the gate refused; None where it did not.
        error: the first failure, in one line; None where there was none.
        skipped: assets that were not made because another failed.
        release: the current release, where one was asked for.
        is_new: whether this refresh published it.
        night: what a live run fetched of reports.
        news: what a live run found of news.
        warnings: what a person must not miss.
    """

    refused: str | None = None
    error: str | None = None
    skipped: int = 0
    release: Release | None = None
    is_new: bool = False
    night: str | None = None
    news: str | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Whether everything that was stale was made, and published where that was asked for."""
        return self.refused is None and self.error is None


def refresh(
    home: Home, asked: Asked, *, on_step: Callable[[str], None] | None = None, web: Web | None = None
) -> Outcome:
    """Makes all that is stale and says how it ended.

    Args:
        home: the home to work on.
        asked: what to do.
        on_step: called with each step's name as it begins.
        web: the web that a live run sees; the real one without it.

    Raises:
        BusyError: another `tip run` is working on the home.
    """
    prepare_instance(home)
    progress = StepProgress(on_step)
    with writing(home.folder, "run"), _quiet(), open_databases(), dg.DagsterInstance.get() as instance:
        definitions = build_definitions(home, loggers={PROGRESS: progress.as_logger()}, web=web)
        runs = _Runs(definitions, instance)
        _ingest(home, asked, runs)
        if not runs.has_failed and (reading := reading_run(plan_of(home))) is not None:
            runs.execute(reading)
        end_workers()
        if not runs.has_failed:
            _build(home, asked, runs)
        return _outcome(home, asked, runs)


class _Runs:
    """The Dagster runs of a refresh, one after the other."""

    def __init__(self, definitions: dg.Definitions, instance: dg.DagsterInstance) -> None:
        self.events: list[dg.DagsterEvent] = []
        self.selected: list[str] = []
        self.failures: list[dg.DagsterEvent] = []
        self.instance = instance
        self._definitions = definitions

    def execute(self, run: StaleRun, ops: Mapping[str, Any] | None = None) -> None:
        """Executes a run that selects assets, or checks alone. A check that fails is no failure of the run."""
        job = self._definitions.resolve_job_def(CHECK if run.checks else REFRESH)
        if run.checks:
            job = job.get_subset(asset_check_selection=set(run.check_keys))
        result = job.execute_in_process(
            instance=self.instance,
            run_config={"ops": dict(ops or {}), "loggers": {PROGRESS: {}}},
            tags={**run.tags, **REPOSITORY_TAG},
            asset_selection=run.asset_keys or None,
            raise_on_error=False,
        )
        self.events += result.all_events
        self.selected += run.assets
        self.failures += _failures(result.all_events)

    @property
    def has_failed(self) -> bool:
        """Whether a step failed, for another reason than that a blocking check did."""
        return bool(self.failures)

    def metadata(self, asset: str) -> Mapping[str, Any]:
        """The metadata of an asset's last materialization; empty where it was not materialized."""
        found: Mapping[str, Any] = {}
        for key, metadata in self.materialized():
            found = metadata if key == asset else found
        return found

    def materialized(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Name and metadata of every materialization, in their order."""
        for event in self.events:
            if event.is_step_materialization and event.asset_key is not None:
                values = event.step_materialization_data.materialization.metadata
                yield event.asset_key.to_user_string(), {name: value.value for name, value in values.items()}


def _failures(events: Sequence[dg.DagsterEvent]) -> list[dg.DagsterEvent]:
    """The failures of steps, those left out that only say that a blocking check failed."""
    blocked = {event.step_key for event in events if _is_blocking_failure(event)}
    return [event for event in events if event.is_step_failure and event.step_key not in blocked]


def _is_blocking_failure(event: dg.DagsterEvent) -> bool:
    if event.event_type != dg.DagsterEventType.ASSET_CHECK_EVALUATION:
        return False
    evaluation = event.asset_check_evaluation_data
    return bool(evaluation.blocking) and not evaluation.passed


def _ingest(home: Home, asked: Asked, runs: _Runs) -> None:
    """Fetches and takes pages in, where there is anything to fetch or to take in."""
    if (taking_in := ingest_run(home, asked.source, asked.archives)) is not None:
        config = ops_config(
            asked.source,
            archives=list(asked.archives),
            editions=asked.editions,
            countries=list(asked.countries),
            max_pages=asked.max_pages,
        )
        runs.execute(taking_in, {name: config[name] for name in taking_in.assets})


def _build(home: Home, asked: Asked, runs: _Runs) -> None:
    """Runs stale checks, then builds what is stale and publishes."""
    plan = plan_of(home, rebuild=asked.rebuild)
    if (checking := checking_run(home, plan)).checks:
        runs.execute(checking)
    if not runs.has_failed and (building := building_run(home, plan, publish=asked.publish)) is not None:
        runs.execute(building)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps off standard error what Dagster writes there: what a person needs to know is in the outcome."""
    with redirect_stderr(io.StringIO()):
        yield


def _outcome(home: Home, asked: Asked, runs: _Runs) -> Outcome:
    told = (line for _, metadata in runs.materialized() for line in metadata.get(WARNINGS, ()))
    outcome = Outcome(
        warnings=list(dict.fromkeys(told)),
        night=runs.metadata("fetched_pages").get("night") if asked.source == "live" else None,
        news=runs.metadata("fetched_news").get("night") if asked.source == "live" else None,
    )
    hard = [event for event in runs.failures if _kind(event) != _REFUSED]
    if hard:
        made = {name for name, _ in runs.materialized()}
        outcome.error = _line(hard[0])
        outcome.skipped = len(set(runs.selected) - made - {event.step_key for event in hard})
    elif asked.publish:
        _published(home, asked, runs, outcome)
    return outcome


def _published(home: Home, asked: Asked, runs: _Runs, outcome: Outcome) -> None:
    """Says what was published, or why the gate refused."""
    if not is_release_stale(home):
        outcome.release = home.releases.current()
        outcome.is_new = bool(runs.metadata(RELEASE).get("new"))
        return
    current = home.releases.current()
    try:
        if asked.override is not None:
            done = force_publish(home, asked.override)
            _show(runs.instance, done, asked.override)
            outcome.release, outcome.is_new = done.release, done.is_new
        else:
            open_gate(home.staging, current.path if current else None, facts=known_facts(home))
            outcome.error = "the release was not made, and no check says why; run `tip run --debug`"
    except RefusedError as refused:
        outcome.refused = str(refused)


def _show(instance: dg.DagsterInstance, done: Published, reason: str) -> None:
    """Shows a release that was published in spite of the gate in the instance."""
    metadata: dict[str, Any] = {"release": done.release.id, "new": done.is_new, "gate overridden": reason}
    instance.report_runless_asset_event(dg.AssetMaterialization(RELEASE, metadata=metadata))


def _kind(event: dg.DagsterEvent) -> str | None:
    told = event.step_failure_data.user_failure_data
    value = told.metadata.get(KIND) if told is not None else None
    return str(value.value) if value is not None else None


def _line(event: dg.DagsterEvent) -> str:
    """A failure in one line: what the step says itself, else the error that it came from."""
    told = event.step_failure_data.user_failure_data
    if told is not None and told.description:
        return told.description
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    message = error.message.strip().splitlines()[0] if error is not None else "unknown reason"
    return f"{event.step_key}: {message}"
