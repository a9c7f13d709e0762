"""Pages whose text was changed after it was published: what was said before, and what is said now."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.archive.capture_in_use import ChosenCapture
from sources.archive.index import Entry
from sources.state_department.pages import ParsedPage
from warehouse.tables import REPORT_SECTIONS

_PASSAGES: Final = 50
_LENGTH: Final = 4_000
"""So many passages are recorded on either side, and so many characters of each; the captures themselves hold all."""


@dataclass(frozen=True)
class Revision:
    """A page that says something else than in an earlier capture.

    Attributes:
        url: its address.
        captured_at: when the capture in use was made, the first that says what is said now.
        captured_before: when the last capture that said otherwise was made.
        digest: of the body in use.
        digest_before: of the body before.
        removed: passages that are no longer there.
        added: passages that were not there.
    """

    url: str
    captured_at: str
    captured_before: str
    digest: str
    digest_before: str
    removed: list[str]
    added: list[str]

    @property
    def line(self) -> str:
        """The revision in one line."""
        changed = f"{len(self.removed)} passages removed, {len(self.added)} added"
        return f"text changed between {self.captured_before} and {self.captured_at}, {changed}: {self.url}"


def revision_of(choice: ChosenCapture[ParsedPage]) -> Revision | None:
    """The last change of a page; None for pages without text, and those that always said the same."""
    if choice.before is None or not choice.parsed.is_read:
        return None
    reading, entry = choice.before
    now, then = Counter(_passages(choice.parsed)), Counter(_passages(reading))
    return Revision(
        url=choice.entry.url,
        captured_at=choice.entry.captured_at,
        captured_before=entry.captured_at,
        digest=choice.entry.digest,
        digest_before=entry.digest,
        removed=list((then - now).elements())[:_PASSAGES],
        added=list((now - then).elements())[:_PASSAGES],
    )


def remark_of(choice: ChosenCapture[ParsedPage]) -> str | None:
    """What the page's row says of it; without times, which do not belong into rows."""
    if choice.before is None or not choice.parsed.is_read:
        return None
    entry: Entry = choice.before[1]
    return f"revised: the capture {entry.digest[:16]} says otherwise"


def _passages(reading: ParsedPage) -> Iterator[str]:
    """What a page says, piece by piece: paragraphs of a report; of a page without sections, its rows."""
    if sections := reading.rows.get(REPORT_SECTIONS.name):
        for row in sections:
            yield from (text[:_LENGTH] for part in str(row["text"]).split("\n") if (text := part.strip()))
        return
    for table, rows in reading.rows.items():
        for row in rows:
            said = [str(value) for name, value in row.items() if value is not None and name not in _OF_THE_CAPTURE]
            yield f"{table}: {', '.join(said)}"[:_LENGTH]


_OF_THE_CAPTURE: Final = frozenset(("page_digest", "source_url", "origin", "family", "year", "position"))
