"""Replies of the replica: good pages, and the failures of the web."""

import gzip
import hashlib
import time
import zlib
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from tests.replica.clock import evening_of

HTML = "text/html; charset=UTF-8"
BOT_WALL = (
    b"<!doctype html><html><head><title>Just a moment...</title><script>window._cf_chl_opt={};</script></head>"
    b"<body><h1>www.state.gov</h1><p>Checking your browser before you go on. Verify you are human.</p></body></html>"
)


class Reply(Protocol):
    """A reply to a request."""

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        """Writes the reply."""


@dataclass(frozen=True)
class Page:
    """A good page. `changed` is the day of the last change of its text, which decides its validators."""

    body: bytes
    changed: int = 0
    validators: bool = True
    content_type: str = HTML
    packed: bool = False

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        modified = format_datetime(evening_of(self.changed), usegmt=True)
        headers = {"ETag": etag, "Last-Modified": modified} if self.validators else {}
        request = handler.headers
        if self.validators and (request["If-None-Match"] == etag or request["If-Modified-Since"] == modified):
            send(handler, 304, headers)
            return
        if self.packed and "gzip" in (request["Accept-Encoding"] or ""):
            headers["Content-Encoding"] = "gzip"
        body = gzip.compress(self.body) if "Content-Encoding" in headers else self.body
        send(handler, 200, headers | {"Content-Type": self.content_type}, body)


@dataclass(frozen=True)
class Status:
    """A status with a short page, for example 429 with a Retry-After."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"<html><body><h1>Sorry</h1></body></html>"

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        send(handler, self.status, {"Content-Type": HTML, **self.headers}, self.body)


@dataclass(frozen=True)
class RedirectTo:
    """A redirect. `{n}` in the address is the number of requests to the site, for an endless chain."""

    url: str
    status: int = 301

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        count = getattr(handler.server, "count", 0)
        send(handler, self.status, {"Location": self.url.replace("{n}", str(count))}, b"moved")


@dataclass(frozen=True)
class Wall:
    """A bot wall with the status of a good page."""

    status: int = 200

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        send(handler, self.status, {"Content-Type": HTML}, BOT_WALL)


@dataclass(frozen=True)
class Slow:
    """A good page in small pieces, with a pause before each."""

    body: bytes
    pause: float
    drop: int = 16

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": HTML, "Content-Length": str(len(self.body))})
        for begin in range(0, len(self.body), self.drop):
            time.sleep(self.pause)
            handler.wfile.write(self.body[begin : begin + self.drop])
            handler.wfile.flush()


@dataclass(frozen=True)
class CutOff:
    """A page whose connection ends before the end of the body. Without a length, only the text shows it."""

    body: bytes
    after: int
    chunked: bool = False
    length: bool = True

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        length = {"Transfer-Encoding": "chunked"} if self.chunked else {"Content-Length": str(len(self.body))}
        start(handler, 200, {"Content-Type": HTML, **(length if self.length else {})})
        handler.mark_incomplete()  # type: ignore[attr-defined]
        if self.chunked:
            handler.wfile.write(f"{len(self.body):x}\r\n".encode())
        handler.wfile.write(self.body[: self.after])


@dataclass(frozen=True)
class Bomb:
    """A decompression bomb."""

    size: int
    coding: str = "gzip"
    status: int = 200
    location: str = ""

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        headers = {"Content-Type": HTML, "Content-Encoding": self.coding}
        start(handler, self.status, headers | ({"Location": self.location} if self.location else {}))
        packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | (16 if self.coding == "gzip" else 0))
        piece = 4 * 1024 * 1024
        zeros = b" " * piece
        handler.wfile.write(packer.compress(b"<html><p>") + packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH))
        block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)  # every further block has the same bytes
        for _ in range(self.size // piece):
            handler.wfile.write(block)


@dataclass(frozen=True)
class HeaderFlood:
    """A response with too many or too long headers."""

    lines: int
    size: int

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        start(handler, 200, {f"X-Flood-{number}": "x" * self.size for number in range(self.lines)})


@dataclass(frozen=True)
class SlowHeaders:
    """Headers that arrive one by one with a pause before each, after the status of a good page. `lines` of them, then
    the connection ends before the headers do."""

    pause: float
    lines: int = 100_000

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.mark_incomplete()  # type: ignore[attr-defined]
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(self.lines):
            time.sleep(self.pause)
            handler.wfile.write(b"X-Slow-%d: x\r\n" % number)
            handler.wfile.flush()


@dataclass(frozen=True)
class Continues:
    """A server that sends `100 Continue` without end."""

    pause: float = 0.01

    def write(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            handler.wfile.flush()
            time.sleep(self.pause)


def start(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    if handler.close_connection:
        handler.send_header("Connection", "close")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes = b"") -> None:
    start(handler, status, headers | ({} if status == 304 else {"Content-Length": str(len(body))}))
    handler.wfile.write(body)
