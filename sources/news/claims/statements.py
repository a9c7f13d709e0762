"""The tiers a clause names, each with the countries it is said of, and the way it is said."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext
from sources.news.claims.cues import change_in, is_denied, is_escape, is_forecast, is_wish
from sources.news.claims.owners import Owners, owners_of
from sources.news.claims.prepared_sentence import Clause, PreparedSentence
from sources.news.claims.tier_words import TierWord
from sources.news.claims.years import Binding, Calendar, bind

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
    """A tier said of countries."""

    word: TierWord
    owners: Owners
    former: bool
    years: Binding
    mood: str  # `said`, `expected`, `denied`
    region: str


def statements_in(
    prepared: PreparedSentence,
    clause: Clause,
    words: list[TierWord],
    reading: SentenceContext,
    said: list[Claim],
    *,
    waived: bool,
) -> list[Statement]:
    """What a clause says of tiers, in the order of the tiers; `said` are the claims of the clauses before."""
    found: list[Statement] = []
    earlier = _last_owners(said)
    for place, word in enumerate(words):
        before_end = words[place - 1].end if place else clause.start
        following = words[place + 1].start if place + 1 < len(words) else clause.end
        lead = clause.text[before_end : word.start]
        former = _FORMER.search(" " + lead) is not None
        owners = owners_of(
            prepared, clause, word, reading.context, found[-1].owners if found else earlier, reading.several
        )
        if owners is None and found and (former or found[-1].former) and _goes_on(lead):
            owners = found[-1].owners
        if (
            owners is None
            or _BESIDE.search(lead)
            or _FROM_THEN_ON.match(clause.text[word.end :])
            or (not former and _is_gloss(word, owners, found))
        ):
            continue
        start = min(owners.start, word.start)
        listed = owners.start == word.start
        back = max(start - 30, 0) if listed else sentence_part(clause.text, start)
        region = clause.text[max(clause.start, back) : word.start]
        whole, region = region, _latest_verb(region, lead if found else region)
        if region != whole:
            owners = replace(owners, link=region)
        mood = _mood(region, owners, former=former, waived=waived)
        if (
            found
            and found[-1].owners.countries == owners.countries
            and found[-1].mood == "expected"
            and mood == "said"
            and region == whole
        ):
            mood = found[-1].mood
        opening = prepared.text[:_OPENING]
        years = _years(clause, words, place, before_end, following, reading.calendar, opening)
        told = [claim.report_year for claim in said if claim.report_year is not None]
        if told and _NEXT_YEAR.search(clause.text[before_end:following]):
            years = Binding((told[-1] + 1,), True)
        found.append(Statement(word, owners, former, years, mood, region))
    return _one_each(_paired(clause, found))


def _one_each(statements: list[Statement]) -> list[Statement]:
    """Of two tiers of one edition, the one that the other was reached from is the former.

    `already on the Watch List for six years, fell to Tier 3`: nobody is on two tiers at once.
    """

    def is_left(one: Statement) -> bool:
        return any(
            other.word.tier != one.word.tier
            and not other.former
            and other.mood == "said"
            and (other.owners.countries, other.years) == (one.owners.countries, one.years)
            and change_in(other.owners.link) in ("upgraded", "downgraded")
            and change_in(other.owners.link) == direction(one.word.tier, other.word.tier)
            and change_in(one.owners.link) not in ("upgraded", "downgraded")
            for other in statements
        )

    return [replace(one, former=one.former or (one.mood == "said" and is_left(one))) for one in statements]


_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)

_ONLY_AND: Final = re.compile(r"^[\"”’]?(?:,|,?\sand)\s(?:on\s|the\s)*[\"“‘]?$", re.IGNORECASE)


def _paired(clause: Clause, statements: list[Statement]) -> list[Statement]:
    """`A and B are on Tier 2 and Tier 3` (respectively): one country each, or nothing where the numbers differ."""
    countries = next((one.owners.countries for one in statements if len(one.owners.countries) > 1), ())
    alike = [one for one in statements if one.owners.countries == countries]
    if len(alike) < 2 or not (_RESPECTIVELY.search(clause.text) or _side_by_side(clause, alike)):
        return statements
    if len(alike) != len(countries):
        return [one for one in statements if one not in alike]
    each = iter(countries)
    return [
        replace(one, owners=replace(one.owners, countries=(next(each),), joined=())) if one in alike else one
        for one in statements
    ]


def _side_by_side(clause: Clause, statements: list[Statement]) -> bool:
    """Whether nothing but `and` stands between the tiers, so that each can only be that of some of the countries."""
    return all(
        one.word.by_number
        and other.word.by_number
        and one.word.tier != other.word.tier
        and _ONLY_AND.match(clause.text[one.word.end : other.word.start])
        for one, other in pairwise(statements)
    )


_GOES_ON_WITH: Final = re.compile(
    r"\b(?:and|but)\s(?:(?:instead|then|rather|later)\s)?(?=(?:was|were|is|are|has\sbeen|have\sbeen|rais\w+|mov\w+|rose"
    r"|climbed|fell|dropped|slipped|stay\w*|remain\w*|ke(?:pt|eps?)|retain\w*|upgraded|downgraded|lifted|placed|put|ranked)\b)"
    r"(?![^,]{0,40}\b(?:not|never)\b)",
    re.IGNORECASE,
)


def _latest_verb(region: str, lead: str) -> str:
    """The words that place a country: `avoided a fall to Tier 3 and was raised to Tier 2` raises it with its last verb.

    What denies or expects an earlier tier is left out; a wish or a condition goes on, and so does an expectation before
    a participle: `could be removed and placed on Tier 3`.
    """
    parts = list(_GOES_ON_WITH.finditer(lead))
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

_BACK: Final = 36  # characters before a subject in which its statement can be denied or wished for

_GOES_ON: Final = re.compile(r"^[\"”’')]{0,2}[\s,]{0,2}(?:[\w’'.,-]+\s){0,16}[\"“‘(]?$")

_FROM_THEN_ON: Final = re.compile(r"^[\"”’]?\s(?:\w+\s)?for\sthe\s(?:next|following)\b", re.IGNORECASE)

_BESIDE: Final = re.compile(
    r"\b(?:away\sfrom|(?:steps?|notch(?:es)?|rungs?|levels?|just|right|tiers?)\s(?:above|below|short\sof"
    r"|ahead\sof))\b",
    re.IGNORECASE,
)


def _is_gloss(word: TierWord, owners: Owners, found: list[Statement]) -> bool:
    """`are in Tier 2, the highest ranking of the region`: a name without a number says no other tier."""
    return not word.by_number and any(
        other.owners.countries == owners.countries and other.word.by_number and other.word.tier != word.tier
        for other in found
        if not other.former
    )


def _goes_on(lead: str) -> bool:
    return _GOES_ON.match(lead) is not None


def sentence_part(text: str, start: int) -> int:
    """Where the words begin that can take a statement back: some way before its subject, not before a comma."""
    window = text[max(0, start - _BACK) : start]
    return max(0, start - _BACK) + max(window.rfind(","), window.rfind(";"), window.rfind(":")) + 1 if window else start


def _mood(region: str, owners: Owners, *, former: bool, waived: bool) -> str:
    if is_wish(region) or (waived and _WAIVER_OF.search(region)):
        return "denied"
    if is_denied(region) or (is_escape(region) and not former):
        return "denied"
    if is_forecast(region):
        return "denied" if waived else "expected"
    return "said"


def _years(
    clause: Clause,
    words: list[TierWord],
    place: int,
    before_end: int,
    following: int,
    calendar: Calendar,
    opening_of_sentence: str,
) -> Binding:
    """The years of one tier: what follows it, else what stands before the first tier, else the latest edition."""
    word = words[place]
    after = bind(_near(_APPOSITION.sub(" ", clause.text[word.end : following])), calendar)
    if after.explicit:
        return after
    if _LAST_YEARS.search(clause.text[before_end : word.start]) and calendar.year is not None:
        return Binding((calendar.year - 1,), True)
    first = bind(clause.text[clause.start : words[0].start], calendar)
    if not first.explicit and not _PRESENT.search(clause.text[clause.start : word.start]):
        opening = bind(opening_of_sentence, calendar)
        if opening.explicit:
            return opening
    if place and not first.explicit and _FORMER.search(" " + clause.text[clause.start : words[place - 1].start]):
        return bind(clause.text[before_end : word.start], calendar)
    return first


_OPENING: Final = 24  # characters in which a sentence says when what it tells was: `In 2014, ...`, `Last year’s ...`

_APPOSITION: Final = re.compile(r",\s(?:the|a|an)\s[^,]{3,60}(?=,)")

_LAST_YEARS: Final = re.compile(
    r"\b(?:last\syear|the\sprevious\s(?:year|report))[’']s\s(?:[\w-]+\s){0,3}[\"“]?$", re.IGNORECASE
)

_NEXT_YEAR: Final = re.compile(r"\bthe\s(?:next|following|subsequent)\syear\b|\ba\syear\slater\b", re.IGNORECASE)

_PRESENT: Final = re.compile(
    r"\b(?:is|are|now|has\sbeen|have\sbeen|this\syear|remains?|stays?|currently)\b", re.IGNORECASE
)

_FAR: Final = re.compile(
    r"(?:(?<![A-Z])\.\s|;|\b(?:and|but)\s(?!(?:19|20)\d\d)(?!again)\w+|,\s(?!(?:19|20)\d\d|and\s(?:19|20)"
    r"|from\s(?:19|20)|last\syear|this\syear|in\sthe\s|in\s(?:19|20)|the\s(?:year|second|third)))"
)


def _near(text: str) -> str:
    found = _FAR.search(text)
    return text[: found.start()] if found else text


def _last_owners(said: list[Claim]) -> Owners | None:
    """The one country that the sentence has spoken of so far."""
    countries = tuple(
        dict.fromkeys(claim.country for claim in said if claim.kind in ("tier", "list", "tier_change", "tier_history"))
    )
    return Owners(countries, 0, "") if countries else None
