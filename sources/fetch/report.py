"""What people are told of a crawl: how far it is, and what it did."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sources.fetch.outcomes import Outcome
from sources.fetch.records import HostState

Stopped = Literal["nothing left", "requests used up", "time used up"]


@dataclass(frozen=True)
class Progress:
    """How far a crawl is. `seconds_left` is an estimate, None as long as nothing is known."""

    done: int
    left: int
    requests: int
    seconds_left: float | None
    host: str


@dataclass(frozen=True)
class NightReport:
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

    @property
    def summary(self) -> str:
        """The report in one line."""
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items())) or "no page due"
        return (
            f"night of {self.night}: {outcomes}; {self.stored} captures stored, {self.changed} with new bytes,"
            f" {self.requests} requests, {self.left} pages left ({self.stopped})"
        )
