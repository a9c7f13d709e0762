"""Scope and certainty of counts: what the words of the clause and its neighbours earn."""

import pytest

from sources.state_department.statistics import StatisticRow, TextSection, read_statistics
from sources.state_department.statistics.linear_model import LinearModel, number_model
from sources.state_department.statistics.number_reader import OUTPUTS, number_examples

PLAIN = "The government investigated 15 cases and convicted nine traffickers in 2017, compared with seven in 2016."


def read(text: str, section: str = "prosecution", edition: int = 2018, model: LinearModel | None = None):
    return read_statistics([TextSection(section, 1, text)], edition, model)


def grades(rows: list[StatisticRow]) -> list[tuple[str, int | None, str, str]]:
    return [(row.measure, row.value, row.scope, row.certainty) for row in rows]


def test_a_plain_statement_of_the_country_is_sure():
    rows = read("The government prosecuted 24 suspected traffickers in 2017, compared with 31 in 2016.")
    assert grades(rows) == [("prosecutions", 24, "total", "sure"), ("prosecutions", 31, "total", "sure")]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Police arrested nine people for migrant smuggling and investigated six cases of passport retention.",
         "prosecution"),
        ("In the northern province, the regional police investigated two cases of child labor under article 12.",
         "prosecution"),
        ("The embassy in Kuwait helped 140 migrant workers, some of whom may have been trafficked.", "protection"),
    ],
)  # fmt: skip
def test_counts_of_something_else_are_never_sure(text: str, section: str):
    assert all(row.certainty != "sure" for row in read(text, section))


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The government did not convict any traffickers.", "likely"),
        ("In the northern province, the government did not convict any traffickers.", "doubtful"),
    ],
)
def test_a_zero_is_doubtful_where_its_sentence_speaks_of_a_part(text: str, certainty: str):
    assert grades(read(text)) == [("convictions", 0, "total", certainty)]


def weighted(**bias: int) -> LinearModel:
    """A model that gives each number the same scores."""
    return LinearModel(OUTPUTS, {"bias": tuple(bias.get(name, 0) for name in OUTPUTS)})


AGREES = {"total": 300, "investigations": 300, "convictions": 300, "all": 300}


@pytest.mark.parametrize(
    ("bias", "scope", "certainty"),
    [
        (AGREES | {"comparison": -300}, "total", "sure"),
        (AGREES | {"comparison": -100}, "total", "likely"),
        (AGREES | {"comparison": 300}, "total", "doubtful"),
        (AGREES | {"comparison": -300, "labor": 300}, "total", "likely"),
        (AGREES | {"comparison": -300, "labor": 500}, "total", "doubtful"),
        (AGREES | {"comparison": -300, "total": 100}, "total", "likely"),
        (AGREES | {"comparison": -300, "total": -100}, "total", "doubtful"),
        ({"total": -300, "part": 1}, "part", "doubtful"),
        ({"total": -300, "case": 2, "part": 1}, "case", "doubtful"),
        ({"total": -300, "other_people": 1}, "other_people", "doubtful"),
        ({"total": -300, "earlier": 1}, "earlier", "doubtful"),
    ],
)
def test_the_two_readers_together(bias: dict[str, int], scope: str, certainty: str):
    rows = read("The government investigated 15 cases and convicted nine traffickers.", model=weighted(**bias))
    assert {(row.scope, row.certainty) for row in rows} == {(scope, certainty)}
    assert [row.value for row in rows] == [15, 9]


def test_a_number_that_only_one_reader_counts_takes_sureness_from_its_sentence():
    model = weighted(**(AGREES | {"comparison": -300}))
    (row,) = read("The government investigated 15 cases and trained 40 officers.", model=model)
    assert (row.value, row.certainty) == (15, "likely")


def test_grades_change_no_count():
    shape = [(row.measure, row.value, row.role, row.sentence) for row in read(PLAIN)]
    assert shape == [(row.measure, row.value, row.role, row.sentence) for row in read(PLAIN, model=weighted())]
    assert [value for _, value, _, _ in shape] == [15, 9, 7]


def test_scores_are_sums_of_whole_numbers():
    model = LinearModel(("total", "part"), {"a": (3, -1), "b": (4, 5)})
    assert model.scores(["a", "b", "unknown", "a"]) == {"total": 10, "part": 3}


def test_every_number_has_features_that_the_model_knows():
    model = number_model()
    assert model.outputs == OUTPUTS
    examples = list(number_examples(TextSection("prosecution", 1, PLAIN), 2018))
    assert [example.items[example.at].number.value for example in examples] == [15, 9, 7]
    assert all("bias" in example.features and len(set(example.features) & model.weights.keys()) > 20
               for example in examples)  # fmt: skip
