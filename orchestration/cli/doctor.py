"""`tip doctor`: the state of this warehouse."""

from typing import TYPE_CHECKING, Final

import click

from assets.pipeline.home.home import Home

if TYPE_CHECKING:
    from sources.fetch.outcome.health import HostHealth

_NAME_WIDTH: Final = 12
_LINES_SHOWN: Final = 20


@click.command("doctor")
@click.option("--definitions", is_flag=True, help="Only validate that Dagster can load the definitions.")
@click.option("--wake", is_flag=True, help="Allow requests to resting hosts at once.")
@click.option("--rebuild-index", is_flag=True, help="Make the index of the archive again from its WARC files.")
def doctor_command(definitions: bool, wake: bool, rebuild_index: bool) -> None:
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
    home = Home.from_environment()
    if home.kind is None:
        _print_section("home", f"{home.folder} (new)", "empty; `tip run` fills it")
        return
    _print_section("home", f"{home.folder} ({home.kind})")
    if rebuild_index:
        _rebuild_index(home)
    if wake:
        _wake(home)
    _print_archive(home)
    _print_hosts(home)
    _print_news(home)
    _print_layouts()
    _print_revisions(home)
    _print_quarantine(home)
    _print_checks(home)
    current = home.releases.current()
    _print_section("release", current.name if current else "none yet")


def _print_section(name: str, *lines: str) -> None:
    """Prints lines with the name of their section before the first one."""
    for number, line in enumerate(lines):
        click.echo(f"{'' if number else name:<{_NAME_WIDTH}}{line}")


def _validate_definitions() -> None:
    import tempfile
    from pathlib import Path

    import dagster as dg

    from orchestration.definitions import build_definitions

    with tempfile.TemporaryDirectory() as folder:
        definitions = build_definitions(Home(Path(folder)))
        dg.Definitions.validate_loadable(definitions)
        graph = definitions.resolve_asset_graph()
    click.echo(f"definitions load: {len(graph.get_all_asset_keys())} assets, {len(graph.asset_check_keys)} checks")


def _print_archive(home: Home) -> None:
    with home.archive() as archive:
        totals, editions = archive.index.totals(), archive.index.editions()
    total = f"{totals['pages']:,} pages, {totals['captures']:,} captures, {totals['bytes']:,} bytes"
    counts = (f"{family} {year}: {pages} pages" for (family, year), pages in sorted(editions.items()))
    _print_section("archive", total, *counts)


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
    _print_section("hosts", "every resting host and every blocked article may be requested again")


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


def _print_layouts() -> None:
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
