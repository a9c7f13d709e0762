"""The stored records of pages, hosts, robots.txt files and requests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sources.fetch.outcome.outcomes import Outcome

RobotsState = Literal["rules", "failing", "blocked", "refused"]
"""`rules`: the file is read, or the host has none. `failing`: the file is unavailable for now. `blocked`: the host
refuses even this file. `refused`: the project does not connect to the host."""


@dataclass(frozen=True)
class PageState:
    """The state of a page.

    Attributes:
        page_key: key of the page in the archive's index.
        url: the requested address.
        host: its host.
        tried_at: time of the last request.
        outcome: outcome of the last request.
        status: HTTP status of the last answer; None without an answer.
        detail: reason of the outcome, in one line.
        failures: number of failures in a row.
        good_at: when the stored capture was last known to be current; None for never.
        final_url: the address of that capture after redirects.
        digest: digest of that capture.
        etag: validator of that capture.
        last_modified: validator of that capture.
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
    """The state of a host.

    Attributes:
        host: its name.
        refusals: refused requests since the last good answer.
        paused_until: end of the pause; None where the host may be asked.
        reason: reason of the pause.
    """

    host: str
    refusals: int = 0
    paused_until: datetime | None = None
    reason: str = ""

    def is_paused(self, now: datetime) -> bool:
        """Whether the host must not be asked."""
        return self.paused_until is not None and now < self.paused_until


@dataclass(frozen=True)
class StoredRobots:
    """A stored robots.txt. `text` is empty unless the state is `rules`."""

    origin: str
    state: RobotsState
    detail: str
    text: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class LogLine:
    """One fetch of a page. `requests` includes redirects and robots.txt."""

    at: datetime
    url: str
    outcome: Outcome
    status: int | None
    detail: str
    requests: int
