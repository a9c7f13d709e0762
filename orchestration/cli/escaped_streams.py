"""Output streams that escape control characters, because text of pages may hold commands to a terminal."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from warehouse.catalog.visible import visible

CLEAR_LINE: Final = "\r\033[K"
"""The terminal command at the start of a progress line, the only one that is not escaped."""


PAGER_FORM: Final = "FX"
"""Options of less: end where everything fits, leave the text on the screen. Without `R` it shows control characters."""


class OutputError(Exception):
    """Standard output cannot be written, for example because its disk is full."""


class _EscapedStream(io.TextIOWrapper):
    """A text stream that escapes control characters."""

    def write(self, text: str) -> int:
        if text.startswith(CLEAR_LINE) and self.isatty():
            return super().write(CLEAR_LINE + visible(text[len(CLEAR_LINE) :]))
        with _output_errors():
            return super().write(visible(text))

    def flush(self) -> None:
        with _output_errors():
            super().flush()


@contextmanager
def _output_errors() -> Iterator[None]:
    """Names the output in errors of the machine; the home has no part in them."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the output cannot be written ({error.strerror}); data in the home are intact") from None


def discard_output() -> None:
    """Discards what is written to standard output from now on."""
    with Path(os.devnull).open("wb") as nothing, suppress(OSError, ValueError):
        os.dup2(nothing.fileno(), sys.stdout.fileno())


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
                with suppress(ValueError, OSError, OutputError):  # the stream was closed inside the block
                    stream.flush()
                    stream.detach()  # type: ignore[attr-defined]


def _escaped(stream: TextIO) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        return stream
    stream.flush()
    return _EscapedStream(
        buffer,
        # JSON and CSV with escaped letters would be wrong, and a terminal of today reads UTF-8
        encoding="utf-8" if codecs.lookup(stream.encoding).name == "ascii" else stream.encoding,
        errors="backslashreplace",
        line_buffering=getattr(stream, "line_buffering", True),
    )
