"""Reads the sections of a narrative into rows of counts."""

from collections.abc import Iterator, Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, read_items
from sources.language.clauses.periods import read_periods
from sources.language.clauses.uncounted import exclude_non_counts
from sources.language.sentences import sentence_spans
from sources.state_department.statistics.context import Context
from sources.state_department.statistics.grading import GradedCount, grade
from sources.state_department.statistics.grammar import read_groups
from sources.state_department.statistics.linear_model import LinearModel, number_model
from sources.state_department.statistics.mentions import CountGroup, CountMention
from sources.state_department.statistics.model import StatisticRow, TextSection
from sources.state_department.statistics.roles import assign_roles
from sources.state_department.statistics.screening import (
    LONGEST_SENTENCE_CHARACTERS,
    MOST_BRACKETS,
    MOST_NUMBERS,
    doubtful_parts,
    may_count,
    names_newest_data,
)
from sources.state_department.statistics.statements import (
    StatedCount,
    is_stated,
    promote_older_counts,
    trafficking_type,
    without_doubles,
)

SECTIONS: Final = ("prosecution", "protection", "other")
"""The sections that state national counts; `other` is the text of narratives without headings."""

_COUNTING_WORDS: Final = frozenset(("first", "not", "unavailable"))
_COUNTING: Final = frozenset(("num", "deny", "none", "fail"))


def read_statistics(sections: Sequence[TextSection], year: int, model: LinearModel | None = None) -> list[StatisticRow]:
    """The counts that the sections of a narrative state, in printed order.

    Args:
        sections: the parts of one country's page; only `SECTIONS` are read.
        year: the edition; it reports on the year before.
        model: the weights of the second reader, by default the trained ones.

    Returns:
        Rows whose spans refer to the text of the section at their position.
    """
    model = model or number_model()
    return [row for section in sections if section.section in SECTIONS for row in _read_section(section, year, model)]


def _read_section(section: TextSection, year: int, model: LinearModel) -> list[StatisticRow]:
    context = Context(year)
    found: list[StatedCount] = []
    for start, end in sentence_spans(section.text):
        context.age += 1
        if end - start > LONGEST_SENTENCE_CHARACTERS:
            continue
        sentence = section.text[start:end]
        context.newest = context.newest or names_newest_data(sentence)
        if may_count(sentence):
            found += [
                StatedCount(mention, measure, start, end) for mention, measure in _read_sentence(sentence, context)
            ]
    promote_older_counts(found, year)
    stated = sorted(without_doubles(found), key=lambda count: (count.start, count.mention.at))
    graded = grade(stated, section, year, model)
    return [_row(section, ordinal, count, year) for ordinal, count in enumerate(graded, start=1)]


def _read_sentence(sentence: str, context: Context) -> Iterator[tuple[CountMention, str]]:
    """The counts of a sentence, once for each of their measures."""
    items = read_items(sentence)
    exclude_non_counts(items)
    if not any(item.kind in _COUNTING or item.low in _COUNTING_WORDS for item in items) or _is_no_prose(items):
        return
    groups = _groups(items, context)
    doubtful = doubtful_parts(sentence)
    stated: list[CountMention] = []
    for mention in (mention for group in groups for mention in group.mentions):
        if any(start <= items[mention.at].start < end for start, end in doubtful):
            continue
        if is_stated(mention, context):
            mention.stated = True
            mention.trafficking_type = trafficking_type(mention)
            if mention.group.kind == "main":
                stated.append(mention)
            yield from ((mention, measure) for measure in mention.measures)
    context.remember(stated)


def _is_no_prose(items: Sequence[Item]) -> bool:
    """Whether there are more numbers or brackets than in a sentence, so that no count can be assigned."""
    numbers = sum(item.kind == "num" for item in items)
    return numbers > MOST_NUMBERS or sum(item.low in ("(", "—", "–") for item in items) > MOST_BRACKETS


def _groups(items: Sequence[Item], context: Context) -> list[CountGroup]:
    """The groups of counts of a sentence, with periods and roles."""
    opens_on, before = context.opening(items)
    groups = read_groups(items, before, opens_on=opens_on)
    if not any(mention.measures for group in groups for mention in group.mentions):
        return []
    _assign_leading_type(items, groups)
    assign_roles(items, groups, read_periods(items), context.edition)
    context.resolve_newest_data(groups)
    return groups


def _assign_leading_type(items: Sequence[Item], groups: Sequence[CountGroup]) -> None:
    """`For labor trafficking, authorities identified 48 victims`: the type of all counts that name none."""
    if len(items) < 3 or items[0].low != "for" or items[1].kind != "type" or items[2].low != ",":
        return
    for group in groups:
        for mention in group.mentions:
            mention.types = mention.types or (items[1].value,)


def _row(section: TextSection, ordinal: int, graded: GradedCount, year: int) -> StatisticRow:
    found, mention = graded.count, graded.count.mention
    period_year, period_basis = _period(mention, year)
    return StatisticRow(
        position=section.position,
        ordinal=ordinal,
        measure="convictions" if found.measure == "sentenced" else found.measure,
        trafficking_type=mention.trafficking_type,
        value=mention.value,
        value_high=mention.high,
        qualifier=mention.qualifier,
        unit="persons" if mention.persons else "cases",
        role=mention.role,
        period_year=period_year,
        period_basis=period_basis,
        section=section.section,
        sentence=section.text[found.start : found.end],
        char_start=found.start,
        char_end=found.end,
        certainty=graded.certainty,
        scope=graded.scope,
    )


def _period(mention: CountMention, year: int) -> tuple[int | None, str]:
    """The calendar year, and the basis of the period."""
    period = mention.period
    if mention.role == "current" and (period is None or period.kind == "earlier"):
        return year - 1, mention.implied_basis
    if period is None:
        return None, "unclear"
    if period.kind == "year":
        return period.years[0], "calendar"
    if period.kind == "reporting":
        return (period.years[0] if period.years else year - 1), "reporting_period"
    if period.kind == "previous":
        return year - 2, "reporting_period"
    return None, "unclear"
