"""Placements, changes, streaks, waivers and forecasts in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sources.news.claims.claim import Claim, direction
from sources.news.claims.cues import (
    REMOVE,
    STREAK,
    change_in,
    is_denied,
    is_escape,
    is_forecast,
    is_wish,
    streak_in,
)
from sources.news.claims.owners import Owners, owners_of
from sources.news.claims.scene import Clause, Scene
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
_WAIVER: Final = re.compile(r"\bwaivers?\b|\bwaived\b", re.IGNORECASE)
_WAIVER_OF: Final = re.compile(r"\bwaive\w*\s(?:from|of|to|for|on|against)\b|\bspar(?:ed?|es|ing)\b", re.IGNORECASE)
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


@dataclass(frozen=True)
class Reading:
    """What is known while a sentence is read.

    Attributes:
        calendar: when the article was written.
        context: the country that `it` and `the country` mean.
        several: the countries that `the countries` mean.
        start, end: span of the sentence.
        attribution: who says it.
        about_report: whether the text around the sentence is about the report.
        from_draft: whether it tells what a draft says, or a leaked copy, and not the report.
    """

    calendar: Calendar
    context: str | None
    several: tuple[str, ...]
    start: int
    end: int
    attribution: str
    about_report: bool
    from_draft: bool = False


def read_placements(scene: Scene, reading: Reading) -> list[Claim]:
    """The claims about placements that a sentence makes, without repetition."""
    claims: list[Claim] = []
    for clause in scene.clauses:
        claims.extend(_clause_claims(scene, clause, reading, claims))
    return _with_previous(list(dict.fromkeys(claims)), reading.calendar.edition)


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


def _clause_claims(scene: Scene, clause: Clause, reading: Reading, said: list[Claim]) -> list[Claim]:
    words = [word for word in scene.tiers if clause.start <= word.start < clause.end]
    claims = list(_waivers(scene, clause, reading))
    statements = _statements(scene, clause, words, reading, said, waived=bool(claims))
    claims.extend(_placed(clause, statements, reading))
    if not words:
        claims.extend(_changes_without_tier(scene, clause, reading))
        claims.extend(_removed(scene, clause, reading))
    return claims


@dataclass(frozen=True)
class _Statement:
    """A tier said of countries."""

    word: TierWord
    owners: Owners
    former: bool
    years: Binding
    mood: str  # `said`, `expected`, `denied`
    region: str


def _statements(
    scene: Scene, clause: Clause, words: list[TierWord], reading: Reading, said: list[Claim], *, waived: bool
) -> list[_Statement]:
    found: list[_Statement] = []
    earlier = _last_owners(said)
    for place, word in enumerate(words):
        before_end = words[place - 1].end if place else clause.start
        following = words[place + 1].start if place + 1 < len(words) else clause.end
        lead = clause.text[before_end : word.start]
        former = _FORMER.search(" " + lead) is not None
        owners = owners_of(
            scene, clause, word, reading.context, found[-1].owners if found else earlier, reading.several
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
        back = max(start - 30, 0) if listed else _sentence_part(clause.text, start)
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
        opening = scene.text[:_OPENING]
        years = _years(clause, words, place, before_end, following, reading.calendar, opening)
        told = [claim.report_year for claim in said if claim.report_year is not None]
        if told and _NEXT_YEAR.search(clause.text[before_end:following]):
            years = Binding((told[-1] + 1,), True)
        found.append(_Statement(word, owners, former, years, mood, region))
    return _one_each(_paired(clause, found))


def _one_each(statements: list[_Statement]) -> list[_Statement]:
    """Of two tiers of one edition, the one that the other was reached from is the former.

    `already on the Watch List for six years, fell to Tier 3`: nobody is on two tiers at once.
    """

    def is_left(one: _Statement) -> bool:
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


def _paired(clause: Clause, statements: list[_Statement]) -> list[_Statement]:
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


def _side_by_side(clause: Clause, statements: list[_Statement]) -> bool:
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


def _is_gloss(word: TierWord, owners: Owners, found: list[_Statement]) -> bool:
    """`are in Tier 2, the highest ranking of the region`: a name without a number says no other tier."""
    return not word.by_number and any(
        other.owners.countries == owners.countries and other.word.by_number and other.word.tier != word.tier
        for other in found
        if not other.former
    )


def _goes_on(lead: str) -> bool:
    return _GOES_ON.match(lead) is not None


def _sentence_part(text: str, start: int) -> int:
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


def _placed(clause: Clause, statements: list[_Statement], reading: Reading) -> Iterator[Claim]:
    for place, statement in enumerate(statements):
        if statement.mood == "denied":
            continue
        neighbour = _neighbour(statements, place)
        if statement.mood == "expected" or reading.from_draft:
            yield from _expected(statement, neighbour, reading)
        elif statement.former:
            yield from _was(clause, statement, neighbour, reading)
        else:
            nearer = [other.word for other in statements if other.former]
            others = [other.word for other in statements if not other.former and other is not statement]
            yield from _is(clause, _with_joined(clause, statement, neighbour), neighbour, reading, nearer, others)


_ALONGSIDE: Final = re.compile(
    r"^[\"”’]?,?\s(?:alongside|join(?:s|ed|ing)|along\swith|together\swith)\s", re.IGNORECASE
)


def _with_joined(clause: Clause, statement: _Statement, neighbour: _Statement | None) -> _Statement:
    """`fell to Tier 3, down from Tier 2, alongside B`: B is on the tier the sentence ends with, not on the former."""
    if neighbour is None or not neighbour.owners.joined or not neighbour.former:
        return statement
    between = clause.text[statement.word.end : neighbour.word.start]
    if (
        neighbour.word.start < statement.word.end
        or not between.startswith(",")
        or not _ALONGSIDE.match(clause.text[neighbour.word.end :])
    ):
        return statement
    joined = tuple(dict.fromkeys((*statement.owners.joined, *neighbour.owners.joined)))
    return replace(statement, owners=replace(statement.owners, joined=joined))


def _neighbour(statements: list[_Statement], place: int) -> _Statement | None:
    """The statement of the other end of a change: the former tier of a present one, and the other way round."""
    statement = statements[place]
    around = [*statements[place + 1 : place + 2], *reversed(statements[max(0, place - 1) : place])]
    for other in around:
        if other.former != statement.former and other.owners.countries == statement.owners.countries:
            return other
    return None


def _claim(reading: Reading, kind: str, country: str, value: str | None, **fields: object) -> Claim:
    claim = Claim(kind, country, value, reading.start, reading.end, attribution=reading.attribution)
    return replace(claim, **fields)  # type: ignore[arg-type]


def _expected(statement: _Statement, neighbour: _Statement | None, reading: Reading) -> Iterator[Claim]:
    if statement.former and neighbour is not None:
        return
    value: str | None = statement.word.tier
    if statement.former:
        value = change_in(statement.region)
    previous = neighbour.word.tier if neighbour is not None else None
    for country in statement.owners.countries:
        yield _claim(reading, "forecast", country, value, previous_value=previous)


def _editions(statement: _Statement, reading: Reading) -> list[tuple[int | None, bool]]:
    """Editions a statement speaks of, each with whether it is an earlier one than the latest."""
    latest = reading.calendar.edition
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
    statement: _Statement,
    neighbour: _Statement | None,
    reading: Reading,
    former: list[TierWord],
    others: list[TierWord],
) -> Iterator[Claim]:
    """A tier that countries are on, or were on in an edition that is named."""
    tier = statement.word.tier
    change = _change(clause, statement, neighbour)
    editions = list(dict.fromkeys(_editions(statement, reading)))
    lasts = _PERFECT.search(statement.region) or _APPOSED.match(statement.owners.link)
    if _SINCE.search(clause.text) and lasts and all(past for _, past in editions):
        editions.append((reading.calendar.edition, False))
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
    placed = (*statement.owners.countries, *statement.owners.joined)
    if change == "unchanged" and (len(editions) > 1 or _KEPT_BEFORE.search(statement.region)):
        change = None  # years on one tier are no verdict of one edition
    words = _own_words(clause, statement, former, others)
    streak = streak_in(words)
    before = _edition_before(reading) if bygone and STREAK.search(words) else None
    for country in placed:
        own = editions if country in statement.owners.countries else editions[-1:]
        for edition, past in own:
            several = len(placed if (edition, past) == editions[-1] else statement.owners.countries) > 1
            kind = "tier_history" if bygone or (past and not several) else "list" if several else "tier"
            yield _claim(reading, kind, country, tier, report_year=before if bygone else edition)
        if country in statement.owners.countries and change is not None and not bygone:
            previous, previous_year = _previous(change, statement, neighbour)
            yield _claim(
                reading,
                "tier_change",
                country,
                change,
                report_year=editions[-1][0],
                previous_value=previous,
                previous_year=previous_year,
            )
        if country in statement.owners.countries and streak is not None:
            yield _claim(
                reading,
                "streak",
                country,
                str(streak),
                report_year=_streak_ends(clause, before if bygone else editions[-1][0], reading),
                previous_value=tier,
            )


def _edition_before(reading: Reading) -> int | None:
    """`had been on Tier 3 for four consecutive years`: up to the edition before the one that is in the news."""
    return reading.calendar.edition - 1 if reading.calendar.edition is not None else None


_EVER_SINCE: Final = re.compile(r"\b(?:has|have)\s(?:since|now)\b", re.IGNORECASE)
_JOINING: Final = re.compile(r",\s(?:join(?:s|ed|ing)|along\swith|alongside)\b", re.IGNORECASE)


def _streak_ends(clause: Clause, edition: int | None, reading: Reading) -> int | None:
    """The edition up to which years are counted: `was raised in 2016 and has since kept it for three years`."""
    return reading.calendar.edition if _EVER_SINCE.search(clause.text) else edition


def _own_words(clause: Clause, statement: _Statement, former: list[TierWord], others: list[TierWord]) -> str:
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
    joining = _JOINING.search(clause.text, statement.word.end) if statement.owners.joined else None
    return clause.text[start : min(end, joining.start()) if joining else end]


_AGAIN: Final = re.compile(
    r"^[\"”’')]{0,2}\s?(?:status|ranking|rating|list|category)?\s?(?:once\s)?(?:again\b|for\sanother\syear"
    r"|for\syet\sanother\syear)",
    re.IGNORECASE,
)


_RETURN: Final = re.compile(
    r"\breturn(?:s|ed|ing)?\b|\bback\s(?:on|in|to|onto)\b|\b(?:put|placed|moved)\sback\b", re.IGNORECASE
)


def _returned(statement: _Statement) -> str | None:
    """`returned to Tier 3` is a fall, `returned to Tier 1` a rise; to the tiers between it may be either."""
    if _RETURN.search(statement.owners.link) is None:
        return None
    return {"3": "downgraded", "2WL": "downgraded", "1": "upgraded"}.get(statement.word.tier)


def _again(clause: Clause, statement: _Statement) -> str | None:
    """`on Tier 3 again this year`: unchanged."""
    return "unchanged" if _AGAIN.match(clause.text[statement.word.end :]) else None


def _change(clause: Clause, statement: _Statement, neighbour: _Statement | None) -> str | None:
    if neighbour is not None:
        known = direction(neighbour.word.tier, statement.word.tier)
        if known is not None:
            return known
    change = change_in(statement.owners.link) or _again(clause, statement) or _returned(statement)
    if (
        change is None
        and re.search(r"\badd(?:s|ed|ing)\b", statement.owners.link, re.IGNORECASE)
        and statement.word.tier == "3"
    ):
        return "downgraded"  # only what stood higher can be added to the lowest tier
    return change


def _previous(change: str, statement: _Statement, neighbour: _Statement | None) -> tuple[str | None, int | None]:
    if neighbour is not None:
        year = neighbour.years.years[0] if neighbour.years.explicit and neighbour.years.years else None
        return neighbour.word.tier, year
    return (statement.word.tier, None) if change == "unchanged" else (None, None)


def _was(clause: Clause, statement: _Statement, neighbour: _Statement | None, reading: Reading) -> Iterator[Claim]:
    """A tier that countries have left, or were on before."""
    tier = statement.word.tier
    own_year = statement.years.explicit and _years_belong(clause, statement)
    for country in statement.owners.countries:
        if own_year:
            for edition, past in _editions(statement, reading):
                if past:
                    yield _claim(reading, "tier_history", country, tier, report_year=edition)
        streak = streak_in(clause.text[max(clause.start, statement.word.start - 60) : statement.word.end + 50])
        latest = reading.calendar.edition
        if streak is not None and latest is not None:
            yield _claim(reading, "streak", country, str(streak), report_year=latest - 1, previous_value=tier)
        if neighbour is not None:
            continue
        change = _leaving(statement)
        if change is not None:
            year = statement.years.years[0] if statement.years.years and not own_year else latest
            yield _claim(reading, "tier_change", country, change, report_year=year, previous_value=tier)


def _years_belong(clause: Clause, statement: _Statement) -> bool:
    """Whether the year belongs to the former tier (`after being on Tier 3 last year`) and not to the change."""
    lead = clause.text[max(0, statement.word.start - 60) : statement.word.start]
    return re.search(r"\b(?:being|been|was|were)\s(?:\w+\s)?(?:on|in|at)\s[^,]*$", lead) is not None


def _leaving(statement: _Statement) -> str | None:
    region = statement.region
    change = change_in(region)
    if statement.word.tier in ("2WL", "3") and (REMOVE.search(region) or change == "upgraded"):
        return "upgraded"
    return change if change in ("upgraded", "downgraded") else None


def _waivers(scene: Scene, clause: Clause, reading: Reading) -> Iterator[Claim]:
    found = _WAIVER.search(clause.text)
    if found is None or not reading.about_report:
        return
    near = clause.text[max(0, found.start() - 50) : found.end() + 40]
    if _WAIVER_ENDED.match(clause.text[found.end() :]):
        return
    if _NO_WAIVER.search(near) or is_forecast(re.sub(r"\bwould\shave\b|\bfac(?:es|ed|ing)\b", " ", near[:50])):
        return
    groups = [group for group in scene.groups if clause.start <= group.start < clause.end]
    before = [group for group in groups if group.end <= found.start()]
    chosen = before[-1] if before else groups[0] if groups else None
    countries = chosen.countries if chosen is not None else ()
    for country in countries:
        yield _claim(reading, "waiver", country, None, report_year=_edition(clause.text, reading))


def _edition(text: str, reading: Reading) -> int | None:
    years = bind(text, reading.calendar).years
    latest = reading.calendar.edition
    if not years:
        return latest
    return latest if latest is not None and years[0] > latest else years[0]


_SET_APART: Final = re.compile(r"\b(?:unlike|than)\s(?:the\s)?$", re.IGNORECASE)


def _changes_without_tier(scene: Scene, clause: Clause, reading: Reading) -> Iterator[Claim]:
    """`A was upgraded`, where no tier is named."""
    if not reading.about_report or _OTHER_RATINGS.search(clause.text):
        return
    several_acts = False  # `upgraded A, and downgraded B`
    for group in scene.groups:
        if not clause.start <= group.start < clause.end or _SET_APART.search(scene.text[: group.start]):
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
            _sentence_part(clause.text, min(group.start, found.start() if found is active else group.start)) : end
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
                yield _claim(reading, "forecast", country, value)
            else:
                yield _claim(reading, "tier_change", country, value, report_year=_edition(clause.text, reading))
        if found is passive:
            return
        several_acts = True


_REMOVED: Final = re.compile(
    r"\b(?:remov(?:ed|es|ing)|delist(?:ed|s|ing)|dropp(?:ed|ing)|struck\soff)\s(?:(?!(?:from|to|in|on|by"
    r"|that)\b)[\w’'.-]+,?\s){0,4}$",
    re.IGNORECASE,
)


def _removed(scene: Scene, clause: Clause, reading: Reading) -> Iterator[Claim]:
    """`kept A on the blacklist, but removed B`: the list is the one the sentence named before."""
    before = [word for word in scene.tiers if word.end <= clause.start and word.tier in ("2WL", "3")]
    inside = [group for group in scene.groups if clause.start <= group.start < clause.end]
    if not before or not inside or not _REMOVED.search(clause.text[: inside[0].start]):
        return
    for country in inside[0].countries:
        yield _claim(
            reading,
            "tier_change",
            country,
            "upgraded",
            previous_value=before[-1].tier,
            report_year=_edition(clause.text, reading),
        )


def _last_owners(said: list[Claim]) -> Owners | None:
    """The one country that the sentence has spoken of so far."""
    countries = tuple(
        dict.fromkeys(claim.country for claim in said if claim.kind in ("tier", "list", "tier_change", "tier_history"))
    )
    return Owners(countries, 0, "") if countries else None
