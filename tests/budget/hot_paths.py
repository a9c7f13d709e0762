"""The hot paths of which calls are counted, each on a small fixed input."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import plan_of
from benchmarks.generated_news import generate, write_archive
from sources.archive.capture import Capture, digest_of
from sources.archive.page_archive import PageArchive
from sources.assignment import assigning
from sources.news.article_rows import read_article
from sources.state_department.pages import read_page
from tests.support import report_page, url
from tests.warehouse import staged
from warehouse.staging.area import StagingArea
from warehouse.tables import TABLES

PAGES = 20
ARTICLES = 20
PARTITIONS = 200
_COUNTRIES = ("norway", "sweden", "denmark", "finland", "iceland")

Work = Callable[[], object]


def report_pages(_: Path) -> Work:
    """Report pages become rows."""
    captures = [_report(year, slug) for year in range(2018, 2022) for slug in _COUNTRIES]
    assert len(captures) == PAGES
    read_page(captures[0])  # loads vocabularies
    return lambda: [read_page(capture) for capture in captures]


def articles(_: Path) -> Work:
    """News articles become rows."""
    pages = generate(ARTICLES, seed=11)
    captures = [Capture(page.url, page.captured_at, page.body, digest_of(page.body), "archive") for page in pages]
    read_article(captures[0])  # loads models and vocabularies
    return lambda: [read_article(capture) for capture in captures]


def import_of_news(folder: Path) -> Work:
    """News articles of a WARC file go into the archive."""
    first = write_archive(folder / "first.warc.gz", generate(1, seed=12))
    file = write_archive(folder / "news.warc.gz", generate(ARTICLES, seed=13))
    archive = PageArchive(folder / "archive")
    assign = assigning(archive.index)
    archive.import_warc(first, origin="archive", assign=assign)  # loads vocabularies

    def work() -> None:
        archive.import_warc(file, origin="archive", assign=assign)
        archive.close()

    return work


def staging(folder: Path) -> Work:
    """A table of which one country-year changed is staged again."""
    area, table = StagingArea(folder / "staging"), TABLES["country_years"]
    rows = staged.rows(table, PARTITIONS, 0)
    area.write_table(table, rows)
    is_changed = pl.int_range(pl.len()) == 0
    name = pl.when(is_changed).then(pl.lit("another")).otherwise("country_name").alias("country_name")
    changed = rows.with_columns(name)
    return lambda: area.write_table(table, changed)


def unchanged_home(folder: Path) -> Work:
    """The plan of a home in which nothing is stale but what was never made."""
    home = Home(folder / "home")
    staged.stage(home.staging, dict.fromkeys(staged.PARTITIONED, 10), 0)
    plan_of(home)  # computes the versions of the code
    return lambda: plan_of(home)


HOT_PATHS: Mapping[str, Callable[[Path], Work]] = {
    "report pages": report_pages,
    "articles": articles,
    "import of news": import_of_news,
    "staging": staging,
    "plan": unchanged_home,
}
"""By name, a function that prepares the work in an empty folder and returns it."""


def _report(year: int, slug: str) -> Capture:
    body = report_page(year, slug.capitalize())
    return Capture(url(year, slug), f"{year + 1}-06-01T00:00:00Z", body, digest_of(body), "archive")
