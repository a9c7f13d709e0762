"""The server of the replica: HTTP and HTTPS on loopback, with real names in the Host header and the certificate."""

import contextlib
import socket
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import trustme

from sources.fetch.clock import Clock, crawl_day
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from tests.replica.clock import FIRST_DAY
from tests.replica.scenario import Scenario


@dataclass(frozen=True)
class Request:
    """A request. `at` is the time of the simulated clock. Status 0 means no complete answer."""

    at: datetime
    day: int
    scheme: str
    host: str
    path: str
    status: int
    conditional: bool
    agent: str
    peer: tuple[str, int]


class Replica:
    """A running replica; a context manager."""

    def __init__(self, scenario: Scenario, clock: Clock) -> None:
        self.scenario = scenario
        self.clock = clock
        self.requests: list[Request] = []
        self.ports: dict[int, int] = {}
        self._lock = Lock()
        self._servers: list[_Server] = []
        self._folder = tempfile.TemporaryDirectory()
        self.authority = Path(self._folder.name) / "authority.pem"

    def __enter__(self) -> "Replica":
        authority = _authority()
        authority.cert_pem.write_to_path(str(self.authority))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*self.scenario.sites).configure_cert(context)
        for port, secure in ((80, None), (443, context)):
            server = _Server(self, secure)
            self.ports[port] = int(server.server_address[1])
            self._servers.append(server)
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._folder.cleanup()

    @property
    def day(self) -> int:
        """The current crawl day, counted from the first."""
        return (crawl_day(self.clock.now()) - FIRST_DAY).days

    def transport(self, settings: FetchSettings) -> Transport:
        """A transport that connects every host of the scenario to this replica."""
        return Transport(settings, ReplicaDialer(self.ports, self.scenario.sites), str(self.authority))

    def record(self, request: Request) -> int:
        """Records a request, and returns its number."""
        with self._lock:
            self.requests.append(request)
            return len(self.requests) - 1

    def answered(self, number: int, status: int) -> None:
        """Records the status of a request."""
        with self._lock:
            self.requests[number] = replace(self.requests[number], status=status)

    def paths(self, *, day: int | None = None, host: str | None = None) -> list[str]:
        """Requested paths in order, without robots.txt."""
        return [
            request.path
            for request in self.requests
            if request.path != "/robots.txt" and day in (None, request.day) and host in (None, request.host)
        ]

    def gaps(self, host: str) -> list[timedelta]:
        """Times between requests to a host."""
        times = [request.at for request in self.requests if request.host == host]
        return [later - earlier for earlier, later in pairwise(times)]


class ReplicaDialer:
    """Connects hosts of the scenario to the replica on this machine, and refuses all other hosts."""

    def __init__(self, ports: dict[int, int], hosts: Iterable[str]) -> None:
        self._ports = ports
        self._hosts = frozenset(hosts)

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        if host not in self._hosts:
            raise socket.gaierror(f"no such name: {host}")
        return socket.create_connection(("127.0.0.1", self._ports[port]), timeout)


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, replica: Replica, context: ssl.SSLContext | None) -> None:
        self.replica = replica
        self.context = context
        self.count = 0
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self.context is not None:  # the handshake runs in the thread of the request
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores the error: in many tests the client disconnects early."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = None  # no test is about the time between two requests of a client
    disable_nagle_algorithm = True  # headers and body are separate writes, and would wait for each other
    server: _Server
    number = 0

    def do_GET(self) -> None:
        replica, headers = self.server.replica, self.headers
        host = headers["Host"].partition(":")[0]
        day = replica.day
        self.number = replica.record(
            Request(
                at=replica.clock.now(),
                day=day,
                scheme="http" if self.server.context is None else "https",
                host=host,
                path=self.path,
                status=0,
                conditional=bool(headers["If-None-Match"] or headers["If-Modified-Since"]),
                agent=headers["User-Agent"],
                peer=self.client_address,
            )
        )
        self.server.count += 1
        with contextlib.suppress(OSError):  # the client may disconnect
            replica.scenario.reply(host, self.path, day).write(self)

    def send_response(self, code: int, message: str | None = None) -> None:
        self.server.replica.answered(self.number, code)
        super().send_response(code, message)

    def mark_incomplete(self) -> None:
        """Records that the answer is not complete."""
        self.server.replica.answered(self.number, 0)

    def log_message(self, *_: object) -> None:
        """Logs nothing."""
