"""Saved pages as captures."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sources.archive.capture import Capture


def saved_page(path: Path, url: str, time: datetime) -> "Capture":
    """A file as a capture of a URL; a file without markup is plain text."""
    from sources.archive.capture import Capture, digest_of
    from sources.html.text import is_plain_text

    body = path.read_bytes()
    plain = is_plain_text(body[:65536].decode("utf-8", errors="replace"))
    kind = "text/plain" if plain else None
    return Capture(url, time.strftime("%Y-%m-%dT%H:%M:%SZ"), body, digest_of(body), "archive", 200, kind)
