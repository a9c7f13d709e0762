"""Placements, changes, streaks, waivers and forecasts in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sources.news.claims.changes import changes_without_tier, removals, waivers
from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.cues import REMOVE, STREAK, change_in, streak_in
from sources.news.claims.prepared_sentence import Clause, PreparedSentence
from sources.news.claims.statements import Statement, statements_in
from sources.news.claims.tier_words import TierWord

_PAST_PERFECT: Final = re.compile(
    r"\bhad\s(?:previously\s|earlier\s|long\s|once\s)?(?:been|spent|stayed|remained)\b|\b(?:previously"
    r"|formerly|once(?!\s(?:again|more))|used\sto)\b",
    re.IGNORECASE,
)

_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)")

_SPENT: Final = re.compile(
    r"\b(?:after|before)\s(?:[\w’'-]+\s){1,6}?(?:languished|lingered|spent|sat|stayed|remained)\b", re.IGNORECASE
)
"""`after the three languished for years on the watch list`."""

_KEPT_BEFORE: Final = re.compile(r"\bhad\s(?:\w+\s)?(?:languished|lingered|stayed|remained|kept|been)\b", re.IGNORECASE)

_HISTORICALLY: Final = re.compile(r"\b(?:historically|traditionally|prior\sto)\b", re.IGNORECASE)

_REPORTED: Final = re.compile(
    r"\b(?:said|says|noted|notes|report(?:s|ed)?|announced|stated|revealed|showed|shows|found|indicated"
    r"|learned|confirmed)\b",
    re.IGNORECASE,
)

_PERFECT: Final = re.compile(
    r"\b(?:has|have)\s(?:been|spent|stayed|remained|stood)\b|\b(?:is|are|remains?|stays?)\b", re.IGNORECASE
)

_APPOSED: Final = re.compile(r"(?:,\s)?(?:an?|now|still)\s", re.IGNORECASE)
"""`A, a Tier 1 country since 2015,`."""

_SINCE: Final = re.compile(r"\bsince\s(?:19|20)\d\d", re.IGNORECASE)


def read_placements(prepared: PreparedSentence, context: SentenceContext) -> list[Claim]:
    """The claims about placements that a sentence makes, without repetition."""
    claims: list[Claim] = []
    for clause in prepared.clauses:
        claims.extend(_clause_claims(prepared, clause, context, claims))
    return _with_previous(list(dict.fromkeys(claims)), context.calendar.edition)


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


def _clause_claims(
    prepared: PreparedSentence, clause: Clause, context: SentenceContext, earlier_claims: list[Claim]
) -> list[Claim]:
    words = [word for word in prepared.tiers if clause.start <= word.start < clause.end]
    claims = list(waivers(prepared, clause, context))
    statements = statements_in(prepared, clause, words, context, earlier_claims, waived=bool(claims))
    claims.extend(_placed(clause, statements, context))
    if not words:
        claims.extend(changes_without_tier(prepared, clause, context))
        claims.extend(removals(prepared, clause, context))
    return claims


def _placed(clause: Clause, statements: list[Statement], context: SentenceContext) -> Iterator[Claim]:
    for place, statement in enumerate(statements):
        if statement.mood == "denied":
            continue
        neighbour = _neighbour(statements, place)
        if statement.mood == "expected" or context.from_draft:
            yield from _expected(statement, neighbour, context)
        elif statement.former:
            yield from _was(clause, statement, neighbour, context)
        else:
            nearer = [other.word for other in statements if other.former]
            others = [other.word for other in statements if not other.former and other is not statement]
            yield from _is(clause, _with_joined(clause, statement, neighbour), neighbour, context, nearer, others)


_ALONGSIDE: Final = re.compile(
    r"^[\"”’]?,?\s(?:alongside|join(?:s|ed|ing)|along\swith|together\swith)\s", re.IGNORECASE
)


def _with_joined(clause: Clause, statement: Statement, neighbour: Statement | None) -> Statement:
    """`fell to Tier 3, down from Tier 2, alongside B`: B is on the tier the sentence ends with, not on the former."""
    if neighbour is None or not neighbour.subjects.also_on_tier or not neighbour.former:
        return statement
    between = clause.text[statement.word.end : neighbour.word.start]
    if (
        neighbour.word.start < statement.word.end
        or not between.startswith(",")
        or not _ALONGSIDE.match(clause.text[neighbour.word.end :])
    ):
        return statement
    joined = tuple(dict.fromkeys((*statement.subjects.also_on_tier, *neighbour.subjects.also_on_tier)))
    return replace(statement, subjects=replace(statement.subjects, also_on_tier=joined))


def _neighbour(statements: list[Statement], place: int) -> Statement | None:
    """The statement of the other end of a change: the former tier of a present one, and the other way round."""
    statement = statements[place]
    around = [*statements[place + 1 : place + 2], *reversed(statements[max(0, place - 1) : place])]
    for other in around:
        if other.former != statement.former and other.subjects.countries == statement.subjects.countries:
            return other
    return None


def _expected(statement: Statement, neighbour: Statement | None, context: SentenceContext) -> Iterator[Claim]:
    if statement.former and neighbour is not None:
        return
    value: str | None = statement.word.tier
    if statement.former:
        value = change_in(statement.region)
    previous = neighbour.word.tier if neighbour is not None else None
    for country in statement.subjects.countries:
        yield claim_of(context, "forecast", country, value, previous_value=previous)


def _editions(statement: Statement, context: SentenceContext) -> list[tuple[int | None, bool]]:
    """Editions a statement speaks of, each with whether it is an earlier one than the latest."""
    latest = context.calendar.edition
    if not statement.years.years:
        return [(None, False)]
    return [
        (latest, False)
        if latest is not None and year >= latest
        else (year, statement.years.explicit and latest is not None)
        for year in statement.years.years
    ]


def _is(
    clause: Clause,
    statement: Statement,
    neighbour: Statement | None,
    context: SentenceContext,
    former: list[TierWord],
    others: list[TierWord],
) -> Iterator[Claim]:
    """A tier that countries are on, or were on in an edition that is named."""
    tier = statement.word.tier
    change = _change(clause, statement, neighbour)
    editions = list(dict.fromkeys(_editions(statement, context)))
    lasts = _PERFECT.search(statement.region) or _APPOSED.match(statement.subjects.connecting_text)
    if _SINCE.search(clause.text) and lasts and all(past for _, past in editions):
        editions.append((context.calendar.edition, False))
    bygone = (
        (
            _PAST_PERFECT.search(_BRACKETS.sub(" ", statement.region))
            or _HISTORICALLY.search(clause.text[: statement.word.start])
        )
        is not None
        and not statement.years.explicit
        and not _REPORTED.search(clause.text[: statement.word.start])
    )
    bygone = bygone or (_SPENT.search(statement.region) is not None and not statement.years.explicit)
    placed = (*statement.subjects.countries, *statement.subjects.also_on_tier)
    if change == "unchanged" and (len(editions) > 1 or _KEPT_BEFORE.search(statement.region)):
        change = None  # years on one tier are no verdict of one edition
    words = _own_words(clause, statement, former, others)
    streak = streak_in(words)
    before = _edition_before(context) if bygone and STREAK.search(words) else None
    for country in placed:
        own = editions if country in statement.subjects.countries else editions[-1:]
        for edition, past in own:
            several = len(placed if (edition, past) == editions[-1] else statement.subjects.countries) > 1
            kind = "tier_history" if bygone or (past and not several) else "list" if several else "tier"
            yield claim_of(context, kind, country, tier, report_year=before if bygone else edition)
        if country in statement.subjects.countries and change is not None and not bygone:
            previous, previous_year = _previous(change, statement, neighbour)
            yield claim_of(
                context,
                "tier_change",
                country,
                change,
                report_year=editions[-1][0],
                previous_value=previous,
                previous_year=previous_year,
            )
        if country in statement.subjects.countries and streak is not None:
            yield claim_of(
                context,
                "streak",
                country,
                str(streak),
                report_year=_streak_ends(clause, before if bygone else editions[-1][0], context),
                previous_value=tier,
            )


def _edition_before(context: SentenceContext) -> int | None:
    """`had been on Tier 3 for four consecutive years`: up to the edition before the one that is in the news."""
    return context.calendar.edition - 1 if context.calendar.edition is not None else None


_EVER_SINCE: Final = re.compile(r"\b(?:has|have)\s(?:since|now)\b", re.IGNORECASE)

_JOINING: Final = re.compile(r",\s(?:join(?:s|ed|ing)|along\swith|alongside)\b", re.IGNORECASE)


def _streak_ends(clause: Clause, edition: int | None, context: SentenceContext) -> int | None:
    """The edition up to which years are counted: `was raised in 2016 and has since kept it for three years`."""
    return context.calendar.edition if _EVER_SINCE.search(clause.text) else edition


def _own_words(clause: Clause, statement: Statement, former: list[TierWord], others: list[TierWord]) -> str:
    """The clause without what it says of another tier, and of the countries that are only joined."""
    start, end = clause.start, clause.end
    for word in others:
        if word.end <= statement.word.start:  # what follows a tier up to a comma is still about that tier
            comma = clause.text.find(",", word.end, statement.word.start)
            start = max(start, comma if comma >= 0 else word.end)
    for word in former:
        if word.start > statement.word.end:
            end = min(end, statement.word.end)
        else:
            start = max(start, word.end)
    joining = _JOINING.search(clause.text, statement.word.end) if statement.subjects.also_on_tier else None
    return clause.text[start : min(end, joining.start()) if joining else end]


_AGAIN: Final = re.compile(
    r"^[\"”’')]{0,2}\s?(?:status|ranking|rating|list|category)?\s?(?:once\s)?(?:again\b|for\sanother\syear"
    r"|for\syet\sanother\syear)",
    re.IGNORECASE,
)

_RETURN: Final = re.compile(
    r"\breturn(?:s|ed|ing)?\b|\bback\s(?:on|in|to|onto)\b|\b(?:put|placed|moved)\sback\b", re.IGNORECASE
)


def _returned(statement: Statement) -> str | None:
    """`returned to Tier 3` is a fall, `returned to Tier 1` a rise; to the tiers between it may be either."""
    if _RETURN.search(statement.subjects.connecting_text) is None:
        return None
    return {"3": "downgraded", "2WL": "downgraded", "1": "upgraded"}.get(statement.word.tier)


def _again(clause: Clause, statement: Statement) -> str | None:
    """`on Tier 3 again this year`: unchanged."""
    return "unchanged" if _AGAIN.match(clause.text[statement.word.end :]) else None


def _change(clause: Clause, statement: Statement, neighbour: Statement | None) -> str | None:
    if neighbour is not None:
        known = direction(neighbour.word.tier, statement.word.tier)
        if known is not None:
            return known
    change = change_in(statement.subjects.connecting_text) or _again(clause, statement) or _returned(statement)
    if (
        change is None
        and re.search(r"\badd(?:s|ed|ing)\b", statement.subjects.connecting_text, re.IGNORECASE)
        and statement.word.tier == "3"
    ):
        return "downgraded"  # only what stood higher can be added to the lowest tier
    return change


def _previous(change: str, statement: Statement, neighbour: Statement | None) -> tuple[str | None, int | None]:
    if neighbour is not None:
        year = neighbour.years.years[0] if neighbour.years.explicit and neighbour.years.years else None
        return neighbour.word.tier, year
    return (statement.word.tier, None) if change == "unchanged" else (None, None)


def _was(
    clause: Clause, statement: Statement, neighbour: Statement | None, context: SentenceContext
) -> Iterator[Claim]:
    """A tier that countries have left, or were on before."""
    tier = statement.word.tier
    own_year = statement.years.explicit and _years_belong(clause, statement)
    for country in statement.subjects.countries:
        if own_year:
            for edition, past in _editions(statement, context):
                if past:
                    yield claim_of(context, "tier_history", country, tier, report_year=edition)
        streak = streak_in(clause.text[max(clause.start, statement.word.start - 60) : statement.word.end + 50])
        latest = context.calendar.edition
        if streak is not None and latest is not None:
            yield claim_of(context, "streak", country, str(streak), report_year=latest - 1, previous_value=tier)
        if neighbour is not None:
            continue
        change = _leaving(statement)
        if change is not None:
            year = statement.years.years[0] if statement.years.years and not own_year else latest
            yield claim_of(context, "tier_change", country, change, report_year=year, previous_value=tier)


def _years_belong(clause: Clause, statement: Statement) -> bool:
    """Whether the year belongs to the former tier (`after being on Tier 3 last year`) and not to the change."""
    lead = clause.text[max(0, statement.word.start - 60) : statement.word.start]
    return re.search(r"\b(?:being|been|was|were)\s(?:\w+\s)?(?:on|in|at)\s[^,]*$", lead) is not None


def _leaving(statement: Statement) -> str | None:
    region = statement.region
    change = change_in(region)
    if statement.word.tier in ("2WL", "3") and (REMOVE.search(region) or change == "upgraded"):
        return "upgraded"
    return change if change in ("upgraded", "downgraded") else None
