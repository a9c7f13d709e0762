"""Dagster's storage in PostgreSQL: the same tables, byte for byte, and a database that is restarted during a run."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.postgres import Postgres, postgres, use_postgres
from tests.soak.tip import TIP, environment, tip
from tests.support import edition, write_warc

pytestmark = pytest.mark.soak
CORPUS = Path(__file__).parents[2].resolve().parent / "shared/corpus/human_rights_2016_2024.warc.gz"
SHARED = Path(os.environ.get("SHARED_MATERIAL", CORPUS.parents[1]))
SOURCES = {
    "sample": ("--source", "sample"),
    "real pages": ("--source", "archive", "--archive", str(SHARED / "corpus" / CORPUS.name)),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


def data_files(home: Home) -> dict[str, bytes]:
    """The files of the current release that hold data."""
    current = home.releases.current()
    assert current is not None
    return {
        path.relative_to(current.path).as_posix(): path.read_bytes()
        for folder in ("tables", "compact")
        for path in sorted((current.path / folder).rglob("*.parquet"))
    }


@pytest.mark.parametrize("source", SOURCES)
def test_tables_do_not_depend_on_the_storage(server: Postgres, tmp_path: Path, source: str) -> None:
    arguments = SOURCES[source]
    if "--archive" in arguments and not Path(arguments[-1]).is_file():
        pytest.skip("the real pages are not here")
    name = source.replace(" ", "_")
    server.create(name)
    homes = [Home(tmp_path / "sqlite"), Home(tmp_path / "postgres")]
    use_postgres(homes[1].folder / "dagster", server.settings(name))
    for home in homes:
        done = tip(home.folder, "run", *arguments)
        assert done.returncode == 0, done.stderr
    assert data_files(homes[0]) == data_files(homes[1])
    assert homes[0].releases.current().name == homes[1].releases.current().name
    assert not list((homes[1].folder / "dagster").rglob("*.db"))


def test_the_database_is_restarted_during_a_run(server: Postgres, tmp_path: Path) -> None:
    server.create("restarted")
    home = Home(tmp_path / "home")
    use_postgres(home.folder / "dagster", server.settings("restarted"))
    warc = write_warc(tmp_path / "pages.warc.gz", {**edition(2018), **edition(2019), **edition(2020)})
    command = [*TIP, "run", "--source", "archive", "--archive", str(warc)]
    with subprocess.Popen(
        command, env=environment(home.folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + 300
        while not (home.folder / "staging/editions").exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        server.stop()
        time.sleep(1)
        server.start()
        errors = process.communicate(timeout=600)[1]
    lines = errors.splitlines()
    assert process.returncode in (0, 1), errors
    assert all(line.startswith("tip: ") for line in lines)
    assert len(lines) <= 2, errors
    again = tip(home.folder, "run")
    assert again.returncode == 0, again.stderr
    fresh = Home(tmp_path / "fresh")
    assert tip(fresh.folder, "run", "--source", "archive", "--archive", warc).returncode == 0
    assert home.releases.current().name.partition(".")[0] == fresh.releases.current().name
