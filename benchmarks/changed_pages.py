"""Changes of a home from outside: one page is captured again with another text, or pages are added from a file."""

from pathlib import Path

from assets.pipeline.home.home import Home
from sources.archive.capture import Capture, digest_of
from sources.assignment import assigning


def change_one_page(home: Path, family: str, year: int, word: str) -> None:
    """Adds a later capture of one page of an edition to the archive; a sentence of its text has one more word."""
    with Home(home).archive() as archive:
        for entry in archive.index.entries(family, year):
            capture = archive.load(entry)
            at = capture.body.rfind(b".</p>", 0, capture.body.find(b"<aside"))
            if at < 0:
                continue
            body = capture.body[:at] + b" " + word.encode() + capture.body[at:]
            later = f"{int(capture.captured_at[:4]) + 1}{capture.captured_at[4:]}"
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
