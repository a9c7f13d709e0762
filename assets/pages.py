"""The page archive: the layer every other one is made from."""

from pathlib import Path

import dagster as dg

from assets.reading import stage_editions
from assets.resources import HomeResource
from sources.archive.page_archive import ImportReport, Wanted
from sources.fingerprint import reader_fingerprint
from sources.sample import sample_archive
from sources.state_department.pages import assign
from sources.wanted import wanted_pages
from warehouse.store.staging import EditionKey

GROUP = "pages"


class PageArchiveConfig(dg.Config):
    """What to take into the archive before reading it."""

    source: str = "archive"
    archives: list[str] = []  # noqa: RUF012 - a pydantic model copies its defaults
    editions: str = ""
    countries: list[str] = []  # noqa: RUF012


@dg.asset(
    group_name=GROUP,
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
    here = home.get()
    here.claim("sample" if config.source == "sample" else "real")
    archive = here.archive()
    try:
        reports = [
            archive.import_warc(path, origin="archive", assign=assign, wanted=_wanted(config))
            for path in _files(config)
        ]
        archive.assign_anew(assign, reader_fingerprint())
        for report in reports:
            context.log.info(report.summary)
            for line in report.lost:
                context.log.warning(line)
        totals = archive.index.totals()
    finally:
        archive.close()
    for unknown in stage_editions(here, [EditionKey(None, None)]):
        for line in unknown.lines:
            context.log.warning(line)
    return dg.MaterializeResult(metadata={**totals, **_new(reports)})


def _files(config: PageArchiveConfig) -> list[Path]:
    return [sample_archive()] if config.source == "sample" else [Path(name) for name in config.archives]


def _wanted(config: PageArchiveConfig) -> Wanted | None:
    return wanted_pages(config.editions, config.countries)


def _new(reports: list[ImportReport]) -> dict[str, int | str]:
    lost = [line for report in reports for line in report.lost]
    return {
        "new_captures": sum(report.new_captures for report in reports),
        "new_bodies": sum(report.new_bodies for report in reports),
        "lost": "\n".join(lost) or "nothing",
    }
