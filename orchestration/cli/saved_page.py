"""Saved pages as captures."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sources.archive.capture import Capture


def saved_page(path: Path, url: str, time: datetime | None) -> "Capture":
    """A file as a capture of a URL; a file without markup is plain text.

    Args:
        path: the file.
        url: the URL of the page.
        time: when the page was saved; None where it is not known.
    """
    from sources.archive.capture import Capture, digest_of
    from sources.html.text import is_plain_text

    body = path.read_bytes()
    plain = is_plain_text(body[:65536].decode("utf-8", errors="replace"))
    kind = "text/plain" if plain else None
    captured_at = time.strftime("%Y-%m-%dT%H:%M:%SZ") if time is not None else ""
    return Capture(url, captured_at, body, digest_of(body), "archive", 200, kind)
