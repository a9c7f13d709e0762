"""Live runs of the whole job against the replica, one crawl day after the other."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import dagster as dg

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import PageSelection, Web
from orchestration.definitions import build_definitions
from orchestration.instance import prepare_instance
from orchestration.jobs import REFRESH
from orchestration.refresh import Outcome, RefreshOptions, refresh
from orchestration.schedules import nightly, stale_assets
from sources.fetch.crawl.report import CrawlReport
from sources.fetch.settings import FetchSettings, HostRule
from sources.fetch.wanted.archived_copies import ArchivedCopy
from sources.news.discovery.crawl.news_crawl import NewsReport
from sources.registry.publishers import Publisher
from tests.replica import LONG_TIMEOUTS, Replica, Scenario, SimulatedClock, Site
from tests.replica.clock import evening_of

SETTINGS = FetchSettings("crawler@example.org", default_rule=HostRule(1.0), **LONG_TIMEOUTS)


@dg.logger
def quiet(_: dg.InitLoggerContext) -> logging.Logger:
    return logging.Logger("quiet", logging.CRITICAL)


@dataclass
class LiveHome:
    """A home, a replica of the web, and the clock of both."""

    home: Home
    replica: Replica
    web: Web
    clock: SimulatedClock = field(default_factory=SimulatedClock)

    @cached_property
    def job(self) -> dg.JobDefinition:
        return build_definitions(self.home, loggers={"quiet": quiet}, web=self.web).resolve_job_def(REFRESH)

    def run(self, day: int | None = None, **options: Any) -> Outcome:
        """Does what `tip run --source live` does."""
        self.go_to(day)
        return refresh(self.home, RefreshOptions("live", **options), web=self.web)

    def nightly(self, day: int) -> list[dg.ExecuteInProcessResult]:
        """Runs what the schedule requests, and then the sensor, with Dagster's events in memory."""
        self.go_to(day)
        prepare_instance(self.home)
        with dg.DagsterInstance.ephemeral() as instance:
            request = nightly(dg.build_schedule_context(scheduled_execution_time=self.clock.now()))
            results = []
            while isinstance(request, dg.RunRequest):
                results.append(self._execute(instance, request))
                request = stale_assets(dg.build_sensor_context(instance=instance)) if results[-1].success else None
        return results

    def _execute(self, instance: dg.DagsterInstance, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
        """Executes the requested assets and checks, as Dagster's daemon does."""
        assets = set(request.asset_selection or ())
        checks = set(request.asset_check_keys) if request.asset_check_keys is not None else None
        job = self.job.get_subset(asset_selection=assets, asset_check_selection=checks)
        return job.execute_in_process(
            instance=instance,
            run_config={**request.run_config, "loggers": {"quiet": {}}},
            tags=request.tags,
            raise_on_error=False,
        )

    def fetch(self, day: int | None = None, selection: PageSelection = PageSelection()) -> CrawlReport:  # noqa: B008 - frozen
        """Fetches report pages only, without Dagster."""
        self.go_to(day)
        return self.web.fetch(self.home, selection, lambda step: None)

    def fetch_news(self, day: int | None = None, selection: PageSelection = PageSelection()) -> NewsReport:  # noqa: B008
        """Fetches news only, without Dagster."""
        self.go_to(day)
        return self.web.fetch_news(self.home, selection, lambda step: None)

    def go_to_today(self) -> None:
        """Sets the clock to today, for commands that use the clock of the machine."""
        self.clock.go_to(max(self.clock.now(), datetime.now(UTC)))

    def go_to(self, day: int | None) -> None:
        if day is not None:
            self.clock.go_to(evening_of(day))

    def paths(self, day: int) -> list[str]:
        return self.replica.paths(day=day)


@contextmanager
def live_home(
    home: Home,
    sites: Mapping[str, Site],
    settings: FetchSettings = SETTINGS,
    copies: Iterable[ArchivedCopy] = (),
    publishers: Mapping[str, Publisher] | None = None,
) -> Iterator[LiveHome]:
    clock = SimulatedClock()
    replica = Replica(Scenario(sites), clock)
    with replica, replica.transport(settings) as transport:
        web = Web(lambda: settings, clock, transport, copies=lambda: list(copies), publishers=lambda: publishers or {})
        yield LiveHome(home, replica, web, clock)


def shown(results: list[dg.ExecuteInProcessResult], asset: str) -> dict[str, Any]:
    """The metadata of an asset after some runs."""
    events = [event for result in results for event in result.asset_materializations_for_node(asset)]
    return {name: value.value for name, value in events[-1].metadata.items()}


def materialized(results: list[dg.ExecuteInProcessResult]) -> set[str]:
    """The assets that some runs materialized."""
    return {
        event.asset_key.to_user_string()
        for result in results
        for event in result.all_events
        if event.is_step_materialization and event.asset_key is not None
    }
