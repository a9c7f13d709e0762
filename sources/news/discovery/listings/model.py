"""Listings, and the articles on them."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, get_args

AdapterName = Literal["feed", "sitemap", "gdelt", "sections", "wayback", "common_crawl"]
"""The adapters: ways of finding articles."""

ADAPTER_NAMES: Final[tuple[AdapterName, ...]] = get_args(AdapterName)

ListingState = Literal["recurring", "open", "done", "failed"]
"""`recurring` listings are requested again and again. Others are `open` until they are `done` or `failed`."""


@dataclass(frozen=True)
class Listing:
    """One address that lists articles: a feed, a sitemap, a page of search results, a capture of a section page.

    Attributes:
        url: its address, which is also its identity.
        adapter: the adapter that reads it.
        publisher: domain of its publisher; None if it lists articles of several publishers.
        state: whether it must be requested.
        parent: the listing on which it was found.
        depth: number of listings from the root to it.
        rank: order of the listings that are requested once; the lowest first.
    """

    url: str
    adapter: AdapterName
    publisher: str | None = None
    state: ListingState = "recurring"
    parent: str | None = None
    depth: int = 0
    rank: int = 0

    def child(self, url: str, state: ListingState | None = None) -> "Listing":
        """A listing that is found on this one."""
        return replace(self, url=url, parent=self.url, depth=self.depth + 1, state=state or self.state)


@dataclass(frozen=True)
class ListedArticle:
    """An article on a listing.

    Attributes:
        url: its address on the listing.
        title: its headline; empty if the listing shows none.
        snippet: more text about it; used for relevance and not stored.
        printed: the day on the listing.
        copy: address of an archived copy that can replace it.
        is_search_result: whether the listing is the result of a search for the report; then its title is not tested.
    """

    url: str
    title: str = ""
    snippet: str = ""
    printed: date | None = None
    copy: str | None = None
    is_search_result: bool = False


@dataclass
class ListingRead:
    """The parse result of a listing; `lines` are messages for people, one line each."""

    articles: list[ListedArticle] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class BusyError(Exception):
    """A service reports too many requests in a response with a success status."""
