"""What a reader is: blocks of one page in, rows by table out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sources.html.layout import Layout, Page
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from warehouse.tables.vocabulary import Reason


@dataclass(frozen=True)
class RowsRead:
    """What a reader makes of a page.

    Attributes:
        rows: by table, without the columns that say which page they are from.
        words: words of the page's text, headings left out, counted before the text is parted.
        remarks: what a person should know of the page.
        unknown_headings: headings that no vocabulary knows, as printed.
        rejected: parts of the page that could not be read, while the rest was.
    """

    rows: Mapping[str, list[Row]]
    words: int
    remarks: Sequence[str] = ()
    unknown_headings: Sequence[str] = ()
    rejected: Sequence[RejectedRow] = ()


@dataclass(frozen=True)
class Reader:
    """How pages of one kind are read.

    Attributes:
        layouts: the page generations to try, most specific first.
        read: blocks to rows; called with the page, what page it is, and its address. None for a page that turns out
            to hold no rows of the report, such as a preface. Raises `PageProblemError` for what it cannot place.
    """

    layouts: Sequence[Layout]
    read: Callable[[Page, Identity, str], RowsRead | None]


def unknown_country(identity: Identity, url: str, table: str, printed: str) -> RejectedRow:
    """The rejected row of a name that stands for no known country.

    Args:
        identity: what page it is on.
        url: address of the page.
        table: the table the row would have gone to.
        printed: the name.
    """
    detail = f"no country is called {printed!r}: {url}"
    return RejectedRow(table, url, Reason.UNKNOWN_COUNTRY, printed, detail, identity.family, identity.year)
