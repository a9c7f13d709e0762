"""Which counts are recorded, and under which type of trafficking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.state_department.statistics.context import Context
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, VICTIM_CARE
from sources.state_department.statistics.mentions import Mention
from sources.state_department.statistics.roles import is_breakdown
from sources.state_department.statistics.types import named

_ASIDES: Final = ("paren", "dash", "include")


@dataclass(frozen=True)
class Statement:
    """A count under one measure, with the span of its sentence."""

    mention: Mention
    measure: str
    start: int
    end: int

    @property
    def is_current(self) -> bool:
        """Whether it is the edition's own figure."""
        return self.mention.role == "current"


def is_stated(mention: Mention, context: Context) -> bool:
    """Whether a count is recorded: totals, comparisons, and parts by type of trafficking."""
    if not mention.measures or _is_of_unstated(mention, context):
        return False
    typed = named(mention.types, component=True) is not None
    if mention.component and not typed:
        return False
    if mention.partial:
        return mention.group.kind != "compare" and set(mention.measures) <= set(VICTIM_CARE)
    if not is_breakdown(mention):
        return True
    parent = mention.group.parents[-1]
    if not mention.inherited and parent.measures and not set(mention.measures) & set(parent.measures):
        return not mention.is_bare
    return typed and named(parent.types, component=True) is None


def _is_of_unstated(mention: Mention, context: Context) -> bool:
    """`22 Lao victims (85 in 2016)`: what is compared with a count that is not recorded is not recorded either."""
    parent = mention.parent
    if parent is None or not mention.inherited or mention.types:
        return False
    return not parent.stated and not context.has(parent)


def trafficking_type(mention: Mention) -> str:
    """The type a count is recorded under: its own, or the one of the count it is held against."""
    group = mention.group
    part = group.kind == "main" and mention.head != "measure" and not mention.governed
    own = named(mention.types, component=part or group.kind in _ASIDES)
    if own is not None:
        return own
    alike = [parent for parent in group.parents if set(parent.measures) & set(mention.measures)]
    parent = mention.parent or (alike[-1] if alike else None)
    if parent is None:
        return "all"
    unnamed = mention.is_bare or mention.head in ("measure", "denial")
    if mention.copied or (group.kind != "main" and unnamed and len(group.parents) == 1):
        return named(parent.types, component=False) or "all"
    return "all"


def without_doubles(found: Sequence[Statement]) -> list[Statement]:
    """Leaves out what other sentences of the section say better.

    Sentences are counted as convictions only where no convictions are; a zero gives way to a positive total of the
    same measure, an unreported figure to one in the same sentence; a repeated total of law enforcement is one.
    """
    counted = _Counted(found)
    kept: list[Statement] = []
    seen: dict[tuple[object, ...], int] = {}
    for each in found:
        if counted.leaves_out(each):
            continue
        key = _key(each)
        if _is_once(each) and seen.setdefault(key, each.start) != each.start:
            continue
        seen.setdefault(key, each.start)
        kept.append(each)
    return kept


class _Counted:
    """What a section counts."""

    def __init__(self, found: Sequence[Statement]) -> None:
        current = [each for each in found if each.is_current and each.mention.value is not None]
        self._convicted = any(each.measure == "convictions" and each.mention.value is not None for each in found)
        self._in_sentence = {(each.measure, each.start) for each in current}
        self._totals = {each.measure for each in current if each.mention.value and _is_total(each)}

    def leaves_out(self, each: Statement) -> bool:
        """Whether the section says better what a statement says."""
        if each.measure == "sentenced":
            return self._convicted
        if not each.is_current or each.mention.head != "denial":
            return False
        if each.mention.value is None:
            return (each.measure, each.start) in self._in_sentence
        return _is_total(each) and each.measure in self._totals


def _is_total(each: Statement) -> bool:
    return each.mention.trafficking_type == "all"


def _is_once(each: Statement) -> bool:
    """Whether saying it again in another sentence adds nothing."""
    if each.mention.head == "denial":
        return True
    return each.measure in LAW_ENFORCEMENT and each.is_current and (_is_total(each) or each.mention.value == 0)


def _key(each: Statement) -> tuple[object, ...]:
    mention = each.mention
    persons = mention.persons and bool(mention.value)
    return each.measure, mention.trafficking_type, mention.value, mention.role, persons
