"""Tests of the checks on `enforcement_statistics`."""

import pytest

from sources.language.clauses.lexicon import read_actions
from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.enforcement_statistics import CHECKS, is_named


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def printed(sentence: str, value: int | None, high: int | None = None) -> Row:
    known = {"position": 1, "ordinal": 1, "measure": "arrests"}
    return at("LAO", 2018, **known, sentence=sentence, value=value, value_high=high)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "Police arrested 7 suspects."),
        (1200, "Police arrested 1,200 suspects."),
        (1200, "Police arrested 1200 suspects."),
        (1200, "Police arrested 1.2 thousand suspects."),
        (7, "In 2018, 7, then more."),
        (0, "Police arrested no suspects."),
        (0, "Police didn't arrest suspects."),
        (0, "Police lacked suspects."),
        (0, "Zero suspects were arrested."),
        (1, "Police arrested one suspect."),
        (1, "Police arrested a suspect."),
        (1, "Police arrested the head of the ring."),
        (2, "Police arrested both suspects."),
        (2, "Police arrested a couple."),
        (2, "Two were arrested."),
        (3, "Three were arrested."),
        (12, "Twelve were arrested."),
        (12, "A dozen were arrested."),
        (12, "Some dozen were arrested."),
        (19, "Nineteen were arrested."),
        (20, "Twenty were arrested."),
        (21, "Twenty-one were arrested."),
        (21, "Twenty one were arrested."),
        (21, "Twentyone were arrested."),
        (21, "Twenty‑one were arrested."),
        (30, "Thirty were arrested."),
        (99, "Ninety-nine were arrested."),
        (100, "A hundred were arrested."),
        (100, "One hundred were arrested."),
        (100, "1 hundred were arrested."),
        (300, "Three hundred were arrested."),
        (9900, "Some 9.9 thousand were arrested."),
        (99_000, "Ninety-nine thousand were arrested."),
        (1000, "A thousand were arrested."),
        (2000, "Two thousand were arrested."),
        (1500, "Some 1.5 thousand were arrested."),
        (250_000, "Some 250 thousand were arrested."),
        (100_000, "A hundred thousand were arrested."),
        (200_000, "Two hundred thousand were arrested."),
        (2_450_000, "Some 2.45 million were arrested."),
        (1_000_000, "A million were arrested."),
        (27_000_000, "Twenty-seven million were arrested."),
        (2_400_000, "Some 2.4 million were arrested."),
    ],
)
def test_a_number_is_printed(value: int, sentence: str) -> None:
    said = found("statistics_values_printed", enforcement_statistics=[printed(sentence, value)])
    assert (said.failing, said.observed) == ([], "1 counts, 0 not printed in their sentence")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "Police arrested 17 suspects."),
        (7, "Police arrested 70 suspects."),
        (7, "Police arrested 0.7 suspects."),
        (7, "Police arrested 1,7 suspects."),
        (7, "Police arrested 7,000 suspects."),
        (200, "Police arrested 1,200 suspects."),
        (1200, "Police arrested 31,200 suspects."),
        (1200, "Police arrested 1,200,000 suspects."),
        (1200, "Police arrested 9,1,200 suspects."),
        (1200, "Police arrested 1,2000 suspects."),
        (0, "Police arrested 10 suspects."),
        (0, "Police arrested nobility."),
        (1, "Police arrested suspects."),
        (3, "Police arrested a dozen suspects."),
        (3, "Police arrested the suspects, both of them."),
        (3, "Police arrested thirteen suspects."),
        (11, "A dozen were arrested."),
        (13, "A dozen were arrested."),
        (19, "Eighteen were arrested."),
        (21, "Twenty were arrested, thirty-one in all."),
        (30, "Forty were arrested."),
        (100, "Two hundred were arrested."),
        (200, "A hundred were arrested."),
        (100, "A thousand were arrested."),
        (101, "A hundred were arrested."),
        (110, "A hundred were arrested."),
        (2000, "A thousand were arrested."),
        (2_000_000, "A million were arrested."),
        (1_234, "One thousand were arrested."),
        (1_234, "1.2 thousand were arrested."),
        (1_200, "1 thousand were arrested."),
        (2_450_000, "2.4 million were arrested."),
        (200_000, "A hundred thousand were arrested."),
        (21_000, "One thousand were arrested, of twenty."),
    ],
)
def test_a_number_is_not_printed(value: int, sentence: str) -> None:
    said = found("statistics_values_printed", enforcement_statistics=[printed(sentence, value)])
    assert said.failing == [f"LAO 2018: arrests {value}: “{sentence}”"]
    assert said.observed == "1 counts, 1 not printed in their sentence"


def test_both_ends_of_a_range_are_printed() -> None:
    sentence = "Police arrested 3 to 5 suspects."
    wrong = [printed(sentence, 3, 6), printed(sentence, 4, 5)]
    said = found("statistics_values_printed", enforcement_statistics=[*wrong, printed(sentence, 3, 5)])
    assert said.failing == [f"LAO 2018: arrests {value}: “{sentence}”" for value in (6, 4)]
    unknown = found("statistics_values_printed", enforcement_statistics=[printed(sentence, None)])
    assert (unknown.passed, unknown.observed) == (True, "1 counts, 0 not printed in their sentence")


def test_a_sentence_that_does_not_print_its_number_is_shown_up_to_160_characters() -> None:
    said = found("statistics_values_printed", enforcement_statistics=[printed("x" * 170, 3)])
    assert said.failing == [f"LAO 2018: arrests 3: “{'x' * 160}”"]


SENTENCE = "Courts convicted 9."


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
def test_a_count_that_is_not_in_its_section_is_named(count: Row, text: Row) -> None:
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
    editions = " (2018: 1)" if relation == "conflicts" else ""
    assert said.observed == f"1 comparisons with the edition before: {parts}{editions}"
    told = f"LAO 2018: convictions (all) compared with {value}, the edition before says 100"
    assert said.failing == ([f"{told}: “{SENTENCE}” against “In 2017: 100.”"] if relation == "conflicts" else [])


@pytest.mark.parametrize(("length", "shown"), [(160, "x" * 160), (161, "x" * 160 + "…")])
def test_sentences_that_conflict_are_shown_up_to_160_characters(length: int, shown: str) -> None:
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
    assert said.observed == f"{compares} totals compared, {int(exceeded)} exceeded{' (2018: 1)' if exceeded else ''}"


@pytest.mark.parametrize("values", [{"role": "comparison"}, {"qualifier": "at_least"}])
def test_only_exact_figures_of_the_edition_itself_are_added_up(values: dict[str, str]) -> None:
    said = found("statistics_parts_within_totals", enforcement_statistics=parts(9, 5, 5, **values))
    assert (said.failing, said.observed) == ([], "0 totals compared, 0 exceeded")


def test_a_figure_that_is_not_reported_is_no_part() -> None:
    unknown = counted(ordinal=9, value=None, trafficking_type="other", sentence="Nothing.", char_start=50)
    said = found("statistics_parts_within_totals", enforcement_statistics=[*parts(9, 5, 4), unknown])
    assert (said.failing, said.observed) == ([], "1 totals compared, 0 exceeded")


OF_THESE = "Of these, two were for forced labor."


def measured(**values: object) -> Row:
    known = {"position": 1, "ordinal": 1, "measure": "convictions", "value": 2, "sentence": OF_THESE}
    return at("LAO", 2018, **{**known, **values})


def section_with(text: str, country: str = "LAO", **values: object) -> Row:
    return at(country, 2018, **{"position": 1, "family": "tip", "area": "main", "text": text, **values})


def unnamed_measures(row: Row, *parts: Row) -> list[str]:
    said = result(CHECKS, "statistics_measures_named", enforcement_statistics=[row], report_sections=list(parts))
    assert said.observed == f"1 counts, {len(said.failing)} whose measure no word near them names"
    return said.failing


UNNAMED = [f"LAO 2018: convictions 2: “{OF_THESE}”"]


def test_the_word_for_a_measure_is_in_the_sentence_or_before_it() -> None:
    text = "Courts convicted nine. " + OF_THESE
    assert unnamed_measures(measured(char_start=23), section_with(text)) == []
    assert unnamed_measures(measured(char_start=0, sentence="Courts CONVICTED two."), section_with("")) == []
    assert unnamed_measures(measured(char_start=0, measure="investigations")) == []


def test_a_word_after_the_sentence_or_in_another_text_names_nothing() -> None:
    text = "Courts convicted nine. " + OF_THESE
    assert unnamed_measures(measured(char_start=0), section_with(OF_THESE + " Courts convicted nine.")) == UNNAMED
    assert unnamed_measures(measured(char_start=23)) == UNNAMED
    for other in (
        section_with(text, family="human_rights"),
        section_with(text, area="island"),
        section_with(text, position=2),
        section_with(text, "KHM"),
    ):
        assert unnamed_measures(measured(char_start=23), other) == UNNAMED
        assert unnamed_measures(measured(char_start=0), section_with(OF_THESE), other) == UNNAMED


@pytest.mark.parametrize(("between", "named"), [(592, True), (593, True), (594, False)])
def test_a_word_counts_for_six_hundred_characters(between: int, named: bool) -> None:
    assert len("convict") == 7
    assert is_named("convictions", OF_THESE, "convict" + " " * between) == named


def test_a_sentence_that_does_not_name_its_measure_is_shown_up_to_160_characters() -> None:
    assert unnamed_measures(measured(sentence="x" * 170, char_start=0)) == [f"LAO 2018: convictions 2: “{'x' * 160}”"]


COUNTED_AS = {"sentenced": "convictions", "detentions": "arrests", "victims_released": "victims_identified"}
"""What the actions of the vocabulary are counts of that are no measures themselves."""
PHRASES = [(COUNTED_AS.get(action.value, action.value), action.phrase) for action in read_actions()]


def test_whatever_a_reader_takes_for_a_measure_names_it() -> None:
    assert len(PHRASES) > 100
    unnamed = [f"{phrase} ({measure})" for measure, phrase in PHRASES if not is_named(measure, phrase)]
    assert not unnamed, f"add {', '.join(unnamed)} to the words of warehouse/quality/checks/enforcement_statistics.py"


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("Courts convicted nine traffickers. ", True),
        ("Courts convicted nine traffickers. " + "The campaign went on. " * 40, False),
        ("Police investigated nine cases. ", False),
    ],
)
def test_a_sentence_takes_up_what_was_said_just_before(before: str, named: bool) -> None:
    assert is_named("convictions", "Of these, two were for forced labor.", before) == named
