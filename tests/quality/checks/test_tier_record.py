"""Tests of the checks of `tier_placements` against published totals and secondary sources."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.tier_record import CHECKS

LISTED = {"LAO": "1", "KHM": "2", "THA": "2"}


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def edition(year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "list_held": True, "totals_confidence": "high", "published_1": 1, "published_2": 2}
    return {"year": year, **known, **values}


def placed(tiers: dict[str, str], year: int = 2018, confidence: str | None = None) -> list[Row]:
    more = {"confidence": confidence, "source": "a book"} if confidence else {}
    return [at(country, year, tier=tier, **more) for country, tier in tiers.items()]


def totals(sure: bool, *editions: Row, placements: list[Row], record: list[Row]) -> CheckResult:
    check = "tier_totals" if sure else "tier_totals_unsure"
    return found(check, editions=list(editions), tier_placements=placements, tier_record=record)


@pytest.mark.parametrize(
    ("values", "recorded", "sure"),
    [
        ({}, LISTED, True),
        ({"totals_confidence": "medium"}, LISTED, True),
        ({"totals_confidence": "low"}, LISTED, False),
        ({}, {"LAO": "1"}, False),
        ({"totals_confidence": "low"}, {"LAO": "1"}, False),
        ({}, {**LISTED, "VNM": "3"}, True),
    ],
)
def test_totals_are_compared_by_the_check_that_is_as_sure(
    values: dict[str, str], recorded: dict[str, str], sure: bool
) -> None:
    record = placed(recorded, confidence="high") + placed({"VNM": "1"}, 2017, "high")
    for asked in (True, False):
        said = totals(asked, edition(**values), placements=placed(LISTED), record=record)
        assert (said.failing, said.observed) == ([], f"{int(asked == sure)} editions compared, 0 differ")
        short = totals(asked, edition(**values), placements=placed({"LAO": "2"}), record=record)
        assert len(short.failing) == int(asked == sure)


def test_an_edition_without_list_or_totals_is_not_compared() -> None:
    without = edition(2019, published_1=None, published_2=None)
    for sure in (True, False):
        said = totals(sure, edition(list_held=False), without, placements=placed({"LAO": "1"}), record=placed(LISTED))
        assert said.observed == "0 editions compared, 0 differ"


def test_totals_that_differ_name_the_countries_that_the_record_has_otherwise() -> None:
    placements = [*placed({"LAO": "2", "KHM": "2", "THA": "2"}), *placed({"VNM": "1"}, 2017)]
    record = [*placed(LISTED, confidence="high"), *placed({"VNM": "3"}, 2017, "high")]
    said = totals(True, edition(), placements=placements, record=record)
    assert said.failing == ["2018: 0 on 1, published 1, 3 on 2, published 2 (LAO 2018: 2, recorded 1)"]
    assert said.observed == "1 editions compared, 1 differ"


def test_five_countries_that_the_record_has_otherwise_are_named() -> None:
    names = [f"AA{letter}" for letter in "ABCDEF"]
    record = placed(dict.fromkeys(names, "1"), confidence="high")
    said = totals(True, edition(published_1=6, published_2=None), placements=placed({"ZZZ": "1"}), record=record)
    shown = "; ".join(f"{name} 2018: not placed, recorded 1" for name in names[:5])
    assert said.failing == [f"2018: 1 on 1, published 6 ({shown})"]


def test_totals_that_differ_where_the_record_agrees_name_nobody() -> None:
    said = totals(False, edition(published_1=2), placements=placed(LISTED), record=placed(LISTED))
    assert said.failing == ["2018: 1 on 1, published 2"]


def test_editions_are_compared_in_the_order_of_years() -> None:
    more = {**LISTED, "VNM": "1"}
    record = [*placed(more, 2017, "high"), *placed(more, 2018, "high")]
    editions = [edition(2018, published_1=2), edition(2017, published_1=2), edition(2016, published_1=None)]
    said = totals(True, *editions, placements=placed(LISTED) + placed(LISTED, 2017), record=record)
    assert [line[:4] for line in said.failing] == ["2017", "2018"]
    assert said.observed == "2 editions compared, 2 differ"


def recorded(check: str, placements: list[Row], record: list[Row]) -> CheckResult:
    editions = [edition(), edition(2019, list_held=False)]
    return found(check, editions=editions, tier_placements=placements, tier_record=record)


PLACEMENTS = [
    *placed({"LAO": "1", "KHM": "2", "THA": "2", "VNM": "3"}),
    *placed({"LAO": "1", "KHM": "2", "THA": "2", "VNM": "3"}, 2019),
]
RECORD = [
    row
    for year in (2018, 2019)
    for row in (
        *placed({"LAO": "1", "KHM": "3", "MMR": "2"}, year, "high"),
        *placed({"THA": "3"}, year, "medium"),
        *placed({"SGP": "3"}, year, "low"),
    )
]


def test_placements_are_what_the_record_is_sure_of() -> None:
    said = recorded("placements_as_recorded", PLACEMENTS, RECORD)
    assert said.failing == [
        "KHM 2018: 2, recorded 3",
        "KHM 2019: 2, recorded 3",
        "MMR 2018: not placed, recorded 2",
    ]
    assert said.observed == "5 placements compared, 3 differ"


def test_placements_that_no_sure_record_bears_out_are_named() -> None:
    said = recorded("placements_beyond_record", PLACEMENTS, [*RECORD, *placed({"PHL": "1"}, 2018, "low")])
    assert said.failing == [
        "PHL 2018: not placed, recorded 1",
        "SGP 2018: not placed, recorded 3",
        "THA 2018: 2, recorded 3",
        "THA 2019: 2, recorded 3",
        "VNM 2018: 3, recorded nowhere",
        "VNM 2019: 3, recorded nowhere",
    ]
    assert said.observed == "6 placements the record does not bear out"


def test_an_unsure_record_that_agrees_bears_a_placement_out() -> None:
    agreeing = placed({"LAO": "1"}, 2018, "low")
    assert recorded("placements_beyond_record", placed({"LAO": "1"}), agreeing).passed
    said = recorded("placements_as_recorded", placed({"LAO": "1"}), agreeing)
    assert said.observed == "0 placements compared, 0 differ"
