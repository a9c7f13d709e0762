"""Readings of news pages: files by unit, and which readings are in use."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from warehouse.staging.news_batches import BatchFiles, in_use, scan_batches
from warehouse.tables import READ_FROM_NEWS


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
