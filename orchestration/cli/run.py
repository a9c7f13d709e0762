"""`tip run`: the whole pipeline."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assets.pipeline.home.home import Home
from orchestration.cli.escaped_streams import CLEAR_LINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sources.fetch.crawl.report import Progress
    from warehouse.staging.area import StagingArea

_EXIT_REFUSED: Final = 3
_EXIT_FAILED: Final = 1
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
    "--json", "as_json", is_flag=True, help="Print the outcome, or with --plan the stale tables, as one JSON object."
)
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
    rebuild: tuple[str, ...],
    no_publish: bool,
    override: str | None,
) -> None:
    """Run the whole pipeline: ingest pages, read them, build tables, check, publish.

    This is the Dagster job `refresh`, and its runs appear in the UI.

    A release holds no text of news articles, only rows read from them. With TIP_PUBLISH_ARTICLE_TEXT=1 in the
    environment it also holds the texts, as table article_texts.

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
    from orchestration.refresh import RefreshOptions, refresh

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
    outcome = refresh(home, options, on_step=_step_progress(), web=Web(progress=_fetch_progress()))
    if as_json:
        _print_json(home, outcome)
        return
    if outcome.crawl is not None:
        click.echo(f"fetched   {outcome.crawl}")
    if outcome.news_crawl is not None:
        click.echo(f"news      {outcome.news_crawl}")
    for line in outcome.warnings:
        click.echo(f"tip: {line}", err=True)
    if outcome.refused is not None:
        click.echo(f"tip: not published, the gate refused: {outcome.refused}", err=True)
        raise click.exceptions.Exit(_EXIT_REFUSED)
    if outcome.error is not None:
        click.echo(f"tip: the run failed: {outcome.error}", err=True)
        if outcome.skipped:
            click.echo(f"tip: {outcome.skipped} dependent assets were skipped", err=True)
        raise click.exceptions.Exit(_EXIT_FAILED)
    _print_summary(home, outcome)


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
    return "archive" if home.kind == "real" else "sample"


def _validate_tables(names: tuple[str, ...]) -> None:
    if not names:
        return
    from warehouse.builds.registry import all_builds

    unknown = [name for name in names if name not in all_builds()]
    if unknown:
        raise click.UsageError(f"--rebuild {unknown[0]}: no such table; there are: {', '.join(all_builds())}")


def _print_summary(home: Home, outcome: Any) -> None:
    from orchestration.cli.current_release import reissue_text

    if sys.stderr.isatty():
        click.echo(CLEAR_LINE, err=True, nl=False)
    staging = home.staging
    for line in _read_lines(staging):
        click.echo(line)
    rows = {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None}
    click.echo("rows      " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))
    click.echo(f"checks    {_checks_summary(home, rows)}")
    if outcome.release is None:
        click.echo("release   none: --no-publish")
        return
    if override := outcome.release.manifest.get("override"):
        click.echo(f"tip: the gate was overridden ({override['reason']}): {', '.join(override['failing'])}", err=True)
    reason = reissue_text(outcome.release)
    state = f"published{f' ({reason})' if reason else ''}" if outcome.is_new else "is current already, nothing new"
    click.echo(f"release   {outcome.release.name} {state}")
    click.echo(f"where     {home.releases.link}")
    for line in _hints(rows):
        click.echo(line)


def _print_json(home: Home, outcome: Any) -> None:
    """Prints the outcome as one object, and exits like the printed summary."""
    from warehouse.quality.results import recorded_results

    staging = home.staging
    results = recorded_results(staging).values()
    release = outcome.release
    told = {
        "succeeded": outcome.succeeded,
        "release": release.name if release else None,
        "is_new": outcome.is_new,
        "refused": outcome.refused,
        "error": outcome.error,
        "crawl": outcome.crawl,
        "news_crawl": outcome.news_crawl,
        "warnings": outcome.warnings,
        "rows": {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None},
        "failed_checks": sorted(result.check for result in results if not result.passed),
    }
    click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    if outcome.refused is not None:
        raise click.exceptions.Exit(_EXIT_REFUSED)
    if outcome.error is not None:
        raise click.exceptions.Exit(_EXIT_FAILED)


def _read_lines(staging: "StagingArea") -> Iterator[str]:
    """What was read of report pages and of news, which are counted apart."""
    from sources.registry.families import NEWS

    for label, of_news in (("pages", False), ("news", True)):
        keys = [key for key in staging.editions() if key.family and (key.family == NEWS) == of_news]
        if not keys:
            continue
        editions = [staging.edition(key) or {} for key in keys]
        total = {name: sum(each["counts"][name] for each in editions) for name in ("pages", "quarantined", "words")}
        unit = f"{len(editions)} years" if of_news else f"{len(editions)} editions"
        things = "pages of articles" if of_news else "pages"
        yield (
            f"{label:<10}{total['pages']:,} {things} of {unit}, {total['quarantined']} of them rejected,"
            f" {total['words']:,} words read"
        )


def _hints(rows: Mapping[str, int]) -> Iterator[str]:
    """Questions that the tables of this home can answer."""
    questions = (
        ("tier_placements", "FROM tier_history('KHM')"),
        ("claim_checks", "FROM claims_in_conflict()"),
        (
            "report_sections",
            "FROM words_by_edition('human_rights')",
        ),
    )
    answered = [f'tip sql "{sql}"' for table, sql in questions if rows.get(table)]
    for number, line in enumerate(answered[:2] or ["tip doctor"]):
        yield f"{'' if number else 'next':<10}{line}"


def _table_names() -> list[str]:
    from warehouse.tables import TABLES

    return list(TABLES)


def _checks_summary(home: Home, rows: Mapping[str, int]) -> str:
    from warehouse.quality.nothing_to_check import passed_line
    from warehouse.quality.results import recorded_results

    results = list(recorded_results(home.staging).values())
    failed = [result for result in results if not result.passed]
    line = passed_line(results, rows)
    warnings = [result.check for result in failed]
    return f"{line}; warnings: {', '.join(warnings)}" if warnings else line
