"""The capture in use when a page changes, and the revision with its earlier text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.registry.families import FAMILIES, landing_page_of
from sources.state_department.editions import Edition, page_reader, read_edition
from sources.state_department.pages import assign
from tests.support import report_page, url, write_warc

ADDRESS = url(2018, "norway")
INDEX = ADDRESS.removesuffix("norway/")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[PageArchive]:
    with PageArchive(tmp_path / "archive") as found:
        yield found


def ingest(archive: PageArchive, address: str, body: bytes, day: int) -> None:
    path = archive.folder.parent / f"{day}.warc.gz"
    write_warc(path, {address: body}, date=f"2025-01-{day:02}T00:00:00Z")
    archive.import_warc(path, origin="archive", assign=assign)


def read(archive: PageArchive) -> Edition:
    return read_edition(archive.index.captures("human_rights", 2018), page_reader(archive.folder))


def index(*slugs: str, news: str = "") -> bytes:
    links = "".join(f'<li><a href="{INDEX}{slug}/">{slug}</a></li>' for slug in slugs)
    return f"<!doctype html><html><body><h1>Reports</h1><p>{news}</p><ul>{links}</ul></body></html>".encode()


def test_a_text_changed_after_publication_is_a_revision_with_both_texts(archive: PageArchive) -> None:
    ingest(archive, ADDRESS, report_page(text="Nobody was tried."), 1)
    ingest(archive, ADDRESS, report_page(text="Nobody was tried.", banner="nonce"), 2)
    assert read(archive).revisions == []
    ingest(archive, ADDRESS, report_page(text="Nine men were tried."), 3)
    ingest(archive, ADDRESS, report_page(text="Nine men were tried.", banner="nonce"), 4)
    edition = read(archive)
    (revision,) = edition.revisions
    assert (revision.captured_before, revision.captured_at) == ("2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z")
    assert "Nobody was tried. Section 1." in revision.removed
    assert "Nine men were tried. Section 1." in revision.added
    assert len(revision.removed) == len(revision.added) == 8
    (page,) = edition.rows["pages"]
    assert page["remark"] == f"revised: the capture {revision.digest_before[:16]} has other text"
    assert page["page_digest"] == revision.digest
    assert all("Nine men" in row["text"] for row in edition.rows["report_sections"])


def test_a_bad_capture_is_no_revision(archive: PageArchive) -> None:
    ingest(archive, ADDRESS, report_page(), 1)
    ingest(archive, ADDRESS, b"<html><head><title>Just a moment...</title></head><body></body></html>", 2)
    assert read(archive).revisions == []


def test_an_index_page_changes_with_its_links_only(archive: PageArchive) -> None:
    ingest(archive, INDEX, index("norway", "ghana", news="yesterday"), 1)
    first = read(archive).rows["pages"]
    ingest(archive, INDEX, index("norway", "ghana", news="today"), 2)
    assert read(archive).rows["pages"] == first
    ingest(archive, INDEX, index("norway", "ghana", "togo", news="today"), 3)
    (page,) = read(archive).rows["pages"]
    assert (page["kind"], page["outcome"], page["remark"]) == ("index", "not_a_report", None)
    assert page["page_digest"] != first[0]["page_digest"]


def test_landing_pages_belong_to_no_edition_and_give_no_rows(archive: PageArchive) -> None:
    leading = [family for family in FAMILIES.values() if family.landing_page is not None]
    assert len(leading) >= 2
    for day, family in enumerate(leading, start=1):
        assert family.landing_page is not None
        assert landing_page_of(family.landing_page.replace("https", "http").rstrip("/")) is family
        ingest(archive, family.landing_page, index("norway"), day)
    assert len(archive.index.entries(None, None)) == len(leading)
    strays = read_edition(archive.index.captures(None, None), page_reader(archive.folder))
    assert strays.rows["quarantine"] == strays.rows["pages"] == []
    assert landing_page_of(INDEX) is None
