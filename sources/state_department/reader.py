"""The interface of page readers: blocks of one page in, rows by table out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sources.html.layout import Layout, Page
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from warehouse.tables.vocabulary import Reason


@dataclass(frozen=True)
class RowsRead:
    """The rows that a reader makes from a page.

    Attributes:
        rows: by table, without the columns that identify the page.
        words: words of the page's text without headings, counted before the text is split into sections.
        remarks: remarks for people about the page.
        unknown_headings: headings that are in no vocabulary, as printed.
        rejected: parts of the page that could not be read.
    """

    rows: Mapping[str, list[Row]]
    words: int
    remarks: Sequence[str] = ()
    unknown_headings: Sequence[str] = ()
    rejected: Sequence[RejectedRow] = ()


@dataclass(frozen=True)
class Reader:
    """The layouts and the function that read pages of one kind.

    Attributes:
        layouts: the page generations to try, most specific first.
        read: makes rows from the page, its identity and its address. Returns None for a page without rows of the
            report, such as a preface. Raises `PageProblemError` for content that it cannot place.
    """

    layouts: Sequence[Layout]
    read: Callable[[Page, Identity, str], RowsRead | None]


def unknown_country_row(identity: Identity, url: str, table: str, printed: str) -> RejectedRow:
    """The rejected row of a name that is no known country.

    Args:
        identity: identity of the page.
        url: address of the page.
        table: the table of the rejected row.
        printed: the name.
    """
    detail = f"no country is called {printed!r}: {url}"
    return RejectedRow(table, url, Reason.UNKNOWN_COUNTRY, printed, detail, identity.family, identity.year)
