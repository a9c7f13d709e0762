"""`tip import` and `tip export`: the page archive in and out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.home import Home

if TYPE_CHECKING:
    from sources.archive.page_archive import ImportReport, PageArchive


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="The files are saved pages, not WARC; this is where the (one) page is from.")
def import_command(files: tuple[Path, ...], url: str | None) -> None:
    """Take WARC files, or a saved page, into the archive. `tip run --source archive` then reads it.

    \b
    Example:
      tip import crawl-2025.warc.gz
      tip import cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
    """
    from assets.lock import writing

    for path in files:
        if not path.is_file():
            raise click.UsageError(f"{path}: no such file")
    if url is not None and len(files) > 1:
        raise click.UsageError("--url goes with one saved page")
    home = Home.from_environment()
    home.check_kind("real")
    lost = []
    with writing(home.folder), home.archive() as archive:
        for path in files:
            report = _take(archive, path, url)
            home.claim("real")
            click.echo(report.summary)
            lost += report.lines
    for line in lost:
        click.echo(f"tip: {line}", err=True)
    if lost:
        raise click.exceptions.Exit(1)


def _take(archive: "PageArchive", path: Path, url: str | None) -> "ImportReport":
    from sources.archive.capture import Capture, digest_of
    from sources.state_department.pages import assign

    if url is None:
        return archive.import_warc(path, origin="archive", assign=assign)
    body = path.read_bytes()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return archive.add_page(Capture(url, now, body, digest_of(body), "archive", 200, None), assign=assign)


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
