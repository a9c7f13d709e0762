"""Output streams that escape control characters, because text of pages may hold commands to a terminal."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

from warehouse.catalog.visible import visible

CLEAR_LINE: Final = "\r\033[K"
"""The terminal command at the start of a progress line, the only one that is not escaped."""


class _EscapedStream(io.TextIOWrapper):
    """A text stream that escapes control characters."""

    def write(self, text: str) -> int:
        if text.startswith(CLEAR_LINE) and self.isatty():
            return super().write(CLEAR_LINE + visible(text[len(CLEAR_LINE) :]))
        return super().write(visible(text))


@contextmanager
def escaped_streams() -> Iterator[None]:
    """Escapes control characters, and characters that the encoding does not have, in all output of the block."""
    before = sys.stdout, sys.stderr
    escaped = [_escaped(stream) for stream in before]
    sys.stdout, sys.stderr = escaped
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, plain in zip(escaped, before, strict=True):
            if stream is not plain:
                with suppress(ValueError, OSError):  # the stream was closed inside the block
                    stream.flush()
                    stream.detach()  # type: ignore[attr-defined]


def _escaped(stream: TextIO) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        return stream
    stream.flush()
    return _EscapedStream(
        buffer,
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=getattr(stream, "line_buffering", True),
    )
