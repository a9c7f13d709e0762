"""What discovery is about: listings that are read once, and articles of articles on them."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, get_args

AdapterName = Literal["feed", "sitemap", "gdelt", "sections", "wayback", "common_crawl"]
"""The ways articles are found."""

ADAPTER_NAMES: Final[tuple[AdapterName, ...]] = get_args(AdapterName)

ListingState = Literal["recurring", "open", "done", "failed"]
"""`recurring` listings are asked for again and again; others are `open` until they are read, or given up."""


@dataclass(frozen=True)
class Listing:
    """One address that lists articles: a feed, a sitemap, a page of search results, a capture of a section page.

    Attributes:
        url: its address, which also names it.
        adapter: how it is read.
        publisher: domain of the publisher it is of; None where it is of none alone.
        state: whether it is to be asked for.
        parent: the listing it was found on.
        depth: how many listings led to it.
        rank: lower goes first among those that are asked for once.
    """

    url: str
    adapter: AdapterName
    publisher: str | None = None
    state: ListingState = "recurring"
    parent: str | None = None
    depth: int = 0
    rank: int = 0

    def below(self, url: str, state: ListingState | None = None) -> "Listing":
        """A listing that this one leads to."""
        return replace(self, url=url, parent=self.url, depth=self.depth + 1, state=state or self.state)


@dataclass(frozen=True)
class ListedArticle:
    """An article as a listing shows it.

    Attributes:
        url: its address as it stands there.
        title: its headline, empty where the listing shows none.
        snippet: more text about it; read for relevance, not kept.
        printed: the day the listing gives.
        copy: address of an archived copy that may stand in for it.
        is_answer: whether it came as the answer to a question about the report, so that its title need not tell.
    """

    url: str
    title: str = ""
    snippet: str = ""
    printed: date | None = None
    copy: str | None = None
    is_answer: bool = False


@dataclass
class ListingRead:
    """What was read from a listing; `lines` say what a person should know, one line each."""

    articles: list[ListedArticle] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class BusyError(Exception):
    """A service says, in a good answer, that it is asked too often."""
