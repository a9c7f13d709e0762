"""Of a table's files only those are written that changed, and what was cut short is looked at again."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

from warehouse.staging.files import digest
from warehouse.staging.sorted_rows import RowFile
from warehouse.staging.table_files import File, TableFiles, dirty_marker

A, B = "tables/t/country=A/year=1/part-0.parquet", "tables/t/country=B/year=1/part-0.parquet"
DATA = {A: b"a", B: b"bb"}
NOTED = {path: File(digest(data), len(data), 1) for path, data in DATA.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files as they were noted, in a staging area that was not there before."""
    tmp_path = tmp_path / "staging"
    files = TableFiles(tmp_path, "t", {})
    for path, data in DATA.items():
        files.write(path, data, 1)
    assert dirty_marker(tmp_path, "t") == tmp_path / "manifests/t.dirty"
    assert (files.files, files.changed, dirty_marker(tmp_path, "t").exists()) == (NOTED, 2, True)
    files.remove_marker()
    assert not dirty_marker(tmp_path, "t").exists()
    return tmp_path


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("tables/**/*.parquet")}


def test_the_same_bytes_are_not_written_again(folder: Path) -> None:
    files = TableFiles(folder, "t", NOTED)
    before = (folder / A).stat().st_ino
    files.write(A, DATA[A], 1)
    files.skip(B)
    files.remove_others()
    assert (files.changed, files.files, dirty_marker(folder, "t").exists()) == (0, NOTED, False)
    assert (folder / A).stat().st_ino == before
    files.remove_marker()


def test_other_bytes_are_written_and_marked_until_they_are_noted(folder: Path) -> None:
    os.link(folder / A, folder / "release")
    files = TableFiles(folder, "t", NOTED)
    files.write(A, b"other", 3)
    files.write(B, b"more", 4, is_read=True)
    assert dirty_marker(folder, "t").exists()
    assert files.files == {A: File(digest(b"other"), 5, 3), B: File(digest(b"more"), 4, 4)}
    assert (files.changed, held(folder)) == (2, {A: b"other", B: b"more"})
    assert (folder / "release").read_bytes() == DATA[A]
    files.remove_marker()
    files.remove_marker()
    assert not dirty_marker(folder, "t").exists()


def test_a_file_with_other_rows_is_another_and_one_that_is_gone_is_written(folder: Path) -> None:
    files = TableFiles(folder, "t", NOTED)
    files.write(A, DATA[A], 2)
    assert files.changed == 1
    (folder / B).unlink()
    files.write(B, DATA[B], 1)
    assert (files.changed, held(folder)) == (2, DATA)


def test_a_file_is_replaced_in_one_step_where_others_may_read_it(folder: Path) -> None:
    with (folder / A).open("rb") as reader:
        TableFiles(folder, "t", NOTED).write(A, b"other", 1, is_read=True)
        assert reader.read() == DATA[A]
    assert list((folder / A).parent.iterdir()) == [folder / A]


def test_files_that_are_no_part_of_the_table_any_more_go_with_their_folders(folder: Path) -> None:
    files = TableFiles(folder, "t", NOTED)
    files.skip(A)
    files.remove_others()
    assert (files.changed, files.files, dirty_marker(folder, "t").exists()) == (1, {A: NOTED[A]}, True)
    assert held(folder) == {A: DATA[A]}
    assert [path.name for path in (folder / "tables/t").iterdir()] == ["country=A"]


def test_folders_that_hold_something_else_stay(folder: Path) -> None:
    for beside in ("tables/t/country=A/year=2/other", "tables/t/country=B/year=1/other"):
        (folder / beside).parent.mkdir(exist_ok=True)
        (folder / beside).write_bytes(b"x")
    (folder / B).unlink()
    files = TableFiles(folder, "t", NOTED)
    files.remove_others()
    assert (files.changed, held(folder)) == (2, {})
    assert not (folder / A).parent.exists()
    assert (folder / "tables/t/country=A/year=2/other").exists()
    assert (folder / "tables/t/country=B/year=1/other").exists()


def test_what_would_be_kept(folder: Path) -> None:
    files = TableFiles(folder, "t", NOTED)
    assert not files.is_unchanged(B), "the other file was neither put nor kept"
    files.skip(A)
    assert files.is_unchanged(B)
    assert not files.is_unchanged("compact/t.parquet"), "it is not noted"
    (folder / B).unlink()
    assert not files.is_unchanged(B)
    other = TableFiles(folder, "t", NOTED)
    other.write(A, b"other", 1)
    assert not other.is_unchanged(B)


@pytest.mark.parametrize("is_noted", [True, False])
def test_after_a_change_cut_short_the_files_themselves_are_looked_at(folder: Path, is_noted: bool) -> None:
    """The note says less than what lies there, or nothing; the files are of the change, or half of it."""
    mark = dirty_marker(folder, "t")
    if is_noted:
        mark.touch()
    (folder / B).write_bytes(b"half")
    stray = folder / "tables/t/country=C/year=1/part-0.parquet"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"c")
    files = TableFiles(folder, "t", NOTED if is_noted else None)
    assert files.recorded == {}
    assert not files.is_unchanged(A)
    before = (folder / A).stat().st_ino
    files.write(A, DATA[A], 1)
    assert (files.changed, (folder / A).stat().st_ino) == (0, before)
    files.write(B, DATA[B], 1)
    files.remove_others()
    assert (files.changed, held(folder), stray.parent.parent.exists()) == (2, DATA, False)
    assert mark.exists()
    files.remove_marker()
    assert not mark.exists()


def test_strays_are_not_looked_for_where_the_note_is_trusted(folder: Path) -> None:
    stray = folder / "tables/t/country=C/year=1/part-0.parquet"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"c")
    files = TableFiles(folder, "t", NOTED)
    assert files.recorded == NOTED
    for path in NOTED:
        files.skip(path)
    files.remove_others()
    assert (files.changed, stray.exists()) == (0, True)


def test_a_table_without_rows_is_noted_with_no_files(tmp_path: Path) -> None:
    files = TableFiles(tmp_path, "t", {})
    files.remove_others()
    files.remove_marker()
    assert (files.changed, files.recorded, list(tmp_path.iterdir())) == (0, {}, [])


def test_once_noted_the_files_are_trusted(tmp_path: Path) -> None:
    files = TableFiles(tmp_path, "t", None)
    files.write(A, DATA[A], 1)
    files.remove_marker()
    assert not files.recorded
    again = TableFiles(tmp_path, "t", NOTED)
    assert again.recorded == NOTED


def test_a_file_that_was_written_beside_its_place(folder: Path) -> None:
    schema = pa.schema([("n", pa.int64())])

    def written(*values: int) -> RowFile:
        file = RowFile(folder / A, schema, with_schema=False)
        file.add(pa.table({"n": values}, schema=schema))
        return file

    files = TableFiles(folder, "t", NOTED)
    files.set_marker()
    assert dirty_marker(folder, "t").exists()
    files.place(A, written(1, 2))
    assert (files.changed, files.files[A].rows) == (1, 2)
    assert digest((folder / A).read_bytes()) == files.files[A].sha256
    noted = dict(files.files)
    files.remove_marker()
    before = (folder / A).stat().st_ino
    same = TableFiles(folder, "t", noted)
    same.place(A, written(1, 2))
    assert (same.changed, same.files, (folder / A).stat().st_ino) == (0, noted, before)
    assert list((folder / A).parent.iterdir()) == [folder / A]
