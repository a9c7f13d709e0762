"""Rejected rows: one for each page and reason, whatever the captures are."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from warehouse.derived.rejected_rows import one_row_per_reason
from warehouse.tables import QUARANTINE

URL = "https://www.state.gov/reports/x/norway/"
DIGESTS = ["a" * 64, "b" * 64, "c" * 64]


def row(record: str = DIGESTS[0], **values: object) -> dict[str, object]:
    return {
        "table": "pages", "source_url": URL, "reason": "bad_status", "record": record, "detail": f"of {record[:1]}",
        "family": "tip", "year": 2018, **values,
    }  # fmt: skip


def merged(*rows: dict[str, object]) -> list[dict[str, object]]:
    frame = pl.DataFrame(rows, schema=QUARANTINE.polars_schema(), orient="row")
    return one_row_per_reason(frame).to_dicts()


def test_alternating_errors_of_a_page_are_one_row_with_the_first_capture() -> None:
    newest, older = row(DIGESTS[1]), row(DIGESTS[0])
    assert merged(newest, older, newest) == [newest]


def test_a_capture_with_two_errors_of_one_kind_has_both_details() -> None:
    dates = [
        row(table="news_articles", reason="impossible_date", detail=day, family=None, year=None)
        for day in ("the page names 2030", "the page names 2031", "the page names 2030")
    ]
    (found,) = merged(*dates)
    assert found["detail"] == "the page names 2030; the page names 2031"


def test_other_reasons_other_pages_and_parts_of_pages_stay() -> None:
    rows = [
        row(),
        row(reason="challenge"),
        row(source_url=f"{URL}2/"),
        row("NORWAY: Tier 4", table="tier_sightings", reason="unknown_tier"),
        row("NORWAY: Tier 5", table="tier_sightings", reason="unknown_tier"),
    ]
    assert len(merged(*rows)) == 5


def test_captures_with_and_without_tls_are_of_one_page() -> None:
    assert merged(row(), row(DIGESTS[1], source_url=URL.replace("https", "http").rstrip("/"))) == [row()]


@given(
    st.lists(
        st.builds(
            row,
            st.sampled_from([*DIGESTS, "a line"]),
            table=st.sampled_from(["pages", "news_articles", "tier_sightings"]),
            source_url=st.sampled_from([URL, "https://other.org/"]),
            reason=st.sampled_from(["bad_status", "empty", "impossible_date"]),
            detail=st.sampled_from("xyz"),
        ),
        max_size=12,
    )
)
def test_any_rejected_rows_give_a_valid_table_that_names_every_page_and_reason(rows: list[dict[str, object]]) -> None:
    found = merged(*rows)
    frame = QUARANTINE.frame(found)
    assert QUARANTINE.schema.validate(frame).height == len(found)
    names = ("table", "source_url", "reason")
    assert {tuple(each[name] for name in names) for each in found} == {
        tuple(each[name] for name in names) for each in rows
    }
    assert one_row_per_reason(frame).equals(frame)
