"""Segments of a sentence: the parts that each say one thing of some countries.

A segment ends at a semicolon, a dash, a word of contrast, a reason, a relative pronoun, or before the next country that
has a tier of its own. A part that a wish, a condition, a rule or a denial governs is marked with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sources.news.claims.items import Item

VERBS: Final = frozenset(("up", "down", "same", "place", "leave", "return", "join"))
CHANGES: Final = frozenset(("up", "down", "same"))
_ENUMERATED: Final = frozenset(
    "the la le les el los las o a os as l' l’ both also even neighbouring neighboring then last finally".split()
)
"""Words between the members of an enumeration."""
RELEASING: Final = frozenset(("USA",))
"""The country that makes the report; it is no subject of a placement unless it ranks itself."""
_DASHES: Final = frozenset("–—")


_LONGEST_ALIAS: Final = 2
"""Items between two names of one country: `Myanmar (formerly Burma)`."""


@dataclass(frozen=True)
class Group:
    """Countries that stand in one enumeration.

    Attributes:
        countries: their codes.
        start: the first item.
        end: the item after the last.
    """

    countries: tuple[str, ...]
    start: int
    end: int


@dataclass
class Segment:
    """A part of a sentence.

    Attributes:
        start: its first item.
        end: the item after its last.
        kind: `main`, `relative`, `reason`, `inert` (after `despite`) or `joined` (a verb after `and`).
        groups: the enumerations of countries in it.
    """

    start: int
    end: int
    kind: str = "main"
    groups: list[Group] = field(default_factory=list)


def read_groups(items: Sequence[Item], excluded: frozenset[str] = frozenset()) -> list[Group]:
    """The enumerations of countries in a sentence.

    Args:
        items: the items.
        excluded: countries that are no member, such as the one that makes the report.
    """
    groups: list[Group] = []
    for at, item in enumerate(items):
        if item.kind != "country" or item.value in excluded:
            continue
        between = items[groups[-1].end : at] if groups else ()
        same = bool(groups) and groups[-1].countries[-1] == item.value and len(between) <= _LONGEST_ALIAS
        if groups and (same or _are_joined(between)):
            last = groups.pop()
            groups.append(Group(tuple(dict.fromkeys((*last.countries, item.value))), last.start, at + 1))
        else:
            groups.append(Group((item.value,), at, at + 1))
    named = (replace(group, countries=tuple(filter(None, group.countries))) for group in groups)
    return [group for group in named if group.countries]


def _are_joined(between: Sequence[Item]) -> bool:
    """Whether only commas, conjunctions and articles separate two countries."""
    if not between:
        return True  # one missing comma
    joins = sum(item.kind == "and" or item.low in (",", "/", "(", ")", "&", "·", "•") for item in between)
    rest = [item for item in between if not (item.kind == "and" or item.low in (",", "/", "(", ")", "&", "·", "•"))]
    return joins > 0 and len(rest) <= 2 and all(item.low in _ENUMERATED or _is_title(item) for item in rest)


def _is_title(item: Item) -> bool:
    return item.kind == "to" and item.low in ("a", "à", "à la", "al", "ao", "au", "aux", "a la")


def cut(items: Sequence[Item], groups: Sequence[Group]) -> list[Segment]:
    """The segments of a sentence in order."""
    boundaries = dict(_boundaries(items, groups))
    if items and items[0].kind == "contrast" and items[0].value == "inert":
        boundaries[0] = "inert"
    starts = sorted({0, *boundaries})
    segments = []
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        kind = boundaries.get(start, "main")
        own = [group for group in groups if start <= group.start and group.end <= end]
        segments.append(Segment(start, end, kind, groups=own))
    return segments


def _boundaries(items: Sequence[Item], groups: Sequence[Group]) -> Iterator[tuple[int, str]]:
    inside = {at for group in groups for at in range(group.start, group.end)}
    relative_end = _end_of_opening(items)
    for at in range(1, len(items)):
        item, before = items[at], items[at - 1]
        if at in inside and at - 1 in inside:
            continue
        if at == relative_end:
            yield at, "resumed"
        elif item.low == ";" or (item.low in _DASHES and not _is_label(items, at)):
            yield at, "main"
        elif item.kind == "contrast":
            yield at, "inert" if item.value == "inert" else "main"
        elif item.kind == "reason":
            yield at, "reason"
        elif item.kind == "rel" and (before.low == "," or before.kind == "country") and item.low != "that":
            relative_end = _end_of_relative(items, at)
            yield at, "relative"
        elif (
            (item.low == ":" and not _is_list_head(items, at))
            or _opens_statement(items, groups, at)
            or _restates(items, at)
        ):
            yield at, "main"
        elif _goes_on(items, at):
            yield at, "joined"


def _is_label(items: Sequence[Item], at: int) -> bool:
    """Whether a dash ties a tier to its list: `Tier 3 – A, B`."""
    named = any(item.kind == "tier" for item in items[max(0, at - 2) : at])
    return named and any(item.kind == "country" for item in items[at + 1 : at + 3])


def _end_of_opening(items: Sequence[Item]) -> int:
    """The item after the comma that ends an opening such as `Despite calls to keep A on the list,`; -1 without one."""
    opens = any(item.kind == "contrast" and item.value == "inert" for item in items[:2])
    comma = next((at for at, item in enumerate(items) if item.low == ","), None)
    return comma + 1 if opens and comma is not None else -1


def _is_list_head(items: Sequence[Item], at: int) -> bool:
    return any(item.kind == "tier" for item in items[:at]) and any(
        item.kind == "country" for item in items[at : at + 3]
    )


def _end_of_relative(items: Sequence[Item], at: int) -> int:
    """The item after the comma that ends a relative clause."""
    for place in range(at + 2, len(items)):
        if (
            items[place].low == ","
            and items[place + 1 : place + 2]
            and items[place + 1].kind in (*VERBS, "deny", "past", "this", "again")
        ):
            return place + 1
    return -1


def _opens_statement(items: Sequence[Item], groups: Sequence[Group], at: int) -> bool:
    """Whether a country begins a new statement: `A is on Tier 2, B on Tier 3`, `A fell, and B stayed on Tier 2`."""
    group = next((each for each in groups if each.start == at), None)
    opener = at - 2 if at >= 2 and items[at - 1].low in _ENUMERATED else at - 1
    is_next = opener >= 0 and (items[opener].low == "," or items[opener].kind == "and")
    has_subject = any(each.start < at for each in groups) or any(item.kind == "it" for item in items[:at])
    if group is None or not is_next or not has_subject:
        return False
    after_comma = items[opener].kind == "and" and opener > 0 and items[opener - 1].low == ","
    stating = ("tier", "join", *CHANGES) if after_comma else ("tier", *CHANGES)
    has_statement = any(item.kind in stating for item in items[:at])
    following = items[group.end :]
    verb = next((place for place, item in enumerate(following) if item.kind in VERBS or item.kind == "tier"), None)
    has_tier = any(item.kind == "tier" for item in following)
    return has_statement and verb is not None and verb <= 3 and has_tier


def _restates(items: Sequence[Item], at: int) -> bool:
    """`A is not on Tier 3, it is on Tier 2`: a new statement after a comma alone."""
    if items[at - 1].low != "," or items[at].kind != "it":
        return False
    before = {item.kind for item in items[:at]}
    follows = at + 1 < len(items) and items[at + 1].kind in VERBS
    return follows and before >= {"country", "tier"} and "condition" not in before


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether a verb after a conjunction goes on with the same countries."""
    if items[at].kind != "and" or at + 1 >= len(items):
        return False
    following = next((item for item in items[at + 1 : at + 4] if item.kind not in ("word", "again", "this")), None)
    is_verb = following is not None and following.kind in VERBS and (len(following.low) > 2 or following.value == "be")
    return is_verb and any(item.kind == "tier" or item.kind in VERBS for item in items[:at])
