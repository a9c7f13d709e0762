"""Tiers of a sentence with their countries, editions and moods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.language.clauses.lexicon import Item, has, means, says
from sources.news.claims.claim import direction
from sources.news.claims.context import SentenceContext
from sources.news.claims.editions import Editions, editions_of
from sources.news.claims.enumerations import RELEASING, Statement, read_groups, statements_of
from sources.news.claims.moods import change_before, is_former, mood_of
from sources.news.claims.owners import SINGULAR, Earlier, Owners, listed_after, subjects_of


@dataclass(frozen=True)
class Placed:
    """A tier of a clause with its countries.

    Attributes:
        tier: the item of the tier.
        at: its place among the items.
        countries: whose tier it is.
        joined: countries that only stand beside them.
        former: whether they left it.
        mood: `asserted`, `expected` or `denied`.
        change: what the verb says: `upgraded`, `downgraded`, `unchanged`; None without a verb of change.
        editions: the editions, each with whether it is an earlier one.
        clause: the number of its clause.
        named: a year right after it.
    """

    tier: Item
    at: int
    countries: tuple[str, ...]
    joined: tuple[str, ...]
    former: bool
    mood: str
    change: str | None
    editions: Editions
    clause: int = 0
    named: int | None = None


def read_placed(items: Sequence[Item], clauses: Sequence[Statement], context: SentenceContext) -> list[Placed]:
    """The tiers of a sentence with their countries, in order.

    Args:
        items: the items of the sentence.
        clauses: its clauses.
        context: context of the sentence.
    """
    found: list[Placed] = []
    last: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()
    for number, clause in enumerate(clauses):
        if clause.kind == "relative":
            outer, last = last, _antecedent(items, clauses, number) or last
        elif clause.kind == "resumed":
            last = outer or last
        for placed in _placed_in(items, clauses, number, last, context):
            found.append(placed)
            last = placed.countries or last
        if any(each.clause == number for each in found):
            continue
        if clause.groups:
            last = clause.groups[0].countries
        if found and (_names_others(items, clause) or _is_where(items, clause, found[-1])):
            found[-1] = replace(found[-1], joined=(*found[-1].joined, *clause.groups[0].countries))
    return _with_left_tiers(items, _paired(items, _without_doubles(found)), clauses)


def _antecedent(items: Sequence[Item], clauses: Sequence[Statement], number: int) -> tuple[str, ...]:
    """The countries right before a relative clause: `exploited in B, which is on`; none after other words."""
    start = clauses[number].start
    group = next((group for clause in reversed(clauses[:number]) for group in reversed(clause.groups)), None)
    if group is None or any(item.kind != "mark" for item in items[group.end : start]):
        return ()
    is_singular = says(items[start + 1 : start + 2], *SINGULAR)
    return group.countries[-1:] if is_singular else group.countries


def clauses_in(items: Sequence[Item]) -> list[Statement]:
    """The clauses of a sentence, with its enumerations of countries."""
    return statements_of(items, read_groups(items, frozenset() if _ranks_itself(items) else RELEASING))


def _with_left_tiers(items: Sequence[Item], found: list[Placed], clauses: Sequence[Statement]) -> list[Placed]:
    """`on the Watch List for six years, fell to Tier 3`: a country is on one tier per edition; the first is left."""

    def is_left_for(one: Placed, other: Placed) -> bool:
        relative = clauses[one.clause].kind == "relative" and other.clause > one.clause
        same = (other.countries, other.mood, other.former) == (one.countries, one.mood, False)
        earlier = other.editions == one.editions or (one.editions[-1][1] and not other.editions[-1][1])
        if not (other.at > one.at and (relative or other.clause == one.clause) and same and earlier):
            return False
        between = items[one.at + 1 : other.at]
        now = (has(between, "this") or means(between, "now")) and not has(between, "tier")
        moved = direction(one.tier.value, other.tier.value)
        later = other.change is None and (relative or (now and other.editions == one.editions))
        return moved != "unchanged" and (other.change == moved or later)

    def is_left(one: Placed) -> bool:
        return one.mood == "asserted" and one.change is None and any(is_left_for(one, other) for other in found)

    return [replace(one, former=one.former or is_left(one)) for one in found]


_MOVES: Final = ("up", "down", "leave")
_LONGEST_WHERE: Final = 12
"""Items of a relative clause that names others on the tier."""


def _is_where(items: Sequence[Item], clause: Statement, placed: Placed) -> bool:
    """`on Tier 3, where A and B already were`: a relative clause that puts others on the tier before it."""
    own = items[clause.start : clause.end]
    if clause.kind != "relative" or own[0].value != "where" or len(own) > _LONGEST_WHERE or len(clause.groups) != 1:
        return False
    is_placing = any(item.kind in ("place", "same") and item.value != "weak" for item in own)
    others = has(own, "year", "number", "wish", "deny", "forecast", "said", *_MOVES)
    return is_placing and not others and not placed.former and placed.mood == "asserted"


def _names_others(items: Sequence[Item], clause: Statement) -> bool:
    """`...; others included C and D`."""
    opening = items[clause.start : clause.start + 4]
    return bool(clause.groups) and says(opening, "others", "other") and has(opening, "include", "place")


def _paired(items: Sequence[Item], found: list[Placed]) -> list[Placed]:
    """`A and B are on Tier 2 and Tier 3`: one country for each tier; nothing where the numbers differ."""
    for placed in found:
        same = (placed.clause, placed.countries, False)
        alike = [each for each in found if (each.clause, each.countries, each.former) == same]
        if len(alike) < 2 or len(placed.countries) < 2 or not _are_side_by_side(items, alike):
            continue
        rest = [each for each in found if each not in alike]
        if len(alike) != len(placed.countries):
            return rest
        pairs = (replace(each, countries=(country,)) for each, country in zip(alike, placed.countries, strict=True))
        return sorted([*rest, *pairs], key=lambda each: each.at)
    return found


def _are_side_by_side(items: Sequence[Item], alike: Sequence[Placed]) -> bool:
    return all(
        all(item.kind in ("and", "mark", "word") or item.value == "weak" for item in items[one.at + 1 : other.at])
        for one, other in pairwise(alike)
    )


def _ranks_itself(items: Sequence[Item]) -> bool:
    """Whether the country that makes the report is one of those it ranks: `with the United States, Australia`."""
    enumerated = (
        here.value in RELEASING and here.kind == after.kind == "country" and joined.low in (",", "and")
        for here, joined, after in zip(items, items[1:], items[2:], strict=False)
    )  # fmt: skip
    return says(items, "itself") or any(enumerated)


def _placed_in(
    items: Sequence[Item], clauses: Sequence[Statement], number: int, last: tuple[str, ...], context: SentenceContext
) -> Iterator[Placed]:
    clause = clauses[number]
    if clause.kind == "inert":
        return
    before: Earlier | None = None
    tiers = [at for at in range(clause.start, clause.end) if items[at].kind == "tier"]
    for at in tiers:
        owners = subjects_of(items, clause, at, context, before=before, last=last)
        if not owners.countries and not owners.joined:
            owners = _owners_of_list(items, clause, tiers, at)
        if not (owners.countries or owners.joined) or _is_hypothetical(items, clause, at):
            continue
        former = is_former(items, clause, at, owners.start) or _is_left_before(items, clause, at)
        change = None if former else change_before(items, clause, at)
        if (former or change) and items[clause.start].value == "years":
            continue  # `two years after leaving Tier 3`: an edition that is not named
        before = Earlier(at, owners.countries)
        yield Placed(
            tier=items[at],
            at=at,
            countries=owners.countries,
            joined=owners.joined,
            former=former,
            mood=mood_of(items, clauses, number, at),
            change=change,
            editions=editions_of(items, clause, at, context),
            clause=number,
            named=next((int(item.value) for item in items[at + 1 : at + 6] if item.kind == "year"), None),
        )


def _is_hypothetical(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """`A downgrade to Tier 3 would bring sanctions against A`."""
    named = next((group.start for group in clause.groups if group.start > at), at)
    first = all(group.start > at for group in clause.groups)
    return first and has(items[at:named], "forecast")


def _owners_of_list(items: Sequence[Item], clause: Statement, tiers: Sequence[int], at: int) -> Owners:
    """`Countries upgraded from Tier 3 to Tier 2 include A`: the list after the last tier is of both."""
    is_first = at != tiers[-1] and bool(clause.groups) and clause.groups[0].start > tiers[-1]
    listed = listed_after(items, clause, tiers[-1]) if is_first else None
    return Owners(listed.countries if listed is not None else (), (), clause.start)


def _is_left_before(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """`After four years on the Watch List, A fell`: a tier after `after` was left."""
    opens = clause.kind == "reason" or not says(items[clause.start : at], ",")
    moved = has(items[clause.start : at], "up", "down")
    return items[clause.start].value == "after" and opens and not moved


def _without_doubles(found: list[Placed]) -> list[Placed]:
    """Without a second name of the same tier: `nivel 3, el peor`."""
    kept: dict[tuple[object, ...], Placed] = {}
    for placed in found:
        said = (placed.tier.value, placed.countries, placed.former, placed.clause, placed.editions)
        kept.setdefault(said, placed)
    return list(kept.values())
