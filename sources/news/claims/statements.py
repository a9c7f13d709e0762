"""Statements of a clause: each tier with its countries, years and mood.

Phrases: former tiers (`from Tier 3`), `respectively`, and phrases that end or continue an expectation.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext
from sources.news.claims.cues import change_in, is_denied, is_escape, is_forecast, is_wish
from sources.news.claims.owners import TierSubjects, subjects_of
from sources.news.claims.prepared_sentence import Clause, PreparedSentence
from sources.news.claims.tier_words import TierWord
from sources.news.claims.years import Calendar, YearsNamed, years_in

_FORMER: Final = re.compile(
    r"(?:\b(?:from|off|out\sof|leav(?:es?|ing)|left|exit(?:ed|s|ing)?|escap\w+|shed|lost"
    r"|after(?=\s(?:an?\s|it\s|they\s|the\scountry\s)?(?:earn\w+|held|holding|being|having|it\swas"
    r"|they\swere|(?:[\w-]+\s){0,4}years?\b|spending|stints?"
    r"|its\stime|languishing))|than|formerly|former|previously|following|spending)\s)"
    r"(?:(?:an?\s)?(?:being|having\sbeen|it\swas|they\swere|years|(?:[\w-]+\s){0,3}years?"
    r"|spending\s\w+\syears?|its|their)\s"
    r"(?:(?:placed|ranked|listed|put|rated|relegated)\s)?(?:on|in|at)?\s?)?"
    r"(?:(?!(?:to|into|onto|and|but|on|in|at)\b)[\w.’'-]+\s){0,6}(?:(?:place|spot|position|ranking)\s(?:on"
    r"|in)\s(?:[\w.’'-]+\s){0,3})?[\"“‘(]?$",
    re.IGNORECASE,
)

_WAIVER_OF: Final = re.compile(r"\bwaive\w*\s(?:from|of|to|for|on|against)\b|\bspar(?:ed?|es|ing)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """A tier with its countries.

    Attributes:
        word: the tier.
        subjects: the countries.
        former: whether the countries have left the tier.
        years: the editions.
        mood: `asserted`, `expected` or `denied`.
        region: the words before the tier that determine the mood.
    """

    word: TierWord
    subjects: TierSubjects
    former: bool
    years: YearsNamed
    mood: str
    region: str


def statements_in(
    prepared: PreparedSentence,
    clause: Clause,
    words: list[TierWord],
    context: SentenceContext,
    earlier_claims: list[Claim],
    *,
    waived: bool,
) -> list[Statement]:
    """The statements of a clause in the order of its tiers.

    Args:
        prepared: the sentence.
        clause: the clause.
        words: the tiers in the clause.
        context: context of the sentence.
        earlier_claims: claims of the earlier clauses.
        waived: whether the clause mentions a granted waiver.
    """
    found: list[Statement] = []
    earlier = _last_subjects(earlier_claims)
    for place, word in enumerate(words):
        before_end = words[place - 1].end if place else clause.start
        following = words[place + 1].start if place + 1 < len(words) else clause.end
        lead = clause.text[before_end : word.start]
        former = _FORMER.search(" " + lead) is not None
        subjects = subjects_of(
            prepared,
            clause,
            word,
            context.singular_country,
            found[-1].subjects if found else earlier,
            context.plural_countries,
        )
        if subjects is None and found and (former or found[-1].former) and _continues_statement(lead):
            subjects = found[-1].subjects
        if (
            subjects is None
            or _BESIDE.search(lead)
            or _FROM_THEN_ON.match(clause.text[word.end :])
            or (not former and _is_gloss(word, subjects, found))
        ):
            continue
        start = min(subjects.start, word.start)
        listed = subjects.start == word.start
        back = max(start - 30, 0) if listed else sentence_part(clause.text, start)
        region = clause.text[max(clause.start, back) : word.start]
        whole, region = region, _latest_verb(region, lead if found else region)
        if region != whole:
            subjects = replace(subjects, connecting_text=region)
        mood = _mood(region, subjects, former=former, waived=waived)
        if (
            found
            and found[-1].subjects.countries == subjects.countries
            and found[-1].mood == "expected"
            and mood == "asserted"
            and region == whole
        ):
            mood = found[-1].mood
        opening = prepared.text[:_OPENING_LENGTH]
        years = _years(clause, words, place, before_end, following, context.calendar, opening)
        editions = [claim.report_year for claim in earlier_claims if claim.report_year is not None]
        if editions and _NEXT_YEAR.search(clause.text[before_end:following]):
            years = YearsNamed((editions[-1] + 1,), True)
        found.append(Statement(word, subjects, former, years, mood, region))
    return _mark_left_tiers(_paired(clause, found))


def _mark_left_tiers(statements: list[Statement]) -> list[Statement]:
    """Statements with `former` set on the starting tier of a move within one edition.

    A country is on one tier per edition: in `already on the Watch List for six years, fell to Tier 3`, the Watch List
    is the former tier.
    """

    def is_left(one: Statement) -> bool:
        return any(
            other.word.tier != one.word.tier
            and not other.former
            and other.mood == "asserted"
            and (other.subjects.countries, other.years) == (one.subjects.countries, one.years)
            and change_in(other.subjects.connecting_text) in ("upgraded", "downgraded")
            and change_in(other.subjects.connecting_text) == direction(one.word.tier, other.word.tier)
            and change_in(one.subjects.connecting_text) not in ("upgraded", "downgraded")
            for other in statements
        )

    return [replace(one, former=one.former or (one.mood == "asserted" and is_left(one))) for one in statements]


_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)

_ONLY_AND: Final = re.compile(r"^[\"”’]?(?:,|,?\sand)\s(?:on\s|the\s)*[\"“‘]?$", re.IGNORECASE)


def _paired(clause: Clause, statements: list[Statement]) -> list[Statement]:
    """`A and B are on Tier 2 and Tier 3` (respectively): one country per tier; no statement if numbers differ."""
    countries = next((one.subjects.countries for one in statements if len(one.subjects.countries) > 1), ())
    alike = [one for one in statements if one.subjects.countries == countries]
    if len(alike) < 2 or not (_RESPECTIVELY.search(clause.text) or _are_side_by_side(clause, alike)):
        return statements
    if len(alike) != len(countries):
        return [one for one in statements if one not in alike]
    each = iter(countries)
    return [
        replace(one, subjects=replace(one.subjects, countries=(next(each),), also_on_tier=())) if one in alike else one
        for one in statements
    ]


def _are_side_by_side(clause: Clause, statements: list[Statement]) -> bool:
    """Whether only `and` separates the tiers, so that each tier belongs to some of the countries."""
    return all(
        one.word.by_number
        and other.word.by_number
        and one.word.tier != other.word.tier
        and _ONLY_AND.match(clause.text[one.word.end : other.word.start])
        for one, other in pairwise(statements)
    )


_NEXT_VERB: Final = re.compile(
    r"\b(?:and|but)\s(?:(?:instead|then|rather|later)\s)?(?=(?:was|were|is|are|has\sbeen|have\sbeen|rais\w+|mov\w+|rose"
    r"|climbed|fell|dropped|slipped|stay\w*|remain\w*|ke(?:pt|eps?)|retain\w*|upgraded|downgraded|lifted|placed|put|ranked)\b)"
    r"(?![^,]{0,40}\b(?:not|never)\b)",
    re.IGNORECASE,
)


def _latest_verb(region: str, lead: str) -> str:
    """The words that place a country: in `avoided a fall to Tier 3 and was raised to Tier 2` those of the last verb.

    Negations and expectations of an earlier tier are removed. A wish or a condition continues, and so does an
    expectation before a participle: `could be removed and placed on Tier 3`.
    """
    parts = list(_NEXT_VERB.finditer(lead))
    if not parts or not region.endswith(lead):
        return region
    earlier, latest = region[: len(region) - len(lead) + parts[-1].start()], lead[parts[-1].start() :]
    ends = is_denied(earlier) or (is_forecast(earlier) and _FINITE.match(latest) is not None)
    return latest if ends and not is_wish(earlier) else region


_FINITE: Final = re.compile(
    r"(?:and|but)\s(?:(?:instead|then|rather|later)\s)?(?:was|were|is|are|has\sbeen|have\sbeen|rose|fell|climbed|slipped|remained"
    r"|stayed)\b",
    re.IGNORECASE,
)

_CHARACTERS_BEFORE: Final = 36  # characters before a subject that can negate its statement or express a wish

_CONTINUATION: Final = re.compile(r"^[\"”’')]{0,2}[\s,]{0,2}(?:[\w’'.,-]+\s){0,16}[\"“‘(]?$")

_FROM_THEN_ON: Final = re.compile(r"^[\"”’]?\s(?:\w+\s)?for\sthe\s(?:next|following)\b", re.IGNORECASE)

_BESIDE: Final = re.compile(
    r"\b(?:away\sfrom|(?:steps?|notch(?:es)?|rungs?|levels?|just|right|tiers?)\s(?:above|below|short\sof"
    r"|ahead\sof))\b",
    re.IGNORECASE,
)


def _is_gloss(word: TierWord, subjects: TierSubjects, found: list[Statement]) -> bool:
    """Whether a tier only explains the one before: `are in Tier 2, the highest ranking of the region`."""
    return not word.by_number and any(
        other.subjects.countries == subjects.countries and other.word.by_number and other.word.tier != word.tier
        for other in found
        if not other.former
    )


def _continues_statement(lead: str) -> bool:
    return _CONTINUATION.match(lead) is not None


def sentence_part(text: str, start: int) -> int:
    """Start of the words that can negate a statement: shortly before its subject, after the last comma."""
    window = text[max(0, start - _CHARACTERS_BEFORE) : start]
    return (
        max(0, start - _CHARACTERS_BEFORE) + max(window.rfind(","), window.rfind(";"), window.rfind(":")) + 1
        if window
        else start
    )


def _mood(region: str, subjects: TierSubjects, *, former: bool, waived: bool) -> str:
    if is_wish(region) or (waived and _WAIVER_OF.search(region)):
        return "denied"
    if is_denied(region) or (is_escape(region) and not former):
        return "denied"
    if is_forecast(region):
        return "denied" if waived else "expected"
    return "asserted"


def _years(
    clause: Clause,
    words: list[TierWord],
    place: int,
    before_end: int,
    following: int,
    calendar: Calendar,
    opening_of_sentence: str,
) -> YearsNamed:
    """The years of one tier: those after it, else those before the first tier, else the latest edition."""
    word = words[place]
    after = years_in(_up_to_boundary(_APPOSITION.sub(" ", clause.text[word.end : following])), calendar)
    if after.explicit:
        return after
    if _LAST_YEARS.search(clause.text[before_end : word.start]) and calendar.year is not None:
        return YearsNamed((calendar.year - 1,), True)
    first = years_in(clause.text[clause.start : words[0].start], calendar)
    if not first.explicit and not _PRESENT.search(clause.text[clause.start : word.start]):
        opening = years_in(opening_of_sentence, calendar)
        if opening.explicit:
            return opening
    if place and not first.explicit and _FORMER.search(" " + clause.text[clause.start : words[place - 1].start]):
        return years_in(clause.text[before_end : word.start], calendar)
    return first


_OPENING_LENGTH: Final = (
    24  # characters at the beginning of a sentence with its time: `In 2014, ...`, `Last year’s ...`
)

_APPOSITION: Final = re.compile(r",\s(?:the|a|an)\s[^,]{3,60}(?=,)")

_LAST_YEARS: Final = re.compile(
    r"\b(?:last\syear|the\sprevious\s(?:year|report))[’']s\s(?:[\w-]+\s){0,3}[\"“]?$", re.IGNORECASE
)

_NEXT_YEAR: Final = re.compile(r"\bthe\s(?:next|following|subsequent)\syear\b|\ba\syear\slater\b", re.IGNORECASE)

_PRESENT: Final = re.compile(
    r"\b(?:is|are|now|has\sbeen|have\sbeen|this\syear|remains?|stays?|currently)\b", re.IGNORECASE
)

_BOUNDARY: Final = re.compile(
    r"(?:(?<![A-Z])\.\s|;|\b(?:and|but)\s(?!(?:19|20)\d\d)(?!again)\w+|,\s(?!(?:19|20)\d\d|and\s(?:19|20)"
    r"|from\s(?:19|20)|last\syear|this\syear|in\sthe\s|in\s(?:19|20)|the\s(?:year|second|third)))"
)


def _up_to_boundary(text: str) -> str:
    found = _BOUNDARY.search(text)
    return text[: found.start()] if found else text


def _last_subjects(earlier_claims: list[Claim]) -> TierSubjects | None:
    """The countries of the earlier claims about tiers in the sentence."""
    countries = tuple(
        dict.fromkeys(
            claim.country for claim in earlier_claims if claim.kind in ("tier", "list", "tier_change", "tier_history")
        )
    )
    return TierSubjects(countries, 0, "") if countries else None
