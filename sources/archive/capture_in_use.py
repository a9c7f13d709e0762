"""Which capture of a page is in use: a pure function of its captures, of the decisions about them, and of the reader.

The newest complete capture is in use. Where older captures have the same content, the oldest of them is in use: a page
that changes only its banner every day changes no table.

A capture is complete if it has every part that any capture of the page has, and at least `MIN_SHARE_OF_WORDS` of the
words of the longest. Every capture is compared with all others, and not with the one that was in use before, so the
order of imports has no influence and a loss never becomes the norm. Where no capture is complete, because each lacks
what another has, a newer one is in use only if it lost nothing of the older ones that were in use.

In that last case an older capture that is imported late can be in use in place of a newer one. No rule avoids this: of
two captures that each lack a part of the other, the older one must be in use where it was imported first, because the
newer one lost a part; so it must be in use in either order. The newer one then waits for a decision.

A person's decision changes this. A refused capture does not count. An accepted capture is in use in place of all older
ones, and newer ones are compared with it: they are in use if they are longer, or newer than the decision.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from sources.archive.capture import Entry
from sources.archive.decisions import DecisionInForce
from warehouse.tables import MIN_SHARE_OF_WORDS
from warehouse.tables.vocabulary import DecisionKind

if TYPE_CHECKING:
    from sources.archive.stored import StoredCapture

_PARTS_NAMED: Final = 5

Parts = frozenset[tuple[Hashable, ...]]
"""Names of the parts of a page, such as its sections."""


class Readable(Protocol):
    """A parsed capture."""

    @property
    def is_good(self) -> bool:
        """Whether the page was parsed and not rejected."""

    @property
    def content(self) -> str:
        """Digest of the content of the page."""

    @property
    def parts(self) -> Parts:
        """The parts of the page. A newer capture without one of them needs a person's decision."""

    @property
    def words(self) -> int:
        """The number of words of the page."""


R = TypeVar("R", bound=Readable)


@dataclass(frozen=True)
class CaptureNotInUse(Generic[R]):
    """A capture that is not in use.

    Attributes:
        parsed: the parsed capture.
        entry: the capture.
        why: why it is not in use, in a few words.
    """

    parsed: R
    entry: Entry
    why: str


@dataclass(frozen=True)
class ChosenCapture(Generic[R]):
    """The capture of a page that is in use.

    Attributes:
        parsed: the parsed capture in use.
        entry: the capture in use.
        unreadable: newer captures that could not be parsed, the newest first.
        waiting: the newest capture that lost text and waits for a person's decision; None where there is none.
        damaged: the newest capture whose body is not whole, if it is newer than the capture in use, or in use itself.
        before: the newest earlier capture with other content, parsed, and its entry; None where there is none.
        is_refused: whether a person refused every capture of the page, so that none is in use.
    """

    parsed: R
    entry: Entry
    unreadable: Sequence[R] = ()
    waiting: CaptureNotInUse[R] | None = None
    damaged: CaptureNotInUse[R] | None = None
    before: tuple[R, Entry] | None = None
    is_refused: bool = False


@dataclass(frozen=True)
class _Candidate(Generic[R]):
    """A capture and its parse result."""

    parsed: R
    entry: Entry
    decision: DecisionInForce | None

    @property
    def time(self) -> tuple[str, str]:
        """The position in the order of time. The digest decides between captures of one second."""
        return self.entry.captured_at, self.entry.digest

    @property
    def is_refused(self) -> bool:
        return self.decision is not None and self.decision.kind is DecisionKind.REFUSE

    @property
    def acceptance(self) -> int:
        """The number of the decision that accepts the capture; 0 without one."""
        decision = self.decision
        return decision.number if decision is not None and decision.kind is DecisionKind.ACCEPT else 0

    @property
    def is_damaged(self) -> bool:
        return self.entry.damage is not None and not self.acceptance


@dataclass(frozen=True)
class _Measure:
    """What a complete capture has.

    Attributes:
        parts: its parts.
        words: the number of words of the longest capture.
    """

    parts: Parts = frozenset()
    words: int = 0

    def with_capture(self, parsed: Readable) -> "_Measure":
        """The measure for this capture too."""
        return _Measure(self.parts | parsed.parts, max(self.words, parsed.words))

    def is_met_by(self, parsed: Readable) -> bool:
        """Whether a capture has all parts and enough words."""
        return self.parts <= parsed.parts and not _has_few_words(parsed, self.words)

    def loss_of(self, parsed: Readable) -> str:
        """What a capture lacks, in words; empty where it lacks nothing."""
        lost = []
        if _has_few_words(parsed, self.words):
            lost.append(f"it has {parsed.words:,} words, and the longest capture has {self.words:,}")
        if missing := sorted(" ".join(str(name) for name in part if name) for part in self.parts - parsed.parts):
            more = f" and {len(missing) - _PARTS_NAMED} more" if missing[_PARTS_NAMED:] else ""
            lost.append(f"it has no {', '.join(missing[:_PARTS_NAMED])}{more}")
        return "; ".join(lost)


def choose_captures(
    captures: "Iterable[StoredCapture]", read: "Callable[[StoredCapture], R]"
) -> Iterator[ChosenCapture[R]]:
    """Yields the capture in use of every page.

    Args:
        captures: all captures, in order of page.
        read: parses one capture.
    """
    for _, of_page in groupby(captures, key=lambda capture: capture.entry.page_key):
        yield choose_capture(of_page, read)


def choose_capture(captures: "Iterable[StoredCapture]", read: "Callable[[StoredCapture], R]") -> ChosenCapture[R]:
    """The capture in use of one page.

    Args:
        captures: all captures of the page in any order, at least one.
        read: parses one capture.
    """
    parsed = _parse(captures, read)
    known = [capture for capture in parsed if not capture.is_refused]
    good = [capture for capture in known if capture.parsed.is_good]
    if not good:
        newest = (known or parsed)[-1]
        return ChosenCapture(newest.parsed, newest.entry, is_refused=not known)
    compared = [capture for capture in good if not capture.is_damaged] or good
    accepted = _last_accepted(compared)
    older, contest = (
        ([], compared)
        if accepted is None
        else ([capture for capture in compared if capture.time < accepted.time], _contest(accepted, compared))
    )
    newest = _newest_complete(contest)
    shown = [capture for capture in (*_without_loss(older), *_without_loss(contest)) if capture.time <= newest.time]
    in_use, before = _oldest_with_content(newest, shown)
    newer = [capture for capture in reversed(known) if capture.time > newest.time]
    waiting = [
        capture
        for capture in newer
        if capture.parsed.is_good and not capture.is_damaged and capture.parsed.content != newest.parsed.content
    ]
    damaged = [
        _not_in_use(capture, str(capture.entry.damage))
        for capture in newer
        if capture.is_damaged and capture.parsed.content != newest.parsed.content
    ]
    if newest.is_damaged:
        why = f"{newest.entry.damage}; it is in use, because the archive has no whole capture"
        damaged.append(_not_in_use(newest, why))
    return ChosenCapture(
        in_use.parsed,
        in_use.entry,
        unreadable=[each.parsed for each in newer if not each.parsed.is_good and not each.is_damaged],
        waiting=_not_in_use(waiting[0], _loss(waiting[0], contest)) if waiting else None,
        damaged=damaged[0] if damaged else None,
        before=(before.parsed, before.entry) if before is not None else None,
    )


def _parse(captures: "Iterable[StoredCapture]", read: "Callable[[StoredCapture], R]") -> list[_Candidate[R]]:
    """The captures of a page with their parse results, the oldest first. The same response is parsed once."""
    by_response: dict[tuple[str, int | None, str | None], R] = {}
    candidates = []
    newest_first = sorted(captures, key=lambda each: (each.entry.captured_at, each.entry.digest), reverse=True)
    for capture in newest_first:
        entry = capture.entry
        response = entry.digest, entry.status, entry.content_type
        if response not in by_response:
            by_response[response] = read(capture)
        candidates.append(_Candidate(by_response[response], entry, capture.decision))
    return candidates[::-1]


def _last_accepted(candidates: Sequence[_Candidate[R]]) -> _Candidate[R] | None:
    """The capture that was accepted last, in its newest copy."""
    accepted = [capture for capture in candidates if capture.acceptance]
    return max(accepted, key=lambda capture: (capture.acceptance, capture.time)) if accepted else None


def _contest(accepted: _Candidate[R], candidates: Sequence[_Candidate[R]]) -> list[_Candidate[R]]:
    """The accepted capture, and those that may be in use in its place."""
    assert accepted.decision is not None
    decided_at = accepted.decision.decided_at
    newer = (capture for capture in candidates if capture.time > accepted.time)
    return [accepted, *(each for each in newer if each.entry.captured_at > decided_at or not _meets(accepted, each))]


def _meets(capture: _Candidate[R], other: _Candidate[R]) -> bool:
    """Whether a capture has the parts of another, and enough of its words."""
    return _measure_of([other]).is_met_by(capture.parsed)


def _newest_complete(candidates: Sequence[_Candidate[R]]) -> _Candidate[R]:
    """The newest complete capture; where none is complete, the newest that lost nothing of the older ones."""
    measure = _measure_of(candidates)
    complete = [capture for capture in candidates if measure.is_met_by(capture.parsed)]
    return (complete or _without_loss(candidates))[-1]


def _measure_of(candidates: Iterable[_Candidate[R]]) -> _Measure:
    measure = _Measure()
    for capture in candidates:
        measure = measure.with_capture(capture.parsed)
    return measure


def _without_loss(candidates: Sequence[_Candidate[R]]) -> list[_Candidate[R]]:
    """The captures that lost nothing of the older ones in this list."""
    measure = _Measure()
    kept = []
    for capture in candidates:
        if measure.is_met_by(capture.parsed):
            measure = measure.with_capture(capture.parsed)
            kept.append(capture)
    return kept


def _oldest_with_content(
    newest: _Candidate[R], shown: Sequence[_Candidate[R]]
) -> tuple[_Candidate[R], _Candidate[R] | None]:
    """The oldest capture with the present content, and the last one before it, which has other content.

    Args:
        newest: the newest capture with the present content.
        shown: the captures up to it that were in use one after the other.
    """
    oldest = newest
    for capture in reversed(shown):
        if capture.parsed.content != newest.parsed.content:
            return oldest, capture
        oldest = capture
    return oldest, None


def _has_few_words(parsed: Readable, longest: int) -> bool:
    return parsed.words < MIN_SHARE_OF_WORDS * longest


def _loss(capture: _Candidate[R], contest: Sequence[_Candidate[R]]) -> str:
    return _measure_of(contest).loss_of(capture.parsed) or "a person accepted another capture"


def _not_in_use(capture: _Candidate[R], why: str) -> CaptureNotInUse[R]:
    return CaptureNotInUse(capture.parsed, capture.entry, why)
