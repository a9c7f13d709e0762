"""What `tip prune` removes: old runs of this project, and captures that repeat others where the settings say so."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import BusyError
from assets.pipeline.settings.declaration import Settings
from orchestration.instance import REPOSITORY_TAG
from orchestration.retention import Removal, removals, remove
from sources.archive.rebuild import rebuild_index
from sources.archive.verify import verify_archive
from sources.assignment import assigning
from tests.assets.warehouse import Warehouse
from tests.orchestration.command_line import tip_here
from tests.orchestration.history import instance_of
from tests.support import edition, url

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = range(1, 6)


@dg.job
def refresh() -> None:
    pass


def settings(**values: int) -> Settings:
    return Settings(**values)  # type: ignore[arg-type]


def test_old_runs_of_this_project_are_removed_without_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    home.claim("sample")
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    later = datetime.now(UTC) + timedelta(days=100)
    with instance_of(home) as instance:

        def made(repository: str, status: dg.DagsterRunStatus = dg.DagsterRunStatus.SUCCESS) -> str:
            return instance.create_run_for_job(refresh, tags={".dagster/repository": repository}, status=status).run_id

        ours, kubernetes = REPOSITORY_TAG[".dagster/repository"], "__repository__@tip-warehouse"
        old = [made(ours), made(kubernetes)]
        others = [made("__repository__@other"), made(ours, dg.DagsterRunStatus.STARTED)]
        newest = [made(ours) for _ in range(50)]
        assert removals(home, instance, settings(keep_run_days=101), later) == []
        found = removals(home, instance, settings(), later)
        assert sorted(removal.name for removal in found) == sorted(old)
        assert list(remove(home, instance, found)) == found
        assert {run.run_id for run in instance.get_runs()} == {*others, *newest}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repeated")
    warehouse = Warehouse(folder)
    for day in DAYS:
        ingest(warehouse, day)
    warehouse.refresh()
    return folder


@pytest.fixture
def repeated(made: Path, tmp_path: Path) -> Warehouse:
    """Five captures of a page whose banner changes and whose text does not."""
    copy = Warehouse(tmp_path)
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return copy


def ingest(warehouse: Warehouse, day: int, **options: str) -> None:
    pages = edition(2018, slugs=("norway",), banner=f"Day {day}", **options)
    warehouse.ingest(pages, date=f"2026-01-{day:02}T00:00:00Z")


def found_in(home: Home, keep_days: int = 30) -> list[Removal]:
    return removals(home, None, settings(keep_capture_days=keep_days), NOW)


def days_in(home: Home) -> list[int]:
    with home.archive() as archive:
        return [int(entry.captured_at[8:10]) for entry in archive.index.all_entries()]


@pytest.mark.soak
def test_captures_stay_unless_the_settings_say_otherwise(repeated: Warehouse) -> None:
    assert removals(repeated.home, None, settings(), NOW) == []
    assert found_in(repeated.home, keep_days=200) == []
    done = tip_here(repeated.home.folder, "prune")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "0 removed, 0 bytes; every capture is kept (keep_capture_days is not set)\n"
    assert days_in(repeated.home) == list(DAYS)


@pytest.mark.soak
def test_captures_that_repeat_are_removed_and_nothing_else_changes(
    repeated: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = repeated.home
    before = home.releases.current().name
    monkeypatch.setenv("TIP_KEEP_CAPTURE_DAYS", "30")
    plan = tip_here(home.folder, "prune", "--plan").stdout.splitlines()
    assert plan[0].startswith(f"would remove capture 2026-01-02T00:00:00Z {url(2018, 'norway')}: repeats")
    assert plan[-1].startswith("3 can be removed, ")
    assert days_in(home) == list(DAYS)
    done = tip_here(home.folder, "prune")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.replace("removed", "would remove") for line in done.stdout.splitlines()[:-1]] == plan[:-1]
    assert days_in(home) == [1, 5]
    with home.archive() as archive:
        assert verify_archive(archive.folder, archive.index).lines == []
    assert not repeated.refresh().is_new
    assert home.releases.current().name == before
    rebuild_index(home.archive_folder, assigning)
    assert days_in(home) == [1, 5]


def test_each_text_that_was_published_stays(repeated: Warehouse) -> None:
    for day, text in ((6, "Other."), (7, "Other."), (8, "Other."), (9, "The law applies.")):
        ingest(repeated, day, text=text)
    list(remove(repeated.home, None, found_in(repeated.home)))
    assert days_in(repeated.home) == [1, 5, 6, 8, 9]


@pytest.mark.soak
def test_a_capture_that_a_release_was_read_from_stays(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for day in (3, 4):
        ingest(warehouse, day)
    first = warehouse.refresh()
    for day in (1, 2, 5):  # an older capture of the same text comes into use
        ingest(warehouse, day)
    assert warehouse.refresh().release.name != first.release.name
    list(remove(warehouse.home, None, found_in(warehouse.home)))
    assert days_in(warehouse.home) == [1, 3, 5]


def test_a_page_that_a_person_decided_about_keeps_its_captures(repeated: Warehouse) -> None:
    reason = ("--reason", "read by a person")
    assert tip_here(repeated.home.folder, "accept", url(2018, "norway"), *reason).returncode == 0
    assert found_in(repeated.home) == []


def test_captures_stay_while_an_edition_is_read(repeated: Warehouse) -> None:
    holding = (
        "import sys, time\nfrom pathlib import Path\nfrom assets.pipeline.home.lock import writing\n"
        "with writing(Path(sys.argv[1]), 'edition human_rights 2018'):\n"
        "    print('locked', flush=True)\n    sys.stdin.read()\n"
    )
    found = found_in(repeated.home)
    command = [sys.executable, "-c", holding, str(repeated.home.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "locked\n"
        with pytest.raises(BusyError, match=f"process {reader.pid}"):
            list(remove(repeated.home, None, found))
        reader.communicate("")
    assert days_in(repeated.home) == list(DAYS)


def test_bytes_that_a_capture_which_stays_also_has_are_kept(repeated: Warehouse) -> None:
    pages = edition(2018, slugs=("norway",), banner="Day 2")
    repeated.ingest(pages, date="2026-01-06T00:00:00Z")
    list(remove(repeated.home, None, found_in(repeated.home)))
    assert days_in(repeated.home) == [1, 6]
    with repeated.home.archive() as archive:
        assert verify_archive(archive.folder, archive.index).lines == []
        bodies = [archive.load(entry).body for entry in archive.index.all_entries()]
    assert bodies[1] == pages[url(2018, "norway")]
