"""Captures that repeat can be removed: the capture in use stays the same, now and after any later capture."""

from hypothesis import given
from hypothesis import strategies as st

from sources.archive.repeats import repeats
from sources.archive.stored import StoredCapture
from tests.sources.archive.test_capture_in_use import Case, case, chosen


def days_that_repeat(*cases: Case, may_go: range = range(1, 29)) -> list[int]:
    by_digest = {each.stored.entry.digest: each.parsed for each in cases}

    def day(capture: StoredCapture) -> int:
        return int(capture.entry.captured_at[8:10])

    found = repeats(
        [each.stored for each in cases],
        lambda capture: by_digest[capture.entry.digest],
        lambda entry: int(entry.captured_at[8:10]) in may_go,
    )
    return [day(capture) for capture in found]


def test_only_captures_between_two_that_say_the_same_repeat() -> None:
    same = [case(day) for day in range(1, 5)]
    assert days_that_repeat(*same) == [2, 3]
    assert days_that_repeat(*same, may_go=range(1, 3)) == [2]
    assert days_that_repeat(case(1), case(2)) == []
    assert days_that_repeat(case(1), case(2, 101), case(3)) == []
    assert days_that_repeat(case(1), case(2, 101), case(3, 101), case(4, 101), case(5)) == [3]


def test_captures_that_are_damaged_unreadable_or_decided_about_stay() -> None:
    assert days_that_repeat(case(1), case(2, damage="truncated"), case(3)) == []
    assert days_that_repeat(case(1, good=False), case(2, good=False), case(3, good=False)) == []
    assert days_that_repeat(case(1), case(2, decision=("accept", 1)), case(3), case(4), case(5)) == []


CASES = st.lists(
    st.tuples(
        st.sampled_from([100, 85, 60]),
        st.sampled_from(["ab", "a", "b"]),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([None, None, None, "truncated"]),
    ),
    min_size=3,
    max_size=14,
)


@given(CASES, st.integers(0, 4))
def test_their_removal_changes_no_choice_now_or_later(
    drawn: list[tuple[int, str, bool, str | None]], later: int
) -> None:
    cases = [
        case(day, words, parts, good=good, damage=damage)
        for day, (words, parts, good, damage) in enumerate(drawn, start=1)
    ]
    known, new = cases[: len(cases) - later], cases[len(cases) - later :]
    gone = set(days_that_repeat(*known)) if known else set()
    kept = [each for each in known if int(each.stored.entry.captured_at[8:10]) not in gone]
    if kept:
        assert chosen(*kept) == chosen(*known)
        assert chosen(*kept, *new) == chosen(*known, *new)
