"""The day of publication that the candidates of a page agree on, and how certain it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sources.news.article.dates.address_day import InAddress
from sources.news.article.dates.candidate import Candidate, Group, Kind, Role
from warehouse.tables.vocabulary import PUBLISHED_SOURCES

EARLIEST: Final = date(1995, 1, 1)
LATEST: Final = date(2100, 1, 1)
_CLOCK_TOLERANCE: Final = timedelta(days=2)
MAX_LATE: Final = timedelta(days=366)
_LATE_SHARE: Final = 0.75
_SECOND_FIELD: Final = 2.0
"""Weight that a second field of the metadata adds: a site fills all of them from one value."""
_MONTH_WEIGHT: Final = 1.5
"""Weight that year and month in the address add to a day of that month."""
_STRONG: Final = 5.0
_FAIR: Final = 4.0
_SOURCES: Final = {
    Kind.JSON_LD: "json_ld",
    Kind.OPEN_GRAPH: "open_graph",
    Kind.META: "meta",
    Kind.SCRIPT: "meta",
    Kind.ADDRESS: "address",
}
"""Values of `published_source` by kind of markup; all others are `markup`."""


@dataclass(frozen=True)
class Publication:
    """Day of publication, and day of the last change.

    Attributes:
        day: the day of first publication; None if none was found.
        source: the most reliable source of the day, in the vocabulary of `published_source`.
        certainty: how certain the day is, in the vocabulary of `published_certainty`.
        modified: the day of the last change; None if the page names none.
        impossible: days that the metadata names but that cannot be: before the web, or after the page was archived.
    """

    day: date | None = None
    source: str | None = None
    certainty: str | None = None
    modified: date | None = None
    impossible: tuple[date, ...] = ()


@dataclass(frozen=True)
class _Vote:
    """A candidate for one day. `is_undecided` where day and month may have to be exchanged."""

    day: date
    candidate: Candidate
    is_undecided: bool

    @property
    def weight(self) -> float:
        return self.candidate.weight

    @property
    def group(self) -> Group:
        return self.candidate.kind.group


def weighed(candidates: Sequence[Candidate], address: InAddress, archived: date | None) -> Publication:
    """The day of publication, by what a page and its address name.

    Args:
        candidates: the days that the page names.
        address: what the address of the page names.
        archived: the day the page was archived; None if it is not known.
    """
    last = archived + _CLOCK_TOLERANCE if archived is not None else LATEST
    votes = list(_settled(candidates, address))
    possible = [vote for vote in votes if EARLIEST <= vote.day <= last]
    impossible = tuple(dict.fromkeys(vote.day for vote in votes if _is_metadata(vote) and vote not in possible))
    usable = [*possible, *_late(votes, last)]
    modified = _latest_change(usable)
    published = _without_changes([vote for vote in usable if vote.candidate.role is not Role.MODIFIED], modified)
    if published:
        found = _elected(published, address, modified)
    elif modified is not None:
        found = Publication(modified, _source([vote for vote in usable if vote.day == modified]), "doubtful")
    else:
        found = Publication()
    if found.day is not None and found.day > last:
        found = replace(found, certainty="doubtful")
    return replace(found, modified=modified, impossible=impossible)


def _late(votes: list[_Vote], last: date) -> Iterator[_Vote]:
    """Votes for days up to a year after the capture, with less weight.

    Metadata and the address contradict the capture there. Its date may be wrong, as in archives made of saved files,
    but the day is never more than doubtful.
    """
    late = [vote for vote in votes if last < vote.day <= last + MAX_LATE]
    named = {vote.day for vote in late if vote.group in (Group.METADATA, Group.ADDRESS) or vote.weight > _STRONG}
    if not any(vote.day <= last and vote.weight >= _FAIR for vote in votes):
        named = {vote.day for vote in late}
    for vote in late:
        if vote.day in named:
            yield replace(vote, candidate=replace(vote.candidate, weight=_LATE_SHARE * vote.weight))


def _without_changes(votes: list[_Vote], modified: date | None) -> list[_Vote]:
    """The votes, without those for the day of the last change where metadata name an earlier day of publication."""
    if modified is None or not any(
        vote.day < modified and vote.candidate.role is Role.PUBLISHED and vote.weight > _STRONG for vote in votes
    ):
        return votes
    return [vote for vote in votes if vote.day != modified]


def _settled(candidates: Sequence[Candidate], address: InAddress) -> Iterator[_Vote]:
    """The votes. A text that can mean several days means the one that another text names without doubt."""
    definite = {each.value.day for each in candidates if not each.value.others}
    if address.day is not None:
        definite.add(address.day)
    for each in candidates:
        day = next((day for day in each.days if day in definite), None)
        if day is None and each.value.is_undecided and address.month is not None:
            day = next((day for day in each.days if (day.year, day.month) == (address.year, address.month)), None)
        yield _Vote(day or each.value.day, each, each.value.is_undecided and day is None)


def _elected(votes: list[_Vote], address: InAddress, modified: date | None) -> Publication:
    """The day with the greatest weight; of two with the same weight the earlier one."""
    scores = {day: _score([vote for vote in votes if vote.day == day], address) for day in {v.day for v in votes}}
    day = min(scores, key=lambda each: (-scores[each], each))
    for_it = [vote for vote in votes if vote.day == day]
    against = [vote for vote in votes if vote.day != day]
    certainty = _certainty(for_it, against)
    if certainty == "sure" and modified is not None and modified < day:
        certainty = "likely"
    return Publication(day, _source(for_it), certainty)


def _score(votes: list[_Vote], address: InAddress) -> float:
    """The weight of the votes for one day. A second field of the metadata adds little."""
    score = 0.0
    for group in Group:
        weights = {
            vote.candidate.kind: vote.weight for vote in sorted(votes, key=lambda v: v.weight) if vote.group is group
        }
        if weights:
            extra = _SECOND_FIELD * (len(weights) - 1) if group is Group.METADATA else 0
            score += max(weights.values()) + extra
    if address.day is None and (votes[0].day.year, votes[0].day.month) == (address.year, address.month):
        score += _MONTH_WEIGHT
    return score


def _certainty(for_it: list[_Vote], against: list[_Vote]) -> str:
    """How certain a day is, by the votes for it and those for other days."""
    if all(vote.is_undecided for vote in for_it):
        return "doubtful"
    groups = {vote.group for vote in for_it if vote.group is not Group.REREAD}
    fields = {vote.candidate.kind for vote in for_it if vote.group is Group.METADATA}
    strongest = max(vote.weight for vote in for_it)
    opposed = max((vote.weight for vote in against), default=0.0)
    if len(groups) > 1 and opposed < _STRONG:
        return "sure"
    if len(fields) > 1 and opposed < _FAIR:
        return "sure"
    if (len(groups) > 1 or strongest >= _STRONG) and opposed < strongest:
        return "likely"
    return "doubtful"


def _latest_change(votes: list[_Vote]) -> date | None:
    """The day of the last change: that of the most reliable source."""
    changes = [vote for vote in votes if vote.candidate.role is Role.MODIFIED]
    return max(changes, key=lambda vote: (vote.weight, vote.day)).day if changes else None


def _is_metadata(vote: _Vote) -> bool:
    return vote.group is Group.METADATA and vote.candidate.role is not Role.MODIFIED


def _source(votes: list[_Vote]) -> str:
    """The most reliable source of a day, in the order of the vocabulary."""
    return min((_SOURCES.get(vote.candidate.kind, "markup") for vote in votes), key=PUBLISHED_SOURCES.index)
