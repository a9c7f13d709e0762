"""Reads the sections of a narrative into rows of counts."""

from collections.abc import Sequence
from typing import Final

from sources.state_department.statistics.decisions import Count, decide
from sources.state_department.statistics.denied_counts import counts_persons
from sources.state_department.statistics.examples import read_examples
from sources.state_department.statistics.linear_model import LinearModel, number_model
from sources.state_department.statistics.model import StatisticRow, TextSection

SECTIONS: Final = ("prosecution", "protection", "other")
"""The sections that state national counts; `other` is the text of narratives without headings."""


def read_statistics(sections: Sequence[TextSection], year: int, model: LinearModel | None = None) -> list[StatisticRow]:
    """The counts that the sections of a narrative state, in printed order.

    Args:
        sections: the parts of one country's page; only `SECTIONS` are read.
        year: the edition; it reports on the year before.
        model: the weights, by default the trained ones.

    Returns:
        Rows whose spans refer to the text of the section at their position.
    """
    model = model or number_model()
    return [row for section in sections if section.section in SECTIONS for row in _read_section(section, year, model)]


def _read_section(section: TextSection, year: int, model: LinearModel) -> list[StatisticRow]:
    counts = decide(list(read_examples(section, year)), model, year)
    return [_row(section, ordinal, count, year) for ordinal, count in enumerate(counts, start=1)]


def _row(section: TextSection, ordinal: int, count: Count, year: int) -> StatisticRow:
    candidate, number = count.candidate, count.candidate.phrase.number
    period_year, period_basis = _period(count, year)
    persons = counts_persons(count.measure, candidate.head) if candidate.denied else candidate.persons(count.measure)
    return StatisticRow(
        position=section.position,
        ordinal=ordinal,
        measure=count.measure,
        trafficking_type=count.trafficking_type,
        value=candidate.value,
        value_high=number.high if number is not None else None,
        qualifier=number.qualifier if number is not None else "exact" if candidate.value == 0 else "not_reported",
        unit="persons" if persons else "cases",
        role=count.role,
        period_year=period_year,
        period_basis=period_basis,
        section=section.section,
        sentence=section.text[count.example.start : count.example.end],
        char_start=count.example.start,
        char_end=count.example.end,
        certainty=count.certainty,
        scope=count.scope,
    )


def _period(count: Count, year: int) -> tuple[int | None, str]:
    """The calendar year, and the basis of the period."""
    period, kind = count.candidate.period, count.candidate.period_kind
    if count.year is not None:
        return count.year, "calendar"
    if period is not None and kind == "year":
        return max(period.years), "calendar"
    if count.role == "current":  # an undated count has the kind of year of what its sentence compares it with
        kinds = {period.kind for period in count.example.sentence.periods}
        implied = "calendar" if "year" in kinds else "reporting_period" if "previous" in kinds else "unclear"
        return year - 1, "reporting_period" if kind == "reporting" else implied
    return (year - 2, "reporting_period") if kind == "previous" else (None, "unclear")
