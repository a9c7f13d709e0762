"""Rejected rows of reports and news. The readers of pages and the row checks make them."""

from dataclasses import dataclass

from sources.rows import Row, validated
from warehouse.tables import QUARANTINE, TABLES
from warehouse.tables.vocabulary import Reason


def printable(text: str) -> str:
    """A text that a table can hold: one line, with an escape for each half of a surrogate pair."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split())


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A rejected page, part of a page or row of a table.

    Attributes:
        table: the table that would have it.
        source_url: the address of its page.
        reason: why it is rejected.
        record: the row as JSON; for a page its digest; for a part of a page its printed text.
        detail: the error and its place, in one line.
        family: report family, where it is known.
        year: edition, where it is known.

    Raises:
        ValueError: the reason is not in the vocabulary, or there is no such table.
    """

    table: str
    source_url: str
    reason: Reason
    record: str
    detail: str
    family: str | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", Reason(self.reason))
        if self.table not in TABLES:
            raise ValueError(f"{self.table!r} is no table")

    @property
    def row(self) -> Row:
        """The row of `quarantine`."""
        return validated(
            QUARANTINE.name,
            {
                "table": self.table,
                "source_url": self.source_url,
                "reason": self.reason.value,
                "record": self.record,
                "detail": self.detail,
                "family": self.family,
                "year": self.year,
            },
        )
