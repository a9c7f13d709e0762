"""The incidents of docs/runbook.md, with the commands that it names."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from assets.pipeline.home.home import Home
from tests.orchestration.made_home import copy_home, make_home
from tests.soak.tip import succeed, tip
from tests.support import edition, write_warc
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
RUNBOOK = Path(__file__).parents[2] / "docs/runbook.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("old"))


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def finds(home: Home, *words: str) -> None:
    """Asserts that `tip doctor` finds the incident."""
    done = tip(home.folder, "doctor")
    assert done.returncode == 1, done.stdout
    assert [word for word in words if word not in done.stderr] == [], done.stderr


def run(home: Home, *arguments: str) -> None:
    """Runs the pipeline. Pages of no report, of which the old home has two, are named when they are read again."""
    done = tip(home.folder, "run", *arguments)
    named = [line for line in done.stderr.splitlines() if line.startswith("tip: rejected (unknown_family): ")]
    assert (done.returncode, named) == (0, done.stderr.splitlines())
    assert len(named) in (0, 2)


def is_well(home: Home, release: str) -> None:
    """Asserts that a run publishes nothing new, and that nothing needs a person."""
    run(home)
    current = home.releases.current()
    assert current is not None
    assert current.id == release
    assert verify(current) == []
    succeed(tip(home.folder, "doctor"))


@pytest.fixture
def release(made: Path) -> str:
    current = Home(made).releases.current()
    assert current is not None
    return current.id


def test_every_incident_has_a_test_and_ten_are_told() -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(re.findall(r"`tests/soak/\w+\.py::", text)) == 10


def test_the_index_is_lost(tmp_path: Path) -> None:
    """Of a home whose records were written by this version: those of version 0.1.0 do not say how they came."""
    home = Home(tmp_path / "home")
    warc = write_warc(tmp_path / "pages.warc.gz", {**edition(2018), **edition(2019)})
    succeed(tip(home.folder, "run", "--source", "archive", "--archive", str(warc)))
    before = home.releases.current()
    assert before is not None
    (home.archive_folder / "index.sqlite").unlink()
    finds(home, "index.sqlite is missing", "tip doctor --rebuild-index")
    rebuilt = tip(home.folder, "doctor", "--rebuild-index")
    assert "index" in rebuilt.stdout
    is_well(home, before.id)


def test_the_index_of_an_old_home_is_lost(home: Home) -> None:
    def rows() -> dict[str, pl.DataFrame]:
        current = home.releases.current()
        assert current is not None
        return {
            name: pl.read_parquet(current.path / f"compact/{name}.parquet").drop("origin")
            for name in ("news_articles", "news_claims", "report_sections")
        }

    before = rows()
    (home.archive_folder / "index.sqlite").unlink()
    assert "index" in tip(home.folder, "doctor", "--rebuild-index").stdout
    run(home)
    assert [name for name, frame in rows().items() if not frame.equals(before[name])] == []


def test_the_staging_area_is_lost(home: Home, release: str) -> None:
    shutil.rmtree(home.folder / "staging")
    is_well(home, release)


def test_current_is_lost(home: Home, release: str) -> None:
    home.releases.link.unlink()
    finds(home, "points to no release", "tip rollback")
    succeed(tip(home.folder, "rollback", release))
    is_well(home, release)


def test_the_storage_of_dagster_is_lost(home: Home, release: str) -> None:
    shutil.rmtree(home.folder / "dagster")
    is_well(home, release)


@pytest.fixture
def other_file_system(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system at /dev/shm")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def test_the_home_is_moved_to_another_file_system(home: Home, release: str, other_file_system: Path) -> None:
    moved = Home(shutil.copytree(home.folder, other_file_system / "home", symlinks=True))
    shutil.rmtree(home.folder)
    is_well(moved, release)


def test_spaces_and_accents_in_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "données de l'été — ñ"
    folder.mkdir()
    warc = write_warc(folder / "pages é.warc.gz", edition(2018, slugs=("norway",)))
    home = Home(folder / "my home")
    succeed(tip(home.folder, "run", "--archive", warc))
    assert home.releases.current() is not None
    succeed(tip(home.folder, "doctor"))
    succeed(tip(home.folder, "backup", folder / "ma sauvegarde"))


def test_only_the_archive_is_left(home: Home, release: str, tmp_path: Path) -> None:
    new = Home(tmp_path / "new")
    new.folder.mkdir()
    shutil.move(home.archive_folder, new.archive_folder)
    run(new, "--source", "archive")
    is_well(new, release)


def test_a_release_is_damaged(home: Home, release: str) -> None:
    current = home.releases.current()
    assert current is not None
    (current.path / "compact/pages.parquet").unlink()
    finds(home, "compact/pages.parquet", "tip verify")
    assert tip(home.folder, "verify").returncode == 1
    is_well(home, release)
    assert home.releases.current().name == f"{release}.2"


def test_the_clock_is_wrong(home: Home) -> None:
    with home.archive() as archive, archive.index.writing():
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        newest = "(SELECT max(captured_at) FROM captures WHERE origin = 'live')"
        sql = f"UPDATE captures SET captured_at = ? WHERE origin = 'live' AND captured_at = {newest}"
        archive.index.database.change(sql, f"{tomorrow:%FT%TZ}")
    from assets.pipeline.home.clock import WrongClockError, validate_clock

    with pytest.raises(WrongClockError, match="set the clock and run again"):
        validate_clock(home, datetime.now(UTC))
