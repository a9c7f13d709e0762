"""What a crawl remembers of pages, hosts and requests, one record each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sources.fetch.outcome.outcomes import Outcome

RobotsState = Literal["rules", "failing", "blocked", "refused"]
"""`rules` where a robots.txt tells (an absent one included), `failing` where it cannot be had for now, `blocked` where
the host refuses us even this file, `refused` where we do not connect to the host."""


@dataclass(frozen=True)
class PageState:
    """What is known of an address.

    Attributes:
        page_key: the page, as the archive's index names it.
        url: the address as it was asked for.
        host: its host.
        tried_at: when it was asked for last.
        outcome: what came of it.
        status: HTTP status of the last answer, None where there was none.
        detail: one line about it.
        failures: how often in a row it was not good.
        good_at: when its content was last known to be that of the capture held; None for never.
        final_url: where redirects led to for that capture.
        digest: digest of that capture.
        etag: validator of that capture, in headers only.
        last_modified: validator of that capture, in headers only.
    """

    page_key: str
    url: str
    host: str
    tried_at: datetime
    outcome: Outcome
    status: int | None
    detail: str
    failures: int
    good_at: datetime | None
    final_url: str | None
    digest: str | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True)
class HostState:
    """How a host has received us.

    Attributes:
        host: its name.
        refusals: refused pages since the last good one.
        rests_until: not to be asked before; None where it may be asked.
        reason: why it rests.
    """

    host: str
    refusals: int = 0
    rests_until: datetime | None = None
    reason: str = ""

    def rests(self, now: datetime) -> bool:
        """Whether it is to be left alone."""
        return self.rests_until is not None and now < self.rests_until


@dataclass(frozen=True)
class StoredRobots:
    """A robots.txt as it is kept; `text` is empty unless the state is `rules`."""

    origin: str
    state: RobotsState
    detail: str
    text: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class LogLine:
    """One page asked for once; `requests` counts redirects and robots.txt with it."""

    at: datetime
    url: str
    outcome: Outcome
    status: int | None
    detail: str
    requests: int
