"""How certain a count is, and of which scope."""

import pytest

from sources.state_department.statistics import TextSection, read_statistics
from sources.state_department.statistics.linear_model import LinearModel


def graded(text: str, section: str = "prosecution") -> list[tuple[int | None, str, str]]:
    rows = read_statistics([TextSection(section, 1, text)], 2018)
    return [(row.value, row.scope, row.certainty) for row in rows]


@pytest.mark.parametrize(
    ("section", "text", "value"),
    [
        ("prosecution", "Courts convicted 21 traffickers in 2017, compared with 12 in 2016.", 21),
        ("prosecution", "The government did not convict any traffickers.", 0),
        ("protection", "Officials did not identify any victims.", 0),
        ("prosecution", "The government did not prosecute or convict any traffickers.", 0),
        ("prosecution", "There were no convictions during the reporting period.", 0),
    ],
)
def test_a_plain_clause_is_sure(section: str, text: str, value: int) -> None:
    assert (value, "total", "sure") in graded(text, section)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("In one case, courts convicted three men.", "case"),
        ("Between 2010 and 2015, courts convicted 55 traffickers.", "earlier"),
        ("Over the last four years, courts have convicted 55 traffickers.", "earlier"),
        ("Police identified 12 victims, including nine women.", "part"),
    ],
)
def test_a_count_that_is_no_total_is_a_row_of_its_scope(text: str, scope: str) -> None:
    scopes = {row[1]: row[2] for row in graded(text)}
    assert scopes.get(scope) == "doubtful"


def test_without_weights_nothing_is_counted() -> None:
    empty = LinearModel(
        ("counted", "all", "sex", "labor", "other", "comparison", "part", "case", "earlier", "other_people"), {}
    )
    section = TextSection("prosecution", 1, "Courts convicted 21 traffickers in 2017.")
    assert read_statistics([section], 2018, empty) == []
