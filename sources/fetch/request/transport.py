"""One HTTP exchange: a request out, an answer back, everything about it bounded.

Redirects are not followed here, cookies are not kept, proxies and `.netrc` are not looked for: what a request does is
decided by the code that asks for it alone.
"""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, Literal

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from sources.fetch.request.addresses import Dialer, PublicDialer, RefusedAddressError
from sources.fetch.request.body import ACCEPTED, BrokenBodyError, TooLargeError, unpack
from sources.fetch.settings import FetchSettings

Failure = Literal["refused", "too_large", "transient"]

_PIECE: Final = 64 * 1024
_MAX_HEADERS: Final = 64 * 1024
"""All headers of a response together, in bytes; http.client allows a hundred lines of this size each."""

_MAX_OTHER_BODY: Final = 256 * 1024
"""Bodies of error pages and redirects are read this far, so that the connection can be used again."""


class ExchangeError(Exception):
    """An exchange that gave no answer to judge: what it comes to, and one line that says why."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """A response as it came.

    Attributes:
        status: HTTP status.
        headers: response headers, the case of their names ignored.
        body: after transfer and content decoding; empty unless the status is 200.
        is_whole: whether the server said where the body ends, so that its being cut off would have been noticed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool = True

    def header(self, name: str) -> str:
        """A header's value, empty where there is none."""
        return self.headers.get(name, "")


class Transport:
    """Sends requests, keeping one connection open to every host."""

    def __init__(self, settings: FetchSettings, dialer: Dialer | None = None, verify: bool | str = True) -> None:
        """Prepares a session.

        Args:
            settings: limits and the User-Agent.
            dialer: opens connections; to public addresses only, if none is given.
            verify: True for the certificate authorities that come with requests, or the path of a file of others.
        """
        self._settings = settings
        self._verify = verify
        self._deadline: _Deadline | None = None
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(dialer or PublicDialer(), self._use)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._session.close()

    def get(self, url: str, headers: Mapping[str, str], max_body: int | None = None) -> Answer:
        """Asks for an address, once.

        Args:
            url: the address.
            headers: request headers beyond those every request carries.
            max_body: largest body after decoding, in bytes; that of the settings without it.

        Raises:
            ExchangeError: there was no whole answer within the limits.
        """
        with _Deadline(self._settings.total_timeout) as self._deadline:
            deadline = self._deadline
            try:
                return self._exchange(url, headers, max_body or self._settings.max_body)
            except ExchangeError:
                raise
            except (requests.RequestException, HTTPError, OSError, ValueError, http.client.HTTPException) as error:
                if deadline.passed:
                    detail = f"the response took longer than {self._settings.total_timeout:g} s"
                    raise ExchangeError("transient", detail) from error
                raise _failed(error) from error

    def _exchange(self, url: str, headers: Mapping[str, str], max_body: int) -> Answer:
        request = requests.Request("GET", url, headers={**self._headers(), **headers})
        timeout = (self._settings.connect_timeout, self._settings.read_timeout)
        try:
            response = self._session.send(
                self._session.prepare_request(request),
                stream=True,
                allow_redirects=False,
                timeout=timeout,
                verify=self._verify,
            )
        except RefusedAddressError as error:
            raise ExchangeError("refused", str(error)) from error
        with response:
            if sum(len(name) + len(value) for name, value in response.headers.items()) > _MAX_HEADERS:
                raise ExchangeError("too_large", f"the headers are larger than {_MAX_HEADERS:,} bytes")
            body = self._body(response, max_body)
        return Answer(response.status_code, CaseInsensitiveDict(response.headers), body, _says_its_end(response))

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "en",
            "Accept-Encoding": ACCEPTED,
        }

    def _body(self, response: requests.Response, max_body: int) -> bytes:
        if response.status_code != 200:
            _read_away(response)
            return b""
        coding = response.headers.get("Content-Encoding", "")
        try:
            return unpack(
                _pieces(response), coding, max_packed=min(self._settings.max_compressed, max_body), max_body=max_body
            )
        except TooLargeError as error:
            raise ExchangeError("too_large", str(error)) from error
        except BrokenBodyError as error:
            raise ExchangeError("transient", str(error)) from error

    def _use(self, line: socket.socket) -> None:
        if self._deadline is not None:
            self._deadline.watch(line)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """No redirect is prepared: requests would read the whole body of the redirect for it, without a limit."""


class _Deadline:
    """Cuts a connection when its time is over, whatever it is waiting for: drops of a header, a handshake, a body."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, line: socket.socket) -> None:
        """The connection that is in use from now on; cut at once where opening it has taken all of the time."""
        self._line = line
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        self.passed = True
        if self._line is not None:
            with suppress(OSError):  # it may be closed already
                self._line.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Connections are opened by the dialer, and reported to `use` whenever a request goes out on them."""

    def __init__(self, dialer: Dialer, use: Callable[[socket.socket], None]) -> None:
        self._dialer = dialer
        self._use = use
        super().__init__(pool_connections=32, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """As in requests, with connections of our own."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._dialer, self._use)


def _pools(dialer: Dialer, use: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    class Connection(HTTPConnection):
        _twin: socket.socket | None = None

        def _new_conn(self) -> socket.socket:
            timeout = self.timeout if isinstance(self.timeout, int | float) else None
            line = dialer.connect(self._dns_host, self.port or self.default_port, timeout)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._twin = line.dup()  # stays ours when TLS takes the socket over
            use(self._twin)
            return line

        def request(self, *args: Any, **options: Any) -> None:
            if self._twin is not None:
                use(self._twin)
            super().request(*args, **options)

        def close(self) -> None:
            try:
                super().close()
            finally:
                if self._twin is not None:
                    self._twin.close()
                    self._twin = None

    class SecureConnection(Connection, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}


def _pieces(response: requests.Response) -> Iterator[bytes]:
    # `read`, not `stream`: for chunked bodies `stream` reads lines of any length
    while piece := response.raw.read(_PIECE, decode_content=False):
        yield piece


def _says_its_end(response: requests.Response) -> bool:
    headers = response.headers
    coded = headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity")
    return coded or "Content-Length" in headers or "chunked" in headers.get("Transfer-Encoding", "").lower()


def _read_away(response: requests.Response) -> None:
    total = 0
    for piece in _pieces(response):
        total += len(piece)
        if total > _MAX_OTHER_BODY:
            response.raw.close()
            return


def _failed(error: Exception) -> ExchangeError:
    """What an error of the libraries comes to. Headers beyond the limits of http.client are no mishap."""
    causes = list(_causes(error))
    if any(_is_about_headers(cause) for cause in causes):
        return ExchangeError("too_large", "the headers are more or longer than any page needs")
    if any(isinstance(cause, requests.exceptions.InvalidURL) for cause in causes):
        return ExchangeError("refused", "it is no address")
    return ExchangeError("transient", f"no whole answer: {type(causes[-1]).__name__}: {str(causes[-1])[:200]}")


def _is_about_headers(error: BaseException) -> bool:
    if isinstance(error, http.client.LineTooLong):
        return True
    return type(error) is http.client.HTTPException and "headers" in str(error)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, through chaining and through the arguments the libraries wrap errors in."""
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        current = pending.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending += [current.__cause__, current.__context__]
        pending += [argument for argument in current.args if isinstance(argument, BaseException)]
