"""What people are told of a crawl: how far it is, and what it did."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sources.fetch.memory.records import HostState
from sources.fetch.outcome.outcomes import Outcome

Stopped = Literal["nothing left", "requests used up", "time used up"]


@dataclass(frozen=True)
class Progress:
    """How far a crawl is. `seconds_left` is an estimate, None as long as nothing is known."""

    done: int
    left: int
    requests: int
    seconds_left: float | None
    host: str

    @property
    def line(self) -> str:
        """The progress in one line."""
        left = "" if self.seconds_left is None else f", about {max(round(self.seconds_left / 60), 1)} min"
        return f"{self.done:,} pages asked for, {self.left:,} left{left if self.left else ''}"


@dataclass(frozen=True)
class FailedPage:
    """A page that could not be had."""

    host: str
    outcome: Outcome
    url: str
    detail: str


@dataclass(frozen=True)
class CrawlReport:
    """What a night's crawl did.

    Attributes:
        night: the night, named by the day it begins on.
        outcomes: pages by outcome.
        stored: captures added to the archive.
        changed: those whose bytes were new.
        requests: made in this night so far, those of runs that were broken off included.
        wanted: pages known in all.
        left: pages that were due and were not asked for; the next night goes on with them.
        stopped: why the crawl ended.
        resting: hosts that are left alone, and until when.
        lines: what people should know, one line each.
        troubles: pages that could not be had.
    """

    night: date
    outcomes: Counter[Outcome]
    stored: int
    changed: int
    requests: int
    wanted: int
    left: int
    stopped: Stopped
    resting: list[HostState]
    lines: list[str]
    troubles: list[FailedPage] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether the archive holds nothing it did not hold before."""
        return self.changed == 0

    @property
    def host_lines(self) -> list[str]:
        """One line for each host that gave trouble or rests."""
        resting = {host.host: host for host in self.resting}
        lines = []
        for name in sorted({trouble.host for trouble in self.troubles} | set(resting)):
            troubles = [trouble for trouble in self.troubles if trouble.host == name]
            counts = Counter(trouble.outcome for trouble in troubles)
            said = [", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))] if troubles else []
            if troubles:
                said.append(f"the last {troubles[-1].url}: {troubles[-1].detail}")
            if name in resting:
                said.append(f"left alone until {resting[name].rests_until:%Y-%m-%d %H:%M} UTC")
            lines.append(f"{name}: {'; '.join(said)}")
        return lines

    @property
    def summary(self) -> str:
        """The report in one line."""
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items())) or "no page due"
        return (
            f"night of {self.night}: {outcomes}; {self.stored} captures stored, {self.changed} with new bytes,"
            f" {self.requests} requests, {self.left} pages left ({self.stopped})"
        )
