"""The same data are published again where their presentation is newer or a file of theirs is damaged."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from assets.pipeline.home.home import Home
from tests.warehouse.staged import (
    CHANGING,
    pass_all,
    publish_staged,
    release_version,
    reworded,
    rows,
    stage,
)
from warehouse.quality.gate import RefusedError
from warehouse.release import publish as publishing
from warehouse.release.due import due, release_id
from warehouse.release.presentation import presentation_version
from warehouse.release.publish import publish
from warehouse.release.release_store import Release, ReleaseStore
from warehouse.release.verify import find_changed_files, verify
from warehouse.staging.files import read_json, to_json, write_file
from warehouse.staging.parquet import compact_bytes
from warehouse.tables import COUNTRY_YEARS, PAGES, TABLES

COUNTS = dict.fromkeys(CHANGING, 6)
STRIDE = 3
PART = "tables/pages/country=AAX/year=2001/part-0.parquet"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("released") / "home")
    release_version(home, COUNTS, 0, STRIDE, "one")
    return home.folder


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Home:
    """One release, of version 0 and presentation `one`."""
    subprocess.run(["cp", "-a", released, tmp_path / "home"], check=True)  # with its hard links
    return Home(tmp_path / "home")


def version(home: Home, number: int, presentation: str = "one") -> Release:
    return release_version(home, COUNTS, number, STRIDE, presentation).release


def files(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Inode, time and bytes of every file."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in found
    }


def inodes(folder: Path, under: str) -> dict[str, int]:
    return {place: inode for place, (inode, _, _) in files(folder).items() if place.startswith(under)}


def changes(release: Release) -> dict[str, object]:
    found: dict[str, object] = read_json(release.path / "changes.json")
    return found


def of_its_own(home: Home) -> None:
    """Gives the staging area files of its own: what happens to those of a release then does not happen to it."""
    for path in home.staging.folder.rglob("*.parquet"):
        data, stat = path.read_bytes(), path.stat()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def spoil(path: Path, *, keep_time: bool = False) -> None:
    """Changes the last byte of a file in place."""
    data, stat = path.read_bytes(), path.stat()
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(len(data) - 1)
        file.write(bytes([data[-1] ^ 1]))
    time = stat.st_mtime_ns if keep_time else stat.st_mtime_ns + 3_600_000_000_000
    os.utime(path, ns=(time, time))


def cut_off(path: Path) -> None:
    path.chmod(0o644)
    os.truncate(path, path.stat().st_size // 2)


# -- a newer presentation


def test_the_same_data_are_published_again_with_a_newer_presentation(home: Home) -> None:
    before = home.releases.current()
    old = files(before.path)
    assert due(home.staging, home.releases, presentation="two") == "presentation"
    done = publish_staged(home, "two")
    assert (done.is_new, done.reissue) == (True, "presentation")
    assert (done.release.id, done.release.issue, done.release.name) == (before.id, 2, f"{before.id}.2")
    assert home.releases.current() == done.release
    assert changes(done.release) == {"since": before.name, "same_data": True, "tables": {}}
    assert inodes(done.release.path, "tables/") == inodes(before.path, "tables/")
    assert inodes(done.release.path, "compact/report") == inodes(before.path, "compact/report")
    assert (done.shared_files, done.new_files) == (len(inodes(before.path, "tables/")), 0)
    assert verify(done.release) == []
    assert files(before.path) == old, "the first issue was written to"


def test_partitions_come_from_the_issue_before_rather_than_from_the_staging_area(home: Home) -> None:
    """They were proven when that was published, and so are not read again."""
    before = home.releases.current()
    of_its_own(home)
    release = publish_staged(home, "two").release
    assert inodes(release.path, "tables/") == inodes(before.path, "tables/")


def test_what_a_killed_process_left_is_cleared_away(home: Home) -> None:
    gone = "4194304-01234567"  # no process has this number
    left = [
        home.releases.folder / f".ab12.{gone}.building",
        home.folder / f".current.{gone}.partial",
        home.staging.folder / "check_results" / f".pages.json.{gone}.partial",
    ]
    for path in left:
        path.mkdir()
    publish_staged(home, "one")
    assert not [path for path in left if path.exists()]


def test_a_reissue_says_what_it_is(home: Home) -> None:
    first = home.releases.current()
    assert (first.presentation, first.summary["reissue"]) == ("one", None)
    second = publish_staged(home, "two").release
    third = publish_staged(home, "three").release
    assert [release.name for release in home.releases.all()] == [first.id, f"{first.id}.2", f"{first.id}.3"]
    for number, (release, presentation) in enumerate([(second, "two"), (third, "three")], start=2):
        said = release.summary
        assert (said["release"], said["id"], said["number"]) == (release.name, first.id, number)
        assert (said["presentation"], said["reissue"]) == (presentation, "presentation")
        assert read_json(release.path / "datapackage.json")["version"] == release.name
        assert f"# Quality of release {release.name}\n" in (release.path / "quality.md").read_text()
        with duckdb.connect(str(release.path / "warehouse.duckdb"), read_only=True) as connection:
            assert connection.execute("SELECT release FROM release").fetchall() == [(release.name,)]


def test_what_is_current_is_not_published_again(home: Home) -> None:
    before, old = home.releases.current(), files(home.releases.folder)
    assert due(home.staging, home.releases, presentation="one") is None
    done = publish_staged(home, "one")
    assert (done.release, done.is_new, done.reissue) == (before, False, None)
    assert files(home.releases.folder) == old


def test_other_data_are_no_reissue(home: Home) -> None:
    first = home.releases.current()
    stage(home.staging, COUNTS, 1, STRIDE)
    assert due(home.staging, home.releases, presentation="one") == "data"
    done = publish_staged(home, "two")
    assert (done.reissue, done.release.issue, done.release.summary["reissue"]) == (None, 1, None)
    assert done.release.id != first.id
    said = changes(done.release)
    assert (said["since"], said["same_data"], set(said["tables"])) == (first.name, False, set(CHANGING))
    assert changes(first)["same_data"] is False
    assert (first.summary["previous"], done.release.summary["previous"]) == (None, first.id)


def test_the_release_before_a_reissue_is_of_other_data(home: Home) -> None:
    first, second = home.releases.current(), version(home, 1)
    again = publish_staged(home, "two").release
    assert (again.id, again.issue) == (second.id, 2)
    assert again.summary["previous"] == first.id
    third = version(home, 2, "two")
    assert third.summary["previous"] == second.id
    assert changes(third)["since"] == again.name


def test_a_home_without_a_release_has_one_due(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    stage(home.staging, COUNTS, 0, STRIDE)
    assert due(home.staging, home.releases) == "data"
    pass_all(home)
    done = publish(home.staging, home.releases, kind="real")
    assert done.release.presentation == presentation_version()
    assert due(home.staging, home.releases) is None


def test_a_release_made_before_presentations_had_versions_is_published_again(home: Home) -> None:
    release = home.releases.current()
    manifest = release.manifest
    del manifest["presentation"], manifest["reissue"], manifest["id"]
    write_file(release.manifest_path, to_json(manifest))
    assert release.presentation is None
    assert publish_staged(home, "one").reissue == "presentation"


def test_a_reader_of_the_old_issue_reads_on(home: Home) -> None:
    path = home.releases.link.resolve()
    with duckdb.connect(str(path / "warehouse.duckdb"), read_only=True) as connection:
        publish_staged(home, "two")
        assert connection.execute("SELECT release FROM release").fetchall() == [(path.name,)]
        assert connection.execute("SELECT count(*) FROM pages").fetchall() == [(6,)]
    assert pl.read_parquet(path / "tables/pages/**/*.parquet", hive_partitioning=True).height == 6
    assert home.releases.link.resolve() != path


def test_going_back_to_an_older_issue_ends_with_the_next_publishing(home: Home) -> None:
    first, second = home.releases.current(), publish_staged(home, "two").release
    home.releases.point_to(first)
    done = publish_staged(home, "two")
    assert (done.release, done.is_new, done.reissue) == (second, True, None)
    assert home.releases.current() == second
    home.releases.point_to(first)
    assert not publish_staged(home, "one").is_new, "the older issue is what that code would make"
    assert home.releases.current() == first
    assert publish_staged(home, "three").release.issue == 3


# -- words in compact files


def test_new_words_reach_compact_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before, staged = home.releases.current(), home.staging.table("pages").files["compact/pages.parquet"]
    told_anew = reworded(PAGES, "words", "How many words the page has")
    was = presentation_version()
    monkeypatch.setitem(TABLES, "pages", told_anew)
    assert presentation_version() != was
    release = publish_staged(home, "two").release
    path = release.path / "compact/pages.parquet"
    assert pq.read_schema(path).field("words").metadata[b"description"] == b"How many words the page has"
    assert path.read_bytes() == compact_bytes(told_anew, home.staging.read("pages"))
    assert "How many words the page has" in (release.path / "dictionary.md").read_text()
    listed = release.files["compact/pages.parquet"]
    assert listed["rows_of"] == staged.sha256 != listed["sha256"]
    assert release.files["compact/editions.parquet"] == before.files["compact/editions.parquet"]
    old, new = inodes(before.path, "compact/"), inodes(release.path, "compact/")
    others = {"compact/pages.parquet", "compact/quality_results.parquet"}
    assert {place for place in old if old[place] != new[place]} == others
    assert home.staging.table("pages").files["compact/pages.parquet"] == staged
    assert verify(release) == verify(before) == []


def test_a_file_with_new_words_is_shared_from_then_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "pages", reworded(PAGES, "words", "How many words the page has"))
    path = "compact/pages.parquet"
    first = publish_staged(home, "two").release
    second = publish_staged(home, "three").release
    assert second.files[path] == first.files[path]
    assert inodes(second.path, path) == inodes(first.path, path)
    spoil(first.path / path)
    third = publish_staged(home, "four")
    assert third.reissue == "damage"
    assert third.release.files[path] == first.files[path]
    assert inodes(third.release.path, path) != inodes(first.path, path), "a damaged file was handed on"
    monkeypatch.setitem(TABLES, "pages", reworded(PAGES, "words", "Once more in other words"))
    fourth = publish_staged(home, "five").release
    assert fourth.files[path]["rows_of"] == first.files[path]["rows_of"]
    assert fourth.files[path]["sha256"] != first.files[path]["sha256"]
    assert verify(third.release) == verify(fourth) == []


def test_new_rows_are_not_those_of_the_file_with_new_words(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "pages", reworded(PAGES, "words", "How many words the page has"))
    publish_staged(home, "two")
    with monkeypatch.context() as patch:
        patch.setitem(TABLES, "pages", PAGES)
        stage(home.staging, COUNTS, 1, STRIDE)  # as if its words were staged long ago
    release = publish_staged(home, "two").release
    assert pl.read_parquet(release.path / "compact/pages.parquet").equals(home.staging.read("pages"))
    assert verify(release) == []


# -- damage


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a partition with other bytes": (PART, spoil),
    "a partition cut off": (PART, cut_off),
    "a partition that is gone": (PART, Path.unlink),
    "a compact file with other bytes": ("compact/pages.parquet", spoil),
    "a compact file that is gone": ("compact/editions.parquet", Path.unlink),
    "another DuckDB file": ("warehouse.duckdb", spoil),
    "a partition with other bytes and its old time": (PART, lambda path: spoil(path, keep_time=True)),
    "a partition that was not published": (
        PART.replace("AAX", "ZZX"),
        lambda path: write_file(path, path.parents[2].joinpath("country=AAX/year=2001/part-0.parquet").read_bytes()),
    ),
    "a link in place of a partition": (
        PART,
        lambda path: path.symlink_to(path.rename(path.parents[5] / "elsewhere.parquet")),
    ),
    "no dictionary": ("dictionary.md", Path.unlink),
    "no manifest": ("manifest.json", Path.unlink),
    "half a manifest": ("manifest.json", cut_off),
    "no JSON in the manifest": ("manifest.json", lambda path: path.write_text("{")),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_release_is_published_again_and_left_as_it_is(home: Home, damage: str) -> None:
    of_its_own(home)
    before = home.releases.current()
    place, harm = DAMAGE[damage]
    harm(before.path / place)
    damaged = files(before.path)
    assert due(home.staging, home.releases, presentation="one") == "damage"
    done = publish_staged(home, "one")
    assert (done.is_new, done.reissue, done.release.name) == (True, "damage", f"{before.id}.2")
    assert done.release.summary["reissue"] == "damage"
    assert changes(done.release) == {"since": before.name, "same_data": True, "tables": {}}
    assert verify(done.release) == []
    assert home.releases.current() == done.release
    assert files(before.path) == damaged, "the damaged release was written to"
    assert due(home.staging, home.releases, presentation="one") is None


def test_damage_and_newer_presentation_at_once(home: Home) -> None:
    of_its_own(home)
    spoil(home.releases.current().path / PART)
    done = publish_staged(home, "two")
    assert (done.reissue, done.release.presentation) == ("damage", "two")
    assert verify(done.release) == []


def test_nothing_is_taken_from_a_damaged_release(home: Home) -> None:
    """Not even a damaged file with the time and size that it was published with."""
    of_its_own(home)
    before = home.releases.current()
    spoil(before.path / PART)
    hidden = before.path / PART.replace("2001", "2002")
    spoil(hidden, keep_time=True)
    assert len(find_changed_files(before)) == len(verify(before)) == 2
    done = publish_staged(home, "one")
    assert verify(done.release) == []
    assert not set(inodes(done.release.path, "").values()) & set(inodes(before.path, "").values())


def test_a_file_that_was_only_touched_is_not_damaged(home: Home) -> None:
    later = home.releases.current().manifest_path.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(home.releases.current().path / PART, ns=(later, later))
    assert due(home.staging, home.releases, presentation="one") is None


def test_a_staged_file_damaged_with_the_release_is_staged_anew_first(home: Home) -> None:
    before = home.releases.current()
    spoil(before.path / PART)  # the same file as in the staging area
    with pytest.raises(RefusedError, match="run again to stage the table again"):
        publish_staged(home, "one")
    assert home.releases.current() == before
    assert home.releases.all() == [before]
    done = release_version(home, COUNTS, 0, STRIDE, "one")
    assert (done.reissue, done.release.name) == ("damage", f"{before.id}.2")
    assert verify(done.release) == []
    assert verify(before) != []


def test_an_earlier_release_that_is_whole_becomes_current_again(home: Home) -> None:
    first, second = home.releases.current(), version(home, 1)
    old = files(first.path)
    done = release_version(home, COUNTS, 0, STRIDE, "one")
    assert (done.release, done.is_new, done.reissue) == (first, True, None)
    assert home.releases.current() == first
    assert home.releases.all() == [first, second]
    assert files(first.path) == old


@pytest.mark.soak
@pytest.mark.parametrize("keep_time", [True, False])
def test_an_earlier_release_is_read_before_it_becomes_current_again(home: Home, keep_time: bool) -> None:
    first = home.releases.current()
    of_its_own(home)
    second = version(home, 1)
    of_its_own(home)
    spoil(first.path / PART, keep_time=keep_time)
    assert find_changed_files(first) != []
    done = release_version(home, COUNTS, 0, STRIDE, "one")
    assert (done.release.name, done.reissue) == (f"{first.id}.2", "damage")
    assert verify(done.release) == []
    said = changes(done.release)
    assert (said["since"], said["same_data"], set(said["tables"])) == (second.name, False, set(CHANGING))
    assert done.release.summary["previous"] == second.id


@pytest.mark.soak
def test_an_earlier_release_of_older_presentation_is_published_again(home: Home) -> None:
    first = home.releases.current()
    version(home, 1, "two")
    done = release_version(home, COUNTS, 0, STRIDE, "two")
    assert (done.release.name, done.reissue) == (f"{first.id}.2", "presentation")
    assert changes(done.release)["same_data"] is False


def test_what_lies_where_a_release_would_is_left_there(home: Home) -> None:
    stage(home.staging, COUNTS, 1, STRIDE)
    folder = home.releases.folder / release_id(home.staging)
    write_file(folder / "dictionary.md", b"all that is left of it")
    done = publish_staged(home, "one")
    assert (done.release.name, done.reissue) == (f"{folder.name}.2", "damage")
    assert [path.name for path in folder.iterdir()] == ["dictionary.md"]


def test_other_data_are_published_where_files_of_the_current_release_are_gone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is gone comes from the staging area: a partition, a compact file, and one with words of its own."""
    monkeypatch.setitem(TABLES, "pages", reworded(PAGES, "words", "How many words the page has"))
    before = publish_staged(home, "two").release
    for place in (PART, "compact/editions.parquet", "compact/pages.parquet"):
        (before.path / place).unlink()
    home.staging.write_table(COUNTRY_YEARS, rows(COUNTRY_YEARS, 6, 1, STRIDE))
    done = publish_staged(home, "two")
    assert (done.release.issue, done.reissue) == (1, None)
    assert verify(done.release) == []
    assert done.release.files["compact/pages.parquet"] == before.files["compact/pages.parquet"]


@pytest.mark.soak
def test_other_data_are_published_where_the_current_manifest_is_lost(home: Home) -> None:
    before = home.releases.current()
    before.manifest_path.unlink()
    release = version(home, 1)
    assert verify(release) == []
    assert changes(release)["since"] == release.summary["previous"] == before.id


def test_the_release_before_one_whose_manifest_is_lost(home: Home) -> None:
    first, second = home.releases.current(), version(home, 1)
    second.manifest_path.unlink()
    again = publish_staged(home, "one").release
    assert (again.name, again.summary["previous"]) == (f"{second.id}.2", first.id)


# -- a broken `current`


BREAKS: dict[str, Callable[[Path], object]] = {
    "missing": lambda link: None,
    "dangling": lambda link: link.symlink_to("releases/0123456789ab"),
    "a loop": lambda link: link.symlink_to(link.name),
    "elsewhere": lambda link: link.symlink_to(link.parent.parent),
    "the folder of all releases": lambda link: link.symlink_to("releases"),
    "inside a release": lambda link: link.symlink_to(next((link.parent / "releases").glob("*/tables"))),
    "a text file, as some programs copy links": lambda link: link.write_text("releases/0123456789ab"),
    "a folder, as some programs copy links": lambda link: write_file(link / "manifest.json", b"{}"),
}


@pytest.mark.parametrize("state", BREAKS)
def test_the_next_publication_repairs_a_broken_link(home: Home, state: str) -> None:
    before, link = home.releases.current(), home.releases.link
    link.unlink()
    BREAKS[state](link)
    assert (home.releases.current(), home.releases.last()) == (None, before)
    assert due(home.staging, home.releases, presentation="one") == "data"
    done = publish_staged(home, "one")
    assert (done.release, done.is_new, done.reissue) == (before, True, None)
    assert home.releases.current() == before
    assert home.releases.all() == [before]


def test_a_folder_in_place_of_the_link_is_kept(home: Home) -> None:
    link = home.releases.link
    for content in (b"1", b"2"):
        link.unlink()
        write_file(link / "a", content)
        publish_staged(home, "one")
    assert [(home.folder / f"current.{number}" / "a").read_bytes() for number in (1, 2)] == [b"1", b"2"]
    assert home.releases.current() == home.releases.last()


def test_new_data_are_compared_with_the_newest_release_where_the_link_is_lost(home: Home) -> None:
    """Otherwise nothing would be compared, and any loss of rows would pass."""
    before = home.releases.current()
    home.releases.link.unlink()
    stage(home.staging, COUNTS, 1, STRIDE)
    pass_all(home)
    release = publish(home.staging, home.releases, kind="real", presentation="one").release
    said = changes(release)
    assert (said["since"], release.summary["previous"]) == (before.name, before.id)
    assert inodes(release.path, "tables/").items() & inodes(before.path, "tables/").items()


def test_a_damaged_release_does_not_become_current_through_a_lost_link(home: Home) -> None:
    of_its_own(home)
    before = home.releases.current()
    spoil(before.path / PART, keep_time=True)
    home.releases.link.unlink()
    done = publish_staged(home, "one")
    assert (done.release.name, done.reissue) == (f"{before.id}.2", "damage")
    assert verify(done.release) == []


# -- the gate


def fail(home: Home, check: str) -> None:
    """Records that a check failed on what is staged."""
    pass_all(home)
    path = home.staging.folder / "check_results" / f"{check}.json"
    write_file(path, to_json({**read_json(path), "passed": False}))


def test_the_gate_is_asked_for_a_reissue_too(home: Home) -> None:
    before = home.releases.current()
    fail(home, "quarantine_share")
    with pytest.raises(RefusedError, match="quarantine_share"):
        publish(home.staging, home.releases, kind="real", presentation="two")
    assert home.releases.current() == before
    done = publish(home.staging, home.releases, kind="real", presentation="two", override=" seen ")
    noted = {"reason": "seen", "failing": ["quarantine_share"]}
    assert (done.reissue, done.release.summary["override"]) == ("presentation", noted)
    assert verify(done.release) == []


def test_a_release_that_is_there_is_not_made_current_by_an_override(home: Home) -> None:
    first, second = home.releases.current(), version(home, 1)
    stage(home.staging, COUNTS, 0, STRIDE)
    fail(home, "quarantine_share")
    with pytest.raises(RefusedError, match=f"`tip rollback {first.name}` makes it current again"):
        publish(home.staging, home.releases, kind="real", presentation="one", override="seen")
    assert home.releases.current() == second


# -- kills


@pytest.mark.soak
@pytest.mark.parametrize("why", ["presentation", "damage"])
@pytest.mark.parametrize("moment", ["assemble", "sync_file_system", "flush_folder", "point_to", "replace"])
def test_a_kill_leaves_the_old_issue_or_the_new_one(
    home: Home, monkeypatch: pytest.MonkeyPatch, moment: str, why: str
) -> None:
    of_its_own(home)
    before = home.releases.current()
    if why == "damage":
        spoil(before.path / PART)
    old = files(before.path)
    presentation = "two" if why == "presentation" else "one"

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    owner = {"point_to": ReleaseStore, "replace": Path}.get(moment, publishing)
    pass_all(home)
    with monkeypatch.context() as patch:
        if moment == "replace":
            put = Path.replace
            patch.setattr(
                Path, "replace", lambda path, to: killed() if to == home.releases.link else put(path, to), raising=True
            )
        else:
            patch.setattr(owner, moment, killed)
        with pytest.raises(KeyboardInterrupt):
            publish(home.staging, home.releases, kind="real", presentation=presentation)
    assert home.releases.current() == before
    assert files(before.path) == old
    assert all(verify(release) == [] for release in home.releases.all() if release != before)
    done = publish_staged(home, presentation)
    assert home.releases.current() == done.release
    assert done.release.name == f"{before.id}.2", "the issue was made twice"
    assert verify(done.release) == []
    assert {path.name for path in home.releases.folder.iterdir()} == {before.name, done.release.name}
    assert json.loads((home.releases.link / "changes.json").read_bytes())["same_data"] is True
