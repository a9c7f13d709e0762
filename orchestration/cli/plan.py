"""The output of `tip run --plan`: pages to fetch or ingest, and stale tables."""

import json
from collections import Counter
from pathlib import Path

import click

from assets.pipeline.home.home import Home, Source


def show_plan(
    home: Home,
    source: Source,
    archives: tuple[Path, ...],
    editions: str,
    countries: list[str],
    max_pages: int | None,
    rebuild: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Prints what a run would do; changes nothing, and needs no right to write to the home."""
    from assets.pipeline.home.readable import readable_home

    with readable_home(home) as readable:
        if not as_json:
            click.echo(f"home: {home.folder} ({home.kind or 'new'})")
            if source == "live":
                _print_dry_run(readable, editions, countries, max_pages)
            else:
                _print_files(readable, source, archives, editions, countries)
        _print_table_statuses(readable, rebuild, as_json=as_json)


def _print_dry_run(home: Home, editions: str, countries: list[str], max_pages: int | None) -> None:
    from tempfile import TemporaryDirectory

    from assets.pipeline.ingest.web import PageSelection, Web

    with TemporaryDirectory() as empty:  # so that an empty home stays empty
        existing = home if (home.folder / "archive").exists() else Home(Path(empty))
        dry_run = Web().dry_run(existing, PageSelection(editions, tuple(countries)))
    for name, items in dry_run.by_host().items():
        minutes = dry_run.least_seconds(name) / 60
        click.echo(f"{name}: {len(items):,} pages due, {max(round(minutes), 1):,} min at the rate limit of this host")
        for item in items:
            click.echo(f"  {item.page.url}  ({item.reason})")
    for host in dry_run.paused_hosts:
        click.echo(f"{host.host} gets no requests until {host.paused_until:%Y-%m-%d %H:%M} UTC: {host.reason}")
    click.echo(f"{len(dry_run.due):,} of {dry_run.wanted:,} known pages due; new links on index pages add to them")
    if max_pages:
        click.echo(f"at most {max_pages:,} requests in this crawl; the next crawl continues")


def _print_files(home: Home, source: str, archives: tuple[Path, ...], editions: str, countries: list[str]) -> None:
    from sources.archive.warc import Damage, read_warc
    from sources.news.discovery.news_crawl import is_news_crawl
    from sources.page_selection import wanted_addresses
    from sources.registry.families import locate
    from sources.sample import sample_archives

    wanted = wanted_addresses(editions, countries)
    files = sample_archives() if source == "sample" else list(archives)
    counts: Counter[str] = Counter()
    for path in files:
        unknown = "news crawl, articles about the report" if is_news_crawl(path) else "edition known after reading"
        for item in read_warc(path):
            if isinstance(item, Damage):
                click.echo(f"tip: {item.message}", err=True)
                continue
            if wanted is not None and not wanted(item.url):
                continue
            place = locate(item.url)
            counts[f"{place.family} {place.year}" if place else unknown] += 1
    click.echo(f"files to ingest: {', '.join(str(path) for path in files) or 'none'}")
    for edition, count in sorted(counts.items()):
        click.echo(f"  {edition}: {count} pages to ingest")
    for (family, year), count in sorted(_archived_editions(home).items()):
        click.echo(f"  {family} {year}: {count} pages in the archive")
    if editions or countries:
        click.echo(f"only: {editions or 'all editions'}, {', '.join(countries) or 'all countries'}")


def _print_table_statuses(home: Home, rebuild: tuple[str, ...], *, as_json: bool) -> None:
    """Prints whether each table is stale, and why."""
    from orchestration.cli.text_table import print_table
    from orchestration.table_status import table_statuses

    statuses = table_statuses(home, rebuild)
    if as_json:
        click.echo(json.dumps({"tables": [vars(status) for status in statuses]}, ensure_ascii=False, indent=1))
        return
    rows = [(status.table, status.stale, status.reason or "-", status.detail or "-") for status in statuses]
    print_table(rows, header=["table", "stale", "reason", "detail"])
    click.echo("nothing was written")


def _archived_editions(home: Home) -> dict[tuple[str, int], int]:
    if not (home.folder / "archive").exists():
        return {}
    with home.archive() as archive:
        return archive.index.editions()
