"""The page archive: the layer every other one is made from."""

from pathlib import Path

import dagster as dg

from assets.home import Home
from assets.resources import HomeResource
from sources.archive.page_archive import ImportReport, Wanted
from sources.fingerprint import reader_fingerprint
from sources.sample import sample_archive
from sources.state_department.editions import read_edition
from sources.state_department.pages import assign
from sources.wanted import wanted_pages
from warehouse.store.files import digest
from warehouse.store.staging import EditionKey
from warehouse.tables import QUARANTINE

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
        _stage_unknown(here)
        totals = archive.index.totals()
    finally:
        archive.close()
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


def _stage_unknown(home: Home) -> None:
    """Pages that no report claims give quarantine rows."""
    key = EditionKey(None, None)
    archive = home.archive()
    try:
        entries = archive.index.entries(None, None)
        if not entries:
            home.staging.drop_edition(key)
            return
        inputs = digest("\n".join([reader_fingerprint(), *(str(entry) for entry in entries)]).encode())
        if (home.staging.edition(key) or {}).get("inputs") == inputs:
            return
        rows = read_edition(archive, None, None)
        pages = len({entry.page_key for entry in entries})
        note = {"inputs": inputs, "pages_in_archive": pages}
        home.staging.put_edition(key, {QUARANTINE.name: QUARANTINE.frame(rows.quarantine)}, note)
    finally:
        archive.close()
