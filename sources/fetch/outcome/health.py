"""How the hosts of all sources answer, and what a person can do where they do not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sources.archive.index import Index
from sources.fetch.memory.records import HostState, PageState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.wanted.discovery import landing_pages

STALE_AFTER: Final = timedelta(days=3)
"""A host that is asked every night and gave nothing for so long is not merely slow."""

_SHOWN: Final = 3


@dataclass(frozen=True)
class HostHealth:
    """How one host answers.

    Attributes:
        host: its name.
        last_good: when it last gave a page, or said that one had not changed; None for never.
        outcomes: its pages by the last answer.
        rests: why it is left alone, and until when; None where it may be asked.
        blocked: pages it refuses us, or guards with a test for humans.
        is_stale: whether it has given nothing for days in which it was asked, or should have been.
    """

    host: str
    last_good: datetime | None
    outcomes: Mapping[Outcome, int]
    rests: HostState | None = None
    blocked: list[PageState] = field(default_factory=list)
    is_stale: bool = False

    @property
    def line(self) -> str:
        """The host in one line."""
        good = f"last good {self.last_good:%Y-%m-%d %H:%M} UTC" if self.last_good else "never good"
        stale = ", STALE" if self.is_stale else ""
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return f"{self.host}: {good}{stale}; {counts or 'no page asked for yet'}"

    @property
    def advice(self) -> list[str]:
        """What is wrong, and what to do about it; a line each."""
        lines = []
        if self.blocked:
            urls = ", ".join(page.url for page in self.blocked[:_SHOWN])
            more = f" and {len(self.blocked) - _SHOWN} more" if len(self.blocked) > _SHOWN else ""
            lines.append(f"BLOCKED {urls}{more}: {self.blocked[-1].detail}")
            lines.append("  what is held stays in use; run from another network, or `tip import` a copy of the pages")
        if self.rests is not None:
            lines.append(f"RESTS until {self.rests.rests_until:%Y-%m-%d %H:%M} UTC: {self.rests.reason}")
            lines.append("  it is asked again by itself; `tip doctor --wake` lets it be asked at once")
        if self.is_stale and not self.blocked and self.rests is None:
            lines.append("  is the nightly run on? `tip ui` runs it, `tip run --source live` does the same by hand")
        return lines


def host_health(index: Index, now: datetime) -> list[HostHealth]:
    """How every host that was ever asked answers, in order of their names."""
    state = FetchState(index)
    outcomes: dict[str, dict[Outcome, int]] = defaultdict(dict)
    for (host, outcome), count in state.outcomes().items():
        outcomes[host][outcome] = count
    blocked: dict[str, list[PageState]] = defaultdict(list)
    for page in state.blocked():
        blocked[page.host].append(page)
    rests = {host.host: host for host in state.resting_hosts(now)}
    good = state.last_good_by_host()
    nightly = {page.host for page in landing_pages()}
    return [
        HostHealth(
            host=name,
            last_good=good.get(name),
            outcomes=outcomes[name],
            rests=rests.get(name),
            blocked=blocked[name],
            is_stale=_is_stale(good.get(name), state.last_asked(name), now, nightly=name in nightly),
        )
        for name in sorted({*outcomes, *rests, *good})
    ]


def _is_stale(good: datetime | None, asked: datetime | None, now: datetime, *, nightly: bool) -> bool:
    """Hosts of old editions are asked rarely: nothing is wrong with them as long as the last answer was good."""
    if good is None:
        return True
    in_vain = asked is not None and asked - good > timedelta(days=1)
    return now - good > STALE_AFTER and (nightly or in_vain)
