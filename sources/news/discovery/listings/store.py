"""Which listings are to be read, and which were: what makes a night that was broken off go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from sources.archive.index import Index
from sources.fetch.clock import moment_of, stamp
from sources.news.discovery.listings.model import ADAPTER_NAMES, AdapterName, Listing, ListingState

_COLUMNS: Final = "url, adapter, publisher, state, parent, depth, rank"
_READING: Final = "asked_at, good_at, outcome, detail, found"
_DETAIL: Final = 300


@dataclass(frozen=True)
class LastRead:
    """How the reading of a listing went last: when it was asked for, when it was good, and what came."""

    listing: Listing
    asked_at: datetime
    good_at: datetime | None
    outcome: str
    detail: str


class Listings:
    """The store. Methods that write belong into a transaction of the index."""

    def __init__(self, index: Index) -> None:
        self._database = index.database

    def state(self, url: str) -> ListingState | None:
        """The state of a listing; None where it is not known."""
        row = self._database.row("SELECT state FROM news_listings WHERE url = ?", url)
        return _state(row[0]) if row else None

    def to_be_read(self) -> list[Listing]:
        """Listings that wait, and recurring ones that other listings led to."""
        where = "WHERE state = 'open' OR (state = 'recurring' AND parent IS NOT NULL) ORDER BY depth, rank, url"
        return [_listing(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM news_listings {where}")]  # noqa: S608

    def note(self, listing: Listing, outcome: str, detail: str, at: datetime, *, good: bool, found: int = 0) -> None:
        """Writes down how the reading of a listing went, and what state it is in now."""
        moment = stamp(at)
        self._database.change(
            f"INSERT INTO news_listings ({_COLUMNS}, {_READING})"  # noqa: S608 - constant column names
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
            " state = excluded.state, asked_at = excluded.asked_at, good_at = coalesce(excluded.good_at, good_at),"
            " outcome = excluded.outcome, detail = excluded.detail, found = found + excluded.found",
            *_values(listing),
            moment,
            moment if good else None,
            outcome,
            detail[:_DETAIL],
            found,
        )

    def open_below(self, parent: Listing, children: Iterable[Listing]) -> None:
        """Adds what a listing led to. Recurring ones take the place of those it led to before."""
        children = list(children)
        kept = {child.url for child in children}
        old = list(
            self._database.rows("SELECT url FROM news_listings WHERE parent = ? AND state = 'recurring'", parent.url)
        )
        gone = [(url,) for (url,) in old if url not in kept]
        self._database.change_each("DELETE FROM news_listings WHERE url = ?", gone)
        self._database.change_each(
            f"INSERT OR IGNORE INTO news_listings ({_COLUMNS}, {_READING})"  # noqa: S608 - constant column names
            " VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', '', 0)",
            [_values(child) for child in children],
        )

    def asked_since(self, moment: datetime) -> dict[AdapterName, int]:
        """How many listings that are asked for once were asked for since a moment, by adapter."""
        sql = (
            "SELECT adapter, count(*) FROM news_listings WHERE state != 'recurring' AND asked_at >= ?"
            " GROUP BY 1 ORDER BY 1"
        )
        return {_adapter(row[0]): int(row[1]) for row in self._database.rows(sql, stamp(moment))}

    def states(self) -> dict[tuple[AdapterName, ListingState], int]:
        """How many listings each adapter has in each state."""
        sql = "SELECT adapter, state, count(*) FROM news_listings GROUP BY 1, 2 ORDER BY 1, 2"
        return {(_adapter(row[0]), _state(row[1])): int(row[2]) for row in self._database.rows(sql)}

    def last_good(self) -> dict[AdapterName, datetime]:
        """When each adapter last read a listing."""
        sql = "SELECT adapter, max(good_at) FROM news_listings WHERE good_at IS NOT NULL GROUP BY 1 ORDER BY 1"
        return {_adapter(row[0]): moment_of(row[1]) for row in self._database.rows(sql)}

    def last_reads(self) -> list[LastRead]:
        """How every listing that was ever asked for went last, in order of address."""
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
