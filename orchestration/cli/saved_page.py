"""Saved pages that a command names."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sources.archive.capture import Capture


def saved_page(path: Path, url: str, time: datetime | None) -> "Capture":
    """A file as a capture of a URL; see `assets.pipeline.ingest.saved_page`.

    Raises:
        click.UsageError: the file is no page.
    """
    from assets.pipeline.ingest.saved_page import UnusableFileError
    from assets.pipeline.ingest.saved_page import saved_page as read

    try:
        return read(path, url, time)
    except UnusableFileError as error:
        raise click.UsageError(str(error)) from None
