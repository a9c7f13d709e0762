"""Pages whose text was changed after publication: the passages before and after."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.archive.capture_in_use import ChosenCapture
from sources.archive.index import Entry
from sources.state_department.pages import ParsedPage
from warehouse.tables import REPORT_SECTIONS

_MOST_PASSAGES: Final = 50
_LONGEST_PASSAGE_CHARACTERS: Final = 4_000
"""Limits of what is recorded on either side; the captures have all passages."""


@dataclass(frozen=True)
class Revision:
    """A page whose text differs from an earlier capture.

    Attributes:
        url: its address.
        captured_at: time of the capture in use, the first with the present text.
        captured_before: time of the last capture with other text.
        digest: of the body in use.
        digest_before: of the earlier body.
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
    """The last change of a page; None for pages without text and for pages that never changed."""
    if choice.before is None or not choice.parsed.is_read:
        return None
    earlier, entry = choice.before
    now, then = Counter(_passages(choice.parsed)), Counter(_passages(earlier))
    return Revision(
        url=choice.entry.url,
        captured_at=choice.entry.captured_at,
        captured_before=entry.captured_at,
        digest=choice.entry.digest,
        digest_before=entry.digest,
        removed=list((then - now).elements())[:_MOST_PASSAGES],
        added=list((now - then).elements())[:_MOST_PASSAGES],
    )


def remark_of(choice: ChosenCapture[ParsedPage]) -> str | None:
    """The remark on a revision in the page's row; without times, because rows must not depend on them."""
    if choice.before is None or not choice.parsed.is_read:
        return None
    entry: Entry = choice.before[1]
    return f"revised: the capture {entry.digest[:16]} has other text"


def _passages(parsed: ParsedPage) -> Iterator[str]:
    """The passages of a page: the paragraphs of a report, or the rows of a page without sections."""
    if sections := parsed.rows.get(REPORT_SECTIONS.name):
        for row in sections:
            yield from (
                text[:_LONGEST_PASSAGE_CHARACTERS] for part in str(row["text"]).split("\n") if (text := part.strip())
            )
        return
    for table, rows in parsed.rows.items():
        for row in rows:
            values = [str(value) for name, value in row.items() if value is not None and name not in _CAPTURE_COLUMNS]
            yield f"{table}: {', '.join(values)}"[:_LONGEST_PASSAGE_CHARACTERS]


_CAPTURE_COLUMNS: Final = frozenset(("page_digest", "source_url", "origin", "family", "year", "position"))
