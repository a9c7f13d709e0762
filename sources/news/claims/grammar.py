"""Claims about placements, by one grammar for all languages of the lexicon.

In each clause of a sentence, every tier has its countries (`owners`) and its editions (`editions`), and is one that
they left or arrived at (`moods`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses.lexicon import Item, has, says
from sources.news.claims.bounds import streak_qualifier
from sources.news.claims.certainty import of_placement
from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.editions import (
    editions_of,
    has_previous,
    is_bygone,
    is_first,
    lasts,
    streak_of,
    years_named,
)
from sources.news.claims.enumerations import Statement
from sources.news.claims.moods import CHANGE_OF, change_before, mood_of
from sources.news.claims.owners import is_aside
from sources.news.claims.placed import Placed, clauses_in, read_placed

_LOW_TIERS: Final = ("2WL", "3")
_LONGEST_BRIEF: Final = 6
"""Items of a clause that only says which way a country went."""


def read_sentence(items: Sequence[Item], context: SentenceContext) -> list[Claim]:
    """The claims about placements in a sentence.

    Args:
        items: the items of `read_items`.
        context: context of the sentence.
    """
    if not has(items, "tier", "up", "down", "waiver"):
        return []
    clauses = clauses_in(items)
    found = read_placed(items, clauses, context)
    claims = [claim for place in range(len(found)) for claim in _claims_of(items, clauses, found, place, context)]
    claims += _changes_without_tier(items, clauses, context)
    claims += _waivers(items, clauses, context)
    return list(dict.fromkeys(_with_previous(claims, context.calendar.edition)))


def _with_previous(claims: list[Claim], latest: int | None) -> list[Claim]:
    """Changes that do not name the former tier, with the one their sentence names for the edition before."""
    history = [claim for claim in claims if claim.kind == "tier_history" and claim.report_year == (latest or 0) - 1]
    before = {claim.country: claim for claim in history}

    def follows(claim: Claim) -> bool:
        is_change = claim.kind == "tier_change" and claim.previous_value is None
        return is_change and claim.report_year == latest and claim.country in before

    return [
        replace(claim, previous_value=before[claim.country].value, previous_year=before[claim.country].report_year)
        if follows(claim)
        else claim
        for claim in claims
    ]


def _claims_of(
    items: Sequence[Item], clauses: Sequence[Statement], found: list[Placed], place: int, context: SentenceContext
) -> Iterator[Claim]:
    placed = found[place]
    if placed.mood == "denied":
        return
    partner = _partner(found, place)
    editions = tuple(edition for edition, _ in placed.editions)
    certainty = of_placement(
        items, clauses[placed.clause], placed.at, placed.countries, context, editions, is_move=partner is not None
    )
    if placed.mood == "expected" or context.from_draft:
        claims = _expected(placed, partner, context)
    elif placed.former:
        claims = _left(items, clauses[placed.clause], placed, partner, context)
    else:
        claims = _arrived(items, clauses[placed.clause], placed, partner, context)
    years = years_named(items, clauses[placed.clause], placed.at)
    for claim in claims:
        is_named = claim.edition_named or claim.report_year in years
        sure = "likely" if claim.value == "first" and certainty == "sure" else certainty
        yield replace(claim, certainty=sure, edition_named=is_named)


def _partner(found: list[Placed], place: int) -> Placed | None:
    """The other end of a move: the tier left for the one arrived at, and the other way round."""
    placed = found[place]
    near = [*found[place + 1 : place + 2], *found[max(0, place - 1) : place]]
    return next((each for each in near if _are_a_move(each, placed)), None)


def _are_a_move(one: Placed, other: Placed) -> bool:
    arrived = other if one.former else one
    is_apart = one.clause != other.clause and arrived.change == "unchanged"
    if "denied" in (one.mood, other.mood) or one.tier.value == other.tier.value:
        return False
    return one.former != other.former and bool(set(one.countries) & set(other.countries)) and not is_apart


def _expected(placed: Placed, partner: Placed | None, context: SentenceContext) -> Iterator[Claim]:
    if placed.former and partner is not None:
        return
    value = _away_from(placed.tier.value) if placed.former else placed.tier.value
    previous = placed.tier.value if placed.former else partner.tier.value if partner is not None else None
    latest = context.calendar.edition
    named = placed.named if placed.named and latest and placed.named > latest else None
    edition = named or (latest + 1 if latest is not None else None)
    for country in placed.countries:
        yield claim_of(context, "forecast", country, value, previous_value=previous, report_year=edition)


def _left(
    items: Sequence[Item], clause: Statement, placed: Placed, partner: Placed | None, context: SentenceContext
) -> Iterator[Claim]:
    """A tier that countries left: the change, and an earlier placement where its edition is named."""
    tier = placed.tier.value
    change = change_before(items, clause, placed.at)
    change = _away_from(tier) if change in (None, "unchanged") else change
    for country in placed.countries:
        for edition, is_past in placed.editions if partner is not None else ():
            if is_past:
                yield claim_of(context, "tier_history", country, tier, report_year=edition)
        if partner is None:
            year = placed.editions[-1][0]
            yield claim_of(context, "tier_change", country, change, report_year=year, previous_value=tier)


def _arrived(
    items: Sequence[Item], clause: Statement, placed: Placed, partner: Placed | None, context: SentenceContext
) -> Iterator[Claim]:
    """A tier that countries are on, the change that led there, and for how many editions they were on it."""
    latest, tier = context.calendar.edition, placed.tier.value
    beside = partner.joined if partner is not None else ()
    placed_all = tuple(dict.fromkeys((*placed.countries, *placed.joined, *beside)))
    editions = list(placed.editions)
    streak = streak_of(items, clause, placed.at)
    if lasts(items, clause, placed.at) and all(past for _, past in editions):
        editions.append((latest, False))
    bygone = editions == [(latest, False)] and is_bygone(items, clause, placed.at)
    if bygone:
        if streak is None and not has_previous(items, clause, placed.at):
            return
        editions = [(latest - 1 if latest else None, True)]
    year, is_past = editions[-1]
    change = placed.change
    if partner is not None:
        change = direction(partner.tier.value, tier) or change
    if streak is not None and change is None and not bygone:
        change = "unchanged"
    previous = partner.tier.value if partner is not None else tier if change == "unchanged" else None
    before = _year_of(partner) if partner is not None else None
    for country in placed_all:
        for edition, past in editions if country in placed.countries else editions[-1:]:
            kind = "tier_history" if past else "list" if len(placed_all) > 1 else "tier"
            yield claim_of(context, kind, country, tier, report_year=edition)
        if country not in placed.countries:
            continue
        if change is not None and len(editions) == 1:
            changed = claim_of(context, "tier_change", country, change, report_year=year)
            yield replace(changed, previous_value=previous, previous_year=before)
        if is_first(items, clause, placed.at) and not is_past:
            yield claim_of(context, "tier_change", country, "first", report_year=year)
        if streak is not None:
            counted = claim_of(context, "streak", country, str(streak), report_year=year, previous_value=tier)
            yield replace(counted, qualifier=streak_qualifier(items, clause, streak))


def _year_of(partner: Placed) -> int | None:
    past = [edition for edition, is_past in partner.editions if is_past]
    return past[-1] if past else None


def _waivers(items: Sequence[Item], clauses: Sequence[Statement], context: SentenceContext) -> Iterator[Claim]:
    """`A was granted a waiver`: the report spared a country the downgrade that the law requires."""
    edition = context.calendar.edition
    last: tuple[str, ...] = ()
    for number, clause in enumerate(clauses):
        countries = clause.groups[0].countries if clause.groups else last
        at = next((at for at in range(clause.start, clause.end) if items[at].kind == "waiver"), None)
        if at is not None and clause.kind != "reason" and _is_granted(items, clauses, number, at):
            for country in countries:
                yield claim_of(context, "waiver", country, None, report_year=edition, certainty="likely")
        last = countries


def _is_granted(items: Sequence[Item], clauses: Sequence[Statement], number: int, at: int) -> bool:
    """Whether a waiver was granted: not `no waiver`, and not `the waivers ran out`."""
    clause = clauses[number]
    refused = says(items[clause.start : at + 3], "no", "none", "needed")
    ended = says(items[clause.start : clause.end], "ran", "expired", "exhausted")
    return not refused and not ended and mood_of(items, clauses, number, at) == "asserted"


def _changes_without_tier(
    items: Sequence[Item], clauses: Sequence[Statement], context: SentenceContext
) -> Iterator[Claim]:
    """`A was upgraded in the report`: a change without a tier."""
    if not has(items, "report") and not context.about_report:
        return
    for number, clause in enumerate(clauses):
        own = items[clause.start : clause.end]
        escapes = any(item.low.startswith("escap") for item in own)
        if has(own, "tier") or escapes or clause.kind in ("inert", "reason"):
            continue
        for at in range(clause.start, clause.end):
            item = items[at]
            is_change = item.kind in ("up", "down") and (item.value == "strong" or _is_brief(items, clause))
            if not is_change or mood_of(items, clauses, number, at) != "asserted":
                continue
            countries = _changed(items, clause, at, context)
            year = editions_of(items, clause, at, context)[-1][0]
            certainty = of_placement(items, clause, at, countries, context)
            for country in countries:
                change = CHANGE_OF[item.kind]
                claim = claim_of(context, "tier_change", country, change, report_year=year, certainty=certainty)
                is_named = claim.edition_named or year in years_named(items, clause, at)
                yield replace(claim, edition_named=is_named)


def _away_from(tier: str) -> str:
    return "upgraded" if tier in _LOW_TIERS else "downgraded"


def _is_brief(items: Sequence[Item], clause: Statement) -> bool:
    """`A keeps Tier 2 in the report; B slips`: a clause of names and a verb in a sentence that names a tier."""
    own = items[clause.start : clause.end]
    plain = all(item.kind in ("country", "and", "mark", "contrast", "up", "down") for item in own)
    return plain and len(own) <= _LONGEST_BRIEF and has(items, "tier")


def _changed(items: Sequence[Item], clause: Statement, at: int, context: SentenceContext) -> tuple[str, ...]:
    """The countries right before a verb of change, else right after it, else those that `both` means."""
    tied = [each for each in clause.groups if each.end <= at and (at - each.end <= 3 or items[each.end].low == ",")]
    before = [each for each in tied if not is_aside(items, each)]
    after = [each for each in clause.groups if at < each.start <= at + 2]
    if near := before[-1:] or after[:1]:
        return near[0].countries
    return context.plural_countries if has(items[clause.start : at], "both") else ()
