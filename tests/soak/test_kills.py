"""Runs killed with SIGKILL at any moment: readers see whole releases, and the next run completes."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyarrow import dataset

from assets.home import Home
from tests.support import edition, write_warc
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
KILLS = 20
TIP = [sys.executable, "-m", "orchestration.cli.main"]


class Reader(threading.Thread):
    """Reads the current release again and again, as the documentation says: resolve once, keep the path."""

    def __init__(self, home: Home) -> None:
        super().__init__(daemon=True)
        self._home = home
        self.stopped = threading.Event()
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.stopped.is_set():
            release = self._home.shelf.current()
            if release is not None:
                try:
                    self._read(release.path)
                except Exception as error:
                    self.wrong.append(f"{release.id}: {error}")
                self.seen.add(release.id)
            time.sleep(0.02)

    def _read(self, path: Path) -> None:
        compact = pl.read_parquet(path / "compact/report_sections.parquet")
        partitions = pl.read_parquet(path / "tables/report_sections/**/*.parquet", hive_partitioning=True)
        arrow = dataset.dataset(path / "tables/report_sections", format="parquet", partitioning="hive").count_rows()
        with duckdb.connect(str(path / "warehouse.duckdb"), read_only=True) as connection:
            (rows,) = connection.execute("SELECT count(*) FROM report_sections").fetchone()
        texts = compact.select(pl.col("text").unique().str.extract(r"version (\d+)").unique())
        if not compact.height == partitions.height == arrow == rows or texts.height != 1:
            self.wrong.append(f"{path.name}: {compact.height} {partitions.height} {arrow} {rows} {texts}")


def start(home: Home, archive: Path | None = None) -> subprocess.Popen[bytes]:
    more = ["--archive", str(archive)] if archive else []
    return subprocess.Popen(
        [*TIP, "run", "--source", "archive", *more],
        env={**os.environ, "TIP_HOME": str(home.folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_a_killed_run_harms_nobody(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    moments = random.Random(1)
    first = write_warc(tmp_path / "0.warc.gz", edition(2018, text="version 0"), date="2020-01-01T00:00:00Z")
    began = time.perf_counter()
    assert start(home, first).wait() == 0
    usual = time.perf_counter() - began
    reader = Reader(home)
    reader.start()
    for number in range(1, KILLS + 1):
        day = f"2020-02-{number:02}T00:00:00Z"
        archive = write_warc(tmp_path / f"{number}.warc.gz", edition(2018, text=f"version {number}"), date=day)
        process = start(home, archive)
        time.sleep(moments.uniform(0.3, 1.1) * usual)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        current = home.shelf.current()
        assert current is not None
        assert verify(current) == []
        if number % 4 == 0:
            done = start(home, archive)
            assert done.wait() == 0, done.stderr.read().decode()
            assert verify(home.shelf.current()) == []
            text = home.staging.read("report_sections")["text"][0]
            assert f"version {number}" in text
    reader.stopped.set()
    reader.join()
    assert reader.wrong == []
    assert len(reader.seen) >= KILLS // 4
    orphans = [path for path in home.shelf.folder.iterdir() if path.name.startswith(".")]
    assert len(orphans) <= KILLS
    assert start(home).wait() == 0
    assert [path.name for path in home.shelf.folder.iterdir() if path.name.startswith(".")] == []
