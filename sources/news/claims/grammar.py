"""Claims about placements, by one grammar for all languages of the lexicon.

In each segment of a sentence, every tier has its countries (`_owners`), is the one that they left or arrived at
(`_is_former`), has its editions (`_editions`), and is asserted, expected or neither (`_mood`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.items import Item
from sources.news.claims.segments import CHANGES, RELEASING, VERBS, Group, Segment, cut, read_groups

_STATES_NOTHING: Final = frozenset(("wish", "condition", "rule", "deny"))
_FINITE: Final = frozenset(("was", "were", "is", "are", "has", "have", "fue", "foi", "est", "a été"))
_NEXT_YEAR: Final = frozenset(("the next year", "the following year", "the subsequent year", "a year later"))
_CHANGE: Final = {"up": "upgraded", "down": "downgraded", "same": "unchanged"}
_LOW_TIERS: Final = ("2WL", "3")
_WEAK: Final = frozenset(("in", "on", "at", "as", "under", "en", "no", "na", "em", "au", "sur", "dans", "among"))
"""Prepositions among the words of a placement: they tie a country to a tier only where nothing else stands between."""


@dataclass(frozen=True)
class Placed:
    """A tier of a segment with its countries.

    Attributes:
        tier: the item of the tier.
        at: its place among the items.
        countries: whose tier it is.
        joined: countries that only stand beside them.
        former: whether they left it.
        mood: `asserted`, `expected` or `denied`.
        change: what the verb says: `upgraded`, `downgraded`, `unchanged`; None without a verb of change.
        editions: the editions, each with whether it is an earlier one.
    """

    tier: Item
    at: int
    countries: tuple[str, ...]
    joined: tuple[str, ...]
    former: bool
    mood: str
    change: str | None
    editions: tuple[tuple[int | None, bool], ...]
    segment: int = 0
    named: int | None = None


def read_sentence(items: Sequence[Item], context: SentenceContext) -> list[Claim]:
    """The claims about placements in a sentence."""
    excluded = frozenset() if _ranks_itself(items) else RELEASING
    groups = read_groups(items, excluded)
    segments = cut(items, groups)
    found: list[Placed] = []
    last: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()
    for number, segment in enumerate(segments):
        outer, last = (
            (last, last)
            if segment.kind == "relative"
            else (outer, outer or last if segment.kind == "resumed" else last)
        )
        for placed in _placed_in(items, segments, number, last, context):
            found.append(placed)
            last = placed.countries or last
        if segment.groups and not any(each.segment == number for each in found):
            last = segment.groups[0].countries
        if found and not any(each.segment == number for each in found) and _names_others(items, segment):
            found[-1] = replace(found[-1], joined=(*found[-1].joined, *segment.groups[0].countries))
    found = _with_left_tiers(_paired(items, _without_doubles(found)))
    claims = [claim for place in range(len(found)) for claim in _claims_of(items, segments, found, place, context)]
    claims += _changes_without_tier(items, segments, context)
    claims += _waivers(items, segments, context)
    claims = _with_previous(claims, context.calendar.edition)
    return list(dict.fromkeys(claims))


def _with_left_tiers(found: list[Placed]) -> list[Placed]:
    """`already on the Watch List for six years, fell to Tier 3`: a country is on one tier per edition; the first is left."""

    def is_left(one: Placed) -> bool:
        return any(
            other.at > one.at
            and other.segment == one.segment
            and (other.countries, other.editions, other.mood) == (one.countries, one.editions, one.mood)
            and other.change == direction(one.tier.value, other.tier.value) != "unchanged"
            and not other.former
            and one.change is None
            for other in found
        )

    return [replace(one, former=one.former or (one.mood == "asserted" and is_left(one))) for one in found]


def _names_others(items: Sequence[Item], segment: Segment) -> bool:
    """`...; others included C and D`."""
    opening = items[segment.start : segment.start + 4]
    return (
        bool(segment.groups)
        and any(item.low in ("others", "other") for item in opening)
        and any(item.kind in ("include", "place") for item in opening)
    )


def _paired(items: Sequence[Item], found: list[Placed]) -> list[Placed]:
    """`A and B are on Tier 2 and Tier 3` (respectively): one country for each tier; nothing where the numbers differ."""
    for placed in found:
        alike = [
            each
            for each in found
            if each.segment == placed.segment and each.countries == placed.countries and not each.former
        ]
        if len(alike) < 2 or len(placed.countries) < 2 or not _are_side_by_side(items, alike):  # noqa: PLR2004
            continue
        rest = [each for each in found if each not in alike]
        if len(alike) != len(placed.countries):
            return rest
        pairs = (replace(each, countries=(country,)) for each, country in zip(alike, placed.countries, strict=True))
        return sorted([*rest, *pairs], key=lambda each: each.at)
    return found


def _are_side_by_side(items: Sequence[Item], alike: Sequence[Placed]) -> bool:
    return all(
        all(item.kind in ("and", "mark", "word") or item.low in _WEAK for item in items[one.at + 1 : other.at])
        for one, other in pairwise(alike)
    )


def _with_previous(claims: list[Claim], latest: int | None) -> list[Claim]:
    """Changes that do not name the former tier, with the one their sentence names for the edition before."""
    before = {
        claim.country: claim
        for claim in claims
        if claim.kind == "tier_history" and claim.report_year == (latest or 0) - 1
    }
    return [
        replace(claim, previous_value=before[claim.country].value, previous_year=before[claim.country].report_year)
        if claim.kind == "tier_change"
        and claim.previous_value is None
        and claim.report_year == latest
        and claim.country in before
        else claim
        for claim in claims
    ]


def _ranks_itself(items: Sequence[Item]) -> bool:
    """Whether the country that makes the report is one of those it ranks: `with the United States, Australia`."""
    if any(item.low == "itself" for item in items):
        return True
    return any(
        item.kind == "country" and item.value in RELEASING and at + 2 < len(items)
        and items[at + 1].low in (",", "and") and items[at + 2].kind == "country"
        for at, item in enumerate(items)
    )  # fmt: skip


def _placed_in(
    items: Sequence[Item], segments: Sequence[Segment], number: int, last: tuple[str, ...], context: SentenceContext
) -> Iterator[Placed]:
    segment = segments[number]
    if segment.kind == "inert":
        return
    own: list[Placed] = []
    tiers = [at for at in range(segment.start, segment.end) if items[at].kind == "tier"]
    for place, at in enumerate(tiers):
        countries, joined, anchor = _owners(items, segment, at, own[-1] if own else None, last, context)
        if (
            not countries
            and not joined
            and place + 1 < len(tiers)
            and not segment.groups[:1] == []
            and segment.groups[0].start > tiers[-1]
        ):
            listed = _listed_after(items, segment, tiers[-1])
            countries, anchor = listed.countries if listed is not None else (), segment.start
        if not countries and not joined:
            continue
        former = _is_former(items, segment, at, anchor) or (
            items[segment.start].low in _AFTER
            and _is_in_opening(items, segment, at)
            and not _is_change(items, segment, at)
        )
        mood = _mood(items, segments, number, at)
        change = None if former else _change_before(items, segment, at)
        editions = _editions(items, segment, at, context)
        named = next((int(item.value) for item in items[at + 1 : at + 6] if item.kind == "year"), None)
        placed = Placed(items[at], at, countries, joined, former, mood, change, editions, number, named)
        own.append(placed)
        yield placed


_AFTER: Final = frozenset(("after", "tras", "après", "após", "depois de", "después de", "luego de", "following"))


def _is_in_opening(items: Sequence[Item], segment: Segment, at: int) -> bool:
    """Whether a tier stands before the first comma of a segment, or the segment is a reason as a whole."""
    return segment.kind == "reason" or not any(item.low == "," for item in items[segment.start : at])


def _is_change(items: Sequence[Item], segment: Segment, at: int) -> bool:
    return any(item.kind in ("up", "down") for item in items[segment.start : at])


def _owners(
    items: Sequence[Item], segment: Segment, at: int, before: Placed | None, last: tuple[str, ...],
    context: SentenceContext,
) -> tuple[tuple[str, ...], tuple[str, ...], int]:  # fmt: skip
    """The countries of a tier, those that stand beside them, and where the words that tie them begin."""
    groups = [group for group in segment.groups if group.end <= at]
    joined = _joined_after(items, segment, at)
    if before is not None:
        between = items[before.at + 1 : at]
        newer = [group for group in groups if group.start > before.at]
        if not newer and any(item.kind == "compare" or item.low in _MANY for item in between):
            return (), (), at
        if not newer and not any(item.low == ":" for item in between):
            return before.countries, joined, before.at + 1
        groups = newer or groups
    group = next((each for each in reversed(groups) if not _is_aside(items, each, at)), None)
    listed = _listed_after(items, segment, at)
    if listed is not None and (group is None or _is_list_of(items, group, at)):
        return listed.countries, (), segment.start
    if group is not None:
        if not _is_tied(items, group, at) or _counts_many(items[group.end : at]):
            return (), joined, at
        if items[at - 1].low == "(" and group.end == at - 1:
            return group.countries[-1:], joined, group.start
        countries = _with_company(items, segment, group, at)
        return countries, joined, group.start
    meant = _meant(items, segment, at, last, context)
    return meant, joined, segment.start


def _is_aside(items: Sequence[Item], group: Group, at: int) -> bool:
    """Whether a country stands in a comparison or as an example."""
    before = items[max(0, group.start - 4) : group.start]
    if group.end < len(items) and items[group.end].low == "," and _is_between_commas(items, group):
        return True
    return any(item.kind == "compare" for item in before) or any(
        item.low in ("such as", "like", "como", "comme") for item in before[-2:]
    )


def _is_between_commas(items: Sequence[Item], group: Group) -> bool:
    """`Niger, north of Nigeria, is`: a country in a part between commas that has no verb."""
    for place in range(group.start - 1, max(0, group.start - 7), -1):
        if items[place].kind in VERBS and items[place].low not in _WEAK:
            return False
        if items[place].kind == "country":
            return False
        if items[place].low == ",":
            return items[place - 1].kind == "country" and place < group.start - 2
    return False


def _is_tied(items: Sequence[Item], group: Group, at: int) -> bool:
    """Whether the words between a country and a tier put the one on the other."""
    between = _without_aside(items[group.end : at])
    if any(item.kind == "compare" for item in between):
        return False
    if any(item.kind in VERBS or item.kind in ("again", "from", "to") for item in between):
        return True
    return len(between) <= 3 and all(item.kind in ("mark", "word", "include") or item.low == "and" for item in between)


_MANY: Final = frozenset(
    ("countries", "nations", "governments", "states", "países", "naciones", "nações", "pays", "nations", "territories")
)


def _counts_many(words: Sequence[Item]) -> bool:
    """Whether words count countries: `177 nations, 58 of which are`: the tier is that of some of them."""
    return any(
        item.kind in ("figure", "number")
        and not any(each.low in ("among", "only") or each.value == "1" for each in words[max(0, place - 3) : place])
        and not (place and words[place - 1].kind == "and")
        and not any(each.low in ("one",) for each in words[max(0, place - 4) : place])
        and any(each.low in _MANY or each.low in ("which", "them") for each in words[place + 1 : place + 4])
        for place, item in enumerate(words)
    )


def _without_aside(between: Sequence[Item]) -> Sequence[Item]:
    """Words without a part between commas that compares: `A, one notch above B, was ...`."""
    commas = [place for place, item in enumerate(between) if item.low == ","]
    if len(commas) >= 2 and commas[0] == 0 and any(item.kind == "compare" for item in between[: commas[1]]):
        return between[commas[1] + 1 :]
    return between


def _with_company(items: Sequence[Item], segment: Segment, group: Group, at: int) -> tuple[str, ...]:
    """The countries of a group with those that it joins: `A joins B and C on Tier 3`."""
    countries = list(group.countries)
    for other in segment.groups:
        if other.end <= group.start and other is not group:
            between = items[other.end : group.start]
            if any(item.kind in ("join", "beside") for item in between) and not any(
                item.kind == "tier" for item in between
            ):
                countries = [*other.countries, *countries]
    return tuple(dict.fromkeys(countries))


def _joined_after(items: Sequence[Item], segment: Segment, at: int) -> tuple[str, ...]:
    """The countries that stand on the tier beside others: `on Tier 3, alongside B and C`."""
    following = next((group for group in segment.groups if group.start > at), None)
    if following is None:
        return ()
    between = items[at + 1 : following.start]
    is_beside = any(item.kind in ("join", "beside") for item in between) and len(between) <= 12
    includes = any(group.end <= at for group in segment.groups) and len(between) <= 4
    is_beside = is_beside or (includes and any(item.low == "including" for item in between))
    return following.countries if is_beside and not any(item.kind == "tier" for item in between) else ()


def _listed_after(items: Sequence[Item], segment: Segment, at: int) -> Group | None:
    """The countries that a list after a tier names: `Tier 3 countries include A and B`, `Tier 3: A`."""
    following = next((group for group in segment.groups if group.start > at), None)
    if following is None:
        return None
    between = items[at + 1 : following.start]
    if any(item.kind in ("tier", "join", "beside", "compare", "from") for item in between[-3:]):
        return None
    if (between and between[-1].low in (":", "-", "–", "—")) or (not between and items[at].low.startswith("blacklist")):
        return following
    if any(item.kind == "report" for item in between[-3:]) and between[-1].kind not in ("include", "place"):
        return None
    opens = any(item.kind == "include" or item.low in ("for", "to", "a", "à", "para", "pour", "of") for item in between)
    verb = any(item.kind in ("place", "up", "down", "same") for item in between)
    return following if (opens or verb) and len(between) <= 14 else None


def _is_list_of(items: Sequence[Item], group: Group, at: int) -> bool:
    """Whether a country before a tier is not what the tier is about."""
    return not any(item.kind in VERBS for item in items[group.end : at])


def _meant(
    items: Sequence[Item], segment: Segment, at: int, last: tuple[str, ...], context: SentenceContext
) -> tuple[str, ...]:
    """The countries that a segment without a name means: those of the segment before, or of the sentence before."""
    words = items[segment.start : at]
    if _counts_many(words):
        return ()
    opener = next((group for group in segment.groups if group.start > at), None)
    if opener is not None and not any(item.kind in ("it", "its") for item in words):
        comma = any(item.low == "," for item in items[at + 1 : opener.start])
        verb = any(item.kind in VERBS for item in words)
        if not (comma and verb):
            return ()
        company = [
            group.countries
            for group in segment.groups
            if group.start > opener.end and items[group.start - 1].kind in ("join", "beside")
        ]
        return tuple(dict.fromkeys((*opener.countries, *(each for one in company for each in one))))
    if segment.kind in ("joined", "relative", "resumed", "reason") and last:
        return last
    if any(item.kind == "both" for item in words):
        return context.plural_countries
    if any(item.kind in ("it", "its") for item in words) or segment.start > 0:
        if last:
            return last
        return (
            (context.singular_country,)
            if context.singular_country and any(item.kind in ("it", "its") for item in words)
            else ()
        )
    return ()


def _is_former(items: Sequence[Item], segment: Segment, at: int, anchor: int) -> bool:
    """Whether the countries left a tier: `from Tier 3`, `removed from the watch list`, `sort de la liste`."""
    for place in range(at - 1, max(segment.start, anchor) - 1, -1):
        item = items[place]
        if any(group.start <= place < group.end for group in segment.groups):
            continue
        if item.kind == "forecast" and item.low.startswith(_LEAVES):
            return True
        if item.kind in ("up", "down") and item.low.endswith("from"):
            return True
        if item.low == "former" and at - place > 1:
            continue
        if item.kind == "from" and at - place <= 5:
            return item.low in ("off", "out of", "former", "formerly", "leaving", "left") or _is_move(
                items, segment, place
            )
        if item.kind == "leave":
            return not _is_left_on(items, place, at)
        if item.kind == "to" and at - place <= 4 and item.low != "a":
            return False
        if item.kind in (*CHANGES, "tier", "join", "return") or (item.kind == "place" and item.low not in _WEAK):
            return False
    return False


def _is_left_on(items: Sequence[Item], place: int, at: int) -> bool:
    """`left it on Tier 3`, `left unranked as a special case`: the country stays."""
    stays = any(item.low in _WEAK for item in items[place + 1 : at])
    return items[place].low in _LEAVING and stays


_LEAVES: Final = ("sort", "sal", "sair", "quitt")
"""Beginnings of verbs of leaving in the future: `sortira`, `saldrá`."""
_LEAVING: Final = frozenset(("left", "leaves", "leave", "leaving"))


def _is_move(items: Sequence[Item], segment: Segment, at: int) -> bool:
    """Whether the verb before a word such as `from` says that somebody moved; `received` does not."""
    before = [item for item in items[segment.start : at] if item.kind in VERBS and item.low not in _WEAK]
    after = any(item.kind in ("to", "up", "down") for item in items[at : segment.end])
    last = before[-1] if before else None
    return (last is None and after) or (
        last is not None and (last.kind in ("up", "down", "leave", "return") or last.low.startswith(_MOVES))
    )


_MOVES: Final = ("mov", "pas", "went", "go", "put", "fell")


def _mood(items: Sequence[Item], segments: Sequence[Segment], number: int, at: int) -> str:
    segment = segments[number]
    if any(item.kind == "previous" for item in items[max(segment.start, at - 2) : at]):
        return "asserted"  # `last year's Tier 3`
    before = items[segment.start : at]
    inherited = items[: segment.start] if number and segment.kind in ("joined", "relative", "reason") else ()
    kinds = {item.kind for item in before}
    if any(
        item.low in ("kept", "keeps", "keep")
        and any(each.kind == "from" for each in before[place + 1 : place + 5])
        and any(each.kind in ("up", "down") for each in before[place:])
        for place, item in enumerate(before)
    ):
        return "denied"  # `kept A from advancing to Tier 2`
    condition = next((place for place in range(at) if items[place].kind == "condition"), None)
    if condition is not None:
        comma = next((place for place in range(condition, at) if items[place].low == ","), None)
        if comma is None or not any(item.kind == "forecast" for item in items[comma:at]):
            return "denied"
        return "expected"
    if "waiver" in kinds and any(item.kind in ("from", "deny") for item in before):
        return "denied"
    governed = before if segment.kind == "relative" else items[:at]
    if any(item.low in _NEXT_YEAR for item in items[at : segment.end]):
        return "denied"
    if kinds & _STATES_NOTHING or any(item.kind == "rule" for item in governed):
        return "denied"
    if any(item.kind == "leave" and item.low in ("out of", "kept out of", "off") for item in before[-3:]) and any(
        item.kind == "same" for item in before
    ):
        return "denied"  # `kept A out of Tier 3`
    if any(item.kind in ("wish", "condition") for item in inherited) and segment.kind != "relative":
        return "denied"
    goes_on = segment.kind == "joined" and not any(
        item.low in _FINITE for item in items[segment.start + 1 : segment.start + 3]
    )
    if "forecast" in kinds or (goes_on and any(item.kind == "forecast" for item in inherited)):
        return "expected"
    return "asserted"


def _change_before(items: Sequence[Item], segment: Segment, at: int) -> str | None:
    """The change that the last verb before a tier says; that of a word right after it where there is none."""
    for place in range(at - 1, segment.start - 1, -1):
        kind = items[place].kind
        if kind in CHANGES:
            return _CHANGE[kind]
        if (
            kind == "leave"
            and _is_left_on(items, place, at)
            and any(items[each].kind in ("it", "country") for each in range(place + 1, at))
        ):
            return "unchanged"
        if kind == "tier" or (
            kind in ("place", "return") and items[place].low not in _WEAK and len(items[place].low) > 3
        ):
            return None
    return None


def _editions(
    items: Sequence[Item], segment: Segment, at: int, context: SentenceContext
) -> tuple[tuple[int | None, bool], ...]:
    """The editions of a tier: the years beside it, those that open the sentence, `last year`, else the latest."""
    latest, year = context.calendar.edition, context.calendar.year
    years = _years_after(items, segment, at) or _years_opening(items, segment, at)
    if not years and year is not None:
        ago = next(
            (
                int(items[place - 1].value)
                for place in range(segment.start + 1, segment.end)
                if items[place].kind == "ago" and items[place - 1].value.isdecimal()
            ),
            0,
        )
        ago = ago or int(_has_previous(items, segment, at))
        years = (year - ago,) if ago else ()
    if not years:
        return ((latest, False),)
    return tuple((each, latest is not None and each < latest) for each in years if year is None or each <= year) or (
        (latest, False),
    )


def _years_after(items: Sequence[Item], segment: Segment, at: int) -> tuple[int, ...]:
    years: list[int] = []
    for place in range(at + 1, min(segment.end, at + 24)):
        item = items[place]
        if not years and place > at + 8:
            break
        if item.kind == "year":
            years.append(int(item.value))
            if (
                place >= 2
                and items[place - 1].kind in ("until", "and", "to")
                and items[place - 2].kind == "year"
                and items[place - 1].kind != "and"
            ):
                years.extend(range(years[-2] + 1, years[-1]))
        elif (
            item.kind in ("tier", "country", "reason", *CHANGES)
            or (item.kind == "this")
            or (item.kind == "word" and years)
        ):
            break
    return tuple(sorted(set(years)))


def _years_opening(items: Sequence[Item], segment: Segment, at: int) -> tuple[int, ...]:
    """The years at the beginning of a segment: `In 2014, ...`, `Since 2004 ...`; or right after its verb."""
    first = next((place for place in range(segment.start, at) if items[place].kind == "tier"), at)
    found = [place for place in range(segment.start, first) if items[place].kind == "year"]
    opening = [place for place in found if place - segment.start <= 8]
    return tuple(sorted({int(items[place].value) for place in opening}))


def _has_previous(items: Sequence[Item], segment: Segment, at: int) -> bool:
    window = items[segment.start : min(segment.end, at + 6)]
    return any(item.kind == "previous" for item in window) and not any(item.kind == "this" for item in window)


def _without_doubles(found: list[Placed]) -> list[Placed]:
    """Without a second name of the same tier: `nivel 3, el peor`."""
    kept: list[Placed] = []
    for placed in found:
        twin = any(
            each.tier.value == placed.tier.value and each.countries == placed.countries and each.former == placed.former
            and each.segment == placed.segment and each.editions == placed.editions
            for each in kept
        )  # fmt: skip
        if not twin:
            kept.append(placed)
    return kept


def _claims_of(
    items: Sequence[Item], segments: Sequence[Segment], found: list[Placed], place: int, context: SentenceContext
) -> Iterator[Claim]:
    placed = found[place]
    partner = _partner(found, place)
    if placed.mood == "denied":
        return
    if placed.mood == "expected" or context.from_draft:
        yield from _expected(placed, partner, context)
    elif placed.former:
        yield from _left(items, segments, placed, partner, context)
    else:
        yield from _arrived(items, segments, placed, partner, context)


def _partner(found: list[Placed], place: int) -> Placed | None:
    """The other end of a move: the tier left for the one arrived at, and the other way round."""
    placed = found[place]
    near = [*found[place + 1 : place + 2], *found[max(0, place - 1) : place]]
    return next((each for each in near if _are_a_move(each, placed)), None)


def _are_a_move(one: Placed, other: Placed) -> bool:
    arrived = other if one.former else one
    is_apart = one.segment != other.segment and arrived.change == "unchanged"
    if "denied" in (one.mood, other.mood):
        return False
    return one.former != other.former and bool(set(one.countries) & set(other.countries)) and not is_apart


def _expected(placed: Placed, partner: Placed | None, context: SentenceContext) -> Iterator[Claim]:
    if placed.former and partner is not None:
        return
    value = placed.tier.value if not placed.former else "upgraded" if placed.tier.value in _LOW_TIERS else "downgraded"
    previous = placed.tier.value if placed.former else partner.tier.value if partner is not None else None
    latest = context.calendar.edition
    edition = (
        placed.named
        if placed.named and latest and placed.named > latest
        else latest + 1
        if latest is not None
        else None
    )
    for country in placed.countries:
        yield claim_of(context, "forecast", country, value, previous_value=previous, report_year=edition)


def _left(
    items: Sequence[Item], segments: Sequence[Segment], placed: Placed, partner: Placed | None, context: SentenceContext
) -> Iterator[Claim]:
    """A tier that countries left: the change, and an earlier placement where its edition is named."""
    past = [edition for edition, is_past in placed.editions if is_past]
    for country in placed.countries:
        for edition in past if partner is not None else ():
            yield claim_of(context, "tier_history", country, placed.tier.value, report_year=edition)
        if partner is None:
            change = _change_before(items, segments[placed.segment], placed.at)
            if change is None or change == "unchanged":
                change = "upgraded" if placed.tier.value in _LOW_TIERS else "downgraded"
            year = placed.editions[-1][0]
            yield claim_of(context, "tier_change", country, change, report_year=year, previous_value=placed.tier.value)


def _arrived(
    items: Sequence[Item], segments: Sequence[Segment], placed: Placed, partner: Placed | None, context: SentenceContext
) -> Iterator[Claim]:
    """A tier that countries are on, the change that led there, and for how many editions they were on it."""
    segment, latest = segments[placed.segment], context.calendar.edition
    beside = partner.joined if partner is not None else ()
    placed_all = tuple(dict.fromkeys((*placed.countries, *placed.joined, *beside)))
    editions = list(placed.editions)
    if _lasts(items, segment, placed) and all(past for _, past in editions):
        editions.append((latest, False))
    bygone = editions == [(latest, False)] and _is_bygone(items, segment, placed)
    if bygone:
        known = _has_previous(items, segment, placed.at) or _streak(items, segment, placed) is not None
        editions = [(latest - 1 if latest else None, True)] if known else []
        if not editions:
            return
    change = placed.change
    if partner is not None:
        change = direction(partner.tier.value, placed.tier.value) or change
    streak = _streak(items, segment, placed)
    if streak is not None and change is None and len(editions) == 1 and not bygone:
        change = "unchanged"
    for country in placed_all:
        for edition, past in editions if country in placed.countries else editions[-1:]:
            kind = "tier_history" if past else "list" if len(placed_all) > 1 else "tier"
            yield claim_of(context, kind, country, placed.tier.value, report_year=edition)
        if country not in placed.countries:
            continue
        if change is not None and len(editions) == 1:
            previous = (
                partner.tier.value if partner is not None else placed.tier.value if change == "unchanged" else None
            )
            before = _year_of(partner) if partner is not None else None
            yield claim_of(
                context,
                "tier_change",
                country,
                change,
                report_year=editions[-1][0],
                previous_value=previous,
                previous_year=before,
            )
        if streak is not None:
            yield claim_of(
                context, "streak", country, str(streak), report_year=editions[-1][0], previous_value=placed.tier.value
            )


def _year_of(partner: Placed) -> int | None:
    past = [edition for edition, is_past in partner.editions if is_past]
    return past[-1] if past else None


def _lasts(items: Sequence[Item], segment: Segment, placed: Placed) -> bool:
    """Whether a tier held since a year is still held."""
    window = items[segment.start : segment.end]
    if segment.end < len(items) and items[segment.end].low == "before":
        return False
    return any(item.kind == "since" for item in window) and not any(
        item.kind == "past" for item in items[segment.start : placed.at]
    )


def _is_bygone(items: Sequence[Item], segment: Segment, placed: Placed) -> bool:
    before = items[segment.start : placed.at]
    said = next((place for place, item in enumerate(before) if item.kind == "said"), None)
    return any(item.kind == "past" for item in (before if said is None else before[:said])) or (
        segment.kind == "reason" and not any(i.kind in CHANGES for i in before)
    )


def _streak(items: Sequence[Item], segment: Segment, placed: Placed) -> int | None:
    """The number of editions in a row: `for the third year in a row`, `pour la troisième fois consécutive`."""
    for at in range(segment.start, segment.end):
        if any(item.kind == "tier" for item in items[min(at, placed.at) + 1 : max(at, placed.at)]):
            continue
        if (
            items[at].low in _EDITION_WORDS
            and items[at - 1].kind == "number"
            and any(item.low in _FOR for item in items[max(0, at - 4) : at])
        ):
            return int(items[at - 1].value) if items[at - 1].low.endswith(_ORDINAL_ENDS) else None
        if items[at].kind == "years":
            number = next(
                (
                    items[place]
                    for place in (at - 1, at - 2, at + 1)
                    if segment.start <= place < segment.end and items[place].kind in ("number", "figure")
                ),
                None,
            )
            if number is not None and number.value.isdecimal():
                return int(number.value)
    return None


_EDITION_WORDS: Final = frozenset(("year", "time", "año", "vez", "ano", "année", "fois", "édition", "edition"))
_FOR: Final = frozenset(("for", "por", "pela", "pelo", "pour"))
_ORDINAL_ENDS: Final = (
    "second",
    "third",
    "th",
    "ème",
    "do",
    "da",
    "ro",
    "ra",
    "to",
    "ta",
    "mo",
    "ma",
    "vo",
    "va",
    "no",
    "na",
    "er",
    "ira",
    "iro",
)


def _waivers(items: Sequence[Item], segments: Sequence[Segment], context: SentenceContext) -> Iterator[Claim]:
    """`A was granted a waiver`: the report spared a country the downgrade that the law requires."""
    last: tuple[str, ...] = ()
    for number, segment in enumerate(segments):
        at = next((at for at in range(segment.start, segment.end) if items[at].kind == "waiver"), None)
        groups = segment.groups
        if (
            at is not None
            and _mood(items, segments, number, at) == "asserted"
            and not any(item.low in ("no", "none", "needed") for item in items[segment.start : at + 3])
        ):
            countries = groups[0].countries if groups else last
            for country in countries:
                yield claim_of(context, "waiver", country, None, report_year=context.calendar.edition)
        last = groups[0].countries if groups else last


_STRONG: Final = ("upgrad", "downgrad", "degrad", "dégrad", "rebaj", "rebaix", "rétrograd", "promu", "promov", "promot", "demot", "despromov", "ascend")  # fmt: skip


def _changes_without_tier(
    items: Sequence[Item], segments: Sequence[Segment], context: SentenceContext
) -> Iterator[Claim]:
    """`A was upgraded in the report`: a change without a tier."""
    if not any(item.kind == "report" for item in items) and not context.about_report:
        return
    for number, segment in enumerate(segments):
        if any(item.kind == "tier" for item in items[segment.start : segment.end]):
            continue
        escapes = any(item.low.startswith("escap") for item in items[segment.start : segment.end])
        for at in range(segment.start, segment.end if not escapes else segment.start):
            item = items[at]
            strong = item.low.startswith(_STRONG) or item.low.endswith((" tier", " rank"))
            if item.kind not in ("up", "down") or not strong or _mood(items, segments, number, at) != "asserted":
                continue
            near = [each for each in segment.groups if not _is_aside(items, each, at)]
            group = next(
                (
                    each
                    for each in reversed(near)
                    if each.end <= at and (at - each.end <= 3 or items[each.end].low == ",")
                ),
                None,
            )
            if group is None:
                group = next((each for each in segment.groups if at < each.start <= at + 2), None)
            countries = (
                group.countries
                if group is not None
                else context.plural_countries
                if any(i.kind == "both" for i in items[segment.start : at])
                else ()
            )
            if segment.kind in ("inert", "reason"):
                continue
            editions = _editions(items, segment, at, context)
            for country in countries:
                yield claim_of(context, "tier_change", country, _CHANGE[item.kind], report_year=editions[-1][0])
