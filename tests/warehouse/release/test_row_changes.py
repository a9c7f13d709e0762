"""Every row and value that differs between two releases is a row of `changes/<table>.parquet`."""

from pathlib import Path

import polars as pl

from tests.warehouse.release.test_changes import AFTER, BEFORE, release, rows
from warehouse.release.row_changes import write_row_changes
from warehouse.staging.table_files import compact_path
from warehouse.tables import ARTICLE_COUNTRIES as TABLE


def changes(before: Path, after: Path) -> list[tuple[str, int, str, str | None, str | None, str | None]]:
    target = after / "changes.parquet"
    count = write_row_changes(TABLE, before, after, target)
    found = pl.read_parquet(target)
    assert found.columns == [*TABLE.key, "change", "column", "before", "after"]
    assert found.height == count
    return found.select("country", "year", "change", "column", "before", "after").rows()


def test_rows_and_values_that_differ_are_listed(tmp_path: Path) -> None:
    before, after = release(tmp_path / "before", rows(BEFORE)), release(tmp_path / "after", rows(AFTER))
    assert changes(before, after) == [
        ("FJI", 2020, "added", None, None, None),
        ("GHA", 2019, "removed", None, None, None),
        ("GHA", 2019, "added", None, None, None),
        ("NOR", 2018, "changed", "mentions", "6", "9"),
    ]


def test_a_column_that_is_new_is_compared_with_null(tmp_path: Path) -> None:
    after = release(tmp_path / "after", rows(BEFORE))
    old = tmp_path / "before" / compact_path(TABLE.name)
    old.parent.mkdir(parents=True)
    rows(BEFORE).drop("mentions").write_parquet(old)
    assert [change[2:] for change in changes(tmp_path / "before", after)] == [
        ("changed", "mentions", None, str(value)) for value in (7, 8, 5, 6)
    ]


def test_a_table_that_is_new_has_only_added_rows(tmp_path: Path) -> None:
    after = release(tmp_path / "after", rows(BEFORE))
    assert {change[2] for change in changes(tmp_path, after)} == {"added"}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    before, after = release(tmp_path / "before", rows(BEFORE)), release(tmp_path / "after", rows(AFTER))
    for name in ("one", "two"):
        write_row_changes(TABLE, before, after, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
