"""What a crawl remembers: when each page was asked for and held last, which hosts rest, and a log of what happened.

The tables lie in the archive's index, so that a capture and the memory of its fetch are written in one transaction: a
page that is stored is never asked for again because of a crash. Nothing of this reaches the warehouse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final, get_args

from sources.archive.index import Index
from sources.fetch.clock import crawl_day, moment_of, stamp
from sources.fetch.memory.records import HostState, LogLine, PageState, RobotsState, StoredRobots
from sources.fetch.outcome.outcomes import OUTCOMES, Outcome

LOG_LIMIT: Final = 200_000
"""The log never holds more rows than this, however busy its nights were."""

_PAGE_COLUMNS: Final = (
    "page_key, url, host, tried_at, outcome, status, detail, failures, good_at, final_url, digest, etag, last_modified"
)
_DETAIL: Final = 300


class FetchState:
    """The crawl's memory. Methods that write belong inside `writing()` or into the archive's own transaction."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._database = index.database

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing."""
        with self._index.writing():
            yield

    def page(self, page_key: str) -> PageState | None:
        """What is known of a page."""
        sql = f"SELECT {_PAGE_COLUMNS} FROM fetch_state WHERE page_key = ?"  # noqa: S608 - constant column names
        row = self._database.row(sql, page_key)
        return _page(row) if row else None

    def last_good(self, page_key: str) -> datetime | None:
        """When a page's content was last known to be that of the capture held."""
        known = self.page(page_key)
        return known.good_at if known else None

    def last_good_by_host(self) -> dict[str, datetime]:
        """When each host last gave a page, or said that one had not changed."""
        sql = "SELECT host, max(good_at) FROM fetch_state WHERE good_at IS NOT NULL GROUP BY host ORDER BY host"
        return {str(host): moment_of(good_at) for host, good_at in self._database.rows(sql)}

    def last_asked(self, host: str) -> datetime | None:
        """When any page of a host was asked for last; rounded up to whole seconds."""
        row = self._database.row("SELECT max(tried_at) FROM fetch_state WHERE host = ?", host)
        return moment_of(row[0]) + timedelta(seconds=1) if row and row[0] else None

    def blocked(self) -> list[PageState]:
        """Pages whose last answer was a refusal, in order of their address."""
        sql = f"SELECT {_PAGE_COLUMNS} FROM fetch_state WHERE outcome IN ('blocked', 'challenge') ORDER BY url"  # noqa: S608
        return [_page(row) for row in self._database.rows(sql)]

    def outcomes(self) -> dict[tuple[str, Outcome], int]:
        """How many pages of each host have each outcome."""
        sql = "SELECT host, outcome, count(*) FROM fetch_state GROUP BY 1, 2 ORDER BY 1, 2"
        return {(str(host), _outcome(outcome)): int(n) for host, outcome, n in self._database.rows(sql)}

    def keep_page(self, page: PageState) -> None:
        """Remembers what came of a page."""
        self._database.change(
            f"INSERT OR REPLACE INTO fetch_state ({_PAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            page.page_key,
            page.url,
            page.host,
            stamp(page.tried_at),
            page.outcome,
            page.status,
            page.detail[:_DETAIL],
            page.failures,
            stamp(page.good_at) if page.good_at else None,
            page.final_url,
            page.digest,
            page.etag,
            page.last_modified,
        )

    def host(self, host: str) -> HostState:
        """How a host has received us."""
        sql = "SELECT host, refusals, rests_until, reason FROM fetch_hosts WHERE host = ?"
        row = self._database.row(sql, host)
        return _host(row) if row else HostState(host)

    def resting_hosts(self, now: datetime) -> list[HostState]:
        """Hosts that are to be left alone."""
        rows = self._database.rows("SELECT host, refusals, rests_until, reason FROM fetch_hosts ORDER BY host")
        return [host for row in rows if (host := _host(row)).rests(now)]

    def wake_hosts(self) -> None:
        """Lets every host be asked again at once: for people who know that the trouble is over."""
        self._database.change("UPDATE fetch_hosts SET refusals = 0, rests_until = NULL, reason = ''")
        self._database.change("DELETE FROM fetch_robots WHERE state != 'rules'")
        self._database.change("DELETE FROM fetch_state WHERE outcome = 'transient' AND good_at IS NULL")

    def keep_host(self, host: HostState) -> None:
        """Remembers how a host has received us."""
        until = stamp(host.rests_until) if host.rests_until else None
        sql = "INSERT OR REPLACE INTO fetch_hosts (host, refusals, rests_until, reason) VALUES (?, ?, ?, ?)"
        self._database.change(sql, host.host, host.refusals, until, host.reason[:_DETAIL])

    def robots(self, origin: str) -> StoredRobots | None:
        """The robots.txt kept of an origin, expired or not."""
        sql = "SELECT origin, state, detail, body, asked_at, expires_at FROM fetch_robots WHERE origin = ?"
        row = self._database.row(sql, origin)
        if row is None:
            return None
        assert row[1] in get_args(RobotsState)
        return StoredRobots(row[0], row[1], row[2], row[3], moment_of(row[4]), moment_of(row[5]))

    def keep_robots(self, robots: StoredRobots) -> None:
        """Keeps a robots.txt."""
        self._database.change(
            "INSERT OR REPLACE INTO fetch_robots (origin, state, detail, body, asked_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            robots.origin,
            robots.state,
            robots.detail[:_DETAIL],
            robots.text,
            stamp(robots.asked_at),
            stamp(robots.expires_at),
        )

    def log(self, line: LogLine) -> None:
        """Adds a line to the log."""
        self._database.change(
            "INSERT INTO fetch_log (night, at, url, outcome, status, detail, requests) VALUES (?, ?, ?, ?, ?, ?, ?)",
            crawl_day(line.at).isoformat(),
            stamp(line.at),
            line.url,
            line.outcome,
            line.status,
            line.detail[:_DETAIL],
            line.requests,
        )

    def log_lines(self, night: date | None = None, limit: int = 1_000) -> list[LogLine]:
        """The newest lines of the log, of one night or of all, the newest first."""
        sql = "SELECT at, url, outcome, status, detail, requests FROM fetch_log"
        where, values = (" WHERE night = ?", [night.isoformat()]) if night else ("", [])
        rows = self._database.rows(f"{sql}{where} ORDER BY number DESC LIMIT ?", *values, limit)
        return [LogLine(moment_of(row[0]), row[1], _outcome(row[2]), row[3], row[4], row[5]) for row in rows]

    def requests_in(self, night: date) -> int:
        """Requests made in a night so far, those of runs that were broken off included."""
        sql = "SELECT coalesce(sum(requests), 0) FROM fetch_log WHERE night = ?"
        row = self._database.row(sql, night.isoformat())
        return int(row[0]) if row else 0

    def forget(self, before: date) -> None:
        """Drops log lines of older nights, and the oldest of too many."""
        self._database.change("DELETE FROM fetch_log WHERE night < ?", before.isoformat())
        self._database.change(
            "DELETE FROM fetch_log WHERE number <= (SELECT coalesce(max(number), 0) FROM fetch_log) - ?", LOG_LIMIT
        )


def first_day_kept(night: date, nights: int) -> date:
    """The oldest night a log of so many nights holds."""
    return night - timedelta(days=nights - 1)


def _page(row: tuple[Any, ...]) -> PageState:
    key, url, host, tried_at, outcome, status, detail, failures, good_at, *kept = row
    return PageState(
        key,
        url,
        host,
        moment_of(tried_at),
        _outcome(outcome),
        status,
        detail,
        failures,
        moment_of(good_at) if good_at else None,
        *kept,
    )


def _host(row: tuple[Any, ...]) -> HostState:
    return HostState(row[0], row[1], moment_of(row[2]) if row[2] else None, row[3])


def _outcome(text: Any) -> Outcome:
    return OUTCOMES[OUTCOMES.index(text)]
