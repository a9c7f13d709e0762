"""The type of trafficking of a count. The words are in `data/lexicon.csv`."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses import PARTITIVES, ParsedSentence
from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.candidates import Candidate

_REACH_ITEMS: Final = 16
_STOPS: Final = frozenset(("num", "compare", "rise", "include", "same", "deny", "give", "receive", "pronoun", "data"))
_STOP_MARKS: Final = frozenset(",;()—–:")
_REGARDING: Final = ("for", "on", "regarding")


def scope_types(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """The types of trafficking named after a count that can belong to it."""
    found: list[str] = []
    for place, item in enumerate(items[at : at + _REACH_ITEMS], at + 1):
        opens_clause = item.kind == "conj" and place < len(items) and _is_verb(items[place])
        if opens_clause or item.kind in _STOPS or (item.kind == "mark" and item.low in _STOP_MARKS):
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
    if set(distinct[:2]) == {"sex", "labor"}:
        return "other" if component else "all"
    return distinct[0] if distinct else None


def name_types(sentence: ParsedSentence, candidates: Sequence[Candidate]) -> None:
    """Sets the types that each candidate names itself, and its type by the rules of its clause."""
    opening = _opening(sentence)
    for candidate in candidates:
        end = candidate.phrase.end
        partitive = end < len(sentence.items) and sentence.items[end].low in PARTITIVES
        own = candidate.phrase.phrase.types or scope_types(sentence.items, end + int(partitive))
        candidate.types = own or (("other",) if candidate.head == "soldier" else opening)
        component = candidate.is_aside or (candidate.parent is not None and candidate.kind != "compare")
        found = named(candidate.types, component=component)
        if found is None and candidate.parent is not None and candidate.kind in ("compare", "bracket"):
            found = candidate.parent.trafficking_type
        candidate.trafficking_type = found or "all"


def _opening(sentence: ParsedSentence) -> tuple[str, ...]:
    """`For labor trafficking, authorities identified 48 victims`."""
    opening = sentence.items[:3]
    is_type = [item.kind == "type" for item in opening] == [False, True, False]
    return (opening[1].value,) if is_type and opening[0].low in _REGARDING and opening[2].low == "," else ()
