"""The store of listings: those that must be read, and the result of the last request of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from sources.archive.index import Index
from sources.fetch.clock import moment_of, stamp
from sources.news.discovery.listings.model import ADAPTER_NAMES, AdapterName, Listing, ListingState

_COLUMNS: Final = "url, adapter, publisher, state, parent, depth, rank"
_RESULT_COLUMNS: Final = "asked_at, good_at, outcome, detail, found"
_MAX_DETAIL_LENGTH: Final = 300


@dataclass(frozen=True)
class LastRead:
    """The result of the last request of a listing, with its time and the time of the last success."""

    listing: Listing
    asked_at: datetime
    good_at: datetime | None
    outcome: str
    detail: str


class Listings:
    """The store of listings. Methods that write must run inside a transaction of the index."""

    def __init__(self, index: Index) -> None:
        self._database = index.database

    def state(self, url: str) -> ListingState | None:
        """The state of a listing; None if it is unknown."""
        row = self._database.row("SELECT state FROM news_listings WHERE url = ?", url)
        return _state(row[0]) if row else None

    def to_be_read(self) -> list[Listing]:
        """Open listings, and recurring listings that were found on other listings."""
        condition = "WHERE state = 'open' OR (state = 'recurring' AND parent IS NOT NULL) ORDER BY depth, rank, url"
        return [_listing(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM news_listings {condition}")]  # noqa: S608

    def record_result(
        self, listing: Listing, outcome: str, detail: str, at: datetime, *, good: bool, found: int = 0
    ) -> None:
        """Writes the result of a request and the new state of the listing."""
        moment = stamp(at)
        self._database.change(
            f"INSERT INTO news_listings ({_COLUMNS}, {_RESULT_COLUMNS})"  # noqa: S608 - constant column names
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
            " state = excluded.state, asked_at = excluded.asked_at, good_at = coalesce(excluded.good_at, good_at),"
            " outcome = excluded.outcome, detail = excluded.detail, found = found + excluded.found",
            *_values(listing),
            moment,
            moment if good else None,
            outcome,
            detail[:_MAX_DETAIL_LENGTH],
            found,
        )

    def set_children(self, parent: Listing, children: Iterable[Listing]) -> None:
        """Adds the listings found on a listing. The recurring ones replace those found on it before."""
        children = list(children)
        child_urls = {child.url for child in children}
        old = list(
            self._database.rows("SELECT url FROM news_listings WHERE parent = ? AND state = 'recurring'", parent.url)
        )
        removed = [(url,) for (url,) in old if url not in child_urls]
        self._database.change_each("DELETE FROM news_listings WHERE url = ?", removed)
        self._database.change_each(
            f"INSERT OR IGNORE INTO news_listings ({_COLUMNS}, {_RESULT_COLUMNS})"  # noqa: S608 - constant column names
            " VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', '', 0)",
            [_values(child) for child in children],
        )

    def requested_since(self, moment: datetime) -> dict[AdapterName, int]:
        """Number of non-recurring listings that were requested since a moment, by adapter."""
        sql = (
            "SELECT adapter, count(*) FROM news_listings WHERE state != 'recurring' AND asked_at >= ?"
            " GROUP BY 1 ORDER BY 1"
        )
        return {_adapter(row[0]): int(row[1]) for row in self._database.rows(sql, stamp(moment))}

    def states(self) -> dict[tuple[AdapterName, ListingState], int]:
        """Number of listings by adapter and state."""
        sql = "SELECT adapter, state, count(*) FROM news_listings GROUP BY 1, 2 ORDER BY 1, 2"
        return {(_adapter(row[0]), _state(row[1])): int(row[2]) for row in self._database.rows(sql)}

    def last_good(self) -> dict[AdapterName, datetime]:
        """Time of the last success of each adapter."""
        sql = "SELECT adapter, max(good_at) FROM news_listings WHERE good_at IS NOT NULL GROUP BY 1 ORDER BY 1"
        return {_adapter(row[0]): moment_of(row[1]) for row in self._database.rows(sql)}

    def last_reads(self) -> list[LastRead]:
        """The result of the last request of every requested listing, in order of address."""
        sql = f"SELECT {_COLUMNS}, asked_at, good_at, outcome, detail FROM news_listings WHERE asked_at IS NOT NULL"  # noqa: S608
        return [
            LastRead(
                _listing(row[:7]), moment_of(row[7]), moment_of(row[8]) if row[8] else None, str(row[9]), str(row[10])
            )
            for row in self._database.rows(f"{sql} ORDER BY url")
        ]


def _values(listing: Listing) -> tuple[object, ...]:
    return (
        listing.url,
        listing.adapter,
        listing.publisher,
        listing.state,
        listing.parent,
        listing.depth,
        listing.rank,
    )


def _listing(row: tuple[Any, ...]) -> Listing:
    url, adapter, publisher, state, parent, depth, rank = row
    return Listing(url, _adapter(adapter), publisher, _state(state), parent, depth, rank)


def _adapter(text: Any) -> AdapterName:
    return ADAPTER_NAMES[ADAPTER_NAMES.index(text)]


def _state(text: Any) -> ListingState:
    states = get_args(ListingState)
    found: ListingState = states[states.index(text)]
    return found
