"""Changes of a home from outside: one page is captured again with another text, or pages are added from a file."""

from datetime import datetime, timedelta
from pathlib import Path

from assets.pipeline.home.home import Home
from sources.archive.capture import Capture, digest_of
from sources.assignment import assigning


def change_one_page(home: Path, family: str, year: int, word: str) -> None:
    """Adds a capture of one page of an edition, later than all others; a sentence of its text has one more word."""
    with Home(home).archive() as archive:
        entries = list(archive.index.entries(family, year))
        for entry in entries:
            captures = [each for each in entries if each.page_key == entry.page_key]
            capture = archive.load(max(captures, key=lambda each: each.captured_at))
            at = capture.body.rfind(b".</p>", 0, capture.body.find(b"<aside"))
            if at < 0:
                continue
            body = capture.body[:at] + b" " + word.encode() + capture.body[at:]
            later = f"{datetime.fromisoformat(capture.captured_at) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
            again = Capture(
                capture.url, later, body, digest_of(body), capture.origin, capture.status, capture.content_type
            )
            archive.add_page(again, assign=assigning(archive.index))
            return
    raise ValueError(f"no page of {family} {year} has a paragraph")


def add_to_sample(home: Path, file: Path) -> None:
    """Imports a WARC file into a home of the sample, as pages of the sample: `tip import` is for real pages."""
    with Home(home).archive() as archive:
        archive.import_warc(file, origin="sample", assign=assigning(archive.index))
