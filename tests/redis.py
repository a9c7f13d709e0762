"""A Redis server for tests, on a free port of the loopback interface."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


class Redis:
    """A server that can be restarted; what was written stays (`appendonly`)."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        options = ["--appendonly", "yes", "--save", ""]
        self._process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while True:
            with suppress(OSError, AssertionError):
                assert self.client().ping()
                return
            assert time.monotonic() < until
            time.sleep(0.05)

    def stop(self) -> None:
        """Kills the server; clients lose their connection."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def client(self):  # type: ignore[no-untyped-def]
        import redis

        return redis.Redis(port=self.port, socket_timeout=5)


@contextmanager
def redis_server() -> Iterator[Redis]:
    """A new server. Skips the test where Redis or its client is not installed."""
    pytest.importorskip("dagster_celery", reason="the extra `workers` is not installed")
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed (Debian: apt-get install redis-server)")
    from tests.postgres import free_port

    with tempfile.TemporaryDirectory(prefix="tip-redis-") as folder:
        server = Redis(Path(folder), free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()
