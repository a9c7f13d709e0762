"""A reader that fails on one page rejects this page and never ends the run."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.html.layout import Page
from sources.state_department import pages
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import Reader, RowsRead
from sources.state_department.sections.human_rights import read_human_rights
from tests.support import report_page, url
from warehouse.tables.vocabulary import PageKind


def read() -> pages.ParsedPage:
    body = report_page()
    return pages.read_page(Capture(url(2018, "norway"), "2025-01-01T00:00:00Z", body, digest_of(body), "archive"))


def test_a_failing_reader_is_a_quarantined_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(pages, "identify", fail)
    reading = read()
    assert (reading.page["outcome"], reading.page["problem"]) == ("quarantined", "reader_failed")
    assert "RecursionError: too deep" in reading.quarantine[0]["detail"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("colour", "a row of report_sections has the unknown column 'colour'"),
        ("words", "a row of report_sections misses the column 'words'"),
    ],
)
def test_a_reader_that_gives_other_columns_than_its_table_sets_the_page_aside(
    monkeypatch: pytest.MonkeyPatch, column: str, said: str
) -> None:
    def reads_otherwise(page: Page, identity: Identity, name: str) -> RowsRead:
        found = read_human_rights(page, identity, name)
        for row in found.rows["report_sections"]:
            if column in row:
                del row[column]
            else:
                row[column] = "blue"
        return found

    layouts = pages.READERS["human_rights", PageKind.COUNTRY].layouts
    readers = {("human_rights", PageKind.COUNTRY): Reader(layouts, reads_otherwise)}
    monkeypatch.setattr(pages, "READERS", readers)
    reading = read()
    assert (reading.page["outcome"], reading.page["problem"], reading.rows) == ("quarantined", "reader_failed", {})
    assert reading.page["country"] == "NOR"
    assert said in reading.quarantine[0]["detail"]


def test_a_value_that_no_column_can_have_rejects_only_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def counts_too_many_words(page: Page, identity: Identity, name: str) -> RowsRead:
        found = read_human_rights(page, identity, name)
        found.rows["report_sections"][0]["words"] = 2**40
        return found

    layouts = pages.READERS["human_rights", PageKind.COUNTRY].layouts
    readers = {("human_rights", PageKind.COUNTRY): Reader(layouts, counts_too_many_words)}
    monkeypatch.setattr(pages, "READERS", readers)
    parsed = read()
    assert (parsed.page["outcome"], parsed.page["problem"], parsed.rows) == ("quarantined", "reader_failed", {})


def test_an_address_that_cannot_be_located_rejects_only_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise ValueError("Invalid IPv6 URL")

    monkeypatch.setattr(pages, "locate", fail)
    parsed = read()
    assert (parsed.page, [row["reason"] for row in parsed.quarantine]) == (None, ["reader_failed"])
