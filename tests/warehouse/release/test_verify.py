"""What is wrong with a release, told from a small one made by hand."""

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.staged import rows
from warehouse.release.release_store import Release, write_manifest
from warehouse.release.verify import find_changed_files, verify
from warehouse.staging.files import file_digest, to_json, write_file
from warehouse.staging.parquet import compact_bytes, partition_bytes, partition_rows
from warehouse.tables import PAGES, QUARANTINE

PASSED = {"check": "a_check", "blocking": True, "passed": True}
FAILED = {"check": "b_check", "blocking": True, "passed": False}
WARNED = {"check": "c_check", "blocking": False, "passed": False}


def release(
    folder: Path,
    *,
    results: list[dict[str, Any]] | None = None,
    override: dict[str, Any] | None = None,
    counts: dict[str, int] | None = None,
    columns: list[str] | None = None,
    partitions: pl.DataFrame | None = None,
) -> Release:
    """A release of three pages, whose manifest says that it is whole, and anything else that is given."""
    frame = rows(PAGES, 3, 0)
    write_file(folder / "compact/pages.parquet", compact_bytes(PAGES, frame))
    write_file(folder / "compact/quarantine.parquet", compact_bytes(QUARANTINE, QUARANTINE.empty()))
    for country, year, part in partition_rows(PAGES, frame if partitions is None else partitions):
        write_file(folder / f"tables/pages/country={country}/year={year}/part-0.parquet", partition_bytes(part))
    declared = {"pages": columns or PAGES.columns, "quarantine": QUARANTINE.columns}
    resources = [
        {"name": name, "schema": {"fields": [{"name": column} for column in names]}} for name, names in declared.items()
    ]
    write_file(folder / "datapackage.json", to_json({"resources": resources}))
    write_file(folder / "quality.json", to_json([PASSED, WARNED] if results is None else results))
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": file_digest(path)}
        for path in folder.rglob("*")
        if path.is_file()
    }
    tables = {name: {"rows": count} for name, count in ({"pages": 3, "quarantine": 0} | (counts or {})).items()}
    write_manifest(folder, {"tables": tables, "override": override}, files)
    return Release(folder)


def test_a_whole_release(tmp_path: Path) -> None:
    found = release(tmp_path)
    assert verify(found) == find_changed_files(found) == []


@pytest.mark.parametrize(
    ("counts", "wrong"),
    [
        (
            {"pages": 4},
            ["pages has 3 rows, the manifest says 4", "pages has 3 rows in its partitions, the manifest says 4"],
        ),
        ({"quarantine": 1}, ["quarantine has 0 rows, the manifest says 1"]),
    ],
)
def test_rows_are_counted(tmp_path: Path, counts: dict[str, int], wrong: list[str]) -> None:
    assert verify(release(tmp_path, counts=counts)) == wrong


@pytest.mark.parametrize(("count", "is_wrong"), [(4, True), (2, True), (0, False)])
def test_rows_in_partitions_are_counted_where_there_are_any(tmp_path: Path, count: int, is_wrong: bool) -> None:
    partitions = rows(PAGES, count, 0) if count else PAGES.empty()
    told = [f"pages has {count} rows in its partitions, the manifest says 3"] if is_wrong else []
    assert verify(release(tmp_path, partitions=partitions)) == told


def test_columns_are_those_that_the_data_package_names(tmp_path: Path) -> None:
    columns = PAGES.columns[::-1]
    assert verify(release(tmp_path, columns=columns)) == [
        f"pages has columns {PAGES.columns}, datapackage.json names {columns}"
    ]


OVERRIDE = {"reason": "A known gap.", "failing": ["b_check"]}


@pytest.mark.parametrize(
    ("results", "override", "wrong"),
    [
        ([], None, ["quality.json holds no results"]),
        ([PASSED, FAILED], None, ["published although b_check failed"]),
        ([PASSED, FAILED], OVERRIDE, []),
        ([PASSED], OVERRIDE, []),
        ([FAILED], OVERRIDE | {"failing": ["a_check"]}, ["published although b_check failed"]),
        ([FAILED], OVERRIDE | {"reason": " "}, ["the gate was overridden without a reason"]),
        ([FAILED], {"failing": ["b_check"]}, ["the gate was overridden without a reason"]),
        (
            [],
            {"reason": "", "failing": []},
            ["quality.json holds no results", "the gate was overridden without a reason"],
        ),
        (
            [FAILED],
            OVERRIDE | {"reason": "", "failing": []},
            ["the gate was overridden without a reason", "published although b_check failed"],
        ),
    ],
)
def test_checks_that_failed_are_named_by_an_override(
    tmp_path: Path, results: list[dict[str, Any]], override: dict[str, Any] | None, wrong: list[str]
) -> None:
    assert verify(release(tmp_path, results=results, override=override)) == wrong


def test_files_that_are_not_listed_and_such_as_are_not_as_listed(tmp_path: Path) -> None:
    found = release(tmp_path, counts={"pages": 4})
    for name in ("z", "compact/a"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    os.truncate(tmp_path / "quality.json", 1)
    (tmp_path / "datapackage.json").unlink()
    size = found.files["quality.json"]["bytes"]
    named = ["datapackage.json is missing", f"quality.json has 1 bytes, the manifest says {size}"]
    errors = ["compact/a is not listed in the manifest", "z is not listed in the manifest", *named]
    assert verify(found) == find_changed_files(found) == errors


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_other_bytes_of_the_same_size(tmp_path: Path, seconds: int) -> None:
    found = release(tmp_path)
    path = tmp_path / "quality.json"
    path.write_bytes(path.read_bytes()[::-1])
    time = found.manifest_path.stat().st_mtime_ns + seconds * 10**9
    os.utime(path, ns=(time, time))
    assert verify(found) == find_changed_files(found) == ["quality.json has other bytes than were published"]


def test_other_bytes_in_a_release_whose_manifest_has_a_later_time(tmp_path: Path) -> None:
    found = release(tmp_path)
    path = tmp_path / "quality.json"
    path.write_bytes(path.read_bytes()[::-1])
    later = path.stat().st_mtime_ns + 10**9
    os.utime(found.manifest_path, ns=(later, later))
    assert find_changed_files(found) == ["quality.json has other bytes than were published"]


def test_a_symbolic_link_is_no_file_of_a_release(tmp_path: Path) -> None:
    """The bytes elsewhere can change at any time, so the same bytes do not help."""
    found = release(tmp_path / "release")
    for place in ("quality.json", "compact"):
        (found.path / place).rename(tmp_path / place)
        (found.path / place).symlink_to(tmp_path / place)
    (tmp_path / "tables").mkdir()
    (found.path / "tables/more").symlink_to(tmp_path / "tables")
    errors = verify(found)
    assert errors == find_changed_files(found)
    assert errors[:2] == ["compact is not listed in the manifest", "tables/more is not listed in the manifest"]
    assert "quality.json is not a regular file" in errors


@pytest.mark.parametrize("content", [{}, {"files": {}}])
def test_a_manifest_without_files(tmp_path: Path, content: dict[str, Any]) -> None:
    found = release(tmp_path)
    write_file(found.manifest_path, to_json(content))
    assert verify(found) == find_changed_files(found) == ["manifest.json lists no files"]


@pytest.mark.parametrize("content", [b"[1]", b'"text"', b'{"files": [1]}'])
def test_json_that_is_not_a_manifest(tmp_path: Path, content: bytes) -> None:
    found = release(tmp_path)
    write_file(found.manifest_path, content)
    assert (
        verify(found)
        == find_changed_files(found)
        == [f"{found.manifest_path} is not a manifest; the release is damaged"]
    )
    assert (found.is_whole, found.files, found.tables) == (False, {}, {})


def test_a_release_without_a_manifest_that_can_be_read(tmp_path: Path) -> None:
    found = release(tmp_path)
    found.manifest_path.write_text("{")
    assert (
        verify(found) == find_changed_files(found) == [f"{found.manifest_path} cannot be read; the release is damaged"]
    )
    found.manifest_path.unlink()
    assert verify(found) == find_changed_files(found) == [f"{found.manifest_path} is missing; the release is damaged"]


def test_a_release_without_a_note_of_an_override(tmp_path: Path) -> None:
    found = release(tmp_path)
    manifest = found.manifest
    del manifest["override"]
    write_file(found.manifest_path, to_json(manifest))
    assert verify(found) == []
