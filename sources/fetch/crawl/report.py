"""Progress and report of a crawl."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sources.fetch.memory.records import HostState
from sources.fetch.outcome.outcomes import Outcome

Stopped = Literal["nothing left", "requests used up", "time used up"]


@dataclass(frozen=True)
class Progress:
    """The progress of a crawl. `seconds_left` is an estimate; None before the first page."""

    done: int
    left: int
    requests: int
    seconds_left: float | None
    host: str

    @property
    def line(self) -> str:
        """The progress in one line."""
        left = "" if self.seconds_left is None else f", about {max(round(self.seconds_left / 60), 1)} min"
        return f"{self.done:,} pages requested, {self.left:,} left{left if self.left else ''}"


@dataclass(frozen=True)
class FailedPage:
    """A page without a good answer."""

    host: str
    outcome: Outcome
    url: str
    detail: str


@dataclass(frozen=True)
class CrawlReport:
    """The result of a crawl.

    Attributes:
        crawl_day: the crawl day.
        outcomes: number of pages by outcome.
        stored: captures added to the archive.
        changed: added captures with new bytes.
        requests: requests of this crawl day so far, with those of interrupted runs.
        wanted: number of known pages.
        left: due pages without a request; the next crawl day continues with them.
        stopped: why the crawl ended.
        paused_hosts: hosts that are paused.
        lines: warnings, one line each.
        failed_pages: pages without a good answer.
    """

    crawl_day: date
    outcomes: Counter[Outcome]
    stored: int
    changed: int
    requests: int
    wanted: int
    left: int
    stopped: Stopped
    paused_hosts: list[HostState]
    lines: list[str]
    failed_pages: list[FailedPage] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether no new bytes were archived."""
        return self.changed == 0

    @property
    def host_lines(self) -> list[str]:
        """One line for each host with failures or a pause."""
        paused = {host.host: host for host in self.paused_hosts}
        lines = []
        for name in sorted({page.host for page in self.failed_pages} | set(paused)):
            failed = [page for page in self.failed_pages if page.host == name]
            counts = Counter(page.outcome for page in failed)
            parts = [", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))] if failed else []
            if failed:
                parts.append(f"the last {failed[-1].url}: {failed[-1].detail}")
            if name in paused:
                parts.append(f"paused until {paused[name].paused_until:%Y-%m-%d %H:%M} UTC")
            lines.append(f"{name}: {'; '.join(parts)}")
        return lines

    @property
    def summary(self) -> str:
        """The report in one line."""
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items())) or "no page due"
        return (
            f"crawl day {self.crawl_day}: {outcomes}; {self.stored} captures stored, {self.changed} with new bytes,"
            f" {self.requests} requests, {self.left} pages left ({self.stopped})"
        )
