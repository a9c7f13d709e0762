"""How each way of finding news fares, and what a person can do where it does not."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sources.archive.index import Index
from sources.fetch.outcome.health import STALE_AFTER
from sources.news.discovery.candidates import CandidateOutcome, Candidates
from sources.news.discovery.listings import LastRead, Listings
from sources.news.discovery.model import ADAPTER_NAMES, AdapterName, ListingState
from sources.news.discovery.schedule import CADENCES

_NIGHTLY: Final[frozenset[AdapterName]] = frozenset(("feed", "sitemap", "gdelt"))
_GOOD: Final = ("ok", "not_modified")
_SHOWN: Final = 3
_NEWEST: Final = 5
_LONGEST: Final = 160


@dataclass(frozen=True)
class AdapterHealth:
    """How one adapter fares.

    Attributes:
        name: the adapter.
        last_good: when it last read a listing; None for never.
        candidates: what it found, by outcome.
        listings: its listings by state.
        troubled: listings whose last answer was not good.
        is_stale: whether an adapter that asks every night has read nothing for days.
    """

    name: AdapterName
    last_good: datetime | None
    candidates: Mapping[CandidateOutcome, int]
    listings: Mapping[ListingState, int]
    troubled: list[LastRead] = field(default_factory=list)
    is_stale: bool = False

    @property
    def line(self) -> str:
        """The adapter in one line."""
        if self.name == "common_crawl":
            good = CADENCES[self.name].what
        else:
            good = f"last good {self.last_good:%Y-%m-%d %H:%M} UTC" if self.last_good else "never good"
        stale = ", STALE" if self.is_stale else ""
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(self.candidates.items()))
        waiting = f"; {self.listings['open']:,} listings wait" if self.listings.get("open") else ""
        return f"{self.name}: {good}{stale}; {told or 'no candidate yet'}{waiting}"

    @property
    def advice(self) -> list[str]:
        """What is wrong, and what to do about it; a line each."""
        lines = [
            f"{reading.outcome.upper()} {reading.listing.url[:_LONGEST]}: {reading.detail}"
            for reading in self.troubled[:_SHOWN]
        ]
        if len(self.troubled) > _SHOWN:
            lines.append(f"and {len(self.troubled) - _SHOWN} more listings that gave nothing when last asked")
        if any(reading.listing.publisher and reading.listing.state == "recurring" for reading in self.troubled):
            lines.append("  addresses that are no more are put right in sources/registry/data/publishers.csv")
        return lines


def adapter_health(index: Index, now: datetime) -> list[AdapterHealth]:
    """How every adapter fares."""
    listings, candidates = Listings(index), Candidates(index)
    found: dict[AdapterName, Counter[CandidateOutcome]] = defaultdict(Counter)
    for (name, outcome), count in candidates.counts().items():
        found[name][outcome] = count
    states: dict[AdapterName, dict[ListingState, int]] = defaultdict(dict)
    for (name, state), count in listings.states().items():
        states[name][state] = count
    troubled: dict[AdapterName, list[LastRead]] = defaultdict(list)
    for reading in listings.last_reads():
        if reading.outcome not in _GOOD:
            troubled[reading.listing.adapter].append(reading)
    good = listings.last_good()
    return [
        AdapterHealth(
            name,
            good.get(name),
            found[name],
            states[name],
            troubled[name],
            is_stale=name in _NIGHTLY and bool(states[name]) and _is_old(good.get(name), now),
        )
        for name in ADAPTER_NAMES
    ]


def news_lines(index: Index) -> list[str]:
    """What the register of publishers and their sites keep from us: a line for each of the newest."""
    candidates = Candidates(index)
    lines = [f"BLOCKED {one.url}: {one.detail}" for one in candidates.blocked(_NEWEST)]
    lines += [f"unlisted {url} ({title})" for url, title in candidates.unlisted(_NEWEST)]
    if any(line.startswith("unlisted") for line in lines):
        lines.append("  a publisher is added by one line of sources/registry/data/publishers.csv")
    return lines


def _is_old(good: datetime | None, now: datetime) -> bool:
    return good is None or now - good > STALE_AFTER
