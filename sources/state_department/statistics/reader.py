"""Sections of a narrative to rows of counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.language.sentences import sentence_spans
from sources.state_department.statistics.grammar import read_groups
from sources.state_department.statistics.lexicon import Item, read_items
from sources.state_department.statistics.measures import LAW_ENFORCEMENT
from sources.state_department.statistics.mentions import Group, Mention
from sources.state_department.statistics.model import StatisticRow, TextSection
from sources.state_department.statistics.numerals import set_aside
from sources.state_department.statistics.periods import Period, read_periods
from sources.state_department.statistics.roles import is_breakdown, settle
from sources.state_department.statistics.types import named

SECTIONS: Final = ("prosecution", "protection", "other")
"""The sections that state national counts; `other` is the one text of narratives without headings."""

_LONGEST_SENTENCE: Final = 4_000  # characters; longer ones are no prose
_ACTION: Final = re.compile(
    r"(?i)investig|prosecut|convict|identif|assist|referr|repatriat|arrest|acquit|victim|indict|charged|shelter|compare"
    r"|traffick|services|support|cared? |housed|accommodat|sentenced|rescu|child soldiers|detect|intercept|^\W*(?:of|among) "
)
_COUNT: Final = re.compile(
    r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|dozen|zero|no|not|none|never|same|them|all|first)\b"
)
_ANECDOTE: Final = re.compile(
    r"(?i)^(?:\W*)(?:in|for|during) (?:one|another|a|an|the first|the second|the other|other|that|this|some|two|three) "
    r"(?:\w+[ -]){0,3}?(?:prosecution|conviction|investigation|case|cases|instance|instances|incident|incidents|trial|operation|example)\b"
    r"|^\W*the (?:first|second|third|fourth|other) case\b|^\W*one (?:\w+ )?case\b|\b(?:state|provincial|municipal|city|county) government reported"
    r"|^\W*(?:for example|for instance|a (?:second |regional |local |district |federal )?(?:judge|court)\b)"
)
_DOUBTFUL: Final = re.compile(
    r"(?i)\b(?:some|many|most) of whom (?:may|might|could)\b|\b(?:unclear|unknown|not clear|not reported) how many "
    r"(?:of \w+ )?(?:were|are|may|might|could)\b(?: \w+){0,3} victims?\b"
)
"""The counted people need not be victims of trafficking."""

_NEWEST: Final = re.compile(r"(?i)\b(?:most recent|latest) (?:year|data|period|available|figures|statistics)")
_MEMORY: Final = 2  # sentences after which a statement is no longer what `of these` refers to


def read_statistics(sections: Sequence[TextSection], year: int) -> list[StatisticRow]:
    """Every count that the sections of a narrative state, in printed order.

    Args:
        sections: the parts of one country's page; only `SECTIONS` are read.
        year: the edition. It reports on the year before it.

    Returns:
        Rows whose spans refer to the text of the section at their position.
    """
    found: list[StatisticRow] = []
    for section in sections:
        if section.section in SECTIONS:
            found += _read_section(section, year)
    return found


@dataclass
class _Context:
    """What the sentences of a section so far have stated."""

    edition: int
    stated: list[Mention] = field(default_factory=list)
    last: list[Mention] = field(default_factory=list)
    age: int = 0
    newest: bool = False

    def before(self) -> list[Mention]:
        """The counts that the next sentence may refer to."""
        return self.last if self.age <= _MEMORY else []


@dataclass(frozen=True)
class _Found:
    """A count with the span of its sentence."""

    mention: Mention
    measure: str
    start: int
    end: int


def _read_section(section: TextSection, year: int) -> list[StatisticRow]:
    context = _Context(year)
    found: list[_Found] = []
    for start, end in sentence_spans(section.text):
        context.age += 1
        if end - start > _LONGEST_SENTENCE:
            continue
        sentence = section.text[start:end]
        if _may_count(sentence):
            found += [_Found(mention, measure, start, end) for mention, measure in _read_sentence(sentence, context)]
        elif _NEWEST.search(sentence):
            context.newest = True
    return _rows(section, _without_doubles(found), year)


def _may_count(sentence: str) -> bool:
    return bool(_COUNT.search(sentence) and _ACTION.search(sentence) and not _ANECDOTE.search(sentence))


def _read_sentence(sentence: str, context: _Context) -> Iterator[tuple[Mention, str]]:
    items = read_items(sentence)
    set_aside(items)
    opens_on, before = _opening(items, context)
    groups = read_groups(items, before, opens_on=opens_on)
    _set_type(items, groups)
    settle(items, groups, read_periods(items), context.edition)
    _settle_newest(sentence, groups, context)
    stated: list[Mention] = []
    doubtful = _doubtful(sentence)
    for group in groups:
        for mention in group.mentions:
            if doubtful and any(start <= items[mention.at].start < end for start, end in doubtful):
                continue
            if _is_stated(mention, context):
                mention.stated = True
                mention.trafficking_type = _type(mention)
                if group.kind == "main":
                    stated.append(mention)
                yield from ((mention, measure) for measure in mention.measures)
    if stated:
        context.last, context.age = stated, 0
        context.stated += stated


def _doubtful(sentence: str) -> list[tuple[int, int]]:
    """The parts of a sentence whose counted people need not be victims."""
    spans = []
    for found in _DOUBTFUL.finditer(sentence):
        start = sentence.rfind(";", 0, found.start()) + 1
        if "how many" in found.group() and start:
            start = sentence.rfind(";", 0, start - 1) + 1
        spans.append((start, found.end()))
    return spans


def _set_type(items: Sequence[Item], groups: Sequence[Group]) -> None:
    """`For labor trafficking, authorities identified 48 victims`: the type of all counts that name none."""
    if len(items) < 3 or items[0].low != "for" or items[1].kind != "type" or items[2].low != ",":
        return
    for group in groups:
        for mention in group.mentions:
            mention.types = mention.types or (items[1].value,)


def _opening(items: Sequence[Item], context: _Context) -> tuple[str, list[Mention]]:
    """Whether the sentence as a whole refers back, `Of the 18 investigations, ...`, and to which counts."""
    if len(items) < 3 or items[0].low not in ("of", "among"):
        return "", context.before()
    if items[1].kind != "det":
        return "", context.before()
    value = next((item.number.value for item in items[1:4] if item.kind == "num" and item.number is not None), None)
    if value is None:
        return "include", context.before()[-1:]
    match = [mention for mention in context.stated if mention.value == value]
    return "include", match[-1:] or context.before()[-1:]


def _settle_newest(sentence: str, groups: Sequence[Group], context: _Context) -> None:
    """Where the newest figures are older than the edition's own year, they are its current ones."""
    context.newest = context.newest or bool(_NEWEST.search(sentence))
    year = context.edition
    older = [
        mention
        for group in groups
        if group.kind == "main"
        for mention in group.mentions
        if mention.measures and mention.role == "comparison" and _years(mention.period) == (context.edition - 2,)
    ]
    explicit = (mention for group in groups for mention in group.mentions if mention.measures and mention.period)
    if not older or any(mention.role == "current" for mention in explicit):
        return
    compared = any(group.kind == "compare" and group.mentions for group in groups)
    known = {
        measure
        for mention in context.stated
        if mention.role == "current" and (not context.newest or max(_years(mention.period), default=0) >= year - 1)
        for measure in mention.measures
    }
    for mention in older:
        if known & set(mention.measures):
            continue
        if context.newest or compared:
            mention.role = "current"
    for group in groups:
        for mention in group.mentions:
            if group.kind in ("paren", "dash", "include") and group.parents and mention.period == group.parents[-1].period:
                mention.role = group.parents[-1].role
            elif group.kind in ("paren", "dash", "include") and mention.period is None and group.parents:
                mention.role = group.parents[-1].role


def _years(period: Period | None) -> tuple[int, ...]:
    return period.years if period is not None else ()


def _is_stated(mention: Mention, context: _Context) -> bool:
    """Whether a count is recorded: totals, comparisons, and parts by type of trafficking."""
    if not mention.measures:
        return False
    if mention.component and named(mention.types, component=True) is None:
        return False
    if _is_of_unstated(mention, context):
        return False
    if mention.partial:
        return mention.group.kind != "compare" and all(
            measure in ("victims_assisted", "victims_referred", "victims_repatriated") for measure in mention.measures
        )
    if is_breakdown(mention):
        parent = mention.group.parents[-1]
        if not mention.inherited and parent.measures and not set(mention.measures) & set(parent.measures):
            return not mention.is_bare
        return named(mention.types, component=True) is not None and named(parent.types, component=True) is None
    return True


def _is_of_unstated(mention: Mention, context: _Context) -> bool:
    """`22 Lao victims (85 in 2016)`: what is compared with a count that is not recorded is not recorded either."""
    parent = mention.parent
    if parent is None or not mention.inherited or mention.types:
        return False
    return not parent.stated and not any(parent is known for known in context.last)


def _type(mention: Mention) -> str:
    kind = mention.group.kind
    component = kind in ("paren", "dash", "include") or (
        kind == "main" and mention.head != "measure" and not mention.governed
    )
    own = named(mention.types, component=component)
    if own is not None:
        return own
    parents = [parent for parent in mention.group.parents if set(parent.measures) & set(mention.measures)]
    parent = mention.parent or (parents[-1] if parents else None)
    takes_type = mention.is_bare or mention.head in ("measure", "denial")
    if parent is not None and mention.group.kind != "main" and takes_type and len(mention.group.parents) == 1:
        return named(parent.types, component=False) or "all"
    if mention.copied and parent is not None:
        return named(parent.types, component=False) or "all"
    return "all"


def _without_doubles(found: list[_Found]) -> list[_Found]:
    """Sentences are counted as convictions where no convictions are; an unreported figure gives way to a zero."""
    convicted = any(each.measure == "convictions" and each.mention.value is not None for each in found)
    zeros = {
        (each.measure, each.start) for each in found if each.mention.value == 0 and each.mention.role == "current"
    }
    stated = {(each.measure, each.start) for each in found if each.mention.value and each.mention.role == "current"}
    counted = {
        each.measure
        for each in found
        if each.mention.value and each.mention.role == "current" and each.mention.trafficking_type == "all"
    }
    kept: list[_Found] = []
    seen: dict[tuple[object, ...], int] = {}
    for each in found:
        denied = each.mention.head == "denial" and each.mention.role == "current"
        zero = each.mention.value == 0
        if denied and zero and each.mention.trafficking_type == "all" and each.measure in counted:
            continue
        persons = each.mention.persons and bool(each.mention.value)
        key = (each.measure, each.mention.trafficking_type, each.mention.value, each.mention.role, persons)
        law = each.measure in LAW_ENFORCEMENT and each.mention.role == "current" and (key[1] == "all" or zero)
        if (each.mention.head == "denial" or law) and seen.get(key, each.start) != each.start:
            continue
        seen.setdefault(key, each.start)
        if each.measure == "sentenced" and convicted:
            continue
        if each.measure == "victims_released":
            continue
        missing = each.mention.value is None and each.mention.role == "current"
        if missing and (each.measure, each.start) in zeros | stated:
            continue
        kept.append(each)
    return kept


def _rows(section: TextSection, found: list[_Found], year: int) -> list[StatisticRow]:
    return [_row(section, ordinal, each, year) for ordinal, each in enumerate(found, start=1)]


def _row(section: TextSection, ordinal: int, found: _Found, year: int) -> StatisticRow:
    mention = found.mention
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
    )


def _period(mention: Mention, year: int) -> tuple[int | None, str]:
    """The calendar year, and what the period is counted by."""
    period = mention.period
    if period is None and mention.role == "current":
        return year - 1, "unclear"
    if period is None:
        return None, "unclear"
    if period.kind == "year":
        return period.years[0], "calendar"
    if period.kind == "reporting":
        return (period.years[0] if period.years else year - 1), "reporting_period"
    if period.kind == "previous":
        return year - 2, "reporting_period"
    return None, "unclear"
