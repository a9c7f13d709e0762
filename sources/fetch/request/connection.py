"""Connections of the transport: opened by a dialer, and closed at a deadline."""

import http.client
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sources.fetch.request.addresses import Dialer


class Deadline:
    """Closes a connection at its deadline, during the handshake, the headers or the body."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> None:
        """Sets the current connection. Closes it at once where the deadline has passed."""
        self._connection = connection
        if self.passed:
            self._shut_down()

    def _shut_down(self) -> None:
        self.passed = True
        if self._connection is not None:
            with suppress(OSError):  # it may be closed already
                self._connection.shutdown(socket.SHUT_RDWR)


class DialerAdapter(HTTPAdapter):
    """Opens connections with a dialer, and calls `use` with the connection of each request."""

    def __init__(self, dialer: Dialer, use: Callable[[socket.socket], None]) -> None:
        self._dialer = dialer
        self._use = use
        super().__init__(pool_connections=32, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """As in requests, with connections of the dialer."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._dialer, self._use)


class _HeaderReader:
    """A stream whose end is an error: http.client takes it for the end of the headers."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self.stream.readline(limit)
        if not line:
            raise http.client.RemoteDisconnected("the connection ended before the end of the headers")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class WholeHeadersResponse(http.client.HTTPResponse):
    """A response whose headers are complete."""

    fp: Any

    def begin(self) -> None:
        """Reads the headers."""
        self.fp = _HeaderReader(self.fp)
        try:
            super().begin()
        finally:
            if isinstance(self.fp, _HeaderReader):
                self.fp = self.fp.stream


def _pools(dialer: Dialer, use: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    class Connection(HTTPConnection):
        _duplicate: socket.socket | None = None
        response_class = WholeHeadersResponse

        def _new_conn(self) -> socket.socket:
            timeout = self.timeout if isinstance(self.timeout, int | float) else None
            connection = dialer.connect(self._dns_host, self.port or self.default_port, timeout)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._duplicate = connection.dup()  # stays open for the deadline when TLS wraps the socket
            use(self._duplicate)
            return connection

        def request(self, *args: Any, **options: Any) -> None:
            if self._duplicate is not None:
                use(self._duplicate)
            super().request(*args, **options)

        def close(self) -> None:
            try:
                super().close()
            finally:
                if self._duplicate is not None:
                    self._duplicate.close()
                    self._duplicate = None

    class SecureConnection(Connection, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}
