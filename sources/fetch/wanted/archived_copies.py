"""Archived copies that may stand in, by declaration, for pages the origin does not give.

Which copies may be used is data, `sources/registry/data/archived_copies.csv`: nobody's crawl is searched for more. What
comes from a copy keeps the copy's address, and its origin is `archive`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.wanted.plan import WantedPage
from sources.reference.data import rows
from sources.registry.address import page_key

ARCHIVE_HOSTS: Final = frozenset(("web.archive.org",))

_EVERY: Final = 180
_LAST: Final = 1_000_000
"""Copies come after every page of an origin."""

_NOT_GIVEN: Final[frozenset[Outcome]] = frozenset(
    ("gone", "not_in_edition", "moved", "blocked", "challenge", "refused", "empty", "wrong_type")
)


@dataclass(frozen=True)
class ArchivedCopy:
    """A declared copy: the page it stands in for, the copy as it was served (the `id_` form), and why."""

    url: str
    copy: str
    reason: str


def archived_copies() -> list[ArchivedCopy]:
    """All copies that are declared."""
    declared = rows("archived_copies.csv", package="sources.registry")
    return [ArchivedCopy(row["url"], row["copy"], row["reason"]) for row in declared]


def stand_ins(state: FetchState, declared: Iterable[ArchivedCopy]) -> list[WantedPage]:
    """Copies to ask for: of pages whose origin was asked and gave none, now or ever before."""
    return [
        WantedPage(copy.copy, ARCHIVE_HOSTS, every=_EVERY, priority=_LAST)
        for copy in declared
        if (known := state.page(page_key(copy.url))) is not None
        and known.outcome in _NOT_GIVEN
        and known.digest is None
    ]
