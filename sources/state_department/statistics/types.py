"""The type of trafficking of a count. The words are in `data/lexicon.csv`."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item

_REACH_ITEMS: Final = 16
_STOPS: Final = frozenset(("num", "compare", "rise", "include", "same", "deny", "give", "receive", "pronoun", "data"))
_STOP_MARKS: Final = frozenset(",;()—–:")


def scope_types(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """The types of trafficking named after a count that can belong to it."""
    found: list[str] = []
    for place in range(at, min(len(items), at + _REACH_ITEMS)):
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
    """The type of a count; None if none is named.

    Args:
        types: the types named with the count, in order.
        component: whether the count is a part of a larger one; a mixture of types is then `other`.
    """
    distinct = list(dict.fromkeys(types))
    if not distinct:
        return None
    if len(distinct) > 1 and set(distinct[:2]) == {"sex", "labor"}:
        return "other" if component else "all"
    return distinct[0]
