"""One HTTP request and its response, with limits on time and size.

It follows no redirects, stores no cookies, and reads no proxy settings and no `.netrc`.
"""

import http.client
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Final, Literal

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from sources.fetch.request.addresses import Dialer, PublicDialer, RefusedAddressError
from sources.fetch.request.body import ACCEPTED, BrokenBodyError, TooLargeError, decompress
from sources.fetch.request.connection import Deadline, DialerAdapter
from sources.fetch.settings import FetchSettings

Failure = Literal["refused", "too_large", "transient"]

_PIECE_BYTES: Final = 64 * 1024
_MAX_HEADERS_BYTES: Final = 64 * 1024
"""Maximum size of all headers of a response; http.client allows a hundred lines of this size."""

_MAX_OTHER_BODY_BYTES: Final = 256 * 1024
"""Maximum size of the bodies of error pages and redirects that are read, so that the connection can be used again."""


class ExchangeError(Exception):
    """A request without a usable answer: the outcome and its reason in one line."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """A response.

    Attributes:
        status: HTTP status.
        headers: response headers; the case of their names is ignored.
        body: body after transfer and content decoding; empty unless the status is 200.
        is_whole: whether the server sent the end of the body; otherwise the body may be truncated.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool = True

    def header(self, name: str) -> str:
        """The value of a header; empty for a missing header."""
        return self.headers.get(name, "")


class Transport:
    """Sends requests. One connection stays open to every host."""

    def __init__(self, settings: FetchSettings, dialer: Dialer | None = None, verify: bool | str = True) -> None:
        """Prepares a session.

        Args:
            settings: limits and the User-Agent.
            dialer: opens connections; without it, only to public addresses.
            verify: True for the certificate authorities of requests, or the path of a file with others.
        """
        self._settings = settings
        self._verify = verify
        self._deadline: Deadline | None = None
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = DialerAdapter(dialer or PublicDialer(), self._use)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._session.close()

    def get(self, url: str, headers: Mapping[str, str], max_body_bytes: int | None = None) -> Answer:
        """Requests an address once.

        Args:
            url: the address.
            headers: request headers beyond those of every request.
            max_body_bytes: maximum size of the decoded body; without it, that of the settings.

        Raises:
            ExchangeError: there was no complete answer within the limits.
        """
        with Deadline(self._settings.total_timeout_seconds) as self._deadline:
            deadline = self._deadline
            try:
                answer = self._exchange(url, headers, max_body_bytes or self._settings.max_body_bytes)
            except ExchangeError as error:
                if deadline.passed and error.failure == "transient":
                    raise self._timeout() from error
                raise
            except (requests.RequestException, HTTPError, OSError, ValueError, http.client.HTTPException) as error:
                raise (self._timeout() if deadline.passed else _exchange_error(error)) from error
            if deadline.passed:  # the end of the connection looks like the end of a body without a length
                raise self._timeout()
            return answer

    def _timeout(self) -> ExchangeError:
        return ExchangeError("transient", f"the response took longer than {self._settings.total_timeout_seconds:g} s")

    def _exchange(self, url: str, headers: Mapping[str, str], max_body_bytes: int) -> Answer:
        request = requests.Request("GET", url, headers={**self._headers(), **headers})
        timeout = (self._settings.connect_timeout_seconds, self._settings.read_timeout_seconds)
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
            if sum(len(name) + len(value) for name, value in response.headers.items()) > _MAX_HEADERS_BYTES:
                raise ExchangeError("too_large", f"the headers are larger than {_MAX_HEADERS_BYTES:,} bytes")
            body = self._body(response, max_body_bytes)
        return Answer(response.status_code, CaseInsensitiveDict(response.headers), body, _has_declared_end(response))

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "en",
            "Accept-Encoding": ACCEPTED,
        }

    def _body(self, response: requests.Response, max_body_bytes: int) -> bytes:
        if response.status_code != 200:
            _discard_body(response)
            return b""
        coding = response.headers.get("Content-Encoding", "")
        try:
            return decompress(
                _pieces(response),
                coding,
                max_compressed_bytes=min(self._settings.max_compressed_bytes, max_body_bytes),
                max_body_bytes=max_body_bytes,
            )
        except TooLargeError as error:
            raise ExchangeError("too_large", str(error)) from error
        except BrokenBodyError as error:
            raise ExchangeError("transient", str(error)) from error

    def _use(self, connection: socket.socket) -> None:
        if self._deadline is not None:
            self._deadline.watch(connection)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Returns no target: requests would read the whole body of a redirect for it, without a limit."""


def _pieces(response: requests.Response) -> Iterator[bytes]:
    # `read`, not `stream`: for chunked bodies `stream` reads lines of any length
    while piece := response.raw.read(_PIECE_BYTES, decode_content=False):
        yield piece


def _has_declared_end(response: requests.Response) -> bool:
    headers = response.headers
    is_coded = headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity")
    return is_coded or "Content-Length" in headers or "chunked" in headers.get("Transfer-Encoding", "").lower()


def _discard_body(response: requests.Response) -> None:
    total = 0
    for piece in _pieces(response):
        total += len(piece)
        if total > _MAX_OTHER_BODY_BYTES:
            response.raw.close()
            return


def _exchange_error(error: Exception) -> ExchangeError:
    """The exchange error for an error of the libraries. Headers beyond the limits of http.client are not transient."""
    causes = list(_causes(error))
    if any(_is_about_headers(cause) for cause in causes):
        return ExchangeError("too_large", "the headers are more or longer than allowed")
    if any(isinstance(cause, requests.exceptions.InvalidURL) for cause in causes):
        return ExchangeError("refused", "it is no valid address")
    return ExchangeError("transient", f"no complete answer: {type(causes[-1]).__name__}: {str(causes[-1])[:200]}")


def _is_about_headers(error: BaseException) -> bool:
    if isinstance(error, http.client.LineTooLong):
        return True
    return type(error) is http.client.HTTPException and "headers" in str(error)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yields an error and its causes, by chaining and by the arguments in which the libraries wrap errors."""
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
