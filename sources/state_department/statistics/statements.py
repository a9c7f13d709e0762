"""Decides which counts are recorded, and under which type of trafficking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.state_department.statistics.context import Context
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, VICTIM_CARE, VICTIMS
from sources.state_department.statistics.mentions import CountMention
from sources.state_department.statistics.roles import is_breakdown
from sources.state_department.statistics.types import named

_LARGEST_COINCIDENCE: Final = 9
"""Counts up to this one may be equal for two authorities by coincidence."""

_FIRST_STEPS: Final = frozenset(("investigations", "victims_identified"))
"""Measures that precede all others: `assisted 450 victims, including 360 identified in 2017`."""

_ASIDES: Final = ("paren", "dash", "include")


@dataclass(frozen=True)
class StatedCount:
    """A count under one measure, with the span of its sentence."""

    mention: CountMention
    measure: str
    start: int
    end: int

    @property
    def is_current(self) -> bool:
        """Whether it is a figure of the edition's own period."""
        return self.mention.role == "current"


def is_stated(mention: CountMention, context: Context) -> bool:
    """Whether a count is recorded: totals, comparisons, and parts by type of trafficking."""
    known = mention.total and context.states(mention)
    if known or not mention.measures or _is_of_unstated(mention, context):
        return False
    if mention.component:
        return _is_typed(mention)
    if mention.partial:
        return _is_stated_part(mention)
    if not is_breakdown(mention):
        return True
    parent = mention.group.parents[-1]
    if not mention.inherited and parent.measures and not set(mention.measures) & set(parent.measures):
        return not mention.is_bare or _is_further_step(mention, parent)
    return _is_typed(mention) and not _is_typed(parent)


def _is_further_step(mention: CountMention, parent: CountMention) -> bool:
    """`arrested 51 suspects, of whom 17 were convicted`: a later step for some of the counted persons."""
    if set(mention.measures) & _FIRST_STEPS:
        return False
    return any(set(mention.measures) | set(parent.measures) <= kind for kind in (LAW_ENFORCEMENT, VICTIMS))


def _is_typed(mention: CountMention) -> bool:
    """Whether a type of trafficking is named with a count."""
    return named(mention.types, component=True) is not None


def _is_stated_part(mention: CountMention) -> bool:
    """`7,570 of the victims were in sex trafficking` is a part by type; `10 of these victims were sheltered` is new."""
    if mention.inherited:
        return mention.parent is not None and _is_typed(mention) and not _is_typed(mention.parent)
    return mention.group.kind != "compare" and (mention.governed or set(mention.measures) <= set(VICTIM_CARE))


def _is_of_unstated(mention: CountMention, context: Context) -> bool:
    """`22 Lao victims (85 in 2016)`: a count compared with an unrecorded count is not recorded either."""
    parent = mention.parent
    if parent is None or not mention.inherited or (mention.types and mention.types != parent.types):
        return False
    return not parent.stated and not context.has(parent)


def trafficking_type(mention: CountMention) -> str:
    """The type a count is recorded under: its own, or that of the count it is compared with."""
    group = mention.group
    part = group.kind == "main" and mention.head != "measure" and not mention.governed
    own = named(mention.types, component=part or group.kind in _ASIDES)
    if own is not None:
        return own
    alike = [parent for parent in group.parents if set(parent.measures) & set(mention.measures)]
    parent = mention.parent or (alike[-1] if alike else None)
    if parent is None:
        return "all"
    unnamed = (
        mention.is_bare
        or mention.head in ("measure", "denial")
        or (group.kind == "compare" and mention.head in ("human", "offender", "victim", "case") and mention.inherited)
    )
    if mention.copied or (group.kind != "main" and unnamed and len(group.parents) == 1):
        return named(parent.types, component=False) or "all"
    return "all"


def without_doubles(found: Sequence[StatedCount]) -> list[StatedCount]:
    """Removes counts that other sentences of the section state better.

    Sentences count as convictions only if no convictions are stated. A positive total replaces a zero of the same
    measure, a figure replaces an unreported figure in the same sentence. A repeated count of law enforcement is
    recorded once.
    """
    better = _BetterCounts(found)
    recorded: list[StatedCount] = []
    seen: dict[tuple[object, ...], int] = {}
    for each in found:
        if better.replaces(each):
            continue
        key = _key(each)
        if _is_once(each) and seen.setdefault(key, each.start) != each.start:
            continue
        seen.setdefault(key, each.start)
        recorded.append(each)
    return recorded


def promote_older_counts(found: Sequence[StatedCount], edition: int) -> None:
    """Makes older figures current if a section has no other figures for a measure.

    Reports print the newest figures; some countries publish a year late.
    """
    current = {each.measure for each in found if each.is_current}
    older = (edition - 2,)
    for each in found:
        mention = each.mention
        old = mention.period is not None and mention.period.years == older
        own = mention.group.kind == "main" or _is_of_current(mention)
        if old and own and not mention.inherited and not current & set(mention.measures):
            mention.role = "current"
        elif (
            mention.group.kind in _ASIDES
            and mention.group.parents
            and mention.period == mention.group.parents[-1].period
        ):
            mention.role = mention.group.parents[-1].role


def _is_of_current(mention: CountMention) -> bool:
    """Whether a count belongs to one that is current: `Of these cases, courts convicted traffickers in 163`."""
    parents = mention.group.parents
    return mention.group.kind == "include" and bool(parents) and parents[-1].role == "current"


class _BetterCounts:
    """The counts of a section that replace others."""

    def __init__(self, found: Sequence[StatedCount]) -> None:
        current = [each for each in found if each.is_current and each.mention.value is not None]
        self._convicted = any(each.measure == "convictions" and each.mention.value is not None for each in found)
        self._in_sentence = {(each.measure, each.start) for each in current}
        self._totals = {each.measure for each in current if each.mention.value and _is_total(each)}

    def replaces(self, each: StatedCount) -> bool:
        """Whether the section states a count better elsewhere."""
        if each.measure == "sentenced":
            return self._convicted
        if not each.is_current or each.mention.head != "denial":
            return False
        if each.mention.value is None:
            return (each.measure, each.start) in self._in_sentence
        return _is_total(each) and each.measure in self._totals and not each.mention.fresh


def _is_total(each: StatedCount) -> bool:
    return each.mention.trafficking_type == "all"


def _is_once(each: StatedCount) -> bool:
    """Whether a repetition in another sentence adds nothing."""
    if each.mention.head == "denial":
        return True
    value = each.mention.value or 0
    return each.measure in LAW_ENFORCEMENT and each.is_current and (value == 0 or value > _LARGEST_COINCIDENCE)


def _key(each: StatedCount) -> tuple[object, ...]:
    mention = each.mention
    persons = mention.persons and bool(mention.value)
    return each.measure, mention.trafficking_type, mention.value, mention.role, persons
