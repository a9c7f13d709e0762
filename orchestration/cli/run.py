"""`tip run`: the whole pipeline."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assets.pipeline.home.home import Home
from orchestration.cli.escaped_streams import CLEAR_LINE
from orchestration.cli.run_outcome import EXIT_BUSY, exit_code, print_json, print_outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from sources.fetch.crawl.report import Progress

_WAIT_SECONDS: Final = 2.0
_WARM_UP_BYTES: Final = 1_000_000
"""Compressed size of WARC files from which worker processes start early."""


@click.command("run")
@click.option(
    "--source",
    type=click.Choice(["sample", "archive", "live"]),
    help="Where pages come from: the sample of the project (default of a new home), WARC files and the page archive,"
    " or the web.",
)
@click.option(
    "--archive",
    "archives",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A WARC file to ingest first; may be repeated.",
)
@click.option("--editions", default="", metavar="YEARS", help="Ingest only these editions: 2018 or 2016-2024.")
@click.option(
    "--countries", default="", metavar="COUNTRIES", help="Ingest only these countries, by code or name: KHM,Thailand."
)
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="The most requests of a live run.")
@click.option(
    "--plan",
    is_flag=True,
    help="Show which pages would be fetched or ingested, and which tables are stale and why; change nothing.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: the outcome, or with --plan the stale tables."
)
@click.option("--wait", is_flag=True, help="Wait while another process writes to the home, instead of exit code 4.")
@click.option("--rebuild", "rebuild", multiple=True, metavar="TABLE", help="Build a table again; may be repeated.")
@click.option("--no-publish", is_flag=True, help="Stage and check, but do not publish.")
@click.option(
    "--override-gate",
    "override",
    metavar="REASON",
    help="Publish although blocking checks fail; the release records the reason.",
)
def run_command(
    source: str | None,
    archives: tuple[Path, ...],
    editions: str,
    countries: str,
    max_pages: int | None,
    plan: bool,
    as_json: bool,
    wait: bool,
    rebuild: tuple[str, ...],
    no_publish: bool,
    override: str | None,
) -> None:
    """Run the whole pipeline: ingest pages, read them, build tables, check, publish.

    This is the Dagster job `refresh`, and its runs appear in the UI.

    A release holds no text of news articles, only rows read from them. With TIP_PUBLISH_ARTICLE_TEXT=1 in the
    environment it also holds the texts, as table article_texts.

    \b
    Exit code: 0 published or nothing new, 1 failed, 2 wrong usage, 3 the gate refused, 4 another process is writing.
    \b
    Example:
      tip run --source sample
      tip run --source archive --archive crawl.warc.gz --editions 2016-2024
      tip run --plan
      tip run --rebuild country_years
      TIP_CONTACT=you@example.org tip run --source live --max-pages 500
    """
    home = Home.from_environment()
    page_source = home.source_of(source or ("archive" if archives else _default_source(home)))
    codes = _country_codes(countries)
    _validate_options(page_source, archives, editions, max_pages, plan)
    _validate_tables(rebuild)
    if override is not None and (no_publish or not override.strip()):
        raise click.UsageError("--override-gate needs a reason, and excludes --no-publish")
    home.validate_kind("sample" if page_source == "sample" else "real")
    if plan:
        from orchestration.cli.plan import show_plan

        show_plan(home, page_source, archives, editions, codes, max_pages, rebuild, as_json=as_json)
        return
    if _needs_warm_up(home, page_source, archives):
        from assets.pipeline.read.workers import warm_up

        warm_up()
    from assets.pipeline.ingest.web import Web
    from orchestration.refresh import RefreshOptions

    options = RefreshOptions(
        source=page_source,
        archives=tuple(str(path.resolve()) for path in archives),
        editions=editions,
        countries=tuple(codes),
        max_pages=max_pages or 0,
        rebuild=rebuild,
        publish=not no_publish,
        override=override,
    )
    outcome = _refresh_when_free(home, options, Web(progress=_fetch_progress()), wait=wait)
    if as_json:
        print_json(home, outcome)
    else:
        print_outcome(home, outcome)
    for line in _send_alerts(home):
        click.echo(f"tip: {line}", err=True)
    if (code := exit_code(outcome)) != 0:
        raise click.exceptions.Exit(code)


def _refresh_when_free(home: Home, options: Any, web: Any, *, wait: bool) -> Any:
    """Runs a refresh; beside another writer it waits, or ends the command.

    Raises:
        click.exceptions.Exit: another process is writing; the exit code is 4.
    """
    from time import sleep

    from assets.pipeline.home.lock import BusyError
    from orchestration.refresh import refresh

    while True:
        try:
            outcome = refresh(home, options, on_step=_step_progress(), web=web)
            if not (wait and outcome.is_busy):
                return outcome
        except BusyError as error:
            if not wait:
                click.echo(f"tip: {error}", err=True)
                raise click.exceptions.Exit(EXIT_BUSY) from None
        sleep(_WAIT_SECONDS)


def _send_alerts(home: Home) -> list[str]:
    """Sends alerts where a channel is set; returns what could not be sent. An error of it changes no outcome."""
    from assets.pipeline.settings.load import settings

    values = settings()
    if values.alert_webhook is None and not values.alert_mail_to:
        return []
    from datetime import UTC, datetime

    from orchestration.cli.error_lines import error_line
    from orchestration.watching.alerts import send_alerts
    from orchestration.watching.status import status_of

    try:
        return send_alerts(home, status_of(home, datetime.now(UTC)), values)
    except Exception as error:
        return [f"alerts are not sent: {error_line(error, home)}"]


def _validate_options(
    source: str, archives: tuple[Path, ...], editions: str, max_pages: int | None, plan: bool
) -> None:
    from sources.page_selection import parse_editions

    if max_pages and source != "live":
        raise click.UsageError("--max-pages needs --source live")
    if archives and source != "archive":
        raise click.UsageError("--archive needs --source archive")
    for path in archives:
        if not path.is_file():
            raise click.UsageError(f"--archive {path}: no such file")
    try:
        parse_editions(editions)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if source == "live" and not plan:
        _validate_contact()


def _country_codes(text: str) -> list[str]:
    """The codes of countries that are separated by commas; a name with a comma is read as a whole."""
    from orchestration.cli.arguments import unicode_text
    from sources.page_selection import parse_countries
    from sources.reference.countries import by_name

    text = unicode_text(text)
    try:
        return sorted(parse_countries([text] if by_name(text) else text.split(",")))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _needs_warm_up(home: Home, source: str, archives: tuple[Path, ...]) -> bool:
    """Whether there is so much to read that workers should start early."""
    if source == "sample":
        return home.kind is None
    return sum(path.stat().st_size for path in archives) > _WARM_UP_BYTES


def _validate_contact() -> None:
    from assets.pipeline.ingest.web import fetch_settings
    from sources.fetch.settings import NoContactError

    try:
        fetch_settings()
    except NoContactError as error:
        raise click.UsageError(str(error)) from error


def _step_progress() -> Any:
    """A callback that shows each step on a terminal; None without a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(step: str) -> None:
        click.echo(f"{CLEAR_LINE}  {step} ...", err=True, nl=False)

    return show


def _fetch_progress() -> "Callable[[Progress], None] | None":
    """A callback that counts fetched pages on a terminal; None without a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(step: "Progress") -> None:
        click.echo(f"{CLEAR_LINE}  {step.host}: {step.line}", err=True, nl=False)

    return show


def _default_source(home: Home) -> str:
    """The source of a run without --source; the web is never the default."""
    from assets.pipeline.ingest.inbox import waiting_files

    return "archive" if home.kind == "real" or (home.kind is None and waiting_files(home)) else "sample"


def _validate_tables(names: tuple[str, ...]) -> None:
    if not names:
        return
    from warehouse.builds.registry import all_builds

    unknown = [name for name in names if name not in all_builds()]
    if unknown:
        raise click.UsageError(f"--rebuild {unknown[0]}: no such table; there are: {', '.join(all_builds())}")
