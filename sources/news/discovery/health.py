"""Health of the discovery adapters: last successful request, failures, and what a person can do about them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sources.archive.index import Index
from sources.fetch.outcome.health import STALE_AFTER
from sources.news.discovery.candidates.store import CandidateOutcome, Candidates
from sources.news.discovery.crawl.schedule import CADENCES
from sources.news.discovery.listings.model import ADAPTER_NAMES, AdapterName, ListingState
from sources.news.discovery.listings.store import LastRead, Listings

_NIGHTLY: Final[frozenset[AdapterName]] = frozenset(("feed", "sitemap", "gdelt"))
_GOOD: Final = ("ok", "not_modified")
_SHOWN: Final = 3
_NEWEST: Final = 5
_URL_LENGTH: Final = 160


@dataclass(frozen=True)
class AdapterHealth:
    """Health of one adapter.

    Attributes:
        name: the adapter.
        last_good: time when it last read a listing; None for never.
        candidates: number of its candidates by outcome.
        listings: number of its listings by state.
        failing: listings whose last request failed.
        is_stale: whether an adapter with daily requests has read nothing for days.
    """

    name: AdapterName
    last_good: datetime | None
    candidates: Mapping[CandidateOutcome, int]
    listings: Mapping[ListingState, int]
    failing: list[LastRead] = field(default_factory=list)
    is_stale: bool = False

    @property
    def line(self) -> str:
        """Health of the adapter in one line."""
        if self.name == "common_crawl":
            good = CADENCES[self.name].description
        else:
            good = f"last good {self.last_good:%Y-%m-%d %H:%M} UTC" if self.last_good else "never good"
        stale = ", STALE" if self.is_stale else ""
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(self.candidates.items()))
        waiting = f"; {self.listings['open']:,} listings wait" if self.listings.get("open") else ""
        return f"{self.name}: {good}{stale}; {counts or 'no candidate yet'}{waiting}"

    @property
    def advice(self) -> list[str]:
        """Failures and what a person can do about them, one line each."""
        lines = [
            f"{reading.outcome.upper()} {reading.listing.url[:_URL_LENGTH]}: {reading.detail}"
            for reading in self.failing[:_SHOWN]
        ]
        if len(self.failing) > _SHOWN:
            lines.append(f"and {len(self.failing) - _SHOWN} more listings whose last request failed")
        if any(reading.listing.publisher and reading.listing.state == "recurring" for reading in self.failing):
            lines.append("  correct outdated addresses in sources/registry/data/publishers.csv")
        return lines


def adapter_health(index: Index, now: datetime) -> list[AdapterHealth]:
    """Health of every adapter."""
    listings, candidates = Listings(index), Candidates(index)
    found: dict[AdapterName, Counter[CandidateOutcome]] = defaultdict(Counter)
    for (name, outcome), count in candidates.counts().items():
        found[name][outcome] = count
    states: dict[AdapterName, dict[ListingState, int]] = defaultdict(dict)
    for (name, state), count in listings.states().items():
        states[name][state] = count
    failing: dict[AdapterName, list[LastRead]] = defaultdict(list)
    for reading in listings.last_reads():
        if reading.outcome not in _GOOD:
            failing[reading.listing.adapter].append(reading)
    good = listings.last_good()
    return [
        AdapterHealth(
            name,
            good.get(name),
            found[name],
            states[name],
            failing[name],
            is_stale=name in _NIGHTLY and bool(states[name]) and _is_old(good.get(name), now),
        )
        for name in ADAPTER_NAMES
    ]


def news_lines(index: Index) -> list[str]:
    """The newest blocked articles and the newest articles of unlisted publishers, one line each."""
    candidates = Candidates(index)
    lines = [f"BLOCKED {one.url}: {one.detail}" for one in candidates.blocked(_NEWEST)]
    lines += [f"unlisted {url} ({title})" for url, title in candidates.unlisted(_NEWEST)]
    if any(line.startswith("unlisted") for line in lines):
        lines.append("  add a publisher as one line of sources/registry/data/publishers.csv")
    return lines


def _is_old(good: datetime | None, now: datetime) -> bool:
    return good is None or now - good > STALE_AFTER
