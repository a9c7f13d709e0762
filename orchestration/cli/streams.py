"""What commands print: pages are hostile, and a terminal obeys what it is shown."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

from warehouse.catalog.visible import visible

CLEAR_LINE: Final = "\r\033[K"
"""How progress begins on a terminal, the one command to it that goes through."""


class _Harmless(io.TextIOWrapper):
    """Text goes through it with its control characters escaped."""

    def write(self, text: str) -> int:
        if text.startswith(CLEAR_LINE) and self.isatty():
            return super().write(CLEAR_LINE + visible(text[len(CLEAR_LINE) :]))
        return super().write(visible(text))


@contextmanager
def harmless_streams() -> Iterator[None]:
    """Inside, everything that is printed is made visible first; what no encoding can hold is escaped as well."""
    before = sys.stdout, sys.stderr
    wrapped = [_wrapped(stream) for stream in before]
    sys.stdout, sys.stderr = wrapped
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, plain in zip(wrapped, before, strict=True):
            if stream is not plain:
                with suppress(ValueError, OSError):  # closed on the way
                    stream.flush()
                    stream.detach()  # type: ignore[attr-defined]


def _wrapped(stream: TextIO) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        return stream
    stream.flush()
    return _Harmless(
        buffer,
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=getattr(stream, "line_buffering", True),
    )
