"""Workers on other machines: the same tables, byte for byte, and a run through each fault.

The workers are processes with homes of their own. They share PostgreSQL, Redis and S3 with the run, and no files.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.machines import Machines, machines, wait_for
from tests.soak.test_postgres_storage import SOURCES, data_files
from tests.soak.tip import tip
from warehouse.object_store import ObjectStore
from warehouse.release.remote import RemoteReleases

pytestmark = pytest.mark.soak

_FAULT_SECONDS = 6


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("machines"), unit_minutes=0.5) as made, pytest.MonkeyPatch.context() as patch:
        for name, value in made.s3.environment.items():
            patch.setenv(name, value)
        yield made


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Home]:
    """By source, the home of a run in a single process."""
    homes: dict[str, Home] = {}

    def home_of(source: str) -> Home:
        arguments = SOURCES[source]
        if "--archive" in arguments and not Path(arguments[-1]).is_file():
            pytest.skip("the real pages are not here")
        if source not in homes:
            homes[source] = Home(tmp_path_factory.mktemp("single"))
            done = tip(homes[source].folder, "run", *arguments)
            assert done.returncode == 0, done.stderr
        return homes[source]

    return home_of


def results(made: Machines, name: str) -> list[str]:
    """The units that have a result, and are not taken up yet."""
    store = ObjectStore(made.environment(Path(), name)["TIP_ARCHIVE"])
    return [each.path for each in store.objects("units") if each.path.endswith("/done.json")]


def assert_same(made: Machines, home: Home, single_home: Home) -> None:
    """The tables are those of the single process, also in the store, and no unit is left."""
    assert data_files(home) == data_files(single_home)
    current = home.releases.current()
    assert current is not None
    assert current.name == single_home.releases.current().name  # type: ignore[union-attr]
    environment = made.environment(home.folder, home.folder.name)
    remote = RemoteReleases(ObjectStore(environment["TIP_RELEASES"]), "test")
    assert remote.current().release == current.name  # type: ignore[union-attr]
    assert remote.verify(current.name) == []
    assert list(ObjectStore(environment["TIP_ARCHIVE"]).objects("units")) == []


@pytest.mark.parametrize("source", SOURCES)
def test_tables_do_not_depend_on_the_workers(shared: Machines, single: Callable[[str], Home], source: str) -> None:
    expected = single(source)
    home = shared.home(f"two_workers_{source.replace(' ', '_')}")
    for _ in range(2):
        shared.start_worker(home.folder.name)
    try:
        done = shared.run(home, *SOURCES[source])
        assert done.returncode == 0, done.stderr
    finally:
        shared.stop_workers()
    assert_same(shared, home, expected)


def kill_a_worker(made: Machines) -> None:
    made.kill_worker(made.workers[0])


def restart_the_broker(made: Machines) -> None:
    made.redis.stop()
    time.sleep(_FAULT_SECONDS)
    made.redis.start()


def restart_the_database(made: Machines) -> None:
    made.postgres.stop()
    time.sleep(1)
    made.postgres.start()


def fail_the_store(made: Machines) -> None:
    with made.s3.out_of_order():
        time.sleep(_FAULT_SECONDS)


@pytest.mark.parametrize("fault", [kill_a_worker, restart_the_broker, restart_the_database, fail_the_store])
def test_a_run_survives_or_fails_in_one_line_and_the_next_completes(
    shared: Machines, single: Callable[[str], Home], fault: Callable[[Machines], None]
) -> None:
    source = os.environ.get("FAULT_SOURCE", "real pages")
    expected = single(source)
    name = fault.__name__
    home = shared.home(name)
    for _ in range(2):
        shared.start_worker(name)
    try:
        with shared.start_run(home, *SOURCES[source]) as process:
            wait_for(lambda: results(shared, name) or process.poll() is not None, 600)
            assert process.poll() is None, process.communicate()[1]
            fault(shared)
            errors = process.communicate(timeout=1200)[1]
        print(f"{name}: exit code {process.returncode}: {errors[:400]}")
        assert process.returncode in (0, 1), errors
        if process.returncode == 1:
            line = errors.splitlines()[-1]
            assert line.startswith("tip: "), errors
            assert "Traceback" not in errors
            again = shared.run(home)
            assert again.returncode == 0, again.stderr
    finally:
        shared.stop_workers()
    assert_same(shared, home, expected)


def test_a_run_that_is_ended_is_continued(shared: Machines, single: Callable[[str], Home]) -> None:
    source = os.environ.get("FAULT_SOURCE", "real pages")
    expected, home = single(source), shared.home("ended")
    shared.start_worker("ended")
    try:
        with shared.start_run(home, *SOURCES[source]) as process:
            wait_for(lambda: results(shared, "ended") or process.poll() is not None, 600)
            process.terminate()
            errors = process.communicate(timeout=300)[1]
        assert process.returncode == 143, errors
        assert len(errors.splitlines()) == 1
        again = shared.run(home)
        assert again.returncode == 0, again.stderr
    finally:
        shared.stop_workers()
    assert_same(shared, home, expected)
