"""The job that removes what is old and verifies the archive every day."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.executing import PROCESS_TAG
from assets.pipeline.home.home import Home
from orchestration.definitions import build_definitions
from orchestration.ended_runs import close_ended_runs
from orchestration.instance import REPOSITORY_TAG
from orchestration.retention import remove
from orchestration.watching import archive_state
from sources.archive.verify import ArchiveFindings
from tests.orchestration.history import instance_of
from tests.warehouse.staged import CHANGING, release_version

_HOLDING = (
    "import sys\nfrom pathlib import Path\nfrom assets.pipeline.home.lock import writing\n"
    "with writing(Path(sys.argv[1]), 'release'):\n    print('locked', flush=True)\n    sys.stdin.read()\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with an archive."""
    home = Home(tmp_path / "home")
    values = {"TIP_HOME": str(home.folder), "DAGSTER_HOME": str(home.folder / "dagster"), "TIP_KEEP_RELEASES": "1"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    home.claim("real")
    with home.archive():
        pass
    return home


@pytest.fixture
def home_with_releases(home: Home) -> Home:
    """The home with two releases, of which one stays."""
    for version in (0, 1):
        release_version(home, dict.fromkeys(CHANGING, 3), version)
    return home


@contextmanager
def publishing(home: Home) -> Iterator[None]:
    """Another process holds the lock of the releases."""
    command = [sys.executable, "-c", _HOLDING, str(home.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield
        process.communicate("")


def maintained(home: Home, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = build_definitions(home).resolve_job_def("maintenance_job")
    return job.execute_in_process(instance=instance, tags=REPOSITORY_TAG, raise_on_error=False)


def test_the_process_of_a_running_maintenance_is_known(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.ended_runs._START_SECONDS", 0)
    verify, seen = archive_state.verify_and_store, []
    with instance_of(home) as instance:

        def verify_and_look(of: Home, *, limit_seconds: float | None = None) -> ArchiveFindings:
            seen.append(close_ended_runs(home, instance))
            return verify(of, limit_seconds=limit_seconds)

        monkeypatch.setattr(archive_state, "verify_and_store", verify_and_look)
        done = maintained(home, instance)
        run = instance.get_run_by_id(done.run_id)
    assert seen == [[]]
    assert run is not None
    assert run.status == dg.DagsterRunStatus.SUCCESS
    assert PROCESS_TAG in run.tags


@pytest.mark.soak
def test_releases_are_left_while_another_process_publishes_and_the_archive_is_verified(
    home_with_releases: Home,
) -> None:
    home = home_with_releases
    with instance_of(home) as instance:
        with publishing(home):
            assert maintained(home, instance).success
        assert len(home.releases.all()) == 2
        assert (home.archive_folder / "archive_state.json").is_file()
        assert maintained(home, instance).success
    assert len(home.releases.all()) == 1


def test_an_error_that_a_person_can_fix_is_one_line(home: Home) -> None:
    (home.archive_folder / "index.sqlite").write_bytes(b"no database" * 1_000)
    with instance_of(home) as instance:
        (event,) = maintained(home, instance).get_step_failure_events()
    failure = event.step_failure_data.user_failure_data
    assert failure is not None
    assert "index.sqlite" in (failure.description or "")


def test_a_publication_is_no_obstacle_where_no_release_is_removed(home: Home) -> None:
    with publishing(home):
        assert list(remove(home, None, [])) == []
