"""Makes stale assets again in this process, on the instance of the UI: ingest, read, check, build, publish."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import dagster as dg

from assets.pipeline.home.executing import executing, process_tags
from assets.pipeline.home.home import Home, Source
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.web import Web
from assets.pipeline.plan.staleness import Plan, plan_of
from assets.pipeline.publish.checks import known_facts
from assets.pipeline.publish.release import force_publish, is_release_stale
from assets.pipeline.read.workers import end_workers
from assets.pipeline.settings.load import settings
from assets.ui_metadata import WARNINGS
from orchestration.definitions import build_definitions
from orchestration.ended_runs import close_ended_runs, close_interrupted_run
from orchestration.failures import failure_kind, failure_line, failures, is_interruption
from orchestration.instance import REPOSITORY_TAG, prepare_instance
from orchestration.jobs import CHECK, REFRESH, ops_config
from orchestration.planned_runs import RELEASE, PlannedRun, building_run, checking_run, ingest_run, reading_run
from orchestration.run_progress import PROGRESS, StepProgress
from orchestration.signals import ended_after
from orchestration.status_page import write_status_page
from orchestration.storage_connections import keep_databases_open
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.release.release_store import Release

if TYPE_CHECKING:
    from warehouse.release.publish import Published

_REFUSED: Final = "refused"
_BUSY: Final = "busy"


@dataclass(frozen=True)
class RefreshOptions:
    """The options of a refresh.

    Attributes:
        source: where pages come from.
        archives: WARC files to ingest first.
        editions: ingest only these, such as `2016-2024`.
        countries: ingest only these, by code.
        max_pages: the most requests of a live run; 0 for the default limit.
        rebuild: tables to build again even if they are not stale.
        publish: whether to publish a release.
        override: the reason to publish although blocking checks fail; None to obey the gate.
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
    """The outcome of a refresh.

    Attributes:
        refused: why the gate refused; None if it did not.
        error: the first failure, in one line; None if there was none.
        is_busy: whether it failed only because another process is writing.
        skipped: the number of assets that were skipped because another failed.
        release: the current release; None without publication.
        is_new: whether this refresh published it.
        crawl: the summary of a live run's report pages.
        news_crawl: the summary of a live run's news.
        warnings: the warnings of all assets.
    """

    refused: str | None = None
    error: str | None = None
    is_busy: bool = False
    skipped: int = 0
    release: Release | None = None
    is_new: bool = False
    crawl: str | None = None
    news_crawl: str | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Whether all stale assets were made, and the release was published if requested."""
        return self.refused is None and self.error is None


def refresh(
    home: Home, options: RefreshOptions, *, on_step: Callable[[str], None] | None = None, web: Web | None = None
) -> Outcome:
    """Makes all stale assets again and returns the outcome.

    Args:
        home: the home.
        options: what to do.
        on_step: called with the name of each step when it begins.
        web: the web access of a live run; the real web by default.

    Raises:
        BusyError: another `tip run` works on the home.
        KeyboardInterrupt: SIGINT or SIGTERM interrupted the run; it is marked as canceled.
    """
    prepare_instance(home)
    progress = StepProgress(on_step)
    with (
        writing(home.folder, "run"),
        ended_after(settings().run_seconds),
        _stderr_discarded(),
        keep_databases_open(),
        dg.DagsterInstance.get() as instance,
    ):
        if settings().broker is not None:
            from orchestration.distributed.reading import validate_workers  # noqa: PLC0415 - only with workers

            validate_workers(instance)
        definitions = build_definitions(home, loggers={PROGRESS: progress.as_logger()}, web=web)
        close_ended_runs(home, instance)
        runs = _Runs(home, definitions, instance, progress)
        plan = None
        try:
            _ingest(home, options, runs)
            if not runs.has_failed:
                plan = _read(home, runs)
        finally:
            end_workers()
        if not runs.has_failed:
            _build(home, options, runs, plan)
        outcome = _outcome(home, options, runs)
        # a release in the outcome was published by this run, or its files were compared to see that nothing is stale
        if (line := write_status_page(home, instance, undamaged=outcome.release)) is not None:
            outcome.warnings.append(line)
        return outcome


class _Runs:
    """The Dagster runs of a refresh, in order."""

    def __init__(
        self, home: Home, definitions: dg.Definitions, instance: dg.DagsterInstance, progress: StepProgress
    ) -> None:
        self.events: list[dg.DagsterEvent] = []
        self.selected: list[str] = []
        self.failures: list[dg.DagsterEvent] = []
        self.warnings: list[str] = []
        self.instance = instance
        self._home = home
        self._definitions = definitions
        self._progress = progress

    def execute(self, run: PlannedRun, ops: Mapping[str, Any] | None = None) -> None:
        """Executes a run of assets, or of checks only. A failed check is not a failure of the run."""
        job = self._definitions.resolve_job_def(CHECK if run.checks else REFRESH)
        if run.checks:
            job = job.get_subset(asset_check_selection=set(run.check_keys))
        run_id = str(uuid4())
        self._progress.begin(run.assets)
        try:
            with executing(self._home.folder, run_id):
                result = job.execute_in_process(
                    instance=self.instance,
                    run_config={"ops": dict(ops or {}), "loggers": {PROGRESS: {}}},
                    tags={**run.tags, **REPOSITORY_TAG, **process_tags()},
                    asset_selection=run.asset_keys or None,
                    raise_on_error=False,
                    run_id=run_id,
                )
            if any(is_interruption(event) for event in result.all_events):
                raise KeyboardInterrupt
        except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError):
            close_interrupted_run(self.instance, run_id)
            raise KeyboardInterrupt from None
        self.events += result.all_events
        self.selected += run.assets
        self.failures += failures(result.all_events)

    @property
    def has_failed(self) -> bool:
        """Whether a step failed for another reason than a failed blocking check."""
        return bool(self.failures)

    def metadata(self, asset: str) -> Mapping[str, Any]:
        """The metadata of the last materialization of an asset; empty if there was none."""
        return dict(self.materialized()).get(asset, {})

    def materialized(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The asset name and the metadata of every materialization, in order."""
        for event in self.events:
            if event.is_step_materialization and event.asset_key is not None:
                values = event.step_materialization_data.materialization.metadata
                yield event.asset_key.to_user_string(), {name: value.value for name, value in values.items()}


def _ingest(home: Home, options: RefreshOptions, runs: _Runs) -> None:
    """Fetches and ingests pages, if there are any."""
    if (ingestion := ingest_run(home, options.source, options.archives)) is not None:
        config = ops_config(
            options.source,
            archives=list(options.archives),
            editions=options.editions,
            countries=list(options.countries),
            max_pages=options.max_pages,
        )
        runs.execute(ingestion, {name: config[name] for name in ingestion.assets})


def _read(home: Home, runs: _Runs) -> Plan | None:
    """Reads stale editions: on workers where there is a broker, and then what is left in this process.

    Returns:
        The plan; None where editions were read, which changes it.
    """
    plan = plan_of(home)
    if settings().broker is not None and (keys := [key for key in plan.editions if key.family and key.year]):
        from orchestration.distributed.reading import read_on_workers  # noqa: PLC0415 - only with workers

        runs.warnings += read_on_workers(home, runs.instance, keys)
        plan = plan_of(home)
    if (reading := reading_run(plan)) is None:
        return plan
    runs.execute(reading)
    return None


def _build(home: Home, options: RefreshOptions, runs: _Runs, plan: Plan | None) -> None:
    """Runs stale checks, then builds stale tables and publishes."""
    if plan is None or options.rebuild:
        plan = plan_of(home, rebuild=options.rebuild)
    if (checking := checking_run(home, plan)).checks:
        runs.execute(checking)
    if not runs.has_failed and (building := building_run(home, plan, publish=options.publish)) is not None:
        runs.execute(building)


@contextmanager
def _stderr_discarded() -> Iterator[None]:
    """Discards what Dagster writes to standard error; the outcome holds everything that a user needs."""
    with redirect_stderr(io.StringIO()):
        yield


def _outcome(home: Home, options: RefreshOptions, runs: _Runs) -> Outcome:
    warnings = (line for _, metadata in runs.materialized() for line in metadata.get(WARNINGS, ()))
    outcome = Outcome(
        warnings=list(dict.fromkeys([*runs.warnings, *warnings])),
        crawl=runs.metadata("fetched_pages").get("crawl") if options.source == "live" else None,
        news_crawl=runs.metadata("fetched_news").get("crawl") if options.source == "live" else None,
    )
    failed = [event for event in runs.failures if failure_kind(event) != _REFUSED]
    if failed:
        made = {name for name, _ in runs.materialized()}
        outcome.error = failure_line(failed[0])
        outcome.is_busy = all(failure_kind(event) == _BUSY for event in failed)
        outcome.skipped = len(set(runs.selected) - made - {event.step_key for event in failed})
    elif options.publish:
        _add_release(home, options, runs, outcome)
    return outcome


def _add_release(home: Home, options: RefreshOptions, runs: _Runs, outcome: Outcome) -> None:
    """Adds the release to the outcome, or why the gate refused."""
    is_published = any(name == RELEASE for name, _ in runs.materialized())
    # Only a run that was to publish and did not leaves the release stale: this looks at every file of it.
    if RELEASE not in runs.selected or is_published or not is_release_stale(home):
        outcome.release = home.releases.current()
        outcome.is_new = bool(runs.metadata(RELEASE).get("new"))
        return
    before = home.releases.last()
    try:
        if options.override is not None:
            published = force_publish(home, options.override)
            _record_override(runs.instance, published, options.override)
            outcome.release, outcome.is_new = published.release, published.is_new
        else:
            open_gate(home.staging, before.path if before else None, facts=known_facts(home))
            outcome.error = "the release was not published and no check failed; run `tip run --debug`"
    except RefusedError as error:
        outcome.refused = str(error)


def _record_override(instance: dg.DagsterInstance, published: "Published", reason: str) -> None:
    """Records a release that was published by force in the Dagster instance."""
    metadata: dict[str, Any] = {"release": published.release.id, "new": published.is_new, "gate overridden": reason}
    instance.report_runless_asset_event(dg.AssetMaterialization(RELEASE, metadata=metadata))
