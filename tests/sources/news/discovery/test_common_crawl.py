"""Import of files of a news crawl: only articles about the report are stored."""

from datetime import UTC, datetime
from pathlib import Path

from sources.archive.ingest import ImportReport
from sources.archive.page_archive import PageArchive
from sources.assignment import assigning
from sources.news.discovery.candidates.store import Candidates
from sources.news.discovery.common_crawl import NewsFilter
from sources.news.discovery.news_crawl import is_news_crawl
from tests.replica.news_web import OTHER, article, paywalled
from tests.support import write_warc

SITE = "https://www.phnompenhpost.com"
PAGES = {
    f"{SITE}/national/a?utm_source=x": article("Cambodia on watch list", published="2018-06-29"),
    f"{SITE}/national/a-again": article("Cambodia on watch list", canonical=f"{SITE}/national/a"),
    f"{SITE}/sport": article("Rowers", OTHER),
    f"{SITE}/national/stub": paywalled("Kingdom stays on Tier 2 Watch List"),
    "https://unlisted.example/b": article("Seen from abroad", published="2018-06-30"),
    "https://www.state.gov/reports/2018-trafficking-in-persons-report/cambodia/": b"<html><body><p>x</p></body></html>",
    **{f"https://unlisted.example/{n}": article(f"Other {n}", OTHER) for n in range(50)},
}


def imported(archive: PageArchive, path: Path) -> ImportReport:
    return archive.import_warc(
        path,
        origin="archive",
        assign=assigning(archive.index),
        concerns=NewsFilter(archive.index, datetime(2026, 9, 1, tzinfo=UTC)),
    )


def test_only_articles_about_the_report_are_imported(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "CC-NEWS-20180630010203-00042.warc.gz", PAGES)
    with PageArchive(tmp_path / "archive") as archive:
        report = imported(archive, path)
        assert (report.records, report.new_captures, report.passed_over) == (56, 3, 53)
        assert "53 passed over" in report.summary
        assert {entry.url for entry in archive.index.all_entries()} == {
            f"{SITE}/national/a?utm_source=x",
            "https://unlisted.example/b",
            "https://www.state.gov/reports/2018-trafficking-in-persons-report/cambodia/",
        }
        outcomes = {one.url: (one.adapter, one.outcome, one.publisher) for one in Candidates(archive.index).all()}
        assert outcomes == {
            f"{SITE}/national/a": ("common_crawl", "fetched", "phnompenhpost.com"),
            f"{SITE}/national/a-again": ("common_crawl", "duplicate", "phnompenhpost.com"),
            f"{SITE}/national/stub": ("common_crawl", "blocked", "phnompenhpost.com"),
            "https://unlisted.example/b": ("common_crawl", "fetched", None),
        }
        again = imported(archive, path)
        assert (again.new_captures, again.passed_over) == (0, 0)  # the file is known


def test_a_news_crawl_is_recognized_by_its_name_or_its_first_record(tmp_path: Path) -> None:
    named = write_warc(tmp_path / "cc-news-1.warc.gz", {})
    other = write_warc(tmp_path / "crawl.warc.gz", PAGES)
    by_record = tmp_path / "renamed.warc"
    info = b"software: StormCrawler\r\nisPartOf: CC-NEWS\r\n"
    by_record.write_bytes(
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-WarcRecord-ID: <urn:uuid:1>\r\nWARC-Date: 2018-06-30T00:00:00Z\r\n"
        b"Content-Type: application/warc-fields\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(info), info)
    )
    empty = tmp_path / "empty.warc"
    empty.write_bytes(b"")
    assert [is_news_crawl(path) for path in (named, other, by_record, empty)] == [True, False, True, False]
