"""Excludes numbers that count nothing: articles of law, ages, dates."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.numbers import Number

_DURATIONS: Final = frozenset("year years month months week weeks day days hour hours".split())
_CHAIN: Final = frozenset((",", "and", "or", "through", "to", "-", "–", "&"))


_KINDS_TO_CORRECT: Final = frozenset(("type", "none", "num", "month"))
_HALF_TYPES: Final = frozenset(("sex", "labor", "labour", "sexual"))


def _type_follows(items: Sequence[Item], at: int) -> bool:
    """`sex and labor trafficking`, `sex traffickers`, and not `Ministry of Labor and Social Affairs`."""
    if at + 1 < len(items) and items[at + 1].kind == "object" and items[at + 1].value in ("offender", "victim"):
        return True
    if at + 2 >= len(items) or items[at + 1].low not in ("and", "or", "/", ","):
        return False
    return items[at + 2].kind in ("type", "num")


def exclude_non_counts(items: Sequence[Item]) -> None:
    """Gives numbers that count nothing the kind `misc`, and words that are no month the kind `word`."""
    for at, item in enumerate(items):
        if item.kind not in _KINDS_TO_CORRECT:
            continue
        if item.kind == "type" and item.low in _HALF_TYPES and not _type_follows(items, at):
            item.kind = "word"
        if item.kind == "none" and _means_zero(items, at):
            item.kind, item.number = "num", Number(item.start, item.end, 0, is_word=True)
        if item.kind == "num" and _is_between_dashes(items, at):
            items[at - 1].kind = items[at + 1].kind = "adverb"
            items[at - 1].low = items[at + 1].low = ""
        if item.kind == "num" and _opens_scale(items, at):
            item.kind = items[at + 2].kind = "misc"
        if item.kind == "month":
            _reject_false_month(items, at)
        elif item.kind == "num" and _counts_nothing(items, at):
            item.kind = "misc"


def _is_between_dashes(items: Sequence[Item], at: int) -> bool:
    """`the vast majority—267—were in forced labor`: the number of the noun before it."""
    return 0 < at < len(items) - 1 and {items[at - 1].low, items[at + 1].low} <= {"—", "–"}


def _means_zero(items: Sequence[Item], at: int) -> bool:
    """`(none in 2016)`, `compared with no cases in 2016`: a zero compared with a count."""
    before = items[at - 1] if at > 0 else None
    if before is None:
        return False
    listed = before.low in ("and", ",") and any(item.kind == "compare" for item in items[:at])
    if items[at].low == "none" and before.low in ("and", ",", "but"):  # `one conviction in 2014 and none in 2013`
        listed = listed or any(item.kind == "year" for item in items[max(0, at - 3) : at])
    return before.low == "(" or before.kind == "compare" or (listed and item_dated(items, at))


def item_dated(items: Sequence[Item], at: int) -> bool:
    """Whether a year or period follows within the same few words."""
    for item in items[at + 1 : at + 7]:
        if item.kind in ("year", "period"):
            return True
        if item.kind in ("mark", "num", "deny"):
            return False
    return False


def _opens_scale(items: Sequence[Item], at: int) -> bool:
    """`ranging from five to 23 years`: the ends of a scale, unless a count rose from one to the other."""
    if at + 2 >= len(items) or items[at + 1].low != "to" or items[at + 2].kind != "num":
        return False
    return not any(item.kind == "rise" for item in items[max(0, at - 6) : at])


def _reject_false_month(items: Sequence[Item], at: int) -> None:
    """`May` and `March` are months only with a capital letter and a day or year beside them, or after `in`."""
    item = items[at]
    near = [items[place] for place in (at - 1, at + 1) if 0 <= place < len(items)]
    dated = any(other.kind in ("num", "year", "month", "prep") for other in near)
    if not (item.capital and dated):
        item.kind = "aux" if item.low == "may" else "word"


def _counts_nothing(items: Sequence[Item], at: int) -> bool:
    before = items[at - 1] if at > 0 else None
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and (after.kind == "month" or after.low in _DURATIONS):
        return True
    if before is None:
        return False
    earlier = items[at - 2].low if at >= 2 else ""
    named = before.low == "." and earlier in ("no", "nos", "art") and before.end == items[at].start  # `Law No.6`
    excepted = before.low in ("but", "except") and earlier == "all"
    if before.kind in ("month", "law", "age") or before.low == "number" or named or excepted:
        return True
    if before.low in _CHAIN and at >= 2 and not _is_word(items[at]):  # `articles 172 and 189`, `aged 12, 13, and 14`
        chain = at - 2 if items[at - 2].low not in _CHAIN else at - 3
        return chain >= 0 and items[chain].kind == "misc" and _began_as_reference(items, chain)
    return before.low == "between" and at >= 2 and items[at - 2].kind == "age"


def _is_word(item: Item) -> bool:
    """`five under article 12 and four under article 13`: a number word is no article."""
    return item.number is not None and item.number.is_word


def _began_as_reference(items: Sequence[Item], at: int) -> bool:
    """Whether the numbers up to here began with an article or an age, rather than with money or a percentage."""
    while at >= 0 and (items[at].kind == "misc" or items[at].low in _CHAIN):
        at -= 1
    return at >= 0 and items[at].kind in ("law", "age")
