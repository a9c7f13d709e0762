"""What a reader is: blocks of one page in, rows by table out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sources.html.layout import Layout, Page
from sources.state_department.identity import Identity

Row = dict[str, Any]


class SetAside(NamedTuple):
    """A part of a page that could not be read, while the rest of it was.

    Attributes:
        table: the table it would have gone to.
        reason: why not.
        record: what it is, as printed.
        detail: what is wrong, in one line.
    """

    table: str
    reason: str
    record: str
    detail: str


@dataclass(frozen=True)
class Found:
    """What a reader makes of a page.

    Attributes:
        rows: by table, without the columns that say which page they are from.
        words: words of the page's text, headings left out, counted before the text is parted.
        remarks: what a person should know of the page.
        strangers: names on the page that stand for no known country, each with the table it would have gone to.
        set_aside: parts of the page that could not be read.
    """

    rows: Mapping[str, list[Row]]
    words: int
    remarks: list[str] = field(default_factory=list)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """How pages of one kind are read.

    Attributes:
        layouts: the page generations to try, most specific first.
        read: blocks to rows; called with the page, what page it is, and what messages call it. None for a page that
            turns out to hold no rows of the report, such as a preface. Raises `PageProblemError` for what it cannot
            place.
    """

    layouts: Sequence[Layout]
    read: Callable[[Page, Identity, str], Found | None]
