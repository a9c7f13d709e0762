"""Phrases without a tier: waivers, upgrades and downgrades, removals from a list."""

import re
from collections.abc import Iterator
from typing import Final

from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.cues import is_denied, is_forecast, is_wish
from sources.news.claims.prepared_sentence import Clause, PreparedSentence
from sources.news.claims.statements import sentence_part
from sources.news.claims.years import years_in

_WAIVER: Final = re.compile(r"\bwaivers?\b|\bwaived\b", re.IGNORECASE)

_NO_WAIVER: Final = re.compile(
    r"\b(?:exhaust\w*|ran\sout|run\sout|used\sup|no\s(?:more|longer|further)|ineligible|not\s(?:eligible"
    r"|granted|given|receive)|without|expired|sanctions?"
    r"|child\ssoldier|visa|maximum|last\sof|limit\w*)\b|\bout\sof\swaivers\b",
    re.IGNORECASE,
)

_WAIVER_ENDED: Final = re.compile(
    r"^[^,.;]{0,80}\b(?:ran\sout|run\sout|expired?|(?:were|was|been|are)\s(?:exhausted|used\sup))\b", re.IGNORECASE
)
"""`after the waivers that had kept them there ran out`."""

_PLAIN_CHANGE: Final = re.compile(
    r"\b(?:was|were|been|is|are|get|got|being|be)\s(?:also\s|again\s|once\smore\s|both\s|all\s"
    r"|automatically\s|further\s)?(?P<passive>upgraded|downgraded)\b"
    r"|\b(?P<active>upgrad(?:ed?|es|ing)|downgrad(?:ed?|es|ing))\s(?:(?:the|both|neighbou?ring)\s)*$",
    re.IGNORECASE,
)

_OTHER_RATINGS: Final = re.compile(
    r"\b(?:credit|moody|fitch|s&p|bond|growth|airline|aviation|outlook|forecast)\b", re.IGNORECASE
)


def waivers(prepared: PreparedSentence, clause: Clause, context: SentenceContext) -> Iterator[Claim]:
    """Claims of granted waivers in a clause. Ended and refused waivers are not claims."""
    found = _WAIVER.search(clause.text)
    if found is None or not context.about_report:
        return
    near = clause.text[max(0, found.start() - 50) : found.end() + 40]
    if _WAIVER_ENDED.match(clause.text[found.end() :]):
        return
    if _NO_WAIVER.search(near) or is_forecast(re.sub(r"\bwould\shave\b|\bfac(?:es|ed|ing)\b", " ", near[:50])):
        return
    groups = [group for group in prepared.groups if clause.start <= group.start < clause.end]
    before = [group for group in groups if group.end <= found.start()]
    chosen = before[-1] if before else groups[0] if groups else None
    countries = chosen.countries if chosen is not None else ()
    for country in countries:
        yield claim_of(context, "waiver", country, None, report_year=_edition(clause.text, context))


def _edition(text: str, context: SentenceContext) -> int | None:
    years = years_in(text, context.calendar).years
    latest = context.calendar.edition
    if not years:
        return latest
    return latest if latest is not None and years[0] > latest else years[0]


_SET_APART: Final = re.compile(r"\b(?:unlike|than)\s(?:the\s)?$", re.IGNORECASE)


def changes_without_tier(prepared: PreparedSentence, clause: Clause, context: SentenceContext) -> Iterator[Claim]:
    """Claims such as `A was upgraded`, in a clause without a tier."""
    if not context.about_report or _OTHER_RATINGS.search(clause.text):
        return
    several_acts = False  # `upgraded A, and downgraded B`
    for group in prepared.groups:
        if not clause.start <= group.start < clause.end or _SET_APART.search(prepared.text[: group.start]):
            continue
        after = clause.text[group.end : group.end + 60]
        passive = _PLAIN_CHANGE.search(after)
        active = _PLAIN_CHANGE.search(clause.text[: group.start])
        found = active if active and active["active"] else None
        if not several_acts and passive and passive["passive"]:
            found = passive
        if found is None:
            continue
        end = group.end + found.end() if found is passive else group.start
        region = clause.text[
            sentence_part(clause.text, min(group.start, found.start() if found is active else group.start)) : end
        ]
        if is_denied(region) or is_wish(region):
            continue
        expected = is_forecast(region)
        if not expected and re.search(r"\b(?:be|to|upgrade|downgrade)\s(?:upgraded|downgraded)?\s*$", region):
            continue
        change = (found["passive"] or found["active"]).casefold()
        value = "upgraded" if change.startswith("up") else "downgraded"
        for country in group.countries:
            if expected:
                yield claim_of(context, "forecast", country, value)
            else:
                yield claim_of(context, "tier_change", country, value, report_year=_edition(clause.text, context))
        if found is passive:
            return
        several_acts = True


_REMOVED: Final = re.compile(
    r"\b(?:remov(?:ed|es|ing)|delist(?:ed|s|ing)|dropp(?:ed|ing)|struck\soff)\s(?:(?!(?:from|to|in|on|by"
    r"|that)\b)[\w’'.-]+,?\s){0,4}$",
    re.IGNORECASE,
)


def removals(prepared: PreparedSentence, clause: Clause, context: SentenceContext) -> Iterator[Claim]:
    """Claims such as `kept A on the blacklist, but removed B`: the list was named earlier in the sentence."""
    before = [word for word in prepared.tiers if word.end <= clause.start and word.tier in ("2WL", "3")]
    inside = [group for group in prepared.groups if clause.start <= group.start < clause.end]
    if not before or not inside or not _REMOVED.search(clause.text[: inside[0].start]):
        return
    for country in inside[0].countries:
        yield claim_of(
            context,
            "tier_change",
            country,
            "upgraded",
            previous_value=before[-1].tier,
            report_year=_edition(clause.text, context),
        )
