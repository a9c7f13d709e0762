"""Running the refresh job in this process, on the instance that the UI shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import dagster as dg

from assets.home import Home
from assets.lock import writing
from assets.override import publish_in_spite
from assets.web import Web
from orchestration.definitions import build_definitions
from orchestration.edition_range import range_tags
from orchestration.event_log_lines import without_event_log_lines
from orchestration.instance import REPOSITORY_TAG, prepare_instance
from orchestration.jobs import REFRESH, ops_config
from orchestration.run_lines import LINES, RunLines
from orchestration.trouble import explained_text
from sources.sample import sample_archives
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.release.shelf import Release

_GATE_STEPS: Final = ("quality_results", "release")


@dataclass
class Outcome:
    """How a refresh ended; `night` says what a live run fetched of reports, `news` what it found of news."""

    succeeded: bool
    refused: str | None = None
    error: str | None = None
    release: Release | None = None
    is_new: bool = False
    night: str | None = None
    news: str | None = None
    warnings: list[str] = field(default_factory=list)


def refresh(
    home: Home,
    *,
    source: str,
    archives: list[str] | None = None,
    editions: str = "",
    countries: list[str] | None = None,
    publish: bool = True,
    override: str | None = None,
    on_step: Callable[[str], None] | None = None,
    max_pages: int = 0,
    web: Web | None = None,
) -> Outcome:
    """Runs the whole job and says how it ended.

    Args:
        home: the home to work on.
        source: `sample`, `archive` or `live`.
        archives: WARC files to take in first.
        editions: take in only these, such as `2016-2024`.
        countries: take in only these, by code.
        publish: whether to make a release.
        override: why a release is to be made although blocking checks fail; None where it is not.
        on_step: called with each step's name as it begins.
        max_pages: requests a live run may make tonight; 0 for the usual budget.
        web: the web that a live run sees; the real one without it.
    """
    prepare_instance(home)
    files = sample_archives() if source == "sample" else [Path(name) for name in archives or ()]
    config = ops_config(source, archives=archives, editions=editions, countries=countries, max_pages=max_pages)
    lines = RunLines(on_step)
    with without_event_log_lines(), writing(home.folder), dg.DagsterInstance.get() as instance:
        definitions = build_definitions(home, {LINES: lines.as_logger()}, web)
        selection = None if publish else [key for key in _asset_keys(definitions) if key != dg.AssetKey("release")]
        result = definitions.resolve_job_def(REFRESH).execute_in_process(
            instance=instance,
            run_config={"ops": config, "loggers": {LINES: {}}},
            tags={**range_tags(home, files, live=source == "live"), **REPOSITORY_TAG},
            asset_selection=selection,
            raise_on_error=False,
        )
        outcome = _outcome(home, result, publish)
        if outcome.refused is not None and override is not None:
            outcome = _overridden(home, override, instance)
    outcome.warnings = lines.warnings
    if source == "live":
        outcome.night, outcome.news = _night(result, "fetched_pages"), _night(result, "fetched_news")
    return outcome


def _overridden(home: Home, reason: str, instance: dg.DagsterInstance) -> Outcome:
    """Publishes in spite of the gate, and shows the release in the instance."""
    try:
        done = publish_in_spite(home, reason)
    except RefusedError as refused:
        return Outcome(False, refused=str(refused))
    metadata: dict[str, Any] = {"release": done.release.id, "new": done.is_new, "gate overridden": reason}
    instance.report_runless_asset_event(dg.AssetMaterialization("release", metadata=metadata))
    return Outcome(True, release=done.release, is_new=done.is_new)


def _asset_keys(definitions: dg.Definitions) -> list[dg.AssetKey]:
    return list(definitions.resolve_asset_graph().get_all_asset_keys())


def _outcome(home: Home, result: Any, publish: bool) -> Outcome:
    failed = [event for event in result.all_events if event.is_step_failure]
    if result.success:
        current = home.shelf.current() if publish else None
        is_new = bool(current) and _published_new(result)
        return Outcome(True, release=current, is_new=is_new)
    troubles = [line for event in failed if (line := _trouble(home, event)) is not None]
    if troubles:
        return Outcome(False, error=troubles[0])
    gate_steps = [event for event in failed if event.step_key in _GATE_STEPS or event.step_key.endswith("_checks")]
    if len(gate_steps) == len(failed):
        current = home.shelf.current()
        try:
            open_gate(home.staging, current.path if current else None)
        except RefusedError as refused:
            return Outcome(False, refused=str(refused))
    return Outcome(False, error="; ".join(_reason(event) for event in failed) or "the run failed before its first step")


def _night(result: Any, asset: str) -> str | None:
    events = result.asset_materializations_for_node(asset)
    return next((str(event.metadata["night"].value) for event in events), None)


def _published_new(result: Any) -> bool:
    events = result.asset_materializations_for_node("release")
    return any(event.metadata["new"].value for event in events)


def _trouble(home: Home, event: Any) -> str | None:
    """What the machine refused a step, if that is why it failed."""
    error = event.step_failure_data.error
    while error is not None:
        if (line := explained_text(str(error.message), home.folder)) is not None:
            return line
        error = error.cause
    return None


def _reason(event: Any) -> str:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    message = str(error.message).strip().splitlines()[0] if error is not None else "unknown reason"
    return f"{event.step_key}: {message}"
