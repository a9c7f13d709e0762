"""What a release changes against the one before, by table, country and year."""

from pathlib import Path

import polars as pl

from warehouse.release.changes import changes_between, table_changes
from warehouse.staging.files import write_file
from warehouse.staging.parquet import compact_bytes
from warehouse.staging.table_files import compact_path
from warehouse.tables import ARTICLE_COUNTRIES as TABLE
from warehouse.tables import COUNTRIES, QUALITY_RESULTS


def rows(mentions: dict[tuple[str, int, int], int]) -> pl.DataFrame:
    told = [(country, year, f"{n:016x}", "about", count) for (country, year, n), count in mentions.items()]
    return pl.DataFrame(told, schema=TABLE.polars_schema(), orient="row").sort(TABLE.key)


def release(folder: Path, frame: pl.DataFrame) -> Path:
    write_file(folder / compact_path(TABLE.name), compact_bytes(TABLE, frame))
    return folder


BEFORE = {("NOR", 2018, 1): 5, ("NOR", 2018, 2): 6, ("GHA", 2019, 3): 7, ("GHA", 2020, 4): 8}
AFTER = {("NOR", 2018, 1): 5, ("NOR", 2018, 2): 9, ("GHA", 2019, 5): 7, ("GHA", 2020, 4): 8, ("FJI", 2020, 6): 8}


def test_rows_are_added_changed_and_removed(tmp_path: Path) -> None:
    before, after = release(tmp_path / "before", rows(BEFORE)), release(tmp_path / "after", rows(AFTER))
    assert table_changes(TABLE, before, after) == {
        "added": 2,
        "changed": 1,
        "removed": 1,
        "by_country_and_year": [
            {"country": "FJI", "year": 2020, "added": 1, "changed": 0, "removed": 0},
            {"country": "GHA", "year": 2019, "added": 1, "changed": 0, "removed": 1},
            {"country": "NOR", "year": 2018, "added": 0, "changed": 1, "removed": 0},
        ],
    }


def test_against_nothing_all_rows_are_added(tmp_path: Path) -> None:
    after = release(tmp_path / "after", rows(AFTER))
    for before in (None, tmp_path / "none", release(tmp_path / "empty", rows({}))):
        found = table_changes(TABLE, before, after)
        assert (found["added"], found["changed"], found["removed"]) == (5, 0, 0)
        assert table_changes(TABLE, after, before or tmp_path / "none")["removed"] == 5


def test_a_column_that_a_release_does_not_have_yet_counts_as_null(tmp_path: Path) -> None:
    after = release(tmp_path / "after", rows(BEFORE))
    old = tmp_path / "before" / compact_path(TABLE.name)
    old.parent.mkdir(parents=True)
    rows(BEFORE).drop("mentions").write_parquet(old)
    assert table_changes(TABLE, tmp_path / "before", after)["changed"] == 4
    rows(BEFORE).with_columns(more=pl.lit(1)).write_parquet(old)
    assert table_changes(TABLE, tmp_path / "before", after)["changed"] == 0


def test_of_many_countries_and_years_the_first_are_listed(tmp_path: Path) -> None:
    many = {(f"{a}{b}X", 2018, 1): 1 for a in "ABCDEFGHIJKLMNO" for b in "ABCDEFGHIJKLMN"}
    found = table_changes(TABLE, None, release(tmp_path, rows(many)))
    assert (found["added"], len(found["by_country_and_year"])) == (210, 200)
    assert found["by_country_and_year"][0]["country"] == "AAX"


def test_tables_that_differ_are_listed_unless_they_are_no_data(tmp_path: Path) -> None:
    after = release(tmp_path, rows(AFTER))
    differing = {TABLE.name: True, COUNTRIES.name: False, QUALITY_RESULTS.name: True}
    assert list(changes_between(None, after, differing)) == [TABLE.name]
    assert changes_between(None, after, {TABLE.name: False}) == {}
    found = changes_between(None, after, {COUNTRIES.name: True})
    assert found == {COUNTRIES.name: {"added": 0, "changed": 0, "removed": 0}}
