"""`tip doctor`: the state of this warehouse."""

import json
import tempfile
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from assets.pipeline.home.home import Home
from orchestration.cli.options import json_option

if TYPE_CHECKING:
    from sources.fetch.outcome.health import HostHealth

_NAME_WIDTH: Final = 12
_LINES_SHOWN: Final = 20
_ARCHIVE_LIMIT_SECONDS: Final = 20.0


_COLLECTED: Final[ContextVar[dict[str, list[str]] | None]] = ContextVar("collected", default=None)
"""The lines by section, where they are printed as JSON."""


@click.command("doctor")
@click.option("--definitions", is_flag=True, help="Only validate that Dagster can load the definitions.")
@click.option("--wake", is_flag=True, help="Allow requests to paused hosts at once.")
@click.option("--rebuild-index", is_flag=True, help="Make the index of the archive again from its WARC files.")
@json_option
def doctor_command(definitions: bool, wake: bool, rebuild_index: bool, as_json: bool) -> None:
    """Show the state of this warehouse: archive, hosts, news listings, rejected rows, check results, release.

    \b
    Example:
      tip doctor
      tip doctor --wake
      tip doctor --rebuild-index
    """
    if definitions:
        _validate_definitions()
        return
    from assets.pipeline.home.machine_errors import home_state_line
    from orchestration.cli.error_lines import error_line
    from orchestration.cli.readable_home import readable_home

    home = Home.from_environment()
    if as_json:
        _COLLECTED.set({})
    if home.kind is None:
        _print_section("home", f"{home.folder} (new)", "empty; `tip run` fills it")
        _print_collected([])
        return
    _print_section("home", f"{home.folder} ({home.kind})")
    if rebuild_index:
        _rebuild_index(home)
    if wake:
        _wake(home)
    state = home_state_line(home.folder)
    errors = [*([state] if state is not None else []), *_settings_lines(home)]
    needs_person = False
    with readable_home(home) as readable:
        for print_part in (*_ARCHIVE_PARTS, *_PARTS):
            try:
                needs_person |= print_part(readable if print_part in _ARCHIVE_PARTS else home) is False
            except Exception as error:  # the other parts can still be read
                errors.append(error_line(error, home))
    if state is None:
        _close_runs(home, errors)
    errors = list(dict.fromkeys(errors))
    _print_collected(errors)
    for line in errors:
        click.echo(f"tip: {line}", err=True)
    if errors or needs_person:
        raise click.exceptions.Exit(1)


def _print_collected(errors: Sequence[str]) -> None:
    """Prints the sections as one JSON object, where they were collected for it."""
    collected = _COLLECTED.get()
    if collected is not None:
        _COLLECTED.set(None)
        click.echo(json.dumps({**collected, "errors": list(errors)}, indent=1, ensure_ascii=False))


def _settings_lines(home: Home) -> list[str]:
    """Mistakes in the settings, and what in Dagster's settings does not fit."""
    from assets.pipeline.settings.files import SettingsError
    from assets.pipeline.settings.load import settings
    from orchestration.instance_settings import settings_lines

    try:
        return settings_lines(home, settings())
    except SettingsError as error:
        return error.lines


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
                _print_section("runs", *close_ended_runs(home, instance))
    except Exception as error:  # what was printed before stays useful
        errors.append(error_line(error, home))


def _print_release(home: Home) -> None:
    """Prints the current release, what is damaged in it, or why there is none."""
    from orchestration.cli.current_release import no_release_text
    from warehouse.release.verify import find_changed_files

    current = home.releases.current()
    if current is None:
        _print_section("release", no_release_text(home) if home.releases.last() else "none yet")
        return
    current.manifest  # noqa: B018 - raises an error that names a damaged manifest
    damage = find_changed_files(current)
    remedy = [f"{len(damage)} errors; `tip verify` lists them, and the next `tip run` publishes the data again"]
    _print_section("release", current.name, *damage[:_LINES_SHOWN], *(remedy if damage else []))


def _print_section(name: str, *lines: str) -> None:
    """Prints lines with the name of their section before the first one; for JSON they are collected."""
    collected = _COLLECTED.get()
    if collected is not None:
        section = name or next(reversed(collected), "home")
        collected.setdefault(section, []).extend(lines)
        return
    for number, line in enumerate(lines):
        click.echo(f"{'' if number else name:<{_NAME_WIDTH}}{line}")


def _validate_definitions() -> None:
    import dagster as dg

    from orchestration.definitions import build_definitions

    with tempfile.TemporaryDirectory() as folder:
        definitions = build_definitions(Home(Path(folder)))
        dg.Definitions.validate_loadable(definitions)
        graph = definitions.resolve_asset_graph()
    click.echo(f"definitions load: {len(graph.get_all_asset_keys())} assets, {len(graph.asset_check_keys)} checks")


def _print_archive(home: Home) -> bool:
    """Prints what the archive has, and what is wrong in it. Returns whether nothing is."""
    from sources.archive.verify import REMEDY, verify_archive

    with home.archive() as archive:
        findings = verify_archive(archive.folder, archive.index, limit_seconds=_ARCHIVE_LIMIT_SECONDS)
        totals, editions = archive.index.totals(), archive.index.editions()
    total = f"{totals['pages']:,} pages, {totals['captures']:,} captures, {totals['bytes']:,} bytes"
    counts = (f"{family} {year}: {pages} pages" for (family, year), pages in sorted(editions.items()))
    _print_section("archive", total, *counts)
    if not findings.is_complete:
        read = f"{findings.read:,} of {findings.bodies:,} bodies were read; `tip verify --archive` reads all"
        _print_section("", read)
    _print_section("future", *findings.future[:_LINES_SHOWN])
    if findings.lines:
        more = len(findings.lines) - _LINES_SHOWN
        rest = [f"and {more:,} more, which `tip verify --archive` names"] if more > 0 else []
        _print_section("unreadable", *findings.lines[:_LINES_SHOWN], *rest, REMEDY)
    return not findings.lines and not findings.future


def _rebuild_index(home: Home) -> None:
    from assets.pipeline.home.lock import writing
    from sources.archive.rebuild import rebuild_index
    from sources.assignment import assigning

    with writing(home.folder, "archive"):
        report = rebuild_index(home.folder / "archive", assigning)
    _print_section("index", report.summary, *report.lines, *([report.loss] if report.loss is not None else []))


def _wake(home: Home) -> None:
    from assets.pipeline.home.lock import writing
    from sources.fetch.memory.state import FetchState
    from sources.news.discovery.candidates.store import Candidates

    with writing(home.folder, "archive"), home.archive() as archive:
        state, candidates = FetchState(archive.index), Candidates(archive.index)
        with state.writing():
            state.wake_hosts()
            candidates.retry_refused()
    _print_section("hosts", "every paused host and every blocked article may be requested again")


def _print_hosts(home: Home) -> None:
    """Prints how each host responds to live runs, and what to do if it does not."""
    from datetime import UTC, datetime

    from sources.fetch.outcome.health import host_health
    from sources.registry.publishers import publisher_of

    if not home.runs_live:
        _print_section("web", "never used; `tip run --source live` fetches pages")
        return
    with home.archive() as archive:
        hosts = host_health(archive.index, datetime.now(UTC))
    publishers = [host for host in hosts if publisher_of(f"https://{host.host}/") is not None]
    for host in hosts:
        if host not in publishers:
            _print_section("web", host.line, *host.advice)
    _print_publishers(publishers)


def _print_publishers(hosts: "list[HostHealth]") -> None:
    """Prints the number of publishers that respond, and a line for each of the others."""
    if not hosts:
        return
    failing = [host for host in hosts if host.blocked or host.pause or host.is_stale]
    lines = [f"{len(hosts) - len(failing)} of {len(hosts)} hosts respond"]
    for host in failing:
        lines += [host.line, *(f"  {line}" for line in host.advice if not line.startswith(" "))]
    # an indented line says what to do, which is the same for many hosts
    remedies = (line for host in failing for line in host.advice if line.startswith(" "))
    _print_section("publishers", *lines, *(line.strip() for line in dict.fromkeys(remedies)))


def _print_news(home: Home) -> None:
    """Prints the state of each kind of listing, and the outcomes of its candidates."""
    from datetime import UTC, datetime

    from sources.news.discovery.health import adapter_health, news_lines

    with home.archive() as archive:
        adapters = adapter_health(archive.index, datetime.now(UTC))
        lines = news_lines(archive.index)
    for adapter in adapters:
        if adapter.listings or adapter.candidates:
            _print_section("news", adapter.line, *adapter.advice)
    _print_section("", *lines)


def _print_layouts(_: Home) -> None:
    from sources.state_department.readers import layouts_of

    for layout in layouts_of(None):
        state = "read from real pages" if layout.verified else "NOT verified on real pages"
        _print_section("layout", f"{layout.name}: {state}, parsed with {layout.parser}")


def _print_revisions(home: Home) -> None:
    from assets.pipeline.read.editions import revision_lines

    lines = [line for key in home.staging.editions() for line in revision_lines(home.staging.edition(key) or {})]
    if lines:
        summary = f"{len(lines)} pages; both texts are in staging/editions, and in the archive as captures"
        _print_section("revised", summary, *lines[:_LINES_SHOWN])


def _print_quarantine(home: Home) -> None:
    from collections import Counter

    try:
        rows = home.staging.read("quarantine")
    except FileNotFoundError:
        return
    reasons = Counter(rows["reason"])
    summary = ", ".join([f"{rows.height} records", *(f"{count} {reason}" for reason, count in sorted(reasons.items()))])
    details = (f"{row['reason']}: {row['detail']}" for row in rows.head(_LINES_SHOWN).iter_rows(named=True))
    _print_section("quarantine", summary, *details)


def _print_checks(home: Home) -> None:
    from warehouse.quality.results import recorded_results

    results = recorded_results(home.staging)
    failed = [result for result in results.values() if not result.passed]
    failed.sort(key=lambda result: (not result.blocking, result.check))
    messages = (f"{'BLOCKS' if result.blocking else 'warns'} {result.message}" for result in failed)
    _print_section("checks", f"{len(results) - len(failed)} of {len(results)} passed", *messages)


_Part = Callable[[Home], bool | None]
_ARCHIVE_PARTS: Final[tuple[_Part, ...]] = (_print_archive, _print_hosts, _print_news)
"""What `tip doctor` prints from the index of the archive."""

_PARTS: Final[tuple[_Part, ...]] = (
    _print_layouts,
    _print_revisions,
    _print_quarantine,
    _print_checks,
    _print_release,
)
"""What it prints then. A part is False if it needs a person; each is printed where the others cannot be read."""
