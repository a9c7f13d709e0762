"""What `tip run --plan` prints: what would be fetched or taken in, and which tables are stale."""

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
    """Prints what a run would do, and does nothing."""
    if not as_json:
        if source == "live":
            _show_dry_run(home, editions, countries, max_pages)
        else:
            _show_files(home, source, archives, editions, countries)
    _show_stale(home, rebuild, as_json=as_json)


def _show_dry_run(home: Home, editions: str, countries: list[str], max_pages: int | None) -> None:
    from tempfile import TemporaryDirectory

    from assets.pipeline.ingest.web import PageSelection, Web

    with TemporaryDirectory() as empty:  # a home that holds nothing is left as it is
        held = home if (home.folder / "archive").exists() else Home(Path(empty))
        found = Web().look_ahead(held, PageSelection(editions, tuple(countries)))
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


def _show_files(home: Home, source: str, archives: tuple[Path, ...], editions: str, countries: list[str]) -> None:
    from sources.archive.warc import Damage, read_warc
    from sources.news.discovery.common_crawl import is_news_crawl
    from sources.page_selection import wanted_addresses
    from sources.registry.families import locate
    from sources.sample import sample_archives

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


def _show_stale(home: Home, rebuild: tuple[str, ...], *, as_json: bool) -> None:
    """One line per table: whether it is stale, and why."""
    from orchestration.stale_tables import stale_tables

    lines = stale_tables(home, rebuild)
    if as_json:
        click.echo(json.dumps({"tables": [vars(line) for line in lines]}, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'table':<24} stale  reason   detail")
    for line in lines:
        click.echo(f"{line.table:<24} {line.stale:<5}  {line.reason or '-':<8} {line.detail or '-'}")
    click.echo("nothing was written")


def _held(home: Home) -> dict[tuple[str, int], int]:
    if not (home.folder / "archive").exists():
        return {}
    with home.archive() as archive:
        return archive.index.editions()
