"""Candidates: the days that a page names, each with its source, its role and its weight."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sources.news.article.dates.values import Day


class Role(StrEnum):
    """What a day is, as the page says it."""

    PUBLISHED = "published"
    CREATED = "created"
    MODIFIED = "modified"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """Kinds of markup that a site fills from one value."""

    METADATA = "metadata"
    VISIBLE = "visible"
    ADDRESS = "address"
    REREAD = "reread"


class Kind(StrEnum):
    """The kind of markup that names a day."""

    JSON_LD = "json_ld"
    OPEN_GRAPH = "open_graph"
    META = "meta"
    ITEMPROP = "itemprop"
    TIME = "time"
    CLASS = "class"
    BYLINE = "byline"
    LABEL = "label"
    ADDRESS = "address"
    SCRIPT = "script"
    HTMLDATE = "htmldate"

    @property
    def group(self) -> Group:
        """The group of this kind. htmldate reads again what the others have read."""
        if self in (Kind.JSON_LD, Kind.OPEN_GRAPH, Kind.META, Kind.SCRIPT):
            return Group.METADATA
        if self is Kind.ADDRESS:
            return Group.ADDRESS
        return Group.REREAD if self is Kind.HTMLDATE else Group.VISIBLE


@dataclass(frozen=True)
class Candidate:
    """A day that a page names.

    Attributes:
        value: the day as the text gives it.
        kind: the kind of markup.
        role: what the day is.
        weight: how reliable this kind of markup is for the article of the page, from 0 to 10.
    """

    value: Day
    kind: Kind
    role: Role
    weight: float

    @property
    def days(self) -> tuple[date, ...]:
        """All days that the text can mean, the most probable first."""
        return (self.value.day, *self.value.others)
