"""Staged tables, released tables and facts as checks read them."""

from pathlib import Path

import pytest

from tests.quality.contexts import put, rows
from warehouse.quality.staged_context import StagedContext
from warehouse.staging.area import EditionKey, StagingArea
from warehouse.staging.table_files import compact_path


@pytest.fixture
def staging(tmp_path: Path) -> StagingArea:
    return StagingArea(tmp_path / "staging")


COUNTRIES = [{"country": "LAO", "name": "Laos", "aliases": []}]


def test_a_staged_table_is_read_once(staging: StagingArea) -> None:
    put(staging, "countries", *COUNTRIES)
    context = StagedContext(staging, None, {})
    assert context.scan("countries").collect().height == 1
    first = context.frame("countries")
    put(staging, "countries")
    assert context.frame("countries") is first
    assert context.scan("countries").collect().equals(first)
    assert StagedContext(staging, None, {}).scan("countries").collect().is_empty()


def test_facts_are_metadata_of_editions_and_facts_of_the_caller(staging: StagingArea) -> None:
    staging.write_edition(EditionKey("tip", 2018), {}, {"pages_in_archive": 3, "counts": {"pages": 2}})
    staging.write_edition(EditionKey("tip", 2019), {}, {})
    staging.write_edition(EditionKey("news", 2018), {}, {"pages_in_archive": 9, "counts": {"read": 8}})
    context = StagedContext(staging, None, {"kind": "real"})
    facts = context.facts()
    assert facts == {
        "captures": {"tip/2018": 3, "tip/2019": 0},
        "news": {"news/2018": {"read": 8}},
        "counts": {"tip/2018": {"pages": 2}, "tip/2019": {}},
        "kind": "real",
    }
    assert context.facts() is facts


def released(folder: Path, *names: str) -> Path:
    """A release of some countries."""
    path = folder / compact_path("countries")
    path.parent.mkdir(parents=True)
    rows("countries", *({"country": name, "name": name, "aliases": []} for name in names)).write_parquet(path)
    return folder


def test_the_rows_of_the_release_are_its_own(staging: StagingArea, tmp_path: Path) -> None:
    release = released(tmp_path / "release", "KHM", "THA")
    put(staging, "countries", *COUNTRIES)
    for context in (StagedContext(staging, release, {}), StagedContext(StagingArea(tmp_path / "none"), release, {})):
        found = context.released("countries")
        assert found is not None
        assert found["country"].to_list() == ["KHM", "THA"]
        assert context.released("countries") is found
        lazily = context.scan_released("countries")
        assert lazily is not None
        assert lazily.collect().equals(found)


def test_without_a_release_or_its_table_there_are_no_rows(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "countries", *COUNTRIES)
    put(staging, "editions")
    release = released(tmp_path / "release", "KHM")
    for context, table in (
        (StagedContext(staging, None, {}), "countries"),
        (StagedContext(staging, release, {}), "editions"),
    ):
        assert context.released(table) is None
        assert context.released(table) is None
        assert context.scan_released(table) is None


def test_a_file_that_the_release_shares_is_read_once(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "countries", *COUNTRIES)
    shared = tmp_path / "release" / compact_path("countries")
    shared.parent.mkdir(parents=True)
    shared.hardlink_to(staging.folder / compact_path("countries"))
    context = StagedContext(staging, tmp_path / "release", {})
    assert context.released("countries") is context.frame("countries")
