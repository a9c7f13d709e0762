"""A home with a release: verification, SQL, kinds of data, locks and damaged files."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home, WrongHomeError
from assets.pipeline.home.lock import BusyError, writing
from assets.pipeline.plan.staleness import Reason, plan_of
from tests.assets.warehouse import Warehouse
from tests.pipeline import read_stale
from tests.support import edition
from warehouse.builds.registry import all_builds
from warehouse.catalog.query import QueryError, query
from warehouse.release.verify import verify


def test_verify_finds_every_change(published_home: Path, tmp_path: Path) -> None:
    shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    release = Home(tmp_path / "home").releases.current()
    (release.path / "dictionary.md").unlink()
    (release.path / "stray.txt").write_text("x")
    part = next(release.path.glob("tables/pages/*/*/*.parquet"))
    part.chmod(0o644)
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    wrong = "\n".join(verify(release))
    assert "dictionary.md is missing" in wrong
    assert "stray.txt is not listed" in wrong
    assert "other bytes than were published" in wrong


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM pages",
        "CREATE TABLE x AS SELECT 1",
        "COPY pages TO 'out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "ATTACH 'other.db'",
        "SELECT nothing FROM nowhere",
        "SELECT",
    ],
)
def test_sql_is_read_only(published_home: Path, sql: str) -> None:
    release = Home(published_home).releases.current()
    with pytest.raises(QueryError) as error:
        query(release.path, sql)
    assert "\n" not in str(error.value)


def test_a_home_holds_one_kind_of_data(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.claim("sample")
    home.claim("sample")
    with pytest.raises(WrongHomeError, match="TIP_HOME"):
        home.claim("real")


def test_a_second_writer_gets_an_error_that_names_the_first(tmp_path: Path) -> None:
    def write(part: str) -> subprocess.CompletedProcess[str]:
        code = (
            "from pathlib import Path\nfrom assets.pipeline.home.lock import writing\n"
            f"with writing(Path({str(tmp_path)!r}), {part!r}): pass"
        )
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    with writing(tmp_path, "table pages"), writing(tmp_path, "table pages"):
        assert f"process {os.getpid()} is writing" in write("table pages").stderr
        assert write("table countries").returncode == 0  # different tables are written side by side
    assert write("table pages").returncode == 0


def test_a_second_thread_gets_the_same_error(tmp_path: Path) -> None:
    def write() -> None:
        with writing(tmp_path, "alerts"):
            pass

    with ThreadPoolExecutor(1) as other:
        with writing(tmp_path, "alerts"), pytest.raises(BusyError, match=f"process {os.getpid()} is writing"):
            other.submit(write).result()
        other.submit(write).result()


def test_the_next_refresh_makes_a_damaged_file_again(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018))
    release = warehouse.refresh().release
    staging = warehouse.home.folder / "staging"
    for path in ("tables/pages/country=NOR/year=2018/part-0.parquet", "editions/human_rights/2018/pages.parquet"):
        whole = (staging / path).read_bytes()
        (staging / path).unlink()  # a release shares the file
        (staging / path).write_bytes(whole[:100] + b"xx" + whole[102:])
        plan = plan_of(warehouse.home)
        assert plan.tables["pages"].reason == Reason.DAMAGED
        assert plan.tables["countries"] is None
        read_stale(warehouse.home)
        for name in plan_of(warehouse.home).stale_tables:
            build_table(warehouse.home, all_builds()[name])
        assert (staging / path).read_bytes() == whole
        assert plan_of(warehouse.home).stale_tables == []
    assert warehouse.publish().release == release
