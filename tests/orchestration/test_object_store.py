"""Releases in an object store on the command line."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.home.stores import remote_releases
from assets.pipeline.ingest.inbox import done_files
from assets.pipeline.publish.release import is_release_stale
from assets.pipeline.settings.declaration import Settings
from orchestration.definitions import build_definitions
from orchestration.retention import remove, unfinished_uploads
from tests.orchestration.command_line import tip_here
from tests.orchestration.history import instance_of
from tests.s3 import BUCKET, S3, s3_server
from tests.warehouse.staged import CHANGING, release_version
from warehouse.object_store import ObjectStore

ADDRESS = f"s3://{BUCKET}/releases"


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as running:
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("made") / "home")
    home.claim("real")
    for version in (0, 1):
        release_version(home, dict.fromkeys(CHANGING, 3), version)
    return home


@pytest.fixture
def home(made: Home, server: S3, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name, value in {**server.environment, "TIP_RELEASES": ADDRESS, "TIP_HOME": str(made.folder)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("warehouse.object_store._MAX_RETRIES", 0)
    return made


def output(home: Home, *arguments: str) -> str:
    done = tip_here(home.folder, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def error_line(home: Home, *arguments: str, code: int = 1) -> str:
    done = tip_here(home.folder, *arguments)
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.soak
def test_commands_know_the_store(home: Home) -> None:
    first, second = (release.name for release in home.releases.all())
    assert is_release_stale(home)
    assert f"{ADDRESS} has no release yet" in error_line(home, "verify", "--store")
    output(home, "rollback", first)
    output(home, "rollback", second)
    listed = json.loads(output(home, "releases", "--json"))
    assert [(each["release"], each["store"]) for each in listed] == [(first, "complete"), (second, "current")]
    assert "(current in the store)" in output(home, "releases").splitlines()[1]
    assert output(home, "verify", "--store") == f"{second} in the object store is complete, as uploaded\n"

    store = ObjectStore(ADDRESS)
    store.put("0123456789ab/compact/pages.parquet", b"half")
    assert "upload 0123456789ab: it was interrupted and is not complete, 4 bytes" in output(home, "prune", "--plan")
    assert "interrupted uploads: 0123456789ab" in tip_here(home.folder, "doctor").stdout
    output(home, "prune")
    assert store.folders() == sorted((first, second))

    store.put(f"{second}/quality.md", b"")
    assert "quality.md has 0 bytes" in error_line(home, "verify", "--store")
    output(home, "releases", "--prune", "1")
    assert store.folders() == [second]


def test_a_store_that_fails_is_one_line(home: Home, server: S3) -> None:
    with server.out_of_order():
        assert is_release_stale(home)
        for command in (("verify", "--store"), ("releases",)):
            line = error_line(home, *command)
            assert line == f"tip: {ADDRESS}/current.json: the store is out of order; run again later"


def test_settings_of_the_store_are_checked(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_RELEASES", "bucket/prefix")
    line = error_line(home, "tables", code=2)
    assert line.startswith("tip: TIP_RELEASES=bucket/prefix: is no address of an object store, such as s3://")
    monkeypatch.delenv("TIP_RELEASES")
    assert "--store needs TIP_RELEASES" in error_line(home, "verify", "--store", code=2)


def test_a_home_without_a_store_sends_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIP_RELEASES")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert "store" not in output(home, "releases")
    assert Path(os.environ["TIP_HOME"]) == home.folder


def test_releases_and_segments_have_folders_of_their_own(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_ARCHIVE", f"{ADDRESS}/archive")
    assert "name the same folder of the object store" in error_line(home, "tables", code=2)


def test_an_upload_that_ended_after_it_was_found_stays(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_RELEASES", f"{ADDRESS}-ended")
    remote = remote_releases(home, is_writing=True)
    release = home.releases.all()[-1]
    remote.store.put(f"{release.name}/compact/pages.parquet", b"half")
    found = list(unfinished_uploads(home))
    assert [removal.name for removal in found] == [release.name]
    remote.publish(release)
    assert list(remove(home, None, found)) == []
    assert remote.is_complete(release.name)


def test_an_upload_is_taken_up_by_the_same_home_elsewhere(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIP_RELEASES", f"s3://{BUCKET}/moved")
    release = home.releases.all()[0]
    with monkeypatch.context() as killed:
        killed.setattr(ObjectStore, "put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            remote_releases(home, is_writing=True).publish(release)
    moved = Home(Path(shutil.copytree(home.folder, tmp_path / "moved", symlinks=True)))
    monkeypatch.setattr("socket.gethostname", lambda: "another-pod")
    remote = remote_releases(moved, is_writing=True)
    assert [each.name for each in remote.leftovers()] == [release.name]
    remote.publish(release)
    assert remote.names() == [release.name]
    other = Home(tmp_path / "other")
    other.claim("real")
    assert len({home.id, moved.id, other.id}) == 2


def test_a_home_of_an_older_version_gets_one_id(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.folder / "home.json").write_text('{"kind": "real"}')
    assert home.id is None
    made = home.ensured_id()
    home.record_live()
    assert (home.ensured_id(), home.id, home.kind, home.runs_live) == (made, made, "real", True)


def test_the_home_is_maintained_while_the_store_is_out_of_order(
    home: Home, server: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    home.archive().close()
    (home.folder / "inbox/done").mkdir(parents=True)
    (home.folder / "inbox/done/old.warc.gz").touch()
    assert len(done_files(home)) == 1
    monkeypatch.setattr(
        "orchestration.maintenance.settings", lambda: Settings().model_copy(update={"keep_run_days": 0})
    )
    with instance_of(home) as instance, server.out_of_order():
        result = (
            build_definitions(home)
            .resolve_job_def("maintenance_job")
            .execute_in_process(instance=instance, raise_on_error=False)
        )
    (failure,) = (event for event in result.all_events if event.is_step_failure)
    assert "the store is out of order" in str(failure.event_specific_data)
    assert (home.archive_folder / "archive_state.json").exists()
    assert done_files(home) == []
