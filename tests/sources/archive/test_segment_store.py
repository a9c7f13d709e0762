"""WARC segments in an object store: sent once, read by ranges, and taken out with a forgotten page."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.pipeline.home.backup import back_up, restore
from assets.pipeline.home.home import Home
from assets.pipeline.ingest.sending import has_unsent_segments, send_archive
from sources.archive.index import Index
from sources.archive.page_archive import MissingIndexError, PageArchive
from sources.archive.rebuild import SegmentsElsewhereError, rebuild_index
from sources.archive.removal import Removed, remove_captures, remove_pages
from sources.archive.segment_store import _store, sent_segments, use_store
from sources.archive.segments import segment_files
from sources.archive.stored import load_stored
from sources.archive.verify import verify_archive
from sources.assignment import assigning
from sources.state_department.pages import assign
from tests.s3 import BUCKET, S3, s3_server
from tests.support import edition, write_warc
from warehouse.object_store import ObjectStore, StoreError


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as running:
        yield running


@pytest.fixture
def store(server: S3, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ObjectStore:
    address = f"s3://{BUCKET}/{request.node.name}"
    for name, value in {**server.environment, "TIP_ARCHIVE": address}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("warehouse.object_store._MAX_RETRIES", 0)
    return ObjectStore(address)


@pytest.fixture
def home(tmp_path: Path, store: ObjectStore) -> Home:
    """A home whose two segments were sent."""
    home = Home(tmp_path / "home")
    home.claim("real")
    with home.archive() as archive:
        for year in (2018, 2019):
            warc = write_warc(tmp_path / f"{year}.warc.gz", edition(year))
            archive.import_warc(warc, origin="archive", assign=assign)
    assert has_unsent_segments(home)
    assert send_archive(home) == 2
    assert not has_unsent_segments(home)
    return home


def test_captures_are_read_from_the_store_alone(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    with home.archive() as archive:
        captures = list(archive.index.captures("human_rights", 2019))
        known = [load_stored(archive.folder, capture) for capture in captures]
    elsewhere = tmp_path / "worker/archive"
    use_store(elsewhere, store.address)
    assert [load_stored(elsewhere, capture) for capture in captures] == known
    assert send_archive(home) == 0


def test_an_archive_without_local_segments_is_whole(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    shutil.rmtree(home.archive_folder / "warc")
    with home.archive() as archive:
        assert verify_archive(archive.folder, archive.index).lines == []
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
        assert verify_archive(archive.folder, archive.index).lines == []
    assert [path.name for path in (home.archive_folder / "warc").iterdir()] == ["000003.warc.gz"]
    assert send_archive(home) == 1
    assert [each.path for each in store.objects("warc")] == [f"warc/00000{number}.warc.gz" for number in (1, 2, 3)]


def test_a_forgotten_page_leaves_the_store(home: Home, store: ObjectStore) -> None:
    with home.archive() as archive:
        capture = next(iter(archive.index.captures("human_rights", 2018)))
        remove_pages(archive.folder, archive.index, {capture.entry.page_key})
    send_archive(home)
    assert sorted(sent_segments(home.archive_folder)) == ["000002.warc.gz", "000003.warc.gz"]
    assert [each.path for each in store.objects("warc")] == ["warc/000002.warc.gz", "warc/000003.warc.gz"]


def test_a_store_that_fails_loses_nothing(home: Home, server: S3, tmp_path: Path) -> None:
    with home.archive() as archive:
        captures = list(archive.index.captures("human_rights", 2019))
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
    with server.out_of_order():
        with pytest.raises(StoreError, match="out of order"):
            send_archive(home)
        (home.archive_folder / captures[0].file).rename(tmp_path / "away")
        with pytest.raises(StoreError, match="out of order"):
            load_stored(home.archive_folder, captures[0])
    assert load_stored(home.archive_folder, captures[0]).digest == captures[0].entry.digest
    assert send_archive(home) == 1


def test_a_segment_that_is_nowhere_is_named(home: Home, store: ObjectStore) -> None:
    shutil.rmtree(home.archive_folder / "warc")
    store.delete(["warc/000001.warc.gz"])
    with PageArchive(home.archive_folder) as archive:
        lines = verify_archive(archive.folder, archive.index).lines
    assert len(lines) == len(edition(2018))
    assert all("cannot be read" in line for line in lines)


def names_in(store: ObjectStore) -> list[str]:
    return [each.path.removeprefix("warc/") for each in store.objects("warc")]


def lose_index(home: Home) -> None:
    for path in home.archive_folder.glob("index.sqlite*"):
        path.unlink()


def test_a_lost_index_deletes_nothing_in_the_store(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    away = shutil.move(home.archive_folder / "warc", tmp_path / "away")
    with home.archive() as archive:
        known = archive.index.totals()
    lose_index(home)
    with pytest.raises(MissingIndexError, match=r"in the store that store\.json names"):
        send_archive(home)
    with pytest.raises(SegmentsElsewhereError, match=r"2 segments are only in s3://.*/warc, first 000001\.warc\.gz"):
        rebuild_index(home.archive_folder, assigning)
    Index(home.archive_folder / "index.sqlite").close()  # an empty one, made in another way
    with home.archive() as archive:
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
    assert send_archive(home) == 1
    assert names_in(store) == ["000001.warc.gz", "000002.warc.gz", "000003.warc.gz"]
    lose_index(home)
    shutil.copytree(away, home.archive_folder / "warc", dirs_exist_ok=True)
    rebuild_index(home.archive_folder, assigning)
    with home.archive() as archive:
        assert archive.index.totals()["pages"] == known["pages"] + len(edition(2020))


def test_an_unnamed_segment_of_a_killed_import_is_not_sent(home: Home, store: ObjectStore) -> None:
    (home.archive_folder / "warc/000009.warc.gz").write_bytes(b"")
    assert not has_unsent_segments(home)
    assert send_archive(home) == 0
    assert names_in(store) == ["000001.warc.gz", "000002.warc.gz"]


def test_a_second_home_overwrites_nothing(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    before = [store.get(f"warc/{name}") for name in names_in(store)]
    copied = Path(shutil.copytree(home.folder, tmp_path / "copy"))
    other = Home(tmp_path / "other")
    other.claim("sample")
    for changed, year in ((other, 2021), (home, 2022), (Home(copied), 2023)):
        warc = write_warc(tmp_path / f"{year}.warc.gz", edition(year))
        with changed.archive() as archive:
            archive.import_warc(warc, origin="archive", assign=assign)
    with pytest.raises(StoreError, match=r"owner\.json names another home .*real data; this is home .*sample data"):
        send_archive(other)
    assert send_archive(home) == 1
    with pytest.raises(StoreError, match=r"000003\.warc\.gz has other bytes than .*an older copy"):
        send_archive(Home(copied))
    assert [store.get(f"warc/{name}") for name in names_in(store)][:2] == before
    with (home.archive_folder / "warc/000003.warc.gz").open("rb") as file:
        assert store.get("warc/000003.warc.gz") == file.read()


def test_a_segment_that_was_sent_before_the_process_was_killed(home: Home, store: ObjectStore) -> None:
    (home.archive_folder / "store.json").unlink()
    assert send_archive(home) == 2
    assert names_in(store) == ["000001.warc.gz", "000002.warc.gz"]


def test_segments_above_the_limit_of_one_request(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(6 << 20))
    assert store.put_new("whole", large)
    monkeypatch.setattr("warehouse.object_store._CREATED_BYTES", 1 << 20)
    assert store.put_new("parts", large)
    assert not store.put_new("whole", large)
    assert b"".join(store.pieces("whole")) == b"".join(store.pieces("parts")) == large.read_bytes()


def test_a_page_is_taken_out_of_segments_that_only_the_store_has(home: Home, store: ObjectStore) -> None:
    with home.archive() as archive:
        first, second = list(archive.index.captures("human_rights", 2018))[:2]
        kept = [each for each in archive.index.all_entries() if each not in (first.entry, second.entry)]
        shutil.rmtree(home.archive_folder / "warc")
        assert remove_pages(archive.folder, archive.index, {first.entry.page_key}) == Removed(1, 1)
        assert [path.name for path in segment_files(home.archive_folder)] == ["000003.warc.gz"]
        send_archive(home)
        assert names_in(store) == ["000002.warc.gz", "000003.warc.gz"]
        shutil.rmtree(home.archive_folder / "warc")
        assert remove_captures(archive.folder, archive.index, [second.entry]) == Removed(1, 1)
        send_archive(home)
        text = b"".join(gzip.decompress(store.get(f"warc/{name}") or b"") for name in names_in(store))
        assert first.entry.url.encode() not in text
        assert second.entry.url.encode() not in text
        assert [archive.load(entry).digest for entry in kept] == [entry.digest for entry in kept]


def test_another_store_is_refused_while_the_first_one_is_needed(
    home: Home, store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = shutil.move(home.archive_folder / "warc", tmp_path / "away")
    record = (home.archive_folder / "store.json").read_bytes()
    with home.archive() as archive:
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
    monkeypatch.setenv("TIP_ARCHIVE", f"{store.address}_2")
    with pytest.raises(StoreError, match=r"has 2 segments that are not in .*, first 000001\.warc\.gz: set TIP_ARCHIVE"):
        send_archive(home)
    assert (home.archive_folder / "store.json").read_bytes() == record
    shutil.copytree(away, home.archive_folder / "warc", dirs_exist_ok=True)
    assert send_archive(home) == 3
    assert names_in(ObjectStore(f"{store.address}_2")) == [f"00000{number}.warc.gz" for number in (1, 2, 3)]


def test_a_new_segment_has_no_name_of_the_index(home: Home, tmp_path: Path) -> None:
    shutil.rmtree(home.archive_folder / "warc")
    (home.archive_folder / "store.json").unlink()
    with home.archive() as archive:
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
    assert [path.name for path in segment_files(home.archive_folder)] == ["000003.warc.gz"]


def test_a_restored_home_reads_from_the_store_and_is_its_owner(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    shutil.rmtree(home.archive_folder / "warc")
    back_up(home, tmp_path / "backup")
    restored = Home(tmp_path / "restored")
    assert restore(tmp_path / "backup", restored).lines == ()
    with restored.archive() as archive:
        archive.import_warc(write_warc(tmp_path / "2020.warc.gz", edition(2020)), origin="archive", assign=assign)
    assert send_archive(restored) == 1
    assert names_in(store) == [f"00000{number}.warc.gz" for number in (1, 2, 3)]


def test_a_verification_connects_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(home.archive_folder / "warc")
    made, parsed = [], []
    init, loads = ObjectStore.__init__, json.loads
    monkeypatch.setattr(ObjectStore, "__init__", lambda self, address: (made.append(address), init(self, address))[1])
    monkeypatch.setattr("sources.archive.segment_store.json.loads", lambda data: (parsed.append(1), loads(data))[1])
    _store.cache_clear()
    with home.archive() as archive:
        findings = verify_archive(archive.folder, archive.index)
    assert (findings.lines, findings.read > 3) == ([], True)
    assert len(made) == 1
    assert len(parsed) <= 1
