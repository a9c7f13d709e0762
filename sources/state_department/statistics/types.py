"""Which kind of trafficking a count is about."""

from collections.abc import Sequence
from typing import Final

from sources.state_department.statistics.lexicon import Item

_REACH: Final = 16  # items
_STOPS: Final = frozenset(("num", "compare", "rise", "include", "same", "deny", "give", "receive", "pronoun", "data"))
_STOP_MARKS: Final = frozenset(",;()—–:")


def scope_types(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """The types of trafficking named after a count, as far as they can belong to it."""
    found: list[str] = []
    for place in range(at, min(len(items), at + _REACH)):
        item = items[place]
        if item.kind in _STOPS or (item.kind == "mark" and item.low in _STOP_MARKS):
            break
        if item.kind == "conj" and place + 1 < len(items) and _is_verb(items[place + 1]):
            break
        if item.kind == "type":
            found.append(item.value)
    return tuple(found)


def _is_verb(item: Item) -> bool:
    return item.kind in ("act", "verb", "give", "start", "report") and item.form != "noun"


def named(types: Sequence[str], *, component: bool) -> str | None:
    """The one type that a count is about; null where none is named.

    Args:
        types: the types named with the count, in order.
        component: the count is a part of a larger one, so that a mixture is a kind of its own.
    """
    distinct = list(dict.fromkeys(types))
    if not distinct:
        return None
    if len(distinct) > 1 and set(distinct[:2]) == {"sex", "labor"}:
        return "other" if component else "all"
    return distinct[0]
