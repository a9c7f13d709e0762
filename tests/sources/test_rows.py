"""Rows and records of readers have exactly the columns of their table, and rejected rows have known reasons."""

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from sources.problems import PageProblemError
from sources.rejected import RejectedRow
from sources.rows import RowShapeError, completed, validated
from sources.state_department.page_record import PageRecord
from warehouse.tables import PAGES, QUARANTINE, TABLES
from warehouse.tables.vocabulary import PAGE_PROBLEMS, REASONS, PageKind, PageOutcome, Reason, Supersession

RECORD = PageRecord(
    country="NOR", year=2009, family="tip", source_url="https://www.state.gov/x/", kind=PageKind.COUNTRY, area="main",
    layout="tip_report", outcome=PageOutcome.READ, words=5, unknown_headings=("Weather",), page_digest="0" * 64,
    origin="archive",
)  # fmt: skip
LISTED = {"country": "MMR", "list": "cspa", "printed": "Burma"}


# -- rows


def test_a_row_with_the_columns_of_its_table_is_that_row() -> None:
    row = dict.fromkeys(TABLES["news_quotes"].columns)
    assert validated("news_quotes", row) is row


@pytest.mark.parametrize("table", TABLES)
def test_every_missing_and_every_unknown_column_is_named_with_its_table(table: str) -> None:
    whole = dict.fromkeys(TABLES[table].columns)
    for name in whole:
        incomplete = {key: None for key in whole if key != name}
        with pytest.raises(RowShapeError, match=f"a row of {table} misses the column '{name}'$"):
            validated(table, incomplete)
    with pytest.raises(RowShapeError, match=f"a row of {table} has the unknown column 'colour'$"):
        validated(table, {**whole, "colour": None})
    with pytest.raises(RowShapeError, match=r"misses the column '.*', has the unknown column 'colour'"):
        validated(table, {**dict(list(whole.items())[1:]), "colour": None})


def test_rows_get_the_columns_of_their_page_in_declared_order() -> None:
    (row,) = completed("statutory_lists", [LISTED], RECORD.row)
    assert list(row) == TABLES["statutory_lists"].columns
    assert {name: row[name] for name in ("country", "year", "source_url", "page_digest", "origin")} == {
        "country": "MMR",
        "year": 2009,
        "source_url": "https://www.state.gov/x/",
        "page_digest": "0" * 64,
        "origin": "archive",
    }


def test_a_missing_column_is_not_copied_from_the_page() -> None:
    """`pages` has a column `words` too, for the whole page."""
    section = {
        "position": 1, "section": "verdict", "section_printed": "x", "subsection": None, "part": None,
        "title_printed": "x", "level": 1, "text": "One.", "numbers_unread": None,
    }  # fmt: skip
    with pytest.raises(RowShapeError, match="report_sections misses the column 'words'"):
        completed("report_sections", [section], RECORD.row)
    assert completed("report_sections", [{**section, "words": 1}], RECORD.row)[0]["words"] == 1


def test_an_unknown_column_is_not_dropped() -> None:
    with pytest.raises(RowShapeError, match="statutory_lists has the unknown column 'area'"):
        completed("statutory_lists", [{**LISTED, "area": "main"}], RECORD.row)


# -- the record of a page


def test_a_record_has_the_columns_of_pages() -> None:
    assert [field.name for field in fields(PageRecord)] == PAGES.columns
    with pytest.raises(FrozenInstanceError):
        RECORD.words = 6  # type: ignore[misc]


def test_the_row_of_a_record_holds_plain_values() -> None:
    row = RECORD.row
    assert {type(value) for value in row.values()} <= {str, int, list, bool, type(None)}
    assert (row["kind"], row["outcome"], row["unknown_headings"]) == ("country", "read", ["Weather"])
    PAGES.schema.validate(PAGES.frame([row]))


def test_remarks_are_added_behind_those_there_are() -> None:
    assert RECORD.with_remarks().remark is None
    assert RECORD.with_remarks("one").with_remarks("two", "three").remark == "one; two; three"


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "superseded"},
        {"outcome": "superseded", "superseded_by": ["https://www.state.gov/y/"]},
        {"outcome": "superseded", "superseded_by": [], "supersession": "same"},
        {"superseded_by": ["https://www.state.gov/y/"]},
        {"supersession": "same"},
        {"outcome": "superseded", "superseded_by": ["https://www.state.gov/y/"], "supersession": "alike"},
    ],
)
def test_only_superseded_pages_have_a_successor_and_a_supersession(changed: dict[str, Any]) -> None:
    assert PAGES.schema.filter(PAGES.frame([RECORD.row | changed]))[0].height == 0


@pytest.mark.parametrize("supersession", Supersession)
def test_a_superseded_page_is_a_row_of_pages(supersession: Supersession) -> None:
    columns = {"superseded_by": ["https://www.state.gov/y/"], "supersession": supersession.value}
    PAGES.schema.validate(PAGES.frame([RECORD.row | {"outcome": "superseded"} | columns]))


# -- rejected rows


@pytest.mark.parametrize("reason", Reason)
def test_a_rejected_row_is_a_row_of_quarantine(reason: Reason) -> None:
    row = RejectedRow("pages", "https://www.state.gov/x/", reason, "0" * 64, "what is wrong", "tip", 2009).row
    assert row == {
        "table": "pages", "source_url": "https://www.state.gov/x/", "reason": str(reason), "record": "0" * 64,
        "detail": "what is wrong", "family": "tip", "year": 2009,
    }  # fmt: skip
    assert type(row["reason"]) is str
    QUARANTINE.schema.validate(QUARANTINE.frame([row]))


def test_a_reason_outside_the_vocabulary_raises_at_once() -> None:
    with pytest.raises(ValueError, match="'too_odd' is not a valid Reason"):
        RejectedRow("pages", "https://www.state.gov/x/", "too_odd", "", "what is wrong")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'page' is no table"):
        RejectedRow("page", "https://www.state.gov/x/", Reason.EMPTY, "", "what is wrong")


def test_a_reason_outside_the_vocabulary_breaks_the_declaration_of_quarantine() -> None:
    row = RejectedRow("pages", "https://www.state.gov/x/", Reason.EMPTY, "", "what is wrong").row
    good, failure = QUARANTINE.schema.filter(QUARANTINE.frame([row, row | {"reason": "too_odd"}]))
    assert good["reason"].to_list() == ["empty"]
    assert set(failure.counts()) == {"reason|check__in_vocabulary"}


def test_problems_of_pages_are_all_reasons_but_those_of_parts() -> None:
    assert set(REASONS) - set(PAGE_PROBLEMS) == {
        "unknown_tier",
        "conflicting_tiers",
        "second_narrative",
        "truncated",
        "incomplete",
    }
    for problem in PAGE_PROBLEMS:
        raised = PageProblemError(Reason(problem), "what and where")
        assert (raised.problem, raised.detail, str(raised)) == (problem, "what and where", "what and where")


@pytest.mark.parametrize("problem", ["too_odd", Reason.UNKNOWN_TIER, Reason.SECOND_NARRATIVE])
def test_no_page_is_rejected_for_another_reason(problem: Any) -> None:
    with pytest.raises(ValueError, match="no problem of a whole page") as raised:
        PageProblemError(problem, "what and where")
    assert not isinstance(raised.value, PageProblemError)
