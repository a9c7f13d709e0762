"""How the hosts of all sources answer, and advice for hosts that do not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sources.archive.index import Index
from sources.fetch.memory.records import HostState, PageState
from sources.fetch.memory.state import FetchState, Visits
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.wanted.discovery import landing_pages

STALE_AFTER: Final = timedelta(days=3)
"""Default of the time without any answer after which a host is stale."""

_SHOWN: Final = 3


@dataclass(frozen=True)
class HostHealth:
    """The state of one host.

    Attributes:
        host: its name.
        last_answer: time of its last answer of any kind, a refusal too; None for never.
        last_good: time of its last good answer (a page, or "not modified"); None for never.
        outcomes: number of its pages by their last outcome.
        pause: reason and end of its pause; None where it may be asked.
        blocked: pages that it refuses, or protects with a bot wall.
        is_stale: whether it gave no answer for days on which it was asked or should have been; no change is no fault.
    """

    host: str
    last_answer: datetime | None
    last_good: datetime | None
    outcomes: Mapping[Outcome, int]
    pause: HostState | None = None
    blocked: list[PageState] = field(default_factory=list)
    is_stale: bool = False

    @property
    def line(self) -> str:
        """The host in one line."""
        answer = f"last answer {self.last_answer:%Y-%m-%d %H:%M} UTC" if self.last_answer else "never answered"
        good = f"last good {self.last_good:%Y-%m-%d %H:%M} UTC" if self.last_good else "never good"
        stale = ", STALE" if self.is_stale else ""
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return f"{self.host}: {answer}, {good}{stale}; {counts or 'no page asked for yet'}"

    @property
    def advice(self) -> list[str]:
        """Failures and remedies, one line each."""
        lines = []
        if self.blocked:
            urls = ", ".join(page.url for page in self.blocked[:_SHOWN])
            more = f" and {len(self.blocked) - _SHOWN} more" if len(self.blocked) > _SHOWN else ""
            lines.append(f"BLOCKED {urls}{more}: {self.blocked[-1].detail}")
            lines.append("  stored captures stay in use; run from another network, or `tip import` a copy of the pages")
        if self.pause is not None:
            lines.append(f"PAUSED until {self.pause.paused_until:%Y-%m-%d %H:%M} UTC: {self.pause.reason}")
            lines.append("  it is asked again automatically; `tip doctor --wake` ends the pause at once")
        if self.is_stale and not self.blocked and self.pause is None:
            lines.append("  is the nightly run on? `tip ui` runs it, `tip run --source live` runs it once")
        return lines


def host_health(index: Index, now: datetime, stale_after: timedelta = STALE_AFTER) -> list[HostHealth]:
    """The state of every host that was ever asked, in order of their names.

    Args:
        index: the index of the archive.
        now: the present time.
        stale_after: a host that gave no answer of any kind for this long is stale.
    """
    state = FetchState(index)
    outcomes: dict[str, dict[Outcome, int]] = defaultdict(dict)
    for (host, outcome), count in state.outcomes().items():
        outcomes[host][outcome] = count
    blocked: dict[str, list[PageState]] = defaultdict(list)
    for page in state.blocked():
        blocked[page.host].append(page)
    paused = {host.host: host for host in state.paused_hosts(now)}
    good = state.last_good_by_host()
    visits = state.visits()
    nightly = {page.host for page in landing_pages()}
    return [
        HostHealth(
            host=name,
            last_answer=visits[name].last_answered if name in visits else None,
            last_good=good.get(name),
            outcomes=outcomes[name],
            pause=paused.get(name),
            blocked=blocked[name],
            is_stale=_is_stale(visits.get(name), state.last_asked(name), now, stale_after, nightly=name in nightly),
        )
        for name in sorted({*outcomes, *paused, *good})
    ]


def _is_stale(
    visits: Visits | None, asked: datetime | None, now: datetime, stale_after: timedelta, *, nightly: bool
) -> bool:
    """Whether a host that is asked every day, or was asked after its last answer, gave none for too long.

    Hosts of old editions are asked rarely, so they are not stale while their last request was answered.
    """
    answered = visits.last_answered if visits is not None else None
    since = answered or (visits.first_asked if visits is not None else None)
    if since is None:
        return asked is not None and now - asked > stale_after
    has_failed = asked is not None and asked - since > timedelta(days=1)
    return now - since > stale_after and (nightly or has_failed)
