"""What checks say of pages follows from typed columns: the words of a remark are for people alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest

from sources.archive.capture import Capture, digest_of
from sources.rows import Row
from sources.state_department.editions import resolve_pages
from sources.state_department.pages import read_page
from tests.support import report_page, url
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.registry import all_checks
from warehouse.tables import PAGES

COPY = "https://web.archive.org/web/2020/" + url(2018, "norway")
ABOUT_PAGES = ("encodings_as_declared", "headings_known", "one_page_a_country", "superseded_pages_agree")


@dataclass
class Pages:
    """A context of nothing but pages."""

    rows: list[Row]

    def frame(self, table: str) -> pl.DataFrame:
        assert table == PAGES.name
        return PAGES.frame(self.rows)

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return {}

    def released(self, table: str) -> pl.DataFrame | None:
        return None

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        return None


def read(*pages: tuple[str, bytes]) -> list[Row]:
    """The rows of pages as they are in use."""
    captures = [
        Capture(address, "2025-01-01T00:00:00Z", body, digest_of(body), "archive", content_type="text/html")
        for address, body in pages
    ]
    resolved = resolve_pages(read_page(capture) for capture in captures)
    return [reading.record.row for reading in resolved if reading.record is not None]


def result(check: str, rows: list[Row]) -> CheckResult:
    return run_check(all_checks()[check], Pages(rows), {})


def without_remarks(rows: list[Row]) -> list[Row]:
    return [row | {"remark": None} for row in rows]


PLAIN = (url(2018, "norway"), report_page())
CASES = {
    "encodings_as_declared": [(url(2018, "norway"), report_page(text="Café “noir”.").decode().encode("cp1252"))],
    "headings_known": [(url(2018, "norway"), report_page(extra="<h4>Weather</h4><p>It rained.</p>"))],
    "one_page_a_country": [PLAIN, (COPY, report_page(text="Older words."))],
}


@pytest.mark.parametrize("check", CASES)
def test_a_check_fails_for_what_the_columns_say(check: str) -> None:
    rows = read(*CASES[check])
    found, blank = result(check, rows), result(check, without_remarks(rows))
    assert not found.passed
    assert (blank.passed, blank.observed, blank.failing_count) == (False, found.observed, 1)
    assert all(result(other, rows).passed for other in ABOUT_PAGES if other != check)


def test_the_heading_that_no_vocabulary_knows_is_named() -> None:
    (line,) = result("headings_known", read(*CASES["headings_known"])).failing
    assert line == f"{url(2018, 'norway')}: Weather"


@pytest.mark.parametrize("check", ABOUT_PAGES)
def test_the_words_of_a_remark_fail_nothing(check: str) -> None:
    rows = read(PLAIN, (COPY, PLAIN[1]))
    assert sorted(row["outcome"] for row in rows) == ["read", "superseded"]
    words = "declared x, read as y; unknown headings: z; superseded by w, which says otherwise"
    for changed in (rows, without_remarks(rows), [row | {"remark": words} for row in rows]):
        found = result(check, changed)
        assert found.passed, found.failing


def test_a_copy_that_says_something_else_of_the_law_fails_the_blocking_check() -> None:
    (page, copy) = sorted(read(PLAIN, (COPY, PLAIN[1])), key=lambda row: row["outcome"])
    for supersession, passes in (("same", True), ("other_words", True), ("contradicts", False)):
        found = result("superseded_pages_agree", [page, copy | {"supersession": supersession}])
        assert (found.blocking, found.passed) == (True, passes)
        assert result("one_page_a_country", [page, copy | {"supersession": supersession}]).passed == (
            supersession == "same"
        )
