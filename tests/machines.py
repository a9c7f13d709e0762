"""Several machines on one: a home, and workers with homes of their own; they share PostgreSQL, Redis and S3."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assets.pipeline.home.home import Home
from tests.orchestration.command_line import TIP
from tests.postgres import Postgres, postgres, use_postgres
from tests.redis import Redis, redis_server
from tests.s3 import BUCKET, S3, s3_server


@dataclass
class Machines:
    """The servers, and the processes of this test."""

    folder: Path
    postgres: Postgres
    redis: Redis
    s3: S3
    unit_minutes: float = 10
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def environment(self, home: Path, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TIP_", "DAGSTER_"))}
        return {
            **kept,
            **self.s3.environment,
            "TIP_HOME": str(home),
            "TIP_ARCHIVE": f"s3://{BUCKET}/{name}/archive",
            "TIP_RELEASES": f"s3://{BUCKET}/{name}/releases",
            "TIP_BROKER": self.redis.url,
            "TIP_UNIT_MINUTES": str(self.unit_minutes),
        }

    def home(self, name: str) -> Home:
        """A new home whose Dagster storage is a database of its own."""
        self.postgres.create(name)
        home = Home(self.folder / name)
        use_postgres(home.folder / "dagster", self.postgres.settings(name))
        return home

    def start_worker(self, name: str) -> "subprocess.Popen[bytes]":
        """Starts a worker in an empty home of its own."""
        scratch = self.folder / f"worker-{name}-{len(self.workers)}"
        log = (self.folder / f"{scratch.name}.log").open("wb")
        command = [*TIP, "worker"]
        environment = self.environment(scratch, name)
        worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self.workers.append(worker)
        return worker

    def kill_worker(self, worker: "subprocess.Popen[bytes]") -> None:
        """Kills a worker with all its processes."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def stop_workers(self) -> None:
        for worker in list(self.workers):
            self.kill_worker(worker)

    def start_run(self, home: Home, *arguments: object) -> "subprocess.Popen[str]":
        command = [*TIP, "run", *(str(argument) for argument in arguments)]
        environment = self.environment(home.folder, home.folder.name)
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, home: Home, *arguments: object) -> subprocess.CompletedProcess[str]:
        with self.start_run(home, *arguments) as process:
            out, err = process.communicate(timeout=1200)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@contextmanager
def machines(folder: Path, *, unit_minutes: float = 10) -> Iterator[Machines]:
    """The servers; the workers end with them."""
    with ExitStack() as stack:
        database, broker, store = (stack.enter_context(server()) for server in (postgres, redis_server, s3_server))
        made = Machines(folder, database, broker, store, unit_minutes)
        stack.callback(made.stop_workers)
        yield made


def wait_for(condition, seconds: float = 120) -> None:  # type: ignore[no-untyped-def]
    """Waits until a condition holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
