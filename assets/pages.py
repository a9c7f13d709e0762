"""The page archive: the layer every other one is made from."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from assets.fetching import GROUP, fetched_pages
from assets.news import fetched_news
from assets.partitions import edition_years
from assets.reading import stage_editions
from assets.resources import HomeResource
from sources.archive.page_archive import Assign, ImportReport, PageArchive, Wanted
from sources.assignment import assigning
from sources.fingerprint import news_fingerprint
from sources.news.discovery.common_crawl import NewsFilter, is_news_crawl
from sources.news.edition import NEWS, NO_YEAR
from sources.registry.families import landing_page_of
from sources.sample import sample_archives
from sources.wanted import wanted_pages
from warehouse.store.staging import EditionKey


class PageArchiveConfig(dg.Config):
    """What to take into the archive before reading it."""

    source: str = "archive"
    archives: list[str] = []  # noqa: RUF012 - a pydantic model copies its defaults
    editions: str = ""
    countries: list[str] = []  # noqa: RUF012


@dg.asset(
    group_name=GROUP,
    deps=[fetched_pages, fetched_news],
    kinds={"warc", "sqlite"},
    owners=["team:data-engineering"],
    description=(
        "Every page ever taken in, byte for byte, in WARC files with an index by URL, time and digest. Everything else"
        " can be made again from here without the network. Pages of no known report are set aside here."
    ),
)
def page_archive(
    context: dg.AssetExecutionContext, config: PageArchiveConfig, home: HomeResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Takes new pages into the archive."""
    with home.open() as here:
        here.claim("sample" if config.source == "sample" else "real")
        wanted = wanted_pages(config.editions, config.countries)
        with here.archive() as archive:
            assign = assigning(archive.index)
            reports = [_imported(archive, path, assign, wanted) for path in _files(config)]
            archive.assign_anew(assign, news_fingerprint())
            totals = {**archive.index.totals(), "landing_pages": _landing_pages(archive)}
            unread = _of_years_to_come(archive)
        unknown = list(stage_editions(here, [EditionKey(None, None), EditionKey(NEWS, NO_YEAR)]))
    for report in reports:
        context.log.info(report.summary)
    for line in [*_lines(reports), *unread, *(line for edition in unknown for line in edition.lines)]:
        context.log.warning(line)
    return dg.MaterializeResult(metadata={**totals, **_new(reports)})


def _imported(archive: PageArchive, path: Path, assign: Assign, wanted: Wanted | None) -> ImportReport:
    """Takes a file in; of a news crawl, what concerns the report."""
    concerns = NewsFilter(archive.index, datetime.now(UTC)) if is_news_crawl(path) else None
    return archive.import_warc(path, origin="archive", assign=assign, wanted=wanted, concerns=concerns)


def _files(config: PageArchiveConfig) -> list[Path]:
    return sample_archives() if config.source == "sample" else [Path(name) for name in config.archives]


def _landing_pages(archive: PageArchive) -> int:
    """Pages held that lead to editions and are of none, so that no table counts them."""
    entries = archive.index.entries(None, None)
    return len({entry.page_key for entry in entries if landing_page_of(entry.url) is not None})


def _of_years_to_come(archive: PageArchive) -> list[str]:
    """A line for every edition held that is not read, because its year is none yet."""
    known = set(edition_years.get_partition_keys())
    editions = archive.index.editions().items()
    return [
        f"{pages} pages of {family} {year} are held and not read: there is no such edition year yet"
        for (family, year), pages in sorted(editions)
        if str(year) not in known and (family, year) != (NEWS, NO_YEAR)
    ]


def _new(reports: list[ImportReport]) -> dict[str, int | str]:
    return {
        "new_captures": sum(report.new_captures for report in reports),
        "new_bodies": sum(report.new_bodies for report in reports),
        "lost": "\n".join(_lines(reports)) or "nothing",
    }


def _lines(reports: list[ImportReport]) -> list[str]:
    return [line for report in reports for line in report.lines]
