"""Stated counts: their evidence, the edition before, parts and totals."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.statistics_rules import STATISTICS_RULES

SENTENCE = "Courts convicted 9."


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(STATISTICS_RULES, check, **tables)


def counted(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {
        "position": 1,
        "ordinal": 1,
        "measure": "convictions",
        "trafficking_type": "all",
        "value": 9,
        "qualifier": "exact",
        "unit": "persons",
        "role": "current",
        "sentence": SENTENCE,
        "char_start": 4,
        "char_end": 4 + len(SENTENCE),
    }
    return at(country, year, **{**known, **values})


def part(country: str = "LAO", **values: object) -> Row:
    known = {"position": 1, "family": "tip", "area": "main", "text": f"And {SENTENCE} Then"}
    return at(country, 2018, **{**known, **values})


def test_the_span_of_a_count_gives_its_sentence() -> None:
    others = [part(family="human_rights", text="x"), part(area="island", text="x"), part("KHM", text="x")]
    said = found("statistics_evidence", enforcement_statistics=[counted()], report_sections=[part(), *others])
    assert (said.failing, said.observed) == ([], "1 counts, 0 whose span is not their sentence")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (counted(char_start=3), part()),
        (counted(char_end=22), part()),
        (counted(position=2), part()),
        (counted(), part(position=2)),
        (counted(), part("KHM")),
        (counted(), part(family="human_rights")),
        (counted(), part(area="island")),
    ],
)
def test_a_count_that_does_not_stand_in_its_section_is_named(count: Row, text: Row) -> None:
    said = found("statistics_evidence", enforcement_statistics=[count], report_sections=[text])
    assert said.failing == [f"LAO 2018: convictions at {count['position']}"]
    assert said.observed == "1 counts, 1 whose span is not their sentence"


def compared(value: int, sentence: str = SENTENCE, own: str = "In 2017: 100.") -> CheckResult:
    before = counted(year=2017, value=100, sentence=own)
    now = counted(role="comparison", period_year=2016, value=value, sentence=sentence)
    return found("statistics_against_edition_before", enforcement_statistics=[before, now])


@pytest.mark.parametrize(("value", "relation"), [(100, "agrees"), (125, "restated"), (126, "conflicts")])
def test_a_figure_that_conflicts_with_the_edition_before_is_named(value: int, relation: str) -> None:
    said = compared(value)
    parts = ", ".join(f"{int(name == relation)} {name}" for name in ("agrees", "restated", "conflicts"))
    assert said.observed == f"1 comparisons with the edition before: {parts}"
    told = f"LAO 2018: convictions (all) compared with {value}, the edition before says 100"
    assert said.failing == ([f"{told}: “{SENTENCE}” against “In 2017: 100.”"] if relation == "conflicts" else [])


@pytest.mark.parametrize(("length", "shown"), [(160, "x" * 160), (161, "x" * 160 + "…")])
def test_a_hundred_and_sixty_characters_of_a_sentence_are_shown(length: int, shown: str) -> None:
    (line,) = compared(900, sentence="x" * length).failing
    assert f"“{shown}”" in line
    (line,) = compared(900, own="x" * length).failing
    assert line.endswith(f"against “{shown}”")


def parts(total: int | None, *values: int, **common: object) -> list[Row]:
    counts = [counted(value=total, **common)] if total is not None else []
    kinds = ("sex", "labor", "other")
    return counts + [
        counted(ordinal=place + 2, value=value, trafficking_type=kind, **common)
        for place, (value, kind) in enumerate(zip(values, kinds, strict=False))
    ]


@pytest.mark.parametrize(
    ("total", "values", "compares", "exceeded"),
    [
        (9, (4, 4), 1, False),
        (9, (5, 4), 1, False),
        (9, (5, 5), 1, True),
        (9, (4, 3, 3), 1, True),
        (9, (1,), 1, False),
        (9, (0,), 0, False),
        (9, (), 0, False),
        (None, (5, 4), 0, False),
    ],
)
def test_parts_are_no_more_than_their_total(
    total: int | None, values: tuple[int, ...], compares: int, exceeded: bool
) -> None:
    said = found("statistics_parts_within_totals", enforcement_statistics=parts(total, *values))
    told = f"LAO 2018: convictions {total}, parts {sum(values)}: “{SENTENCE}”"
    assert said.failing == ([told] if exceeded else [])
    assert said.observed == f"{compares} totals compared, {int(exceeded)} exceeded"


@pytest.mark.parametrize("values", [{"role": "comparison"}, {"qualifier": "at_least"}])
def test_only_exact_figures_of_the_edition_itself_are_added_up(values: dict[str, str]) -> None:
    said = found("statistics_parts_within_totals", enforcement_statistics=parts(9, 5, 5, **values))
    assert (said.failing, said.observed) == ([], "0 totals compared, 0 exceeded")


def test_a_figure_that_is_not_reported_is_no_part() -> None:
    unknown = counted(ordinal=9, value=None, trafficking_type="other", sentence="Nothing.", char_start=50)
    said = found("statistics_parts_within_totals", enforcement_statistics=[*parts(9, 5, 4), unknown])
    assert (said.failing, said.observed) == ([], "1 totals compared, 0 exceeded")
