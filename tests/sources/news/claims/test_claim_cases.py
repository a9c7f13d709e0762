"""Comparison of cases: every error in an expectation is reported."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.sources.news.claims.claim_cases import Case, Expected, case_of, cases, compare, read

LINE = "MEX | 2017-07-28 | Convictions halved to 127 from 228, the trafficking report says. => "


def wrong(expected: Expected) -> Iterator[Expected]:
    """Copies of an expectation with one field changed."""
    yield replace(expected, kind="tier" if expected.kind != "tier" else "list")
    yield replace(expected, country="FJI" if expected.country != "FJI" else "WSM")
    yield replace(expected, value="99")
    yield replace(expected, measure="arrests" if expected.measure != "arrests" else None)
    yield replace(expected, previous="98" if expected.previous is None else None)
    yield replace(expected, edition=1999 if expected.edition is None else expected.edition - 1)
    yield replace(expected, data_year=1998 if expected.data_year is None else None)


def damaged(case: Case) -> Iterator[Case]:
    """Copies of a case with one expectation wrong, missing, repeated, or with the state `missed`."""
    for place, expected in enumerate(case.expected):
        others = case.expected[:place], case.expected[place + 1 :]
        if expected.state != "missed":
            for each in (*wrong(expected), replace(expected, state="missed")):
                yield replace(case, expected=(*others[0], each, *others[1]))
            yield replace(case, expected=(*others[0], *others[1]))
        yield replace(case, expected=(*case.expected, replace(expected, state="read")))
    yield replace(case, expected=(*case.expected, Expected("tier", "NRU", "3", None, None, 2010, None)))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_a_wrong_expectation_is_a_problem(case: Case) -> None:
    claims = read(case)
    assert compare(case, claims).problems == ()
    for each in damaged(case):
        assert compare(each, claims).problems != (), each.expected


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ("count MEX 127 convictions <228", (1, 0, 0)),
        ("-", (0, 1, 0)),
        ("count MEX 128 convictions <228", (0, 1, 1)),
        ("count MEX 127 prosecutions <228", (0, 1, 1)),
        ("count MEX 127 convictions", (0, 1, 1)),
        ("count MEX 127 convictions <228 @2016", (0, 1, 1)),
        ("count MEX 127 convictions <228 ~2017", (0, 1, 1)),
        ("count MEX 127 convictions <228; tier MEX 2", (1, 0, 1)),
        ("count MEX 127 convictions <228; !tier MEX 2", (1, 0, 1)),
        ("?count MEX 127 convictions <228; !count MEX 127 convictions <229", (0, 1, 1)),
    ],
)
def test_counts_of_right_false_and_missed_claims(claims: str, counts: tuple[int, int, int]) -> None:
    found = compare(case_of(LINE + claims))
    assert (found.right, found.false, found.missed) == counts
    assert (found.problems == ()) == (
        claims.startswith(("?", "count MEX 127 convictions <228; !")) or counts == (1, 0, 0)
    )


def test_a_missed_claim_that_is_read_now_is_a_problem() -> None:
    (problem,) = compare(case_of(f"{LINE}!count MEX 127 convictions <228")).problems
    assert problem.startswith("is read now, remove its `!`: ")
