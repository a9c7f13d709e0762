"""A PostgreSQL server for tests, on a free port of the loopback interface."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

_USER = "postgres"
"""The user that runs the server where the tests run as root, which PostgreSQL refuses. Debian's package creates it."""


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs: that of Debian's package, or the one on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    programs: Path
    folder: Path
    port: int

    def run(self, *command: object) -> None:
        text = [str(part) for part in command]
        command_line = [*_as_owner(), str(self.programs / text[0]), *text[1:]]
        done = subprocess.run(command_line, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self.run("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        """Ends the server at once; clients lose their connection."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def create(self, name: str) -> None:
        self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "tip", name)

    def settings(self, database: str) -> dict[str, object]:
        """The storage settings of Dagster for a database of this server."""
        return {
            "postgres": {
                "postgres_db": {
                    "scheme": "postgresql+psycopg2",
                    "hostname": "127.0.0.1",
                    "port": self.port,
                    "username": "tip",
                    "password": "",
                    "db_name": database,
                }
            }
        }


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A new server. Skips the test where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("dagster_postgres", reason="the extra `postgres` is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tip-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    server = Postgres(programs, folder, free_port())
    try:
        server.run("initdb", "-D", folder / "data", "-U", "tip", "-A", "trust", "-N", "--no-locale", "-E", "UTF8")
        server.start()
        yield server
    finally:
        subprocess.run(
            [*_as_owner(), programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], check=False
        )
        shutil.rmtree(folder, ignore_errors=True)


def use_postgres(folder: Path, storage: dict[str, object], without: Sequence[str] = ()) -> None:
    """Writes a dagster.yaml of a user with this storage."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "storage": storage,
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 180},
        "concurrency": {"runs": {"max_concurrent_runs": 1}},
        "telemetry": {"enabled": False},
    }
    kept = {name: value for name, value in content.items() if name not in without}
    (folder / "dagster.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")


def _as_owner() -> list[str]:
    return ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port of the loopback interface that no program uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
