"""Phrases with numbers of the whole report or the whole world: countries per tier, upgrades, victims worldwide."""

import re
from collections.abc import Iterator
from typing import Final

from sources.language.numbers import Number, read_numbers
from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext
from sources.news.claims.counts import MAX_NUMBERS
from sources.news.claims.prepared_sentence import PreparedSentence
from sources.news.claims.tier_words import TierWord
from sources.news.claims.years import years_in
from warehouse.tables.vocabulary import WORLD

_TIER_MEASURES: Final = {
    "1": "countries_on_tier_1",
    "2": "countries_on_tier_2",
    "2WL": "countries_on_watch_list",
    "3": "countries_on_tier_3",
}
_COUNTRIES: Final = re.compile(
    r"^\s(?:other\s)?(?:mostly\s)?(?:[a-z-]+\s)?(?:countries|nations|governments|states)\b(?:\s(?:and"
    r"|or)\s(?:territories|regions|economies))?",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"^\s(?:other|more|African|Asian|European|Latin|Arab|Pacific|Caribbean|new|Muslim|Southeast|Central"
    r"|South|West|East)\b"
    r"|\s(?:in|from)\s(?:the\s)?(?:region|Africa|Asia|Europe|Caribbean|Pacific|Americas|Middle)|\bothers?\b",
    re.IGNORECASE,
)
_RANKED: Final = re.compile(
    r"\b(?:report|department|it|study|survey|assessment)\b[^.;]{0,40}?\b(?:ranks?|ranked|ranking|covers?"
    r"|covered|covering|rates?|rated|rating|assess\w*|evaluat\w+|examin\w+"
    r"|review\w*|analy[sz]\w+|looks?\sat|grades?|graded|surveys?|surveyed|includes?|included\sassessments"
    r"|narratives)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_RANKED_AFTER: Final = re.compile(
    r"^\s(?:\w+\s){0,4}(?:were|are|was)\s(?:ranked|rated|assessed|evaluated|covered|reviewed|graded|surveyed"
    r"|included)\b",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"^\s(?:[\w-]+\s){0,3}?(?:were|was|have\sbeen|are)\s(?P<change>upgraded|downgraded|promoted"
    r"|demoted)\b(?!\s(?:from|to)\s)",
    re.IGNORECASE,
)
_MOVED_IN_RANK: Final = re.compile(
    r"^\s(?P<change>improved|rose|climbed|moved\sup|slipped|fell|dropped|slid|moved\sdown)\s(?:in|on|down|up)\sthe"
    r"\s(?:rankings?|ratings?|tiers?|scale)\b",
    re.IGNORECASE,
)
_MOVING: Final = re.compile(r"\b(?P<change>upgrad|downgrad)(?:ed|es|ing)\s(?:a\stotal\sof\s)?$", re.IGNORECASE)
_ALONE: Final = re.compile(
    r"^(?:[.;]|$|,?\s(?:and|while|but)\s(?:upgrad|downgrad|promot|demot)(?:ed|es|ing)\s)", re.IGNORECASE
)
_WORLDWIDE: Final = re.compile(
    r"\b(?:worldwide|globally|around\sthe\s(?:world|globe)|across\sthe\s(?:world|globe)|in\sthe\sworld"
    r"|throughout\sthe\sworld|global|world[’']s)\b",
    re.IGNORECASE,
)
_ESTIMATED: Final = re.compile(r"\bestimat\w*|\bas\smany\sas\b|\bbelieved\b|\bthought\b", re.IGNORECASE)
_VICTIMS: Final = re.compile(
    r"^\s(?:[\w-]+\s){0,3}?(?:people|persons|men|women|adults|victims|slaves|children|individuals)\b", re.IGNORECASE
)
_SUBJECTED: Final = re.compile(r"\b(?:forced|slave(?:ry|s)?|traffick\w+|bondage|servitude|victims?)\b", re.IGNORECASE)
_BODY: Final = re.compile(
    r"\b(?:Organi[sz]ation|ILO|United\sNations|UN|Foundation|Index|Walk\sFree|group|charity|NGO)\b"
)
_NOUN: Final = re.compile(
    r"^\s(?:trafficking\s|human\strafficking\s|successful\s|new\s)?(?P<noun>prosecutions|convictions"
    r"|victims\s(?:were\s|had\sbeen\s|have\sbeen\s)?identified|victims(?=\swere\sidentified)"
    r"|identified\svictims)",
    re.IGNORECASE,
)
_ACTED_ON: Final = re.compile(
    r"^(?:\s(?:suspected\s|alleged\s|human\s)?(?:people|persons|individuals|offenders|traffickers|suspects|defendants)"
    r"\s(?:were|had\sbeen|have\sbeen))?\s(?P<act>prosecuted|convicted)\b",
    re.IGNORECASE,
)
"""`11,096 traffickers were prosecuted and 7,481 convicted`."""
_ACTS: Final = {"prosecuted": "prosecutions", "convicted": "convictions"}
_YEAR: Final = re.compile(r"\bin\s(?P<year>(?:19|20)\d\d)\b")
_DATED: Final = re.compile(r"\b(?P<year>(?:19|20)\d\d)\s(?:report|study|survey|estimate|index)\b", re.IGNORECASE)
_DEFINITE: Final = re.compile(r"\b(?:the|these|those|all|other|its)\s(?:\w+\s)?$", re.IGNORECASE)
_FEW_COUNTRIES: Final = 12
_COMPARED_WITH: Final = re.compile(r"^,?\s(?:up\s|down\s)?from\s(?:just\s|only\s)?$", re.IGNORECASE)


def read_world(prepared: PreparedSentence, context: SentenceContext) -> Iterator[Claim]:
    """Claims of kind `world_count` in a sentence."""
    if not context.about_report or context.from_draft:
        return
    text = _ASIDE.sub(lambda aside: " " * len(aside[0]), prepared.text)
    numbers = [
        number
        for number in read_numbers(text)
        if number.kind == "count" and not any(tier.start <= number.start < tier.end for tier in prepared.tiers)
    ]
    for place, number in enumerate(numbers if len(numbers) <= MAX_NUMBERS else ()):
        measure = _measure(prepared, text, number)
        if measure is None:
            continue
        other = numbers[place + 1] if place + 1 < len(numbers) else None
        previous = str(other.value) if other and _COMPARED_WITH.match(text[number.end : other.start]) else None
        year = None if measure.startswith("countries") else _YEAR.search(text[number.end :]) or _DATED.search(text)
        yield Claim(
            "world_count",
            WORLD,
            str(number.value),
            context.start,
            context.end,
            measure=measure,
            trafficking_type=None if measure.startswith("countries") else "all",
            value_high=str(number.high) if number.high is not None else None,
            qualifier=number.qualifier,
            previous_value=previous,
            data_year=int(year["year"]) if year else None,
            report_year=_edition_of_measure(measure, text, number, context),
            attribution="other" if _BODY.search(text) and measure == "victims_estimated" else context.attribution,
        )


_ASIDE: Final = re.compile(r"\s[–—]\s[^–—.;]{3,60}\s[–—](?=\s)")
_PART_END: Final = re.compile(
    r";|,?\s(?:[\w-]+\s)?(?:more|fewer|up|down|compared)\s(?:than|from|to|with)\b|,\s(?:and|while|but|with)\b|\s(?:and|while|but)\s"
)


def _edition_of_measure(measure: str, text: str, number: Number, context: SentenceContext) -> int | None:
    """The edition of a number. A year next to cases and victims is the year in which they were counted."""
    if measure == "victims_estimated":
        return None
    return _edition_by_year(text, number, context) if measure.startswith("countries") else context.calendar.edition


def _edition_by_year(text: str, number: Number, context: SentenceContext) -> int | None:
    """The edition of a number by the year in its part of the sentence."""
    start = max((part.end() for part in _PART_END.finditer(text, 0, number.start)), default=0)
    end = next((part.start() for part in _PART_END.finditer(text, number.end)), len(text))
    years = years_in(text[start:end], context.calendar).years
    latest = context.calendar.edition
    return min(years[0], latest) if years and latest is not None else latest


def _measure(prepared: PreparedSentence, text: str, number: Number) -> str | None:
    """The measure of a number about the whole world or the whole report; None for other numbers."""
    before, after = text[: number.start], text[number.end :]
    if number.value < _FEW_COUNTRIES and _DEFINITE.search(before):
        return None  # `the three countries` were named before
    if number.printed_year and not _COUNTRIES.match(after):
        return None
    if _is_estimate(text, before, after):
        return "victims_estimated"
    return (
        _worldwide(prepared, text, after)
        or _changed_size(prepared, number, before)
        or _measure_of_countries(prepared, number, before, after)
    )


def _worldwide(prepared: PreparedSentence, text: str, after: str) -> str | None:
    if not _WORLDWIDE.search(text) or prepared.groups:
        return None
    noun = _NOUN.match(after)
    if noun is None:
        acted = _ACTED_ON.match(after)
        return _ACTS[acted["act"].casefold()] if acted is not None else None
    word = noun["noun"].casefold()
    return word if word in ("prosecutions", "convictions") else "victims_identified"


def _between(prepared: PreparedSentence, number: Number, tier: TierWord) -> str:
    """The words between a number and a tier."""
    return prepared.text[number.end : tier.start]


def _measure_of_countries(prepared: PreparedSentence, number: Number, before: str, after: str) -> str | None:
    counted = _COUNTRIES.match(after)
    if counted and re.search(r"\bblacklist(?:ed|s|ing)\s$", before, re.IGNORECASE):
        return _TIER_MEASURES["3"]
    bare = _named_tier(prepared, number, before) or _named_change(prepared, before, after)
    if bare is not None:
        return bare
    if counted is None or _PART.match(after) or _PART.search(after[: counted.end() + 20]):
        return None
    rest = after[counted.end() :]
    moved = _MOVED.match(rest) or _MOVED_IN_RANK.match(rest) or _MOVING.search(before)
    if moved is not None:
        return _changed(moved["change"])
    tier = _tier_of_countries(prepared, number, counted.end())
    if tier is not None:
        return _TIER_MEASURES.get(tier.tier)
    return "countries_ranked" if _RANKED.search(before) or _RANKED_AFTER.match(rest) else None


def _changed(verb: str) -> str:
    risen = verb.casefold().startswith(("up", "prom", "improved", "rose", "climbed", "moved up"))
    return "countries_upgraded" if risen else "countries_downgraded"


def _named_tier(prepared: PreparedSentence, number: Number, before: str) -> str | None:
    """`16 Tier 3 countries`, `of the 188 countries 33 are Tier 1, 105 Tier 2`: the tier is next to the number."""
    first = next((tier for tier in prepared.tiers if tier.start >= number.end), None)
    if first is None:
        return None
    between = _between(prepared, number, first)
    follows = not between.strip() and _COUNTRIES.match(prepared.text[first.end :]) is not None
    listed = (
        not prepared.groups and _COUNTRIES_NAMED.search(before) is not None and _STANDING.match(between) is not None
    )
    return _TIER_MEASURES.get(first.tier) if follows or listed else None


def _named_change(prepared: PreparedSentence, before: str, after: str) -> str | None:
    """`188 countries, upgrading 18 and downgrading 20`: the noun is before the number."""
    if prepared.groups:
        return None
    also = _ALSO_CHANGED.match(after) if _CHANGED_BEFORE.search(before) else None
    if also is not None:
        return _changed(also["change"])
    if not _ALONE.match(after) or not _COUNTRIES_NAMED.search(before):
        return None
    moving = _MOVING.search(before)
    return _changed(moving["change"]) if moving is not None else None


_STANDING: Final = re.compile(
    r"^\s(?:of\s(?:which|whom|them|these|those)\s)?"
    r"(?:(?:are|were|was|is|stand|sit|on|in|at|ranked|rated|placed|listed|the)\s){0,4}[\"“]?$",
    re.IGNORECASE,
)
_ALSO_CHANGED: Final = re.compile(
    r"^\s(?:(?:were|was)\s)?(?P<change>upgraded|downgraded)\b(?!\s(?:from|to)\s)", re.IGNORECASE
)
_CHANGED_BEFORE: Final = re.compile(
    r"\b(?:countries|nations|governments)\s(?:were|have\sbeen)\s(?:upgraded|downgraded),?\s(?:and|while|but)\s$",
    re.IGNORECASE,
)
"""`21 countries were upgraded and 18 downgraded`."""
_COUNTRIES_NAMED: Final = re.compile(r"\d\s(?:countries|nations|governments)\b", re.IGNORECASE)


def _is_estimate(text: str, before: str, after: str) -> bool:
    if not _VICTIMS.match(after) or not _SUBJECTED.search(text):
        return False
    return (_ESTIMATED.search(text) is not None or _BODY.search(text) is not None) and _WORLDWIDE.search(
        text
    ) is not None


_PLACED_ON: Final = re.compile(
    r"^(?:,?\s(?:including|such\sas)\s[^.;]{3,200}?\s(?:are"
    r"|were)(?=\s))?\s{1,80}(?:[\w’',-]+\s+){0,6}?(?:with|on|in|at|under|to|as|given|received|receive|get"
    r"|assigned)\s+(?:(?:the|its|a|this\syear[’']s|report[’']s|a|an|so-called|lowest|US)\s){0,3}[\"“‘]?$",
    re.IGNORECASE,
)


_ANOTHER_NUMBER: Final = re.compile(r"\d|\b(?:countries|nations|governments|states)\b", re.IGNORECASE)


def _tier_of_countries(prepared: PreparedSentence, number: Number, counted: int) -> TierWord | None:
    """The tier of the counted countries."""
    for tier in prepared.tiers:
        if tier.start < number.end:
            continue
        between = prepared.text[number.end + counted : tier.start]
        if _ANOTHER_NUMBER.search(between):
            return None
        if _PLACED_ON.match(between) and not re.search(
            r"\b(?:upgrad|downgrad|mov|could|may|might|risk|from|previous|former)\w*\b", between, re.IGNORECASE
        ):
            return tier
        return None
    return None


def _changed_size(prepared: PreparedSentence, number: Number, before: str) -> str | None:
    """`the number of countries on Tier 3 rose to 23`, `Tier 3 grew to 23 countries`."""
    if not re.search(r"\b(?:to|was|is|reached|totall?ed|at)\s$", before):
        return None
    for tier in prepared.tiers:
        if tier.end > number.start:
            continue
        lead = prepared.text[: tier.start]
        if re.search(r"\bnumber\sof\s(?:countries|nations|governments)\s(?:\w+\s){0,3}$", lead, re.IGNORECASE):
            return _TIER_MEASURES.get(tier.tier)
    return None
