"""An S3 server for tests: moto's, in a process of its own, on a free port of the loopback interface.

    python -m tests.s3 PORT FAULTS

While the file FAULTS exists, the server answers every request with 503, as an overloaded store does.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BUCKET = "tip-test"


@dataclass(frozen=True)
class S3:
    """A running server."""

    port: int
    faults: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables that give access to it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        }

    @property
    def polars_options(self) -> dict[str, str]:
        """What Polars needs beside the variables: it takes http only where it is told."""
        return {"aws_allow_http": "true", "aws_endpoint_url": self.environment["AWS_ENDPOINT_URL"]}

    @contextmanager
    def out_of_order(self) -> Iterator[None]:
        """The server answers 503."""
        self.faults.touch()
        try:
            yield
        finally:
            self.faults.unlink()


@contextmanager
def s3_server() -> Iterator[S3]:
    """A new server with an empty bucket. Skips the test where moto or obstore is not installed."""
    pytest.importorskip("moto", reason="moto, an S3 server for tests, is not installed")
    pytest.importorskip("obstore", reason="the extra `s3` is not installed")
    from tests.postgres import free_port

    with tempfile.TemporaryDirectory(prefix="tip-s3-") as folder:
        server = S3(free_port(), Path(folder, "faults"))
        command = [sys.executable, "-m", "tests.s3", str(server.port), str(server.faults)]
        root = Path(__file__).parents[1]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(server, process)
                _create_bucket(server)
                yield server
            finally:
                process.kill()


def _wait(server: S3, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/moto-api/", timeout=5).read()
            return
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)


def _create_bucket(server: S3) -> None:
    import boto3

    names = server.environment
    boto3.client(
        "s3",
        endpoint_url=names["AWS_ENDPOINT_URL"],
        aws_access_key_id=names["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=names["AWS_SECRET_ACCESS_KEY"],
        region_name=names["AWS_REGION"],
    ).create_bucket(Bucket=BUCKET)


Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


def _with_faults(app: App, faults: Path) -> App:
    def answer(request: dict[str, Any], start: Start) -> Iterable[bytes]:
        if faults.exists() and not request["PATH_INFO"].startswith("/moto-api"):
            start("503 Service Unavailable", [("Content-Type", "application/xml")])
            return [b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"]
        return app(request, start)

    return answer


def main() -> None:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, run_simple

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"  # connections stay open

    app = _with_faults(DomainDispatcherApplication(create_backend_app), Path(sys.argv[2]))
    os.environ.setdefault("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    run_simple("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=Handler)


if __name__ == "__main__":
    main()
