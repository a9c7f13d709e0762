"""The capture in use: the newest complete one, whatever the order and the split of imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.archive.capture import Entry
from sources.archive.capture_in_use import ChosenCapture, choose_capture, choose_captures
from sources.archive.decisions import DecisionInForce, DecisionKind
from sources.archive.stored import StoredCapture
from warehouse.tables import MIN_SHARE_OF_WORDS

DECIDED_AT = "2025-06-01T00:00:00Z"


@dataclass(frozen=True)
class Parsed:
    """A parse result with what the choice depends on."""

    content: str
    words: int
    parts: frozenset[tuple[str, ...]]

    @property
    def is_good(self) -> bool:
        return bool(self.content)


@dataclass(frozen=True)
class Case:
    """A capture and its parse result."""

    stored: StoredCapture
    parsed: Parsed


def case(
    day: int,
    words: int = 100,
    parts: str = "ab",
    *,
    good: bool = True,
    damage: str | None = None,
    decision: tuple[str, int] | None = None,
    name: str = "",
) -> Case:
    """A capture of a day of 2025; captures with the same words and parts have the same content."""
    content = f"{words} {parts}" if good else ""
    digest = name or f"{day} {content}"
    entry = Entry("p", f"2025-01-{day:02}T00:00:00Z", digest, "https://p", "archive", 200, None, "tip", 2023, damage)
    decided = DecisionInForce(DecisionKind(decision[0]), decision[1], DECIDED_AT) if decision else None
    parsed = Parsed(content, words, frozenset((part,) for part in parts))
    return Case(StoredCapture(entry, "f", 0, None, decided), parsed)


def chosen(*cases: Case) -> ChosenCapture[Parsed]:
    by_digest = {each.stored.entry.digest: each.parsed for each in cases}
    return choose_capture([each.stored for each in cases], lambda capture: by_digest[capture.entry.digest])


def day_in_use(*cases: Case) -> int:
    return int(chosen(*cases).entry.captured_at[8:10])


def is_less_complete(one: Parsed, other: Parsed) -> bool:
    return not other.parts <= one.parts or one.words < MIN_SHARE_OF_WORDS * other.words


@pytest.mark.parametrize(
    ("cases", "day"),
    [
        ([case(1), case(2, 101)], 2),
        ([case(1), case(2, 80)], 2),
        ([case(1), case(2, 79)], 1),
        ([case(1, 9_318), case(2, 865)], 1),
        ([case(1, 865), case(2, 9_318)], 2),
        ([case(1), case(2, 99, "a")], 1),
        ([case(1), case(2, 500, "a")], 1),
        ([case(1), case(2, 90), case(3, 81), case(4, 72), case(5, 64)], 3),
        ([case(1), case(2, 101), case(3, 101)], 2),
        ([case(1), case(2, 20), case(3)], 1),
        ([case(1), case(2, good=False)], 1),
        ([case(1, 20), case(2, damage="cut")], 1),
        ([case(1, 20, damage="cut"), case(2, 100, damage="cut")], 2),
        ([case(1, 100, damage="cut"), case(2, 20)], 2),
        ([case(1, good=False), case(2, damage="cut")], 2),
        ([case(1, 100, "ab"), case(2, 100, "ac")], 1),
    ],
)
def test_the_newest_complete_capture_is_in_use(cases: list[Case], day: int) -> None:
    assert day_in_use(*cases) == day
    assert day_in_use(*reversed(cases)) == day


@pytest.mark.parametrize(
    ("cases", "day"),
    [
        ([case(1), case(2, 20, decision=("accept", 1))], 2),
        ([case(1), case(2, 20, "a", decision=("accept", 1)), case(3, 20, "a")], 2),
        ([case(1), case(2, 20, decision=("accept", 1)), case(3)], 3),
        ([case(1), case(2, 20, decision=("accept", 1)), case(3, 10)], 2),
        ([case(1, decision=("accept", 2)), case(2, 20, decision=("accept", 1))], 1),
        ([case(1, decision=("accept", 1)), case(2, 101)], 1),
        ([case(1), case(2, damage="cut", words=120, decision=("accept", 1))], 2),
        ([case(1), case(2, 101, decision=("refuse", 1))], 1),
        ([case(1, 500, decision=("refuse", 1)), case(2)], 2),
        ([case(1, decision=("accept", 1)), case(2, good=False, decision=("accept", 2))], 1),
    ],
)
def test_a_decision_changes_the_capture_in_use(cases: list[Case], day: int) -> None:
    assert day_in_use(*cases) == day
    assert day_in_use(*reversed(cases)) == day


def test_a_capture_that_is_newer_than_the_decision_is_compared_with_the_accepted_one() -> None:
    accepted = case(2, 20, decision=("accept", 1))
    after = [case(3, words) for words in (19, 10)]
    later = [
        Case(StoredCapture(Entry("p", "2025-07-01T00:00:00Z", *vars_after(each)), "f", 0), each.parsed)
        for each in after
    ]
    assert chosen(case(1), accepted, later[0]).parsed.words == 19
    assert chosen(case(1), accepted, later[1]).parsed.words == 20


def vars_after(each: Case) -> list[Any]:
    """The fields of an entry after its time."""
    return list(vars(each.stored.entry).values())[2:]


def test_captures_that_are_not_in_use_are_reported() -> None:
    found = chosen(case(1), case(2, 20, "a"), case(3, damage="cut", words=50), case(4, good=False), case(5, good=False))
    assert found.waiting is not None
    assert found.waiting.why == "it has 20 words, and the longest capture has 100; it has no b"
    assert found.damaged is not None
    assert (found.damaged.entry.captured_at[8:10], found.damaged.why) == ("03", "cut")
    assert len(found.unreadable) == 2
    assert chosen(case(1), case(2)).waiting is None
    alone = chosen(case(1, damage="cut")).damaged
    assert alone is not None
    assert alone.why == "cut; it is in use, because the archive has no whole capture"


def test_a_page_without_a_capture_that_may_be_used() -> None:
    assert chosen(case(1, decision=("refuse", 1))).is_refused
    bad = chosen(case(1, decision=("refuse", 1)), case(2, good=False))
    assert (bad.is_refused, bad.parsed.is_good) == (False, False)


def test_pages_are_chosen_one_by_one() -> None:
    cases = [case(1), case(2, 20)]
    by_digest = {each.stored.entry.digest: each.parsed for each in cases}
    found = list(choose_captures([each.stored for each in cases], lambda capture: by_digest[capture.entry.digest]))
    assert [each.entry.captured_at[8:10] for each in found] == ["01"]


_cases = st.builds(
    case,
    day=st.integers(1, 9),
    words=st.sampled_from([0, 10, 40, 50, 79, 80, 90, 100, 110, 130]),
    parts=st.sampled_from(["", "a", "b", "ab", "abc"]),
    good=st.sampled_from([True, True, True, False]),
    damage=st.sampled_from([None, None, None, "cut"]),
)
_sets = st.lists(_cases, min_size=1, max_size=7, unique_by=lambda each: each.stored.entry.digest)


def _counted(cases: Sequence[Case]) -> list[Case]:
    """The captures among which one is chosen: the good ones, without the damaged ones where there is a whole one."""
    good = [each for each in cases if each.parsed.is_good]
    return [each for each in good if each.stored.entry.damage is None] or good


_decisions = st.one_of(st.none(), st.tuples(st.sampled_from(["accept", "refuse"]), st.integers(1, 3)))
_decided = st.builds(
    case,
    day=st.integers(1, 9),
    words=st.sampled_from([10, 79, 80, 100, 130]),
    parts=st.sampled_from(["a", "ab"]),
    good=st.sampled_from([True, True, False]),
    damage=st.sampled_from([None, "cut"]),
    decision=_decisions,
)
_sets_with_decisions = st.lists(_decided, min_size=1, max_size=6, unique_by=lambda each: each.stored.entry.digest)


@given(cases=_sets_with_decisions, data=st.data())
def test_the_order_of_captures_has_no_influence(cases: list[Case], data: st.DataObject) -> None:
    assert chosen(*data.draw(st.permutations(cases))) == chosen(*cases)


@given(cases=_sets_with_decisions)
def test_no_refused_capture_is_in_use_and_no_damaged_one_beside_a_whole_one(cases: list[Case]) -> None:
    found = chosen(*cases)
    of_entry = {each.stored.entry: each for each in cases}
    decision = of_entry[found.entry].stored.decision
    if found.parsed.is_good and not found.is_refused:
        assert decision is None or decision.kind is not DecisionKind.REFUSE
        if found.entry.damage is not None and decision is None:
            usable = [each for each in _counted(cases) if each.stored.decision is None]
            assert all(each.stored.entry.damage is not None for each in usable)


@given(cases=_sets, data=st.data())
def test_no_import_puts_a_less_complete_capture_in_use(cases: list[Case], data: st.DataObject) -> None:
    """Captures are imported in any order and in any split.

    Where each capture lacks something that another has, every choice loses something. The next test is about these.
    """
    order = data.draw(st.permutations(cases))
    ends = sorted({*data.draw(st.lists(st.integers(1, len(order)))), len(order)})
    before: list[Case] = []
    for end in ends:
        now, counted = chosen(*order[:end]), _counted(order[:end])
        assert now.parsed.is_good == bool(counted)
        complete = [
            each for each in counted if not any(is_less_complete(each.parsed, other.parsed) for other in counted)
        ]
        if complete:
            assert not any(is_less_complete(now.parsed, each.parsed) for each in before if each in counted)
        before += [each for each in counted if each.stored.entry == now.entry]


@given(cases=_sets)
def test_no_newer_capture_that_lost_something_is_in_use(cases: list[Case]) -> None:
    """Captures are imported in the order of their time."""
    whole = sorted(
        (each for each in cases if each.parsed.is_good and each.stored.entry.damage is None),
        key=lambda each: (each.stored.entry.captured_at, each.stored.entry.digest),
    )
    in_use = [chosen(*whole[:end]).parsed for end in range(1, len(whole) + 1)]
    for number, now in enumerate(in_use):
        assert not any(is_less_complete(now, earlier) for earlier in in_use[:number])


def test_a_capture_that_an_older_one_replaces_because_both_lack_something_waits_for_a_decision() -> None:
    newer, older = case(2, 100, "ab"), case(1, 100, "ac")
    assert day_in_use(newer) == 2
    found = chosen(newer, older)
    assert found.entry == older.stored.entry
    assert found.waiting is not None
    assert (found.waiting.entry, found.waiting.why) == (newer.stored.entry, "it has no c")
    accepted = case(2, 100, "ab", decision=("accept", 1))
    assert day_in_use(accepted, older) == 2
