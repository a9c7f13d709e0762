"""Readings of news pages: files by unit, and which readings are in use."""

from dataclasses import FrozenInstanceError, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.archive.capture import Entry
from sources.archive.capture_in_use import choose_capture
from sources.archive.decisions import DecisionInForce
from sources.archive.stored import StoredCapture
from warehouse.staging.news_batches import BatchFiles, captures_in_use, in_use, scan_batches
from warehouse.tables import READ_FROM_NEWS
from warehouse.tables.vocabulary import DecisionKind


def reading(page: str, captured: str, article: str | None = None, **fields: Any) -> dict[str, Any]:
    nested: dict[str, Any] = {table.name: [] for table in READ_FROM_NEWS}
    told = {"page_key": page, "captured_at": captured, "page_digest": f"{page}{captured}", "outcome": "read"}
    return told | {"article_id": article or page, "words": 3, "quarantine": []} | nested | fields


def test_readings_are_kept_by_unit(tmp_path: Path) -> None:
    batches = BatchFiles(tmp_path / "batches")
    claims = [{"country": "KHM", "year": 2010, "claim_id": "1"}]
    batches.write("a", [reading("p", "1", text="One.", published=date(2010, 1, 2), news_claims=claims)])
    batches.write("b", [reading("q", "1"), reading("q", "2")])
    assert batches.path("a") == tmp_path / "batches/a.parquet"
    found = scan_batches([batches.path(name) for name in ("a", "b")]).collect()
    assert found.select("page_key", "captured_at", "text", "published").rows() == [
        ("p", "1", "One.", date(2010, 1, 2)), ("q", "1", None, None), ("q", "2", None, None),
    ]  # fmt: skip
    assert found["news_claims"].list.len().to_list() == [1, 0, 0]
    assert found["news_claims"][0][0]["claim_id"] == "1"
    none = scan_batches([]).collect()
    assert (none.height, none.schema) == (0, found.schema)


def test_units_that_are_not_wanted_any_more_go(tmp_path: Path) -> None:
    batches = BatchFiles(tmp_path / "batches")
    for name in ("a", "b", "c"):
        batches.write(name, [reading("p", "1")])
    (batches.folder / "note.json").write_bytes(b"{}")
    batches.remove_others({"b", "d"})
    assert sorted(path.name for path in batches.folder.iterdir()) == ["b.parquet", "note.json"]
    batches.remove_others([])
    assert [path.name for path in batches.folder.iterdir()] == ["note.json"]


@pytest.mark.parametrize(
    ("readings", "used"),
    [
        ([reading("p", "1"), reading("p", "2")], [("p", "2")]),
        ([reading("p", "2"), reading("p", "1")], [("p", "2")]),
        ([reading("p", "1"), reading("p", "2", outcome="quarantined")], [("p", "1")]),
        ([reading("p", "1", outcome="irrelevant")], []),
        ([reading("q", "1", "x"), reading("p", "2", "x")], [("p", "2")]),
        ([reading("p", "1", "x"), reading("p", "3", "y"), reading("q", "2", "x")], [("p", "3"), ("q", "2")]),
        ([reading("p", "1", page_digest="b"), reading("p", "1", page_digest="a")], [("p", "1")]),
    ],
)
def test_of_a_page_the_newest_good_reading_is_in_use_and_of_an_article_one_page(
    tmp_path: Path, readings: list[dict[str, Any]], used: list[tuple[str, str]]
) -> None:
    batches = BatchFiles(tmp_path)
    batches.write("a", readings)
    found = in_use(scan_batches([batches.path("a")])).collect()
    assert sorted(found.select("page_key", "captured_at").rows()) == used
    assert "a" not in found["page_digest"].to_list()


def worse(page: str, captured: str, words: int, **fields: Any) -> dict[str, Any]:
    return reading(page, captured, words=words, **fields)


def decided(kind: str, number: int, at: str = "5") -> dict[str, Any]:
    return {"decision": kind, "decision_number": number, "decided_at": at}


@pytest.mark.parametrize(
    ("readings", "used"),
    [
        ([worse("p", "1", 100), worse("p", "2", 80)], [("p", "2")]),
        ([worse("p", "1", 100), worse("p", "2", 79)], [("p", "1")]),
        ([worse("p", "1", 100), worse("p", "2", 90), worse("p", "3", 80), worse("p", "4", 70)], [("p", "3")]),
        ([worse("p", "1", 50), worse("p", "2", 90, damage="cut")], [("p", "1")]),
        ([worse("p", "1", 50, damage="cut"), worse("p", "2", 90, damage="cut")], [("p", "2")]),
        ([worse("p", "1", 100), worse("p", "2", 10, **decided("accept", 1))], [("p", "2")]),
        ([worse("p", "1", 100), worse("p", "2", 10, damage="cut", **decided("accept", 1))], [("p", "2")]),
        ([worse("p", "1", 100), worse("p", "2", 10, **decided("accept", 1)), worse("p", "3", 5)], [("p", "2")]),
        ([worse("p", "1", 100), worse("p", "2", 10, **decided("accept", 1)), worse("p", "6", 9)], [("p", "6")]),
        ([worse("p", "1", 100), worse("p", "2", 100, **decided("refuse", 1))], [("p", "1")]),
        ([worse("p", "1", 100, **decided("refuse", 1))], []),
        ([worse("p", "1", 100, **decided("accept", 2)), worse("p", "2", 10, **decided("accept", 1))], [("p", "1")]),
        ([worse("p", "1", 40, article_id="x"), worse("q", "1", 400, article_id="x")], [("q", "1")]),
        ([worse("p", "1", 390, article_id="x"), worse("q", "1", 400, article_id="x")], [("p", "1")]),
    ],
)
def test_a_worse_capture_never_replaces_a_better_one(
    tmp_path: Path, readings: list[dict[str, Any]], used: list[tuple[str, str]]
) -> None:
    units = BatchFiles(tmp_path)
    for number, parsed in enumerate(readings):
        units.write(str(number), [parsed])
    for names in (range(len(readings)), reversed(range(len(readings)))):
        found = in_use(scan_batches([units.path(str(name)) for name in names])).collect()
        assert sorted(found.select("page_key", "captured_at").rows()) == used


_decision = st.one_of(
    st.none(), st.tuples(st.sampled_from(["accept", "refuse"]), st.integers(1, 3), st.sampled_from(["2", "5"]))
)


@given(
    captures=st.lists(
        st.tuples(
            st.integers(1, 9),
            st.sampled_from([10, 79, 80, 100, 110]),
            st.sampled_from([None, None, "cut"]),
            _decision,
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda capture: capture[0],
    )
)
def test_news_pages_and_report_pages_have_the_same_rules(captures: list[Any]) -> None:
    """A news page has words and no parts."""
    readings, stored, words_of = [], [], {}
    for day, words, damage, decision in captures:
        row = worse("p", str(day), words, damage=damage, **(decided(*decision) if decision else {}))
        readings.append(row)
        entry = Entry("p", str(day), row["page_digest"], "p", "archive", 200, None, "news", 2014, damage)
        force = DecisionInForce(DecisionKind(decision[0]), decision[1], decision[2]) if decision else None
        stored.append(StoredCapture(entry, "f", 0, None, force))
        words_of[row["page_digest"]] = words
    expected = choose_capture(stored, lambda capture: Words(words_of[capture.entry.digest], capture.entry.digest))
    frame = pl.DataFrame(readings, schema_overrides=_TYPES)
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in _TYPES.items() if name not in frame.columns]
    found = captures_in_use(frame.lazy().with_columns(missing)).collect()["captured_at"].to_list()
    assert found == ([] if expected.is_refused else [expected.entry.captured_at])


_TYPES = {"damage": pl.String, "decision": pl.String, "decision_number": pl.Int32, "decided_at": pl.String}


@dataclass(frozen=True)
class Words:
    """A parse result that has words and no parts."""

    words: int
    content: str
    is_good: bool = True
    parts: frozenset[tuple[str, ...]] = frozenset()


def test_readings_in_use_stand_in_the_order_of_their_pages(tmp_path: Path) -> None:
    pages = [f"{number * 37 % 100:03}" for number in range(100)]
    batches = BatchFiles(tmp_path)
    with pytest.raises(FrozenInstanceError):
        batches.folder = tmp_path / "other"  # type: ignore[misc]
    batches.write("a", [reading(page, "1") for page in pages])
    batches.write("b", [reading(page, "1", "x") for page in pages])
    alone, shared = (in_use(scan_batches([batches.path(name)])).collect()["page_key"].to_list() for name in "ab")
    assert alone == sorted(pages)
    assert shared == ["000"]
