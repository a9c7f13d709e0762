"""Files come into a release as links, each proven to be the one that the checks saw."""

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warehouse.staged import reworded, rows
from warehouse.catalog.descriptions import is_described
from warehouse.quality.gate import RefusedError
from warehouse.release.links import Linker
from warehouse.release.release_store import Release, write_manifest
from warehouse.staging.area import StagingArea
from warehouse.staging.files import file_digest
from warehouse.staging.staged_table import StagedTable
from warehouse.tables import PAGES, QUARANTINE

PART = "tables/pages/country=AAX/year=2001/part-0.parquet"
COMPACT = "compact/pages.parquet"


@pytest.fixture
def staging(tmp_path: Path) -> StagingArea:
    staging = StagingArea(tmp_path / "staging")
    staging.write_table(PAGES, rows(PAGES, 3, 0))
    return staging


def staged(staging: StagingArea) -> StagedTable:
    found = staging.table(PAGES.name)
    assert found is not None
    return found


def linked(staging: StagingArea, folder: Path, before: Release | None = None) -> Linker:
    """A folder into which the staged table was linked."""
    folder.mkdir()
    linker = Linker(staging, folder, before)
    linker.link_compact([staged(staging)])
    linker.link_partitions([staged(staging)])
    return linker


def published(staging: StagingArea, folder: Path) -> Release:
    """A release of what is staged."""
    linker = linked(staging, folder)
    listed = {path: {"bytes": file.bytes, "sha256": file.sha256} for path, file in staged(staging).files.items()}
    for path, source in linker.described.items():
        data = folder / path
        listed[path] = {"bytes": data.stat().st_size, "sha256": file_digest(data), "rows_of": source}
    write_manifest(folder, {}, listed)
    return Release(folder)


def inodes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_ino
        for path in folder.rglob("*.parquet")
        if path.is_relative_to(folder / "tables") or path.is_relative_to(folder / "compact")
    }


def other_bytes(path: Path, seconds: int) -> None:
    """Writes into a file, which keeps its size, at so many seconds after the manifest of its release."""
    writable(path).write_bytes(path.read_bytes()[:-1] + b"x")
    release = next(folder for folder in path.parents if (folder / "manifest.json").exists())
    time = (release / "manifest.json").stat().st_mtime_ns + seconds * 10**9
    os.utime(path, ns=(time, time))


def writable(path: Path) -> Path:
    """A shared file that can be written to."""
    path.chmod(0o644)
    return path


def raising(number: int) -> Callable[[str, str], None]:
    """A call that fails with an error of the system."""

    def link(source: str, target: str) -> None:
        raise OSError(number, os.strerror(number))

    return link


def of_its_own(path: Path) -> None:
    """Makes a file one that shares nothing with others; its bytes stay."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def test_without_a_release_before_every_staged_file_is_linked(staging: StagingArea, tmp_path: Path) -> None:
    linker = linked(staging, tmp_path / "new")
    assert inodes(tmp_path / "new") == inodes(staging.folder)
    assert linker.described == {}


@pytest.mark.parametrize("path", [PART, COMPACT])
@pytest.mark.parametrize("with_before", [True, False])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_staged_file_that_the_checks_did_not_see_is_refused(
    staging: StagingArea, tmp_path: Path, path: str, with_before: bool, is_gone: bool
) -> None:
    before = published(staging, tmp_path / "before") if with_before else None
    of_its_own(staging.folder / path)
    if before:
        (before.path / path).unlink()
    (staging.folder / path).unlink() if is_gone else (staging.folder / path).write_bytes(b"other")
    with pytest.raises(RefusedError, match="is not the file that the checks read; run again"):
        linked(staging, tmp_path / "new", before)
    assert staging.table(PAGES.name) is None


def test_partitions_of_the_release_before_are_shared_whatever_is_staged(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    (staging.folder / PART).unlink()
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new") == inodes(before.path)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_published_partition_that_was_changed_is_not_shared(
    staging: StagingArea, tmp_path: Path, seconds: int
) -> None:
    """The time of its last write does not matter: any program can set it."""
    before = published(staging, tmp_path / "before")
    of_its_own(before.path / PART)
    other_bytes(before.path / PART, seconds)
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new")[PART] == inodes(staging.folder)[PART]


def test_a_published_partition_with_the_same_bytes_and_a_later_time_is_shared(
    staging: StagingArea, tmp_path: Path
) -> None:
    before = published(staging, tmp_path / "before")
    of_its_own(before.path / PART)
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new")[PART] == inodes(before.path)[PART]


def test_a_symbolic_link_in_the_release_before_is_not_shared(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    elsewhere = tmp_path / "elsewhere.parquet"
    (before.path / PART).rename(elsewhere)
    (before.path / PART).symlink_to(elsewhere)
    linked(staging, tmp_path / "new", before)
    assert not (tmp_path / "new" / PART).is_symlink()


@pytest.mark.parametrize("can_link", [True, False])
def test_shared_files_are_read_only_and_staging_replaces_them(
    staging: StagingArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool
) -> None:
    if not can_link:
        monkeypatch.setattr(os, "link", raising(errno.EXDEV))
    release = published(staging, tmp_path / "release")
    old = {path: (release.path / path).read_bytes() for path in inodes(release.path)}
    assert {(release.path / path).stat().st_mode & 0o777 for path in old} == {0o444}
    staging.write_table(PAGES, rows(PAGES, 3, 1, 1))
    changed = inodes(staging.folder)
    assert {path: (release.path / path).read_bytes() for path in old} == old
    assert not set(changed.values()) & set(inodes(release.path).values())


def test_a_published_partition_of_another_size_or_digest_or_one_that_is_gone_is_not_shared(
    staging: StagingArea, tmp_path: Path
) -> None:
    before = published(staging, tmp_path / "before")
    paths = sorted(path for path in inodes(staging.folder) if path.startswith("tables/"))
    of_its_own(before.path / paths[0])
    os.truncate(before.path / paths[0], 5)
    os.utime(before.path / paths[0], ns=(0, 0))
    (before.path / paths[1]).unlink()
    staging.write_table(PAGES, rows(PAGES, 3, 2))  # changes the third
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new") == inodes(staging.folder)
    assert inodes(staging.folder)[paths[2]] != inodes(before.path)[paths[2]]


def test_a_file_that_is_not_in_the_manifest_before_is_read(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    staging.write_table(PAGES, rows(PAGES, 4, 0))
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new") == inodes(staging.folder)
    before.manifest_path.unlink()
    linked(staging, tmp_path / "newer", before)
    assert inodes(tmp_path / "newer") == inodes(staging.folder)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_change_of_the_published_compact_file_itself_is_found(
    staging: StagingArea, tmp_path: Path, seconds: int
) -> None:
    before = published(staging, tmp_path / "before")
    time = before.manifest_path.stat().st_mtime_ns + seconds * 10**9
    path = staging.folder / COMPACT
    with writable(path).open("r+b") as file:  # both names of the one file
        file.seek(len(b"PAR1"))
        file.write(b"x")
    os.utime(path, ns=(time, time))
    with pytest.raises(RefusedError):
        linked(staging, tmp_path / "new", before)


def test_a_staged_compact_file_that_is_not_the_published_one_is_read(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    of_its_own(staging.folder / COMPACT)
    linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new")[COMPACT] == inodes(staging.folder)[COMPACT]
    other_bytes(before.path / COMPACT, -1)
    writable(staging.folder / COMPACT).write_bytes((before.path / COMPACT).read_bytes())
    os.utime(staging.folder / COMPACT, ns=(0, 0))
    with pytest.raises(RefusedError):
        linked(staging, tmp_path / "newer", before)


def test_a_compact_file_with_old_descriptions_is_written_anew_once(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path / "staging")
    staging.write_table(reworded(PAGES, "title_printed", "As it was described."), rows(PAGES, 3, 0))
    before = published(staging, tmp_path / "before")
    source = staged(staging).files[COMPACT].sha256
    assert is_described(before.path / COMPACT, PAGES)
    assert not is_described(staging.folder / COMPACT, PAGES)
    shared = linked(staging, tmp_path / "shared", before)
    assert shared.described == {COMPACT: source}
    assert inodes(tmp_path / "shared") == inodes(before.path)
    written = []
    for number, spoil in enumerate(
        (
            lambda path: path.unlink(),
            lambda path: other_bytes(path, 1),
            lambda path: writable(path).write_bytes(b"half"),
            lambda path: writable(path).write_bytes((staging.folder / COMPACT).read_bytes()),
        )
    ):
        other = published(staging, tmp_path / f"other{number}")
        spoil(other.path / COMPACT)
        new = linked(staging, tmp_path / f"new{number}", other)
        assert new.described == {COMPACT: source}
        assert is_described(tmp_path / f"new{number}" / COMPACT, PAGES)
        written.append(file_digest(tmp_path / f"new{number}" / COMPACT))
    assert set(written) == {file_digest(before.path / COMPACT)}


def test_descriptions_of_other_rows_are_not_shared(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path / "staging")
    old = reworded(PAGES, "title_printed", "As it was described.")
    staging.write_table(old, rows(PAGES, 3, 0))
    before = published(staging, tmp_path / "before")
    staging.write_table(old, rows(PAGES, 3, 1))
    linker = linked(staging, tmp_path / "new", before)
    assert linker.described == {COMPACT: staged(staging).files[COMPACT].sha256}
    assert file_digest(tmp_path / "new" / COMPACT) != file_digest(before.path / COMPACT)


def test_where_no_links_can_be_made_files_are_copied(
    staging: StagingArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file system cannot be had in a test: the call says what it would say there."""
    for number in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP):
        monkeypatch.setattr(os, "link", raising(number))
        folder = tmp_path / str(number)
        linked(staging, folder)
        assert inodes(folder).keys() == inodes(staging.folder).keys()
        assert file_digest(folder / PART) == file_digest(staging.folder / PART)
    monkeypatch.setattr(os, "link", raising(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        linked(staging, tmp_path / "full")


def test_a_table_without_partitions_has_its_compact_file(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path / "staging")
    table = staging.write_table(QUARANTINE, QUARANTINE.empty())
    (tmp_path / "new").mkdir()
    linker = Linker(staging, tmp_path / "new", None)
    linker.link_compact([table])
    linker.link_partitions([table])
    assert list(inodes(tmp_path / "new")) == ["compact/quarantine.parquet"]


def test_a_file_of_the_release_before_is_read_only_as_it_was_published(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    data = (before.path / PART).read_bytes()
    linker = Linker(staging, tmp_path / "after", before)
    assert linker.published_bytes(PART) == data
    other_bytes(before.path / PART, 0)
    assert linker.published_bytes(PART) is None
    (before.path / PART).unlink()
    assert linker.published_bytes(PART) is None
    assert linker.published_bytes("manifest.json") is None
    assert Linker(staging, tmp_path / "first", None).published_bytes(PART) is None


def test_a_manifest_that_was_copied_after_its_files_does_not_vouch_for_them(
    staging: StagingArea, tmp_path: Path
) -> None:
    """As `cp -r` copies a home: each file, the manifest too, has the time of its copy."""
    before = published(staging, tmp_path / "before")
    of_its_own(before.path / PART)
    other_bytes(before.path / PART, 0)
    copied = Release(tmp_path / "copied")
    shutil.copytree(before.path, copied.path, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("*.json"))
    time.sleep(0.02)  # a later tick of the clock of the file system
    shutil.copyfile(before.manifest_path, copied.manifest_path)
    linker = linked(staging, tmp_path / "new", copied)
    assert inodes(tmp_path / "new")[PART] == inodes(staging.folder)[PART]
    assert linker.published_bytes(PART) is None


def test_a_release_before_in_which_a_folder_became_a_file_is_not_shared(staging: StagingArea, tmp_path: Path) -> None:
    before = published(staging, tmp_path / "before")
    for folder in ("compact", "tables/pages"):
        shutil.rmtree(before.path / folder)
        (before.path / folder).write_bytes(b"x")
    linker = linked(staging, tmp_path / "new", before)
    assert inodes(tmp_path / "new") == inodes(staging.folder)
    assert linker.published_bytes(PART) is None
