"""Recommendations that come back reworded."""

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from warehouse.builds.build import View
from warehouse.csv_rows import csv_rows
from warehouse.derived.recurrence import BUILD, LONGEST_CHAIN, THRESHOLD, recurs_from, similarity, with_chains, words_of
from warehouse.tables import RECOMMENDATIONS

DATA = Path(__file__).parent / "data"


def frame(rows: list[tuple[str, int, int, str]]) -> pl.DataFrame:
    schema = {"country": pl.String, "year": pl.Int16, "position": pl.Int32, "text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def recurring(rows: list[tuple[str, int, int, str]]) -> list[int | None]:
    return recurs_from(frame(rows))["recurs_from"].to_list()


def scored(name: str) -> list[tuple[bool, float]]:
    return [
        (row["same"] == "yes", similarity(words_of(row["before"]), words_of(row["after"])))
        for row in csv_rows(DATA / name)
    ]


def test_reworded_pairs_are_told_from_distinct_ones() -> None:
    pairs = scored("recommendation_pairs.csv")
    assert [score for same, score in pairs if not same and score >= THRESHOLD] == []
    assert sum(same and score >= THRESHOLD for same, score in pairs) >= 29
    assert sum(same for same, _ in pairs) == 30


def test_pairs_the_threshold_was_not_chosen_by() -> None:
    pairs = scored("recommendation_pairs_held_out.csv")
    assert len(pairs) == 24
    assert sum(same == (score >= THRESHOLD) for same, score in pairs) >= 20


def test_the_most_similar_of_the_edition_before_is_named() -> None:
    rows = [
        ("KHM", 2017, 1, "Train judges on the law."),
        ("KHM", 2017, 2, "Open shelters for male victims in the provinces."),
        ("KHM", 2017, 3, "Open shelters for male victims."),
        ("KHM", 2018, 1, "Open more shelters for male victims."),
        ("KHM", 2018, 2, "License agencies that recruit workers."),
        ("KHM", 2018, 3, "train judges on the law"),
    ]
    assert recurring(rows) == [None, None, None, 3, None, 1]


def test_only_the_same_country_and_the_year_before_count() -> None:
    text = "Open shelters for male victims."
    rows = [("KHM", 2016, 1, text), ("THA", 2017, 1, text), ("KHM", 2018, 1, text), ("THA", 2018, 1, text)]
    assert recurring(rows) == [None, None, None, 1]


def test_of_equals_the_first_is_named_and_other_columns_stay() -> None:
    data = frame([("KHM", 2017, 2, "Fund it"), ("KHM", 2017, 1, "Fund it"), ("KHM", 2018, 1, "Fund it")])
    data = data.with_columns(pl.lit("x").alias("page"))
    found = recurs_from(data)
    assert found["recurs_from"].to_list() == [None, None, 1]
    assert found.drop("recurs_from").equals(data)
    assert found.schema["recurs_from"] == pl.Int32


def test_no_rows_give_no_rows() -> None:
    assert recurs_from(frame([])).is_empty()


@given(st.text(), st.text())
def test_similarity_is_symmetric_and_between_nothing_and_all(one: str, other: str) -> None:
    score = similarity(words_of(one), words_of(other))
    assert 0 <= score <= 1
    assert score == similarity(words_of(other), words_of(one))
    assert not words_of(one).weight or similarity(words_of(one), words_of(one)) > 0.999


def test_words_lose_their_endings_down_to_four_letters() -> None:
    assert words_of("Training, trained, trains: TRAIN!").subject == {"train"}
    assert words_of("funds funding").subject == {"fund"}
    assert words_of("uses fined").subject == {"uses", "fined"}
    assert words_of("The and more of_it").subject == frozenset()
    assert words_of("increased increases; victims") == (frozenset(), {"increas", "victim"}, 0.6)
    assert words_of("Victims of labor").weight == 1.3


def test_common_words_count_for_less() -> None:
    def of(one: str, other: str) -> float:
        return round(similarity(words_of(one), words_of(other)), 3)

    assert of("train judges", "train police") == 0.5
    assert of("train judges", "train judges") == 1
    assert of("train", "train judges police") == 0.5
    assert of("victim shelter", "victim police") == round(0.6 / 2.6, 3)
    assert of("victim shelter", "shelter") == round(2 / 2.3, 3)
    assert of("", "") == of("train", "police") == 0


def test_half_of_the_words_are_enough() -> None:
    rows = [("KHM", 2017, 4, "Train judges."), ("KHM", 2018, 1, "Train police."), ("KHM", 2018, 2, "Train police now.")]
    assert recurring(rows) == [None, 4, None]


def test_what_is_shown_of_recommendations() -> None:
    rows = [(2017, None), (2018, 1), (2018, 2), (2018, None)]
    frame = pl.DataFrame(rows, schema={"year": pl.Int16, "recurs_from": pl.Int32}, orient="row")
    (chart,) = BUILD.charts
    assert chart.series(View(frame.lazy(), {})) == {"new": {2017: 1, 2018: 1}, "repeated": {2018: 2}}
    assert BUILD.editions is not None
    assert BUILD.editions.years_before == LONGEST_CHAIN


def chains(rows: list[tuple[str, int, int, str]]) -> list[tuple[str, int]]:
    whole = RECOMMENDATIONS.frame(
        [{"country": country, "year": year, "position": n, "text": text} for country, year, n, text in rows]
    )
    return with_chains(whole).select("chain", "chain_length").rows()


def test_a_chain_runs_as_long_as_every_edition_repeats_it() -> None:
    text = "Open shelters for male victims."
    first, second, third, after_a_gap = chains([("KHM", year, 1, text) for year in (2015, 2016, 2017, 2019)])
    assert [first[1], second[1], third[1], after_a_gap[1]] == [1, 2, 3, 1]
    assert first[0] == second[0] == third[0] != after_a_gap[0]


def test_a_chain_keeps_its_name_when_later_editions_are_added() -> None:
    text = "Open shelters for male victims."
    before = chains([("KHM", 2015, 1, text)])
    assert chains([("KHM", 2015, 1, text), ("KHM", 2016, 4, text)])[0] == before[0]


def test_two_recommendations_that_repeat_one_continue_its_chain_both() -> None:
    text = "Open shelters for male victims."
    (one, *both) = chains([("KHM", 2015, 1, text), ("KHM", 2016, 1, text), ("KHM", 2016, 2, text)])
    assert both == [(one[0], 2), (one[0], 2)]
