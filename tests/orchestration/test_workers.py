"""Settings of workers, on the command line; tests/soak/test_workers.py has the workers at work."""

from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.settings.declaration import Settings
from orchestration.distributed.celery_settings import run_config, worker_config
from tests.orchestration.command_line import tip_here


def usage_line(home: Path, *arguments: str) -> str:
    done = tip_here(home, *arguments)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_workers_and_lists_need_a_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIP_BROKER", raising=False)
    listed = tmp_path / "list.txt"
    listed.write_text("news.warc.gz\n")
    assert "TIP_BROKER names no broker" in usage_line(tmp_path / "home", "worker")
    assert "--list needs workers" in usage_line(tmp_path / "home", "import", "--list", str(listed))
    assert "name files, or a list" in usage_line(tmp_path / "home", "import")
    monkeypatch.setenv("TIP_BROKER", "http://127.0.0.1")
    assert "is no address of a Redis server" in usage_line(tmp_path / "home", "worker")


def test_a_worker_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_BROKER", "redis://127.0.0.1:9/0")
    Home(tmp_path / "home").claim("real")
    assert "is the home of a warehouse" in usage_line(tmp_path / "home", "worker")


def test_a_run_with_workers_needs_the_store_and_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_BROKER", "redis://127.0.0.1:9/0")
    line = usage_line(tmp_path / "home", "run", "--source", "sample")
    assert line.startswith("tip: TIP_BROKER needs TIP_ARCHIVE")
    monkeypatch.setenv("TIP_ARCHIVE", "s3://bucket/archive")
    line = usage_line(tmp_path / "home", "run", "--source", "sample")
    assert line.startswith("tip: TIP_BROKER needs Dagster's storage in PostgreSQL")
    assert Home(tmp_path / "home").kind is None


def test_the_broker_is_a_secret() -> None:
    values = Settings.model_validate({"broker": "redis://:secret@127.0.0.1/0"})
    assert "secret" not in repr(values)
    assert "secret" not in str(run_config(values))  # Dagster stores and shows the config of a run
    assert "secret" in str(worker_config(values))
