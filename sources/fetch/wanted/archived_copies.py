"""Declared archived copies that replace pages which the origin does not deliver.

The allowed copies are reviewed data, `sources/registry/data/archived_copies.csv`. No web archive is searched for more.
A capture of a copy has the address of the copy and the origin `archive`.
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

_EVERY_DAYS: Final = 180
_PRIORITY: Final = 1_000_000
"""Copies come after all pages of an origin."""

_NOT_DELIVERED: Final[frozenset[Outcome]] = frozenset(
    ("gone", "not_in_edition", "moved", "blocked", "challenge", "refused", "empty", "wrong_type")
)


@dataclass(frozen=True)
class ArchivedCopy:
    """A declared copy: the replaced page, the address of the copy (in the `id_` form), and the reason."""

    url: str
    copy: str
    reason: str


def archived_copies() -> list[ArchivedCopy]:
    """All declared copies."""
    declared = rows("archived_copies.csv", package="sources.registry")
    return [ArchivedCopy(row["url"], row["copy"], row["reason"]) for row in declared]


def copies_to_fetch(state: FetchState, declared: Iterable[ArchivedCopy]) -> list[WantedPage]:
    """Copies of pages whose origin was asked and never delivered a page."""
    return [
        WantedPage(copy.copy, ARCHIVE_HOSTS, every_days=_EVERY_DAYS, priority=_PRIORITY)
        for copy in declared
        if (known := state.page(page_key(copy.url))) is not None
        and known.outcome in _NOT_DELIVERED
        and known.digest is None
    ]
