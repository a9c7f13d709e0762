"""`tip import` and `tip export`: the page archive in and out."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.pipeline.home.home import Home
from orchestration.cli.saved import saved_page

if TYPE_CHECKING:
    from sources.archive.page_archive import ImportReport, PageArchive


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="The files are saved pages, not WARC; this is where the (one) page is from.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of publication of a saved article that does not say it itself.",
)
def import_command(files: tuple[Path, ...], url: str | None, published: datetime | None) -> None:
    """Take WARC files, or a saved page, into the archive. `tip run --source archive` then reads it.

    \b
    Example:
      tip import crawl-2025.warc.gz
      tip import cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
    """
    from assets.pipeline.home.lock import writing

    for path in files:
        if not path.is_file():
            raise click.UsageError(f"{path}: no such file")
    if url is not None and len(files) > 1:
        raise click.UsageError("--url goes with one saved page")
    if published is not None and url is None:
        raise click.UsageError("--published goes with --url and one saved page")
    home = Home.from_environment()
    home.check_kind("real")
    lost = []
    with writing(home.folder, "archive"), home.archive() as archive:
        for path in files:
            report = _take(archive, path, url, published.date() if published else None)
            home.claim("real")
            click.echo(report.summary)
            lost += report.lines
    for line in lost:
        click.echo(f"tip: {line}", err=True)
    if lost:
        raise click.exceptions.Exit(1)


def _take(archive: "PageArchive", path: Path, url: str | None, published: date | None) -> "ImportReport":
    from sources.assignment import assigning
    from sources.news.discovery.common_crawl import NewsFilter, is_news_crawl

    assign = assigning(archive.index, published)
    if url is None:
        concerns = NewsFilter(archive.index, datetime.now(UTC)) if is_news_crawl(path) else None
        return archive.import_warc(path, origin="archive", assign=assign, concerns=concerns)
    if published is not None:
        archive.index.published.give(url, published)
    return archive.add_page(saved_page(path, url, datetime.now(UTC)), assign=assign)


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export_command(file: Path) -> None:
    """Write the whole archive as one WARC file that any WARC tool reads.

    \b
    Example:
      tip export pages.warc.gz
    """
    home = Home.from_environment()
    if home.kind is None:
        raise click.ClickException(f"{home.folder} holds no archive yet; `tip run` or `tip import` makes one")
    if file.exists():
        raise click.UsageError(f"{file} exists already; name another file")
    if not file.parent.is_dir():
        raise click.UsageError(f"{file.parent}: no such folder")
    with home.archive() as archive:
        count = archive.export(file)
    click.echo(f"{file}: {count} captures, {file.stat().st_size:,} bytes")
