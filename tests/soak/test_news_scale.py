"""Thousands of articles: runs are killed and resumed, batches are read once, memory use is limited."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from benchmarks.generated_news import generate, write_archive
from benchmarks.options import TIP, tip
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
ARTICLES = 2_500
MAX_MB = 1_000
RUN = ["run", "--source", "archive"]


def batches(home: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in home.glob("staging/editions/news/*/batches/*.parquet")}


def tables(home: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in home.glob("staging/tables/*/*/*/*.parquet")}


def captures(home: Path) -> int:
    index = home / "archive/index.sqlite"
    if not index.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM captures").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def kill_when(command: list[str], home: Path, condition: Callable[[], bool]) -> None:
    """Starts a command and kills it with all its processes when the condition is true."""
    process = subprocess.Popen(
        [*TIP, *command],
        env={**os.environ, "TIP_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not condition() and process.poll() is None:
        time.sleep(0.05)
    assert process.poll() is None, "the command ended before the kill"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_many_articles(tmp_path: Path) -> None:
    home = tmp_path / "home"
    archive = write_archive(tmp_path / "news.warc.gz", generate(ARTICLES))

    kill_when(["import", str(archive)], home, lambda: captures(home) >= 1_000)
    imported_before = captures(home)
    assert 1_000 <= imported_before < ARTICLES
    imported = tip(home, "import", str(archive))
    assert f"{ARTICLES - imported_before:,}".replace(",", "") in imported.output
    assert captures(home) == ARTICLES

    kill_when(RUN, home, lambda: len(batches(home)) >= 20)
    read = batches(home)
    first = tip(home, *RUN)
    after = batches(home)
    assert {name: after[name] for name in read} == read
    assert "published" in first.output
    assert first.peak_mb < MAX_MB
    current = Home(home).releases.current()
    assert current is not None
    assert verify(current) == []

    staged = tables(home)
    second = tip(home, *RUN)
    assert "nothing new" in second.output
    assert batches(home) == after
    assert tables(home) == staged

    one = write_archive(tmp_path / "one.warc.gz", islice(generate(1, seed=9), 1))
    tip(home, *RUN, "--archive", str(one))
    assert {name: batches(home)[name] for name in after} == after
    assert len(batches(home)) == len(after) + 1


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    pages = list(generate(400, seed=3))
    parts = [pages[:130], pages[130:131], pages[131:]]
    releases = []
    for name, order in (("forward", parts), ("backward", [part[::-1] for part in parts[::-1]])):
        home = tmp_path / name
        for number, part in enumerate(order):
            tip(home, "import", str(write_archive(tmp_path / f"{name}{number}.warc.gz", iter(part))))
        tip(home, *RUN)
        current = Home(home).releases.current()
        assert current is not None
        releases.append(current.id)
    assert releases[0] == releases[1]
