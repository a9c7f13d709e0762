"""`tip run`: the whole job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assets.pipeline.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from sources.fetch.report import Progress

_EXIT_REFUSED: Final = 3
_EXIT_FAILED: Final = 1
_MUCH: Final = 1_000_000  # bytes of packed pages


@click.command("run")
@click.option(
    "--source",
    type=click.Choice(["sample", "archive", "live"]),
    help="Where pages come from: the sample that ships with the project (default for a new home), WARC files and the"
    " page archive, or the web.",
)
@click.option(
    "--archive",
    "archives",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A WARC file to take in first; may be given several times.",
)
@click.option("--editions", default="", metavar="YEARS", help="Take in only these editions: 2018 or 2016-2024.")
@click.option("--countries", default="", metavar="CODES", help="Take in only these countries: KHM,THA.")
@click.option(
    "--max-pages", type=click.IntRange(min=1), metavar="N", help="Ask the web for at most so many pages tonight."
)
@click.option(
    "--plan", is_flag=True, help="Say what would be fetched or read, and which tables are stale and why; do nothing."
)
@click.option("--json", "as_json", is_flag=True, help="With --plan: print the stale tables as one JSON object.")
@click.option(
    "--rebuild", "rebuild", multiple=True, metavar="TABLE", help="Build a table again; may be given several times."
)
@click.option("--no-publish", is_flag=True, help="Stage and check, but make no release.")
@click.option(
    "--override-gate",
    "override",
    metavar="REASON",
    help="Publish although blocking checks fail; the reason is kept in the release.",
)
def run_command(
    source: str | None,
    archives: tuple[Path, ...],
    editions: str,
    countries: str,
    max_pages: int | None,
    plan: bool,
    as_json: bool,
    rebuild: tuple[str, ...],
    no_publish: bool,
    override: str | None,
) -> None:
    """Do the whole job: take pages in, read them, stage tables, check, publish.

    The job is the one called `refresh` in Dagster, and shows there.

    The release holds no text of news articles, only what was read from them; with TIP_PUBLISH_ARTICLE_TEXT=1 in the
    environment it holds the texts too, as table article_texts.

    \b
    Exit code: 0 published or nothing new, 3 the gate refused, 1 failed, 2 wrong usage.
    \b
    Example:
      tip run --source sample
      tip run --source archive --archive crawl.warc.gz --editions 2016-2024
      tip run --plan
      tip run --rebuild country_years
      TIP_CONTACT=you@example.org tip run --source live --max-pages 500
    """
    home = Home.from_environment()
    asked_source = home.source_of(source or ("archive" if archives else _usual(home)))
    codes = [code for code in countries.split(",") if code.strip()]
    _check(asked_source, archives, editions, codes, max_pages, plan)
    _check_tables(rebuild)
    if as_json and not plan:
        raise click.UsageError("--json goes with --plan")
    if override is not None and (no_publish or not override.strip()):
        raise click.UsageError("--override-gate needs a reason, and a release to be made")
    home.check_kind("sample" if asked_source == "sample" else "real")
    if plan:
        from orchestration.cli.plan import show_plan

        show_plan(home, asked_source, archives, editions, codes, max_pages, rebuild, as_json=as_json)
        return
    if _is_much(home, asked_source, archives):
        from assets.pipeline.workers import warm_up

        warm_up()
    from assets.pipeline.web import Web
    from orchestration.refresh import Asked, refresh

    asked = Asked(
        source=asked_source,
        archives=tuple(str(path.resolve()) for path in archives),
        editions=editions,
        countries=tuple(codes),
        max_pages=max_pages or 0,
        rebuild=rebuild,
        publish=not no_publish,
        override=override,
    )
    outcome = refresh(home, asked, on_step=_progress(), web=Web(progress=_fetch_progress()))
    if outcome.night is not None:
        click.echo(f"fetched   {outcome.night}")
    if outcome.news is not None:
        click.echo(f"news      {outcome.news}")
    for line in outcome.warnings:
        click.echo(f"tip: {line}", err=True)
    if outcome.refused is not None:
        click.echo(f"tip: not published, the gate refused: {outcome.refused}", err=True)
        raise click.exceptions.Exit(_EXIT_REFUSED)
    if outcome.error is not None:
        click.echo(f"tip: the run failed: {outcome.error}", err=True)
        if outcome.skipped:
            click.echo(f"tip: {outcome.skipped} assets that depend on it were skipped", err=True)
        raise click.exceptions.Exit(_EXIT_FAILED)
    _summary(home, outcome)


def _check(
    source: str, archives: tuple[Path, ...], editions: str, countries: list[str], max_pages: int | None, plan: bool
) -> None:
    from sources.page_selection import parse_countries, parse_editions

    if max_pages and source != "live":
        raise click.UsageError("--max-pages goes with --source live")
    if archives and source != "archive":
        raise click.UsageError("--archive goes with --source archive")
    for path in archives:
        if not path.is_file():
            raise click.UsageError(f"--archive {path}: no such file")
    try:
        parse_editions(editions)
        parse_countries(countries)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if source == "live" and not plan:
        _check_contact()


def _is_much(home: Home, source: str, archives: tuple[Path, ...]) -> bool:
    """Whether there will be so much to read that workers should start at once."""
    if source == "sample":
        return home.kind is None
    return sum(path.stat().st_size for path in archives) > _MUCH


def _check_contact() -> None:
    from sources.fetch.settings import FetchSettings, NoContactError

    try:
        FetchSettings.from_environment()
    except NoContactError as error:
        raise click.UsageError(str(error)) from error


def _progress() -> Any:
    """Shows the steps as they begin, on a terminal; nothing in a log."""
    if not sys.stderr.isatty():
        return None

    def show(step: str) -> None:
        click.echo(f"\r\033[K  {step} ...", err=True, nl=False)

    return show


def _fetch_progress() -> "Callable[[Progress], None] | None":
    """Counts pages as they are fetched, on a terminal; in a log, Dagster's own lines tell now and then."""
    if not sys.stderr.isatty():
        return None

    def show(step: "Progress") -> None:
        click.echo(f"\r\033[K  {step.host}: {step.line}", err=True, nl=False)

    return show


def _usual(home: Home) -> str:
    """Where pages come from in a home whose user does not say it; the web is asked only where it is named."""
    return "archive" if home.kind == "real" else "sample"


def _check_tables(names: tuple[str, ...]) -> None:
    if not names:
        return
    from warehouse.builds.registry import all_builds

    unknown = [name for name in names if name not in all_builds()]
    if unknown:
        raise click.UsageError(f"--rebuild {unknown[0]}: no such table; there are: {', '.join(all_builds())}")


def _summary(home: Home, outcome: Any) -> None:
    from orchestration.cli.current import told_of_reissue

    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    staging = home.staging
    notes = [staging.edition(key) or {} for key in staging.editions() if key.family]
    total = {name: sum(note["counts"][name] for note in notes) for name in ("pages", "quarantined", "words")}
    click.echo(
        f"pages     {total['pages']:,} of {len(notes)} editions, {total['quarantined']} of them set aside,"
        f" {total['words']:,} words read"
    )
    rows = {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None}
    click.echo("rows      " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))
    click.echo(f"checks    {_checks(home)}")
    if outcome.release is None:
        click.echo("release   none: --no-publish")
        return
    if noted := outcome.release.manifest.get("override"):
        click.echo(f"tip: the gate was overridden ({noted['reason']}): {', '.join(noted['failing'])}", err=True)
    why = told_of_reissue(outcome.release)
    state = f"published{f' ({why})' if why else ''}" if outcome.is_new else "is current already, nothing new"
    click.echo(f"release   {outcome.release.name} {state}")
    click.echo(f"where     {home.releases.link}")
    click.echo(
        "next      tip sql \"SELECT year, tier, change FROM tier_placements WHERE country = 'KHM' ORDER BY year\""
    )


def _table_names() -> list[str]:
    from warehouse.tables import TABLES

    return list(TABLES)


def _checks(home: Home) -> str:
    from warehouse.quality.results import recorded_results

    results = list(recorded_results(home.staging).values())
    failed = [result for result in results if not result.passed]
    line = f"{len(results) - len(failed)} of {len(results)} passed"
    warnings = [result.check for result in failed]
    return f"{line}; warnings: {', '.join(warnings)}" if warnings else line
