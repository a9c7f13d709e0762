"""`tip run`: the whole job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assets.home import Home

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
@click.option("--plan", is_flag=True, help="Say what would be fetched or read, and do nothing.")
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
      TIP_CONTACT=you@example.org tip run --source live --max-pages 500
    """
    home = Home.from_environment()
    source = source or ("archive" if archives or home.kind == "real" else "sample")
    codes = [code for code in countries.split(",") if code.strip()]
    _check(source, archives, editions, codes, max_pages, plan)
    if override is not None and (no_publish or not override.strip()):
        raise click.UsageError("--override-gate needs a reason, and a release to be made")
    home.check_kind("sample" if source == "sample" else "real")
    if plan:
        if source == "live":
            _show_outlook(home, editions, codes, max_pages)
        else:
            _show_plan(home, source, archives, editions, codes)
        return
    if _is_much(home, source, archives):
        from assets.reading import warm_up

        warm_up()
    from assets.web import Web
    from orchestration.refresh import refresh

    files = [str(path.resolve()) for path in archives]
    outcome = refresh(
        home,
        source=source,
        archives=files,
        editions=editions,
        countries=codes,
        publish=not no_publish,
        override=override,
        on_step=_progress(),
        max_pages=max_pages or 0,
        web=Web(progress=_fetch_progress()),
    )
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
        raise click.exceptions.Exit(_EXIT_FAILED)
    _summary(home, outcome)


def _check(
    source: str, archives: tuple[Path, ...], editions: str, countries: list[str], max_pages: int | None, plan: bool
) -> None:
    from sources.wanted import parse_countries, parse_editions

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


def _show_outlook(home: Home, editions: str, countries: list[str], max_pages: int | None) -> None:
    from tempfile import TemporaryDirectory

    from assets.web import Narrowing, Web

    with TemporaryDirectory() as empty:  # a home that holds nothing is left as it is
        held = home if (home.folder / "archive").exists() else Home(Path(empty))
        found = Web().look_ahead(held, Narrowing(editions, tuple(countries)))
    click.echo(f"home: {home.folder} ({home.kind or 'new'})")
    for name, items in found.by_host().items():
        minutes = found.least_seconds(name) / 60
        click.echo(f"{name}: {len(items):,} pages due, {max(round(minutes), 1):,} min at the pace of this host")
        for item in items:
            click.echo(f"  {item.page.url}  ({item.reason})")
    for host in found.resting:
        click.echo(f"{host.host} is left alone until {host.rests_until:%Y-%m-%d %H:%M} UTC: {host.reason}")
    click.echo(f"{len(found.due):,} of {found.wanted:,} known pages due; what index pages newly lead to comes on top")
    if max_pages:
        click.echo(f"at most {max_pages:,} requests tonight; the next night goes on with the rest")
    click.echo("nothing was asked for, nothing was written")


def _show_plan(home: Home, source: str, archives: tuple[Path, ...], editions: str, countries: list[str]) -> None:
    from collections import Counter

    from sources.archive.warc import Damage, read_warc
    from sources.news.discovery.common_crawl import is_news_crawl
    from sources.registry.families import locate
    from sources.sample import sample_archives
    from sources.wanted import wanted_addresses

    wanted = wanted_addresses(editions, countries)
    files = sample_archives() if source == "sample" else list(archives)
    found: Counter[str] = Counter()
    for path in files:
        unknown = (
            "of a news crawl: what concerns the report" if is_news_crawl(path) else "to be told by reading the page"
        )
        for item in read_warc(path):
            if isinstance(item, Damage):
                click.echo(f"tip: {item.message}", err=True)
                continue
            if wanted is not None and not wanted(item.url):
                continue
            place = locate(item.url)
            found[f"{place.family} {place.year}" if place else unknown] += 1
    held = _held(home)
    click.echo(f"home: {home.folder} ({home.kind or 'new'})")
    click.echo(f"files to take in: {', '.join(str(path) for path in files) or 'none'}")
    for edition, count in sorted(found.items()):
        click.echo(f"  {edition}: {count} pages to take in")
    for (family, year), count in sorted(held.items()):
        click.echo(f"  {family} {year}: {count} pages in the archive")
    if editions or countries:
        click.echo(f"only: {editions or 'all editions'}, {', '.join(countries) or 'all countries'}")
    click.echo("nothing was written")


def _held(home: Home) -> dict[tuple[str, int], int]:
    if not (home.folder / "archive").exists():
        return {}
    with home.archive() as archive:
        return archive.index.editions()


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
    click.echo(f"checks    {_verdicts(home)}")
    if outcome.release is None:
        click.echo("release   none: --no-publish")
        return
    if noted := outcome.release.manifest.get("override"):
        click.echo(f"tip: the gate was overridden ({noted['reason']}): {', '.join(noted['failing'])}", err=True)
    why = told_of_reissue(outcome.release)
    state = f"published{f' ({why})' if why else ''}" if outcome.is_new else "is current already, nothing new"
    click.echo(f"release   {outcome.release.name} {state}")
    click.echo(f"where     {home.shelf.link}")
    click.echo(
        "next      tip sql \"SELECT year, tier, change FROM tier_placements WHERE country = 'KHM' ORDER BY year\""
    )


def _table_names() -> list[str]:
    from warehouse.tables import TABLES

    return list(TABLES)


def _verdicts(home: Home) -> str:
    from warehouse.quality.verdicts import recorded

    verdicts = list(recorded(home.staging).values())
    failed = [verdict for verdict in verdicts if not verdict.passed]
    line = f"{len(verdicts) - len(failed)} of {len(verdicts)} passed"
    warnings = [verdict.check for verdict in failed]
    return f"{line}; warnings: {', '.join(warnings)}" if warnings else line
