"""Pages that are ingested one by one."""

from pathlib import Path

import pytest

from sources.archive.capture import Capture, digest_of
from sources.archive.page_archive import PageArchive


def capture(name: str) -> Capture:
    body = f"<html><p>{name}</p></html>".encode()
    return Capture(f"https://example.org/{name}", "2026-09-01T22:00:00Z", body, digest_of(body), "live")


def bodies(archive: PageArchive) -> dict[str, bytes]:
    return {entry.url: archive.load(entry).body for entry in archive.index.all_entries()}


def test_pages_of_one_crawl_share_a_segment(tmp_path: Path) -> None:
    pages = [capture(name) for name in "abc"]
    with PageArchive(tmp_path) as archive, archive.appending(lambda _: None) as appender:
        for page in pages:
            appender.add(page)
            assert bodies(archive)[page.url] == page.body  # readable at once
        assert len(list((tmp_path / "warc").iterdir())) == 1


def test_a_page_and_the_further_writes_are_one_transaction(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    first, second, third = (capture(name) for name in "abc")
    with PageArchive(tmp_path) as archive:
        with archive.appending(lambda _: None) as appender:
            appender.add(first)
            with pytest.raises(OSError, match="full"):
                appender.add(second, also=fail)
            appender.add(third)
        assert bodies(archive) == {page.url: page.body for page in (first, third)}


def test_a_failed_first_page_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    with PageArchive(tmp_path) as archive:
        with archive.appending(lambda _: None) as appender:
            with pytest.raises(OSError, match="full"):
                appender.add(capture("a"), also=fail)
            appender.add(capture("a"))
        assert list(bodies(archive)) == ["https://example.org/a"]


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    page = capture("a")
    later = Capture(page.url, "2026-09-02T22:00:00Z", page.body, page.digest, "live")
    with PageArchive(tmp_path) as archive, archive.appending(lambda _: None) as appender:
        assert [appender.add(each).new_bodies for each in (page, later)] == [1, 0]
        assert archive.index.newest("example.org/a", 5)[0].captured_at == later.captured_at
