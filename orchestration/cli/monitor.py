"""`tip monitor`: health and metrics over HTTP."""

import json
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from assets.pipeline.home.home import Home
    from orchestration.watching.status import Status

_KEPT_SECONDS: Final = 15.0
"""How long a status is used again, so that frequent requests cost nothing."""


@click.command("monitor")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=9464, show_default=True, type=click.IntRange(0, 65535))
@click.option("--print", "is_printed", is_flag=True, help="Print the metrics once, for a textfile collector.")
def monitor_command(host: str, port: int, is_printed: bool) -> None:
    """Serve /health (200, or 503 if something needs a person; JSON) and /metrics (Prometheus text).

    The server only reads the home.

    \b
    Example:
      tip monitor --port 9464
      tip monitor --print > tip.prom
    """
    from assets.pipeline.home.home import Home
    from orchestration.watching.metrics import metrics_text
    from orchestration.watching.status import status_of

    home = Home.from_environment()
    if is_printed:
        click.echo(metrics_text(status_of(home, datetime.now(UTC))).decode(), nl=False)
        return
    server = ThreadingHTTPServer((host, port), _handler(home))
    click.echo(f"http://{host}:{server.server_address[1]}/health and /metrics (stop with Ctrl-C)")
    with server:
        server.serve_forever(poll_interval=0.2)


class _Statuses:
    """The status of a home, at most some seconds old."""

    def __init__(self, home: "Home") -> None:
        self._home = home
        self._lock = threading.Lock()
        self._status: Status | None = None
        self._until = 0.0

    def get(self) -> "Status":
        """The status."""
        from orchestration.watching.status import status_of

        with self._lock:
            if self._status is None or time.monotonic() > self._until:
                self._status = status_of(self._home, datetime.now(UTC))
                self._until = time.monotonic() + _KEPT_SECONDS
            return self._status


def _handler(home: "Home") -> type[BaseHTTPRequestHandler]:
    from orchestration.watching.metrics import metrics_text

    statuses = _Statuses(home)

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            if self.path == "/health":
                status = statuses.get()
                body = json.dumps(status.as_json(), indent=1).encode()
                self._send(200 if status.is_healthy else 503, "application/json", body)
            elif self.path == "/metrics":
                self._send(200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(statuses.get()))
            else:
                self._send(404, "text/plain; charset=utf-8", b"/health or /metrics\n")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Writes nothing: a request every few seconds would fill the log."""

    return Handler
