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

    Raises:
        click.UsageError: the file is no page, but MHTML or an archive of pages.
    """
    import click

    from sources.archive.capture import Capture, digest_of
    from sources.archive.file_kind import is_mhtml
    from sources.html.text import is_plain_text

    body = path.read_bytes()
    if is_mhtml(body[:65536]):
        raise click.UsageError(f"{path} is MHTML, which tip does not read: save the page as HTML")
    if body.startswith((b"WARC/", b"filedesc:", b"PK\x03\x04")):
        raise click.UsageError(f"{path} is an archive and no saved page: leave --url out")
    plain = is_plain_text(body[:65536].decode("utf-8", errors="replace"))
    kind = "text/plain" if plain else None
    captured_at = time.strftime("%Y-%m-%dT%H:%M:%SZ") if time is not None else ""
    return Capture(url, captured_at, body, digest_of(body), "archive", 200, kind)
