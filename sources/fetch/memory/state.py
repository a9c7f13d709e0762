"""The stored state of crawls: requests and outcomes of pages, paused hosts, robots.txt files, and a log.

The tables are in the archive's index, so that a capture and the state of its fetch are written in one transaction.
After a crash, no stored page is requested again. The warehouse reads none of these tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from sources.archive.index import Index
from sources.fetch.clock import crawl_day, moment_of, stamp
from sources.fetch.memory.records import HostState, LogLine, PageState, RobotsState, StoredRobots
from sources.fetch.outcome.outcomes import OUTCOMES, Outcome

MAX_LOG_ROWS: Final = 200_000

_PAGE_COLUMNS: Final = (
    "page_key, url, host, tried_at, outcome, status, detail, failures, good_at, final_url, digest, etag, last_modified"
)
_DETAIL_CHARACTERS: Final = 300


@dataclass(frozen=True)
class Visits:
    """The visits to a host.

    Attributes:
        first_asked: time of the first request in the log; None where the log has none.
        last_answered: time of the last answer of any kind; None for never.
    """

    first_asked: datetime | None
    last_answered: datetime | None


class FetchState:
    """The state of crawls. Writing methods must run inside `writing()` or inside a transaction of the archive."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._database = index.database

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction."""
        with self._index.writing():
            yield

    def page(self, page_key: str) -> PageState | None:
        """The state of a page; None where it was never requested."""
        sql = f"SELECT {_PAGE_COLUMNS} FROM fetch_state WHERE page_key = ?"  # noqa: S608 - constant column names
        row = self._database.row(sql, page_key)
        return _page_state(row) if row else None

    def last_good(self, page_key: str) -> datetime | None:
        """When the stored capture of a page was last known to be current."""
        known = self.page(page_key)
        return known.good_at if known else None

    def last_good_by_host(self) -> dict[str, datetime]:
        """The time of the last good answer of each host."""
        sql = "SELECT host, max(good_at) FROM fetch_state WHERE good_at IS NOT NULL GROUP BY host ORDER BY host"
        return {str(host): moment_of(good_at) for host, good_at in self._database.rows(sql)}

    def visits(self) -> dict[str, Visits]:
        """When each host was first asked and last answered, as far back as the log goes.

        Any HTTP answer counts: a page, "not modified", an error or a refusal, for a page or for robots.txt.
        """
        first: dict[str, datetime] = {}
        last = self.last_good_by_host()
        answered = "SELECT host, max(tried_at) FROM fetch_state WHERE status IS NOT NULL GROUP BY host"
        log = "SELECT url, min(at), max(CASE WHEN status IS NOT NULL THEN at END) FROM fetch_log GROUP BY url"
        robots = "SELECT origin, asked_at FROM fetch_robots WHERE state IN ('rules', 'blocked')"
        for host, at in self._database.rows(answered):
            last[host] = _later(last.get(host), moment_of(at))
        for url, first_at, answered_at in self._database.rows(log):
            host = urlsplit(url).hostname or ""
            first[host] = min(first.get(host, moment_of(first_at)), moment_of(first_at))
            if answered_at is not None:
                last[host] = _later(last.get(host), moment_of(answered_at))
        for origin, at in self._database.rows(robots):
            host = urlsplit(origin).hostname or ""
            last[host] = _later(last.get(host), moment_of(at))
        return {host: Visits(first.get(host), last.get(host)) for host in sorted({*first, *last})}

    def last_asked(self, host: str) -> datetime | None:
        """When a page of a host was last requested, rounded up to whole seconds."""
        row = self._database.row("SELECT max(tried_at) FROM fetch_state WHERE host = ?", host)
        return moment_of(row[0]) + timedelta(seconds=1) if row and row[0] else None

    def blocked(self) -> list[PageState]:
        """Pages whose last outcome was a refusal, in order of their address."""
        sql = f"SELECT {_PAGE_COLUMNS} FROM fetch_state WHERE outcome IN ('blocked', 'challenge') ORDER BY url"  # noqa: S608
        return [_page_state(row) for row in self._database.rows(sql)]

    def outcomes(self) -> dict[tuple[str, Outcome], int]:
        """The number of pages by host and outcome."""
        sql = "SELECT host, outcome, count(*) FROM fetch_state GROUP BY 1, 2 ORDER BY 1, 2"
        return {(str(host), _outcome(outcome)): int(n) for host, outcome, n in self._database.rows(sql)}

    def store_page(self, page: PageState) -> None:
        """Stores the state of a page."""
        self._database.change(
            f"INSERT OR REPLACE INTO fetch_state ({_PAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            page.page_key,
            page.url,
            page.host,
            stamp(page.tried_at),
            page.outcome,
            page.status,
            page.detail[:_DETAIL_CHARACTERS],
            page.failures,
            stamp(page.good_at) if page.good_at else None,
            page.final_url,
            page.digest,
            page.etag,
            page.last_modified,
        )

    def host(self, host: str) -> HostState:
        """The state of a host."""
        sql = "SELECT host, refusals, rests_until, reason FROM fetch_hosts WHERE host = ?"
        row = self._database.row(sql, host)
        return _host_state(row) if row else HostState(host)

    def paused_hosts(self, now: datetime) -> list[HostState]:
        """Hosts that must not be asked now."""
        rows = self._database.rows("SELECT host, refusals, rests_until, reason FROM fetch_hosts ORDER BY host")
        return [host for row in rows if (host := _host_state(row)).is_paused(now)]

    def wake_hosts(self) -> None:
        """Ends the pause of every host, for people who know that the failure is over."""
        self._database.change("UPDATE fetch_hosts SET refusals = 0, rests_until = NULL, reason = ''")
        self._database.change("DELETE FROM fetch_robots WHERE state != 'rules'")
        self._database.change("DELETE FROM fetch_state WHERE outcome = 'transient' AND good_at IS NULL")

    def store_host(self, host: HostState) -> None:
        """Stores the state of a host."""
        until = stamp(host.paused_until) if host.paused_until else None
        sql = "INSERT OR REPLACE INTO fetch_hosts (host, refusals, rests_until, reason) VALUES (?, ?, ?, ?)"
        self._database.change(sql, host.host, host.refusals, until, host.reason[:_DETAIL_CHARACTERS])

    def robots(self, origin: str) -> StoredRobots | None:
        """The stored robots.txt of an origin, also an expired one."""
        sql = "SELECT origin, state, detail, body, asked_at, expires_at FROM fetch_robots WHERE origin = ?"
        row = self._database.row(sql, origin)
        if row is None:
            return None
        assert row[1] in get_args(RobotsState)
        return StoredRobots(row[0], row[1], row[2], row[3], moment_of(row[4]), moment_of(row[5]))

    def store_robots(self, robots: StoredRobots) -> None:
        """Stores a robots.txt."""
        self._database.change(
            "INSERT OR REPLACE INTO fetch_robots (origin, state, detail, body, asked_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            robots.origin,
            robots.state,
            robots.detail[:_DETAIL_CHARACTERS],
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
            line.detail[:_DETAIL_CHARACTERS],
            line.requests,
        )

    def log_lines(self, day: date | None = None, limit: int = 1_000) -> list[LogLine]:
        """The newest lines of the log, the newest first, of one crawl day or of all."""
        sql = "SELECT at, url, outcome, status, detail, requests FROM fetch_log"
        where, values = (" WHERE night = ?", [day.isoformat()]) if day else ("", [])
        rows = self._database.rows(f"{sql}{where} ORDER BY number DESC LIMIT ?", *values, limit)
        return [LogLine(moment_of(row[0]), row[1], _outcome(row[2]), row[3], row[4], row[5]) for row in rows]

    def requests_on(self, day: date) -> int:
        """The number of requests on a crawl day so far, with those of interrupted runs."""
        sql = "SELECT coalesce(sum(requests), 0) FROM fetch_log WHERE night = ?"
        row = self._database.row(sql, day.isoformat())
        return int(row[0]) if row else 0

    def delete_log(self, before: date) -> None:
        """Deletes log lines of older crawl days, and the oldest lines beyond the maximum."""
        self._database.change("DELETE FROM fetch_log WHERE night < ?", before.isoformat())
        self._database.change(
            "DELETE FROM fetch_log WHERE number <= (SELECT coalesce(max(number), 0) FROM fetch_log) - ?", MAX_LOG_ROWS
        )


def oldest_log_day(day: date, days: int) -> date:
    """The oldest crawl day in a log that covers a number of days up to a day."""
    return day - timedelta(days=days - 1)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _page_state(row: tuple[Any, ...]) -> PageState:
    key, url, host, tried_at, outcome, status, detail, failures, good_at, *capture = row
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
        *capture,
    )


def _host_state(row: tuple[Any, ...]) -> HostState:
    return HostState(row[0], row[1], moment_of(row[2]) if row[2] else None, row[3])


def _outcome(text: Any) -> Outcome:
    return OUTCOMES[OUTCOMES.index(text)]
