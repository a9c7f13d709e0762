"""Releases in an object store: whole, immutable, one of them current; read by Polars, pyarrow and DuckDB."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from assets.pipeline.home.home import Home
from tests.s3 import BUCKET, S3, s3_server
from tests.warehouse.staged import CHANGING, release_version
from warehouse.object_store import ChangedInStoreError, ObjectStore, StoreError, validate_address
from warehouse.release.release_store import Release
from warehouse.release.remote import RemoteReleases
from warehouse.staging.row_groups import grouped_by_country

ROOT = Path(__file__).parents[3]
COUNTS = dict.fromkeys(CHANGING, 12)


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two releases."""
    made = Home(tmp_path_factory.mktemp("home"))
    for version in (0, 1):
        release_version(made, COUNTS, version)
    return made


@pytest.fixture
def releases(home: Home) -> list[Release]:
    return home.releases.all()


@pytest.fixture
def remote(server: S3, request: pytest.FixtureRequest) -> RemoteReleases:
    return RemoteReleases(ObjectStore(f"s3://{BUCKET}/{request.node.name}"), "this home")


def test_a_release_is_whole_and_current_in_the_store(remote: RemoteReleases, releases: list[Release]) -> None:
    first, second = releases
    assert remote.current() is None
    remote.publish(first)
    remote.publish(second)
    current = remote.current()
    assert current is not None
    assert current.release == second.name
    assert remote.names() == sorted(release.name for release in releases)
    assert [remote.verify(release.name) for release in releases] == [[], []]
    assert remote.leftovers() == []
    there = {each.path.removeprefix(f"{first.name}/") for each in remote.store.objects(first.name)}
    local = {path for path in first.files if not path.startswith("tables/")}
    assert there == local | {"manifest.json"}
    remote.publish(first)
    assert remote.current().release == first.name  # type: ignore[union-attr]


def test_partitions_are_uploaded_where_they_are_wanted(remote: RemoteReleases, releases: list[Release]) -> None:
    whole = RemoteReleases(remote.store, "this home", with_partitions=True)
    whole.publish(releases[0])
    there = {each.path.removeprefix(f"{releases[0].name}/") for each in remote.store.objects(releases[0].name)}
    assert there == {*releases[0].files, "manifest.json"}
    assert whole.verify(releases[0].name) == []


def test_damage_in_the_store_is_found(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.publish(releases[0])
    name = releases[0].name
    remote.store.put(f"{name}/quality.md", b"x")
    remote.store.put(f"{name}/stray", b"x")
    data = remote.store.get(f"{name}/dictionary.md")
    assert data is not None
    remote.store.put(f"{name}/dictionary.md", data.replace(b"a", b"b"))
    remote.store.delete([f"{name}/datapackage.json"])
    lines = remote.verify(name)
    assert len(lines) == 4
    assert any(line.startswith("stray is not listed") for line in lines)
    assert "datapackage.json is missing" in lines
    assert "dictionary.md has other bytes than were uploaded" in lines


def test_an_interrupted_upload_is_not_current_and_is_removed(remote: RemoteReleases, releases: list[Release]) -> None:
    first, second = releases
    remote.publish(first)
    remote.publish(second)
    remote.publish(first)
    remote.store.delete([f"{second.name}/manifest.json"])
    remote.store.put(f"{second.name}/upload.json", json.dumps({"home": "this home"}).encode())
    assert remote.names() == [first.name]
    assert [leftover.name for leftover in remote.leftovers()] == [second.name]
    remote.remove(second.name)
    assert remote.store.folders() == [first.name]
    with pytest.raises(StoreError, match="is current"):
        remote.remove(first.name)
    assert remote.verify(first.name) == []


def test_an_interrupted_upload_is_taken_up(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.store.put(f"{releases[0].name}/upload.json", json.dumps({"home": "this home"}).encode())
    remote.store.put(f"{releases[0].name}/compact/pages.parquet", b"half")
    remote.publish(releases[0])
    assert remote.verify(releases[0].name) == []


def test_what_is_no_release_is_never_touched(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.store.put("warc/000001.warc.gz", b"a segment")
    remote.publish(releases[0])
    assert remote.leftovers() == []
    assert remote.names() == [releases[0].name]


def test_a_damaged_release_is_not_uploaded(remote: RemoteReleases, releases: list[Release], tmp_path: Path) -> None:
    copy = Release(Path(shutil.copytree(releases[0].path, tmp_path / releases[0].name)))
    (copy.path / "compact/pages.parquet").chmod(0o644)
    (copy.path / "compact/pages.parquet").write_bytes(b"damaged")
    with pytest.raises(StoreError, match=r"pages\.parquet is damaged and was not uploaded"):
        remote.publish(copy)
    assert remote.current() is None
    assert remote.names() == []


def test_two_homes_do_not_upload_one_release(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.store.put(f"{releases[0].name}/upload.json", json.dumps({"home": "another"}).encode())
    assert remote.leftovers() == []
    with pytest.raises(ChangedInStoreError, match="another home uploads this release"):
        remote.publish(releases[0])
    assert remote.current() is None


def test_the_second_of_two_writers_is_refused(remote: RemoteReleases) -> None:
    store = remote.store
    store.put_if("current.json", b"1", None)
    found = store.get_tagged("current.json")
    assert found is not None
    store.put_if("current.json", b"2", found[1])
    with pytest.raises(ChangedInStoreError, match="another process wrote it"):
        store.put_if("current.json", b"3", found[1])
    with pytest.raises(ChangedInStoreError):
        store.put_if("current.json", b"3", None)
    store.put_if("current.json", b"2", found[1])  # sent again: it is there already
    assert store.get("current.json") == b"2"


def test_data_of_the_other_kind_are_refused(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.store.put("current.json", json.dumps({"release": "x", "kind": "sample"}).encode())
    with pytest.raises(StoreError, match="holds sample data"):
        remote.publish(releases[0])
    remote.store.put("current.json", b"[]")
    with pytest.raises(StoreError, match="names no release"):
        remote.current()


def test_engines_read_the_release(remote: RemoteReleases, releases: list[Release]) -> None:
    release = releases[1]
    remote.publish(release)
    command = [sys.executable, "-m", "tests.warehouse.release.engines", remote.store.address, release.name]
    read = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout)
    local = pl.read_parquet(release.path / "compact/country_years.parquet").select("country", "year")
    of_country = local.filter(country="AAX")
    assert read["polars"] == [list(row) for row in local.rows()]
    assert read["pyarrow"] == local.height
    assert read["duckdb"]["current"] == [[release.name]]
    assert sorted(read["duckdb"]["country"]) == sorted(list(row) for row in of_country.rows())


def test_every_failure_is_one_line(server: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.object_store._MAX_RETRIES", 0)
    with pytest.raises(StoreError, match="no such bucket") as missing:
        ObjectStore("s3://no-such-bucket/x").check()
    with server.out_of_order(), pytest.raises(StoreError, match="out of order; run again later") as busy:
        ObjectStore(f"s3://{BUCKET}/x").get("a")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreError, match="cannot be reached") as unreachable:
        ObjectStore(f"s3://{BUCKET}/x").get("a")
    with pytest.raises(StoreError, match="cannot be reached") as far:
        ObjectStore(f"s3://{BUCKET}/x").get_range("news-20250416.warc.gz", 0, 10)  # 416 is the end of an object
    for raised in (missing, busy, unreachable, far):
        assert len(str(raised.value).splitlines()) == 1
        assert str(raised.value).startswith("s3://")


@pytest.mark.parametrize("address", ["", "bucket", "https://bucket/x", "s3://", "s3:///x", "s3://bucket/x?y=1"])
def test_an_address_is_of_a_bucket(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of an object store"):
        validate_address(address)


def test_row_groups_have_whole_countries(tmp_path: Path) -> None:
    texts = {"AAA": 3, "BBB": 800, "CCC": 5, "DDD": 900, "EEE": 2}
    rows = [(country, f"{number} " + "x" * 6_000) for country, count in texts.items() for number in range(count)]
    frame = pl.DataFrame(rows, ["country", "text"], orient="row")
    frame.write_parquet(tmp_path / "whole.parquet")
    (tmp_path / "grouped.parquet").write_bytes(grouped_by_country((tmp_path / "whole.parquet").read_bytes()))
    assert pl.read_parquet(tmp_path / "grouped.parquet").equals(frame)
    file = pq.ParquetFile(tmp_path / "grouped.parquet")
    groups = [file.read_row_group(number)["country"].to_pylist() for number in range(file.num_row_groups)]
    assert [sorted(set(group)) for group in groups] == [["AAA", "BBB"], ["CCC", "DDD"], ["EEE"]]


def test_the_example_of_the_documentation_reads_the_release(remote: RemoteReleases, releases: list[Release]) -> None:
    remote.publish(releases[1])
    page = (ROOT / "docs/object_store.md").read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("```")[0].replace("s3://bucket/prefix", remote.store.address)
    environment = {**os.environ, "AWS_ALLOW_HTTP": "true"}
    command = [sys.executable, "-c", f"{code}\nprint(name)"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    assert printed == f"{releases[1].name}\n"
