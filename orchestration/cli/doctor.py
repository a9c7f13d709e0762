"""`tip doctor`: how this warehouse is."""

from typing import TYPE_CHECKING

import click

from assets.pipeline.home import Home

if TYPE_CHECKING:
    from sources.fetch.health import HostHealth


@click.command("doctor")
@click.option("--definitions", is_flag=True, help="Only check that Dagster can load the definitions.")
@click.option("--wake", is_flag=True, help="Let hosts that are left alone be asked again at once.")
@click.option("--rebuild-index", is_flag=True, help="Make the index of the archive anew from its WARC files.")
def doctor_command(definitions: bool, wake: bool, rebuild_index: bool) -> None:
    """Say how this warehouse is: what it holds, how its sources answer, what was set aside, what its checks say.

    \b
    Example:
      tip doctor
      tip doctor --wake
      tip doctor --rebuild-index
    """
    if definitions:
        _check_definitions()
        return
    home = Home.from_environment()
    click.echo(f"home        {home.folder} ({home.kind or 'new'})")
    if home.kind is None:
        click.echo("            nothing yet; `tip run` fills it")
        return
    if rebuild_index:
        _rebuild_index(home)
    if wake:
        _wake(home)
    _archive(home)
    _sources(home)
    _news(home)
    _layouts()
    _revisions(home)
    _quarantine(home)
    _checks(home)
    current = home.releases.current()
    click.echo(f"release     {current.name if current else 'none yet'}")


def _check_definitions() -> None:
    import tempfile
    from pathlib import Path

    import dagster as dg

    from orchestration.definitions import build_definitions

    with tempfile.TemporaryDirectory() as folder:
        definitions = build_definitions(Home(Path(folder)))
        dg.Definitions.validate_loadable(definitions)
        graph = definitions.resolve_asset_graph()
    click.echo(f"definitions load: {len(graph.get_all_asset_keys())} assets, {len(graph.asset_check_keys)} checks")


def _archive(home: Home) -> None:
    with home.archive() as archive:
        totals, editions = archive.index.totals(), archive.index.editions()
    click.echo(f"archive     {totals['pages']:,} pages, {totals['captures']:,} captures, {totals['bytes']:,} bytes")
    for (family, year), pages in sorted(editions.items()):
        click.echo(f"            {family} {year}: {pages} pages")


def _rebuild_index(home: Home) -> None:
    from assets.pipeline.lock import writing
    from sources.archive.rebuild import rebuild_index
    from sources.assignment import assigning

    with writing(home.folder, "archive"):
        report = rebuild_index(home.folder / "archive", assigning)
    click.echo(f"index       {report.summary}")
    for line in report.lines:
        click.echo(f"            {line}")
    if report.loss is not None:
        click.echo(f"            {report.loss}")


def _wake(home: Home) -> None:
    from assets.pipeline.lock import writing
    from sources.fetch.state import FetchState
    from sources.news.discovery.candidates import Candidates

    with writing(home.folder, "archive"), home.archive() as archive:
        state, candidates = FetchState(archive.index), Candidates(archive.index)
        with state.writing():
            state.wake_hosts()
            candidates.wake()
    click.echo("woken       every host, and every article that was blocked, may be asked for again")


def _sources(home: Home) -> None:
    """How each host answered live runs, and what a person can do where it does not."""
    from datetime import UTC, datetime

    from sources.fetch.health import host_health
    from sources.registry.publishers import publisher_of

    if not home.runs_live:
        click.echo("web         never asked; `tip run --source live` asks it")
        return
    with home.archive() as archive:
        hosts = host_health(archive.index, datetime.now(UTC))
    papers = [host for host in hosts if publisher_of(f"https://{host.host}/") is not None]
    for host in hosts:
        if host not in papers:
            click.echo(f"web         {host.line}")
            for line in host.advice:
                click.echo(f"            {line}")
    _papers(papers)


def _papers(hosts: "list[HostHealth]") -> None:
    """Publishers are many: those that answer are counted, those that do not are named."""
    if not hosts:
        return
    troubled = [host for host in hosts if host.blocked or host.rests or host.is_stale]
    click.echo(f"publishers  {len(hosts) - len(troubled)} of {len(hosts)} hosts answer")
    for host in troubled:
        click.echo(f"            {host.line}")
        for line in host.advice:
            if not line.startswith(" "):  # what is wrong, by host; what to do about it is the same for many
                click.echo(f"              {line}")
    for line in dict.fromkeys(line for host in troubled for line in host.advice if line.startswith(" ")):
        click.echo(f"          {line}")


def _news(home: Home) -> None:
    """How each way of finding news fares, and what became of what it found."""
    from datetime import UTC, datetime

    from sources.news.discovery.health import adapter_health, news_lines

    with home.archive() as archive:
        adapters = adapter_health(archive.index, datetime.now(UTC))
        lines = news_lines(archive.index)
    for adapter in adapters:
        if adapter.listings or adapter.candidates:
            click.echo(f"news        {adapter.line}")
            for line in adapter.advice:
                click.echo(f"            {line}")
    for line in lines:
        click.echo(f"            {line}")


def _layouts() -> None:
    from sources.state_department.readers import layouts_of

    for layout in layouts_of(None):
        state = "read from real pages" if layout.verified else "NOT verified on real pages"
        click.echo(f"layout      {layout.name}: {state}, parsed with {layout.parser}")


def _revisions(home: Home) -> None:
    from assets.pipeline.editions import revision_lines

    lines = [line for key in home.staging.editions() for line in revision_lines(home.staging.edition(key) or {})]
    if not lines:
        return
    click.echo(f"revised     {len(lines)} pages; both texts are in staging/editions, and in the archive as captures")
    for line in lines[:20]:
        click.echo(f"            {line}")


def _quarantine(home: Home) -> None:
    from collections import Counter

    try:
        rows = home.staging.read("quarantine")
    except FileNotFoundError:
        return
    reasons = Counter(rows["reason"])
    click.echo(
        f"quarantine  {rows.height} records" + "".join(f", {n} {reason}" for reason, n in sorted(reasons.items()))
    )
    for row in rows.head(20).iter_rows(named=True):
        click.echo(f"            {row['reason']}: {row['detail']}")


def _checks(home: Home) -> None:
    from warehouse.quality.results import recorded_results

    results = recorded_results(home.staging)
    failed = [result for result in results.values() if not result.passed]
    click.echo(f"checks      {len(results) - len(failed)} of {len(results)} passed")
    for result in sorted(failed, key=lambda item: (not item.blocking, item.check)):
        click.echo(f"            {'BLOCKS' if result.blocking else 'warns'} {result.message}")
