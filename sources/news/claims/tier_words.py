"""Tiers of a sentence: by number, by words of the lexicon (`watch list`, `the lowest rank`), and as `the list`.

Words that name a tier are rows of `placement_words.csv` with the class `tier`. Here are the rules for when they do not:
explanations of the scale, lists and tiers of other subjects, and two names of one tier.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sources.language.clauses.lexicon import Item, back, find, has, says, words
from warehouse.tables.vocabulary import RANKED_TIERS

_QUOTES: Final = frozenset("\"“”‘’'")
_BESIDE: Final = frozenset((*_QUOTES, "(", ",", "-", "–", "/"))
_SAME_NAME: Final = words("same_name")
"""Words between two names of one tier."""
_NAMES: Final = ("tier", "standard", "list")
_LEVELS: Final = tuple(words("level"))
_LISTS: Final = ("2WL", "3")
_SCALED: Final = words("scaled")
_ARTICLES: Final = words("bare_number")
_BARE: Final = ("1", "2", "3")
_AFTER_BARE: Final = ("mark", "to", "and", "this", "report", "from", "place")
_SCALE_TIERS: Final = 3
_FAR_NAME: Final = 8
"""Items back to the first of two names of one tier."""
_LONGEST_GLOSS: Final = 7
_LONGEST_NOTE: Final = 25
"""Items of a note in brackets between the tiers of a scale."""


def meant_tiers(items: list[Item], *, about_report: bool, listed: str | None) -> list[Item]:
    """The items of a sentence with only those tiers that it says something of.

    Args:
        items: the items, with every name of a tier.
        about_report: whether the surrounding text is about the report; then `the watch list` is that of the report.
        listed: the tier that `the list` means after the earlier sentences; None if it means none.
    """
    about = about_report or any(item.kind == "report" or _is_numbered(item) for item in items)
    others = not about or has(items, "otherlist")
    if has(items, "otherscale") or any(here.kind == "tier" and after.low in _SCALED for here, after in pairwise(items)):
        return [replace(item, kind="word", value="") if item.kind in _NAMES else item for item in items]
    items = _with_bare_numbers(items)
    kept = [_as_tier(items, at, others=others) for at in range(len(items))]
    return _with_lists(_without_scales(_merged(kept)), listed)


def _as_tier(items: Sequence[Item], at: int, *, others: bool) -> Item:
    """An item; a name of a tier that names none here is a word."""
    item = items[at]
    if item.kind == "standard" and not others and not _defines_countries(items, at):
        return replace(item, kind="tier")
    is_named = item.kind == "tier" and not _has_number(item)
    if item.kind == "standard" or (is_named and (others or _describes_other(items, at))):
        return replace(item, kind="word", value="")
    return item


def _with_bare_numbers(items: list[Item]) -> list[Item]:
    """`from Tier 2 to 3`, `del nivel 2 al 3`: a number after the name of a tier and a word of direction."""
    found: list[Item] = []
    for at, item in enumerate(items):
        is_tier = item.low in _BARE and at > 1 and _is_led_to(items, at) and any(map(_is_numbered, found))
        found.append(replace(item, kind="tier", value=item.low) if is_tier else item)
    return found


def _is_led_to(items: Sequence[Item], at: int) -> bool:
    """Whether a number stands between a word of direction and the end of what is said of it."""
    led = items[at - 1].kind in ("to", "from") or items[at - 1].low in _ARTICLES
    return led and (at + 1 == len(items) or items[at + 1].kind in _AFTER_BARE)


def _is_numbered(item: Item) -> bool:
    return item.kind == "tier" and _has_number(item)


def _has_number(item: Item) -> bool:
    return any(character.isdigit() for character in item.low) or item.low.startswith(_LEVELS)


def _defines_countries(items: Sequence[Item], at: int) -> bool:
    """`countries that are not making significant efforts`: the definition of the tier, not its countries."""
    return any(
        (item.value == "many" or item.kind == "defines") and items[place + 1].kind == "rel"
        for place, item in enumerate(items[: max(0, at - 1)])
    )


def _describes_other(items: Sequence[Item], at: int) -> bool:
    """`a second-tier economy`, `Tier 3 watch list`: a tier of something else."""
    following = items[at + 1] if at + 1 < len(items) else None
    is_adjective = items[at].low.endswith("-tier") and following is not None and following.kind == "word"
    return (is_adjective and following is not None and following.value != "grade") or (
        at > 0 and items[at].value == "2WL" and items[at - 1].kind == "tier" and items[at - 1].value not in ("2", "2WL")
    )


def _merged(items: Sequence[Item]) -> list[Item]:
    """Tiers that stand beside each other as one: `nivel 3, el peor`, `nivel 2 (lista de vigilancia)`."""
    merged: list[Item] = []
    for item in items:
        last = find(merged, back(len(merged), _FAR_NAME), ("tier",)) if item.kind == "tier" else None
        if last is None:
            merged.append(item)
            continue
        between = merged[last + 1 :]
        values = {merged[last].value, item.value}
        beside = all(each.low in _BESIDE or each.low in _SAME_NAME for each in between)
        if not (beside and _has_number(item)) and _is_gloss(between) and len(values) > 1:
            continue
        if beside and (values == {"2", "2WL"} or len(values) == 1):
            value = "2WL" if "2WL" in values else item.value
            low = f"{merged[last].low} {item.low}"
            merged[last:] = [replace(item, value=value, low=low, start=merged[last].start)]
            continue
        merged.append(item)
    return merged


def _is_gloss(between: Sequence[Item]) -> bool:
    """Whether a second tier only explains the one before it: `Tier 2 Watch List, the second to the lowest rank`."""
    return (
        1 <= len(between) <= _LONGEST_GLOSS
        and between[0].low in (",", "(", "–", "—")
        and between[-1].kind != "to"
        and all(
            item.kind in ("mark", "word", "to", "number", "rel", "it") or item.low in ("a", "the") for item in between
        )
        and not says(between[1:], ",")
    )


def _without_scales(items: list[Item]) -> list[Item]:
    """Without the tiers of explanations: `four tiers (Tier 1, Tier 2, the Watch List and Tier 3)`, `Tier 3 means`."""
    tiers = [at for at, item in enumerate(items) if item.kind == "tier"]
    rows: list[list[int]] = []
    for at in tiers:
        if rows and _is_row(items[rows[-1][-1] + 1 : at]):
            rows[-1].append(at)
        else:
            rows.append([at])
    scales = {at for row in rows if len({items[at].value for at in row}) >= _SCALE_TIERS for at in row}
    dropped = scales | {at for at in tiers if _is_defined(items, at)}
    return [replace(item, kind="word", value="") if at in dropped else item for at, item in enumerate(items)]


def _is_row(between: Sequence[Item]) -> bool:
    """Whether only marks, conjunctions and one note in brackets stand between two tiers."""
    lows = [item.low for item in between]
    if "(" in lows and ")" in lows and lows.index(")") - lows.index("(") <= _LONGEST_NOTE:
        between = [*between[: lows.index("(")], *between[lows.index(")") + 1 :]]
    plain = ("the", "then", "finally", "el", "la", "o", "le")
    return all(item.kind in ("mark", "and") or item.low in plain for item in between)


def _is_defined(items: Sequence[Item], at: int) -> bool:
    """`Tier 3 is reserved for countries that do not try`, `Tier 1 being the best`."""
    ahead = [item for item in items[at + 1 : at + 7] if item.low not in _QUOTES and item.low != ","]
    if not ahead or ahead[0].kind == "defines":
        return bool(ahead)
    if ahead[0].value != "be" and ahead[0].low not in ("being", "represents", "as"):
        return False
    said = next(
        (item for item in ahead[1:] if item.low not in ("considered", "the", "very", "el", "la", "le", "o")), None
    )
    return said is not None and (said.value == "extreme" or (said.kind == "tier" and said.value == items[at].value))


def _with_lists(items: list[Item], listed: str | None) -> list[Item]:
    """`the list` and `it` in `B is on it too` as the tier of the list before."""
    if not has(items, "list"):
        return items
    named = has(items, "tier")
    found: list[Item] = []
    for at, item in enumerate(items):
        if item.kind == "list":
            fitting = _LISTS if item.value != "tier" else RANKED_TIERS
            before = [each.value for each in found if each.kind == "tier" and each.value in fitting]
            tier = before[-1] if before else listed if listed in fitting and not named else None
            meant = tier is not None and _means_list(items, at)
            found.append(replace(item, kind="tier" if meant else "word", value=tier or ""))
        else:
            found.append(item)
    return found


def _means_list(items: Sequence[Item], at: int) -> bool:
    following = items[at + 1] if at + 1 < len(items) else None
    if items[at].value != "it":
        return following is None or following.low not in ("of", "is", "de", "est", "es", "é")
    placed = has(items[max(0, at - 2) : at], "place", "same", "return")
    return placed and (following is None or following.kind != "word" or following.low in ("too", "also"))
