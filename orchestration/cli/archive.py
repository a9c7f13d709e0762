"""`tip import` and `tip export`: the page archive in and out."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.pipeline.home.home import Home
from orchestration.cli.options import release_options
from orchestration.cli.saved_page import saved_page

if TYPE_CHECKING:
    from sources.archive.ingest import ImportReport
    from sources.archive.page_archive import PageArchive


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--list",
    "listed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="LIST",
    help="A file with one news WARC file in each line, a path or s3://bucket/key; workers read them (TIP_BROKER).",
)
@click.option("--url", help="The URL of a saved page; FILES is then this one page and not WARC.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of publication of a saved article, if the article does not state it.",
)
def import_command(files: tuple[Path, ...], listed: Path | None, url: str | None, published: datetime | None) -> None:
    """Ingest WARC files, or a saved page, into the archive. `tip run --source archive` then reads them.

    \b
    Example:
      tip import crawl-2025.warc.gz
      tip import --list news-of-june.txt
      tip import cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
    """
    from assets.pipeline.home.lock import writing
    from assets.pipeline.ingest.sending import send_archive

    if bool(files) == (listed is not None):
        raise click.UsageError("name files, or a list of files with --list")
    if listed is not None:
        if url or published:
            raise click.UsageError("--url and --published are for a saved page, not for --list")
        _import_list(Home.from_environment(), listed)
        return
    for path in files:
        if not path.is_file():
            raise click.UsageError(f"{path}: no such file")
    if url is not None and len(files) > 1:
        raise click.UsageError("--url needs exactly one saved page")
    if published is not None and url is None:
        raise click.UsageError("--published needs --url and one saved page")
    home = Home.from_environment()
    home.validate_kind("real")
    damages = []
    with writing(home.folder, "archive"), home.archive() as archive:
        for path in files:
            report = _ingest_file(archive, path, url, published.date() if published else None)
            home.claim("real")
            click.echo(report.summary)
            damages += report.lines
            for line in report.damaged:
                click.echo(f"tip: {line}", err=True)
    if sent := send_archive(home):
        click.echo(f"{sent} WARC segments were sent to the object store")
    for line in damages:
        click.echo(f"tip: {line}", err=True)
    if damages:
        raise click.exceptions.Exit(1)


def _import_list(home: Home, listed: Path) -> None:
    """Imports the news WARC files of a list on workers; a file that was imported before is passed over."""
    import dagster as dg

    from assets.pipeline.ingest.sending import send_archive
    from assets.pipeline.settings.load import settings
    from assets.pipeline.units.news_files import read_list
    from orchestration.distributed.reading import sift_on_workers
    from orchestration.instance import prepare_instance

    if settings().broker is None:
        raise click.UsageError("--list needs workers, and TIP_BROKER, their broker; without them name the files")
    home.validate_kind("real")
    prepare_instance(home)
    addresses = read_list(listed)
    damages, done = 0, 0
    with dg.DagsterInstance.get() as instance:
        for report in sift_on_workers(home, instance, addresses):
            home.claim("real")
            done += 1
            click.echo(report.summary)
            for line in (*report.damaged, *report.lines):
                click.echo(f"tip: {line}", err=True)
            damages += len(report.lines)
    send_archive(home)
    click.echo(f"{done} of {len(addresses)} files were imported now, the others before")
    if damages:
        raise click.exceptions.Exit(1)


def _ingest_file(archive: "PageArchive", path: Path, url: str | None, published: date | None) -> "ImportReport":
    from sources.assignment import assigning
    from sources.news.discovery.news_crawl import filter_of

    assign = assigning(archive.index, published)
    if url is None:
        concerns = filter_of(path, archive.index, datetime.now(UTC))
        return archive.import_warc(path, origin="archive", assign=assign, concerns=concerns)
    if published is not None:
        archive.index.published.add(url, published)
    return archive.add_page(saved_page(path, url, datetime.now(UTC)), assign=assign)


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--tables", is_flag=True, help="Write the tables of a release into the new folder TARGET.")
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), help="With --tables: csv by default.")
@click.option("--claimreview", is_flag=True, help="Write the sure verdicts of a release as schema.org ClaimReview.")
@click.option(
    "--site-url", metavar="URL", help="With --claimreview: where the site is served; the setting site_url by default."
)
@release_options
def export_command(
    target: Path,
    tables: bool,
    form: str | None,
    claimreview: bool,
    site_url: str | None,
    release: str | None,
    as_of: date | None,
) -> None:
    """Write the whole archive as one WARC file, or with --tables the tables of a release as CSV, JSON or Excel.

    Each row of a table has the column `release` beside the address, digest and origin of its page. With --claimreview,
    one JSON-LD file has the verdicts whose claim, record and day are sure.

    \b
    Example:
      tip export pages.warc.gz
      tip export tables/ --tables
      tip export workbooks/ --tables --format xlsx
      tip export verdicts.json --claimreview --site-url https://example.org/tip/report/
    """
    from assets.pipeline.home.readable import readable_home
    from assets.pipeline.settings.declaration import is_site_address
    from assets.pipeline.settings.load import settings

    home = Home.from_environment()
    if tables and claimreview:
        raise click.UsageError("give --tables or --claimreview, not both")
    if form and not tables:
        raise click.UsageError("--format needs --tables")
    if (release or as_of) and not (tables or claimreview):
        raise click.UsageError("--release and --as-of need --tables or --claimreview")
    if site_url and not claimreview:
        raise click.UsageError("--site-url needs --claimreview")
    served = (site_url or settings().site_url) if claimreview else ""
    if claimreview and not is_site_address(served):
        raise click.UsageError(
            "--claimreview needs --site-url, or the setting site_url, with an address of http or https"
        )
    if target.exists():
        raise click.UsageError(f"{target} exists already; name another {'folder' if tables else 'file'}")
    if not target.parent.is_dir():
        raise click.UsageError(f"{target.parent}: no such folder")
    if tables:
        _export_tables(home, target, form or "csv", release, as_of)
        return
    if claimreview:
        _export_claim_reviews(home, target, served, release, as_of)
        return
    if home.kind is None:
        raise click.ClickException(f"{home.folder} has no archive yet; `tip run` or `tip import` creates one")
    with readable_home(home) as readable, readable.archive() as archive:
        count = archive.export(target)
    click.echo(f"{target}: {count} captures, {target.stat().st_size:,} bytes")


def _export_tables(home: Home, target: Path, form: str, name: str | None, as_of: date | None) -> None:
    from orchestration.cli.current_release import chosen_release
    from warehouse.catalog.table_export import export_tables

    release = chosen_release(home, name, as_of)
    exported = export_tables(release.path, release.name, target, form)
    for line in exported.warnings:
        click.echo(f"tip: {line}", err=True)
    click.echo(f"{target}: {len(exported.rows)} tables of release {release.name}, {sum(exported.rows.values()):,} rows")


def _export_claim_reviews(home: Home, target: Path, site_url: str, name: str | None, as_of: date | None) -> None:
    from orchestration.cli.current_release import chosen_release
    from warehouse.report.claim_review_feed import claim_review_feed
    from warehouse.staging.files import to_json, write_file

    release = chosen_release(home, name, as_of)
    feed = claim_review_feed(release.path, release.summary, f"{site_url.rstrip('/')}/")
    write_file(target, to_json(feed))
    click.echo(f"{target}: {len(feed['dataFeedElement'])} sure verdicts of release {release.name}")
