"""What was set aside: one kind of row for reports and news, for those who read pages and those who check the rows."""

from dataclasses import dataclass

from sources.rows import Row, checked
from warehouse.tables import QUARANTINE, TABLES
from warehouse.tables.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A page, a part of one or a row of a table that was set aside.

    Attributes:
        table: the table it would have gone to.
        source_url: the page it was read from.
        reason: why it was set aside.
        record: the row as JSON; of a page its digest; of a part of one what is printed there.
        detail: what is wrong and where, in one line.
        family: report family, where one was recognised.
        year: edition, where one was recognised.

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
        return checked(
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
