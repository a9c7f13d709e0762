"""`tip doctor`: the state of this warehouse."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.pipeline.home.home import Home
from orchestration.cli.doctor_parts import ARCHIVE_PARTS, PARTS, print_section
from orchestration.cli.options import json_option
from orchestration.watching.finding import SEE_LINE

if TYPE_CHECKING:
    from orchestration.watching.status import Status


@click.command("doctor")
@click.option("--definitions", is_flag=True, help="Only validate that Dagster can load the definitions.")
@click.option("--wake", is_flag=True, help="Allow requests to paused hosts at once.")
@click.option("--rebuild-index", is_flag=True, help="Make the index of the archive again from its WARC files.")
@json_option
def doctor_command(definitions: bool, wake: bool, rebuild_index: bool, as_json: bool) -> None:
    """Show the state of this warehouse: last run, archive, hosts, rejected rows, check results, release.

    Lines on standard error say what needs a person; the exit code is then 1. An old release alone is no fault.

    \b
    Example:
      tip doctor
      tip doctor --wake
      tip doctor --rebuild-index
    """
    if definitions:
        _validate_definitions()
        return
    home = Home.from_environment()
    if not as_json:
        _repair(home, wake=wake, rebuild_index=rebuild_index)
        errors, needs_person = _print_parts(home)
    else:
        errors, needs_person = [], False
    status = _status(home)
    if as_json:
        click.echo(json.dumps(status.as_json(), indent=1))
    else:
        _print_last(status)
        for finding in status.findings:
            errors.append(finding.line if finding.remedy == SEE_LINE else f"{finding.line}: {finding.remedy}")
        for line in _without_repetition(errors):
            click.echo(f"tip: {line}", err=True)
    if errors or needs_person or status.findings:
        raise click.exceptions.Exit(1)


def _repair(home: Home, *, wake: bool, rebuild_index: bool) -> None:
    if (wake or rebuild_index) and home.kind is not None:
        if rebuild_index:
            _rebuild_index(home)
        if wake:
            _wake(home)


def _print_last(status: "Status") -> None:
    """Prints the last run, and the age of the release."""
    if status.last_run is not None:
        print_section("last run", status.last_run.line)
    if status.published_at is not None:
        days = (status.at - status.published_at).days
        print_section("published", f"{status.published_at:%Y-%m-%d %H:%M} UTC, {days} days ago")


def _print_parts(home: Home) -> tuple[list[str], bool]:
    """Prints all parts that can be read.

    Returns:
        A line for each part that cannot be read, and whether a part needs a person.
    """
    from assets.pipeline.home.machine_errors import home_state_line
    from assets.pipeline.home.readable import readable_home
    from orchestration.cli.error_lines import error_line

    if home.kind is None:
        print_section("home", f"{home.folder} (new)", "empty; `tip run` fills it")
        return [], False
    print_section("home", f"{home.folder} ({home.kind})")
    is_writable = home_state_line(home.folder) is None
    errors: list[str] = []
    needs_person = False
    with readable_home(home) as readable:
        for print_part in (*ARCHIVE_PARTS, *PARTS):
            try:
                needs_person |= print_part(readable if print_part in ARCHIVE_PARTS else home) is False
            except Exception as error:  # the other parts can still be read
                errors.append(error_line(error, home))
    if is_writable:
        _close_runs(home, errors)
    return errors, needs_person


def _status(home: Home) -> "Status":
    from datetime import UTC, datetime

    from orchestration.watching.status import status_of

    return status_of(home, datetime.now(UTC))


def _without_repetition(lines: list[str]) -> list[str]:
    """Lines without those that another one begins with."""
    unique = list(dict.fromkeys(lines))
    return [line for line in unique if not any(other != line and other.startswith(line) for other in unique)]


def _close_runs(home: Home, errors: list[str]) -> None:
    """Closes Dagster runs whose process is gone, and prints them."""
    import dagster as dg

    from orchestration.cli.error_lines import error_line
    from orchestration.ended_runs import close_ended_runs
    from orchestration.instance import prepare_instance

    try:
        if (home.folder / "dagster").is_dir():
            prepare_instance(home)
            with dg.DagsterInstance.get() as instance:
                print_section("runs", *close_ended_runs(home, instance))
    except Exception as error:  # what was printed before stays useful
        errors.append(error_line(error, home))


def _validate_definitions() -> None:
    import dagster as dg

    from orchestration.definitions import build_definitions

    with tempfile.TemporaryDirectory() as folder:
        definitions = build_definitions(Home(Path(folder)))
        dg.Definitions.validate_loadable(definitions)
        graph = definitions.resolve_asset_graph()
    click.echo(f"definitions load: {len(graph.get_all_asset_keys())} assets, {len(graph.asset_check_keys)} checks")


def _rebuild_index(home: Home) -> None:
    from assets.pipeline.home.lock import writing
    from sources.archive.rebuild import rebuild_index
    from sources.assignment import assigning

    with writing(home.folder, "archive"):
        report = rebuild_index(home.folder / "archive", assigning)
    print_section("index", report.summary, *report.lines, *([report.loss] if report.loss is not None else []))


def _wake(home: Home) -> None:
    from assets.pipeline.home.lock import writing
    from sources.fetch.memory.state import FetchState
    from sources.news.discovery.candidates.store import Candidates

    with writing(home.folder, "archive"), home.archive() as archive:
        state, candidates = FetchState(archive.index), Candidates(archive.index)
        with state.writing():
            state.wake_hosts()
            candidates.retry_refused()
    print_section("hosts", "every paused host and every blocked article may be requested again")
