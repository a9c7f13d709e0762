"""Releases in an object store: readers during 50 publications and 10 killed uploads see one whole release each."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.s3 import BUCKET, S3, s3_server
from warehouse.object_store import ObjectStore
from warehouse.release.remote import RemoteReleases

pytestmark = pytest.mark.soak

PUBLICATIONS = 50
KILLS = 10
ADDRESS = f"s3://{BUCKET}/releases"


@contextmanager
def process(server: S3, module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", f"tests.soak.{module}", *arguments]
    environment = {**os.environ, **server.environment}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        try:
            yield started
        finally:
            started.kill()


def tell(publisher: "subprocess.Popen[str]", version: int) -> None:
    """Publishes a version in the home; returns when its upload begins."""
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    publisher.stdin.write(f"{version}\n")
    publisher.stdin.flush()
    assert publisher.stdout.readline() == "uploading\n"


def publish(publisher: "subprocess.Popen[str]", version: int) -> float:
    """Publishes a version, and returns the seconds of its upload."""
    tell(publisher, version)
    began = time.monotonic()
    assert publisher.stdout is not None
    assert publisher.stdout.readline() == "done\n"
    return time.monotonic() - began


def test_readers_see_one_whole_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(1)
    with s3_server() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        home, remote = str(tmp_path / "home"), RemoteReleases(ObjectStore(ADDRESS), "publisher")
        with process(server, "store_publisher", home, ADDRESS) as publisher:
            publish(publisher, 0)
        with (
            process(server, "store_reader", ADDRESS, "polars") as polars,
            process(server, "store_reader", ADDRESS, "duckdb") as duckdb,
        ):
            version, killed_early = 0, 0
            for kill in range(KILLS):
                with process(server, "store_publisher", home, ADDRESS) as publisher:
                    for _ in range(PUBLICATIONS // KILLS):
                        version += 1
                        seconds = publish(publisher, version)
                    before = remote.current()
                    version += 1
                    tell(publisher, version)
                    time.sleep(draw.random() * seconds)
                    publisher.kill()
                    publisher.wait()
                after, local = remote.current(), Home(Path(home)).releases.current()
                assert before is not None
                assert after is not None
                assert local is not None
                assert after.release in (before.release, local.name)
                killed_early += after.release == before.release
                assert remote.verify(after.release) == []
                if kill % 2:  # otherwise the next publication finds the leftover
                    for leftover in remote.leftovers():
                        remote.remove(leftover.name)
                    assert remote.leftovers() == []
            reports = [json.loads(reader.communicate()[0]) for reader in (polars, duckdb)]
        assert killed_early >= KILLS // 2
        assert all(remote.verify(name) == [] for name in remote.names())
    print(reports)
    for report in reports:
        assert report["wrong"] == []
        assert report["passes"] >= PUBLICATIONS // 2
        assert report["releases"] >= PUBLICATIONS // 5
