"""Numbers of cases, persons and victims, and how many times they grew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.country_names import Mention
from sources.language.multipliers import read_multipliers
from sources.language.numbers import Number, read_numbers
from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext

_ACTS: Final[dict[str, str]] = {
    "investigations": r"investigat(?:ed?|es|ing)|open(?:ed|ing)?|launch(?:ed|ing)?|conduct(?:ed|ing)?"
    "|initiat(?:ed"
    "|ing)?",
    "arrests": r"arrest(?:ed|s|ing)?|detain(?:ed|ing)?",
    "prosecutions": r"prosecut(?:ed?|es|ing)|charg(?:ed|ing)|indict(?:ed|ing)?",
    "convictions": r"convict(?:ed|s|ing)?",
    "acquittals": r"acquit(?:ted|ting)?",
    "victims_identified": r"identif(?:ied|ies|ying)|rescu(?:ed?|ing)|recogni[sz]ed",
    "victims_assisted": r"assist(?:ed|ing)?|shelter(?:ed|ing)?|car(?:ed|ing)\sfor",
    "victims_referred": r"refer(?:red|ring)?",
    "victims_repatriated": r"repatriat(?:ed|ing)?",
}
_NOUNS: Final[dict[str, str]] = {
    "investigations": r"investigations?",
    "arrests": r"arrests?",
    "prosecutions": r"prosecutions?|indictments?",
    "convictions": r"convictions?",
    "acquittals": r"acquittals?",
}
_BY_NOUN: Final = re.compile(
    "|".join(f"(?P<{measure}>{words})" for measure, words in _NOUNS.items()) + r"(?![a-z])", re.IGNORECASE
)
_ACT_BEFORE: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{measure}>{words})" for measure, words in _ACTS.items()) + r")\s"
    r"(?:(?:at\sleast|only|just|some|about|nearly|over|more\sthan|up\sto|around|almost|fewer\sthan|roughly"
    r"|approximately|a\stotal\sof|as\smany\sas|an\sestimated|all|the)\s)*$",
    re.IGNORECASE,
)
_SECURED: Final = re.compile(
    r"\b(?:secur|obtain|report|record|achiev|win|won|initiat|start|open|launch|conduct|pursu|began|had|saw"
    r"|made|were|was|and|with|resulted\sin|led\sto|,)\w*\s"
    r"(?:(?:at\sleast|only|just|some|about|nearly|over|more\sthan|up\sto|around|almost|fewer\sthan|roughly"
    r"|approximately|a\stotal\sof)\s)*$",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(
    r"^\s(?:[\w’'-]+\s){0,6}?(?:(?:were|was|have\sbeen|had\sbeen|has\sbeen|are|being)\s(?:also\s)?)"
    r"(?:"
    + "|".join(f"(?P<{measure}>{words})" for measure, words in _ACTS.items() if measure != "victims_assisted")
    + r")\b",
    re.IGNORECASE,
)
_LED_TO: Final = re.compile(r"^\scases?\s(?:led\sto|resulted\sin|ended\s(?:in|with))\sconvictions?\b", re.IGNORECASE)
_NOUN_AFTER: Final = re.compile(
    r"^\s(?:(?:new|successful|such|human|sex|labou?r|trafficking|criminal|suspected|alleged|related|ongoing"
    r"|trafficking-related|of)\s){0,4}"
    r"(?:" + "|".join(f"(?P<{measure}>{words})" for measure, words in _NOUNS.items()) + r")\b",
    re.IGNORECASE,
)
_PERSONS_OR_CASES: Final = re.compile(
    r"^(?:\s(?:new|suspected|alleged|potential|sex|labou?r|human|trafficking|forced|child|foreign|presumed"
    r"|possible|of|other|convicted|more|such|victims)){0,4}\s"
    r"(?:cases?|suspects?|people|persons?|individuals?|traffickers?|offenders?|defendants?|victims?|men"
    r"|women|children|perpetrators?|workers|girls|boys"
    r"|investigations?|prosecutions?|criminals?|nationals|for\strafficking)\b|^\s*(?:[.;]|$|,?\s(?:and|while"
    r"|with|in\s(?:19|20)\d\d|last\syear|the\sprevious|compared|up|down|against|from|under|for))"
    r"|^,\s",
    re.IGNORECASE,
)
_ONE_CASE: Final = re.compile(
    r"\b(?:so\sfar\sthis\syear|(?:this|last)\s(?:week|month)|yesterday|in\srecent\s(?:weeks|months|days))\b"
    r"|\bin\s(?:the|a|an|one|two)\s(?:\w+\s)?(?:raids?|case|operation|incident|swoop|crackdown)\b"
    r"|\bon\s(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_FOREIGN_UNIT: Final = re.compile(
    r"^\s?(?:years?|months?|days?|hours?|weeks?|officials|officers|police|calls|dollars|baht|riel"
    r"|million\sdollars|shelters|countries|nations|times|provinces|to\s\d+\syears)\b",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    r"(?:,|;|\(|\s[–—-])?\s?(?:which\s(?:is|was)\s)?(?:compared\s(?:with|to)|against|versus|vs\.?|up\sfrom"
    r"|down\sfrom|from|"
    r"(?:an?\s)?(?:significant\s|sharp\s|slight\s|big\s|marked\s|steep\s)?(?:increase|rise|decrease|decline"
    r"|drop|fall|jump|reduction|improvement)\s(?:from|on|over)|more\sthan\sthe|fewer\sthan\sthe)\s"
    r"(?:only\s|just\s|the\s|some\s|about\s|a\smere\s|at\sleast\s|previous\syear[’']s\s|last\syear[’']s\s)*$",
    re.IGNORECASE,
)
_FROM_TO: Final = re.compile(r"\bfrom\s(?:only\s|just\s|about\s|some\s|at\sleast\s)?$", re.IGNORECASE)
_TO: Final = re.compile(r"\bto\s(?:only\s|just\s|about\s|some\s|at\sleast\s|nearly\s)?$", re.IGNORECASE)
_ZERO: Final = re.compile(
    r"\b(?:did|has|have|had)(?:\snot|n[’']t|\snever)\s(?:\w+\s)?(?P<act>convict(?:ed)?|prosecut(?:ed?)"
    r"|investigat(?:ed?)|identif(?:y|ied))\s"
    r"(?:any(?:one|body)?|a\ssingle)\b(?:\s(?P<object>(?:human\s|sex\s|labou?r\s)?[\w-]+))?"
    r"|\b(?:there\s(?:were|was)|reported|had|with|made|secured|saw|been)\s(?:no"
    r"|zero)\s(?:\w+\s)?(?P<noun>convictions?|prosecutions?|investigations?)\b",
    re.IGNORECASE,
)
_ZERO_OBJECT: Final = re.compile(
    r"^(?:human|sex|labou?r|trafficking|traffickers?|offenders?|one|suspects?|person|cases?|victims?|under"
    r"|of|in|for|for\strafficking)\b",
    re.IGNORECASE,
)
_SEX: Final = re.compile(
    r"\bsex(?:ual)?[\s-](?:trafficking|exploitation|traffickers)\b|\bforced\sprostitution\b", re.IGNORECASE
)
_LABOR: Final = re.compile(r"\b(?:labou?r\straffick\w+|forced\slabou?r)\b", re.IGNORECASE)
_YEAR_AFTER: Final = re.compile(r"^\D{0,60}?\b(?:in|during|for|of)\s(?:the\s)?(?P<year>(?:19|20)\d\d)\b")
_YEAR_EARLIER: Final = re.compile(
    r"^[^.;,]{0,40}\b(?:previous|prior|preceding|last)\s(?:year|report)|^[^.;,]{0,30}\byear\s(?:before"
    r"|earlier|ago)",
    re.IGNORECASE,
)
_YEAR_BEFORE: Final = re.compile(r"^\s*[Ii]n\s(?P<year>(?:19|20)\d\d)\b")
_GROWTH: Final = re.compile(
    r"\b(?:number\sof\s|total\s)?(?:[\w-]+\s){0,3}(?P<noun>convictions?|prosecutions?|investigations?"
    r"|arrests?|victims?\sidentified|identified\svictims)\b",
    re.IGNORECASE,
)
_WORLDWIDE: Final = re.compile(
    r"\b(?:worldwide|globally|around\sthe\s(?:world|globe)|across\sthe\sworld|in\sthe\sworld"
    r"|throughout\sthe\sworld)\b",
    re.IGNORECASE,
)
_TOPIC: Final = re.compile(r"traffick|convict|prosecut|victim|slave|investigat", re.IGNORECASE)
MAX_NUMBERS: Final = 40
"""Numbers in a sentence; what holds more is a table read as one line, and looking at it takes quadratic time."""


@dataclass(frozen=True)
class _Count:
    number: Number
    measure: str
    text: str


def read_counts(
    text: str, mentions: Sequence[Mention], context: SentenceContext, main_country: str | None
) -> Iterator[Claim]:
    """Claims of kind `count` and `multiplier` about a country.

    Args:
        text: a sentence.
        mentions: the countries in it.
        context: what is known around the sentence.
        main_country: whose numbers they are where the sentence names no country.
    """
    if not context.about_report or _TOPIC.search(text) is None or _WORLDWIDE.search(text) or _ONE_CASE.search(text):
        return
    if context.attribution in ("official", "other"):
        return  # a government's or an organisation's own figures
    numbers = [number for number in read_numbers(text) if number.kind == "count" and not _is_year(text, number)]
    if len(numbers) > MAX_NUMBERS:
        return
    counts = _counted(text, numbers)
    counts = [count for count in counts if count is counts[0] or not _COMPARED.search(text[: count.number.start])]
    compared = {id(other) for count in counts for other in [_comparison(text, count.number, numbers)] if other}
    for count in counts:
        if id(count.number) in compared:
            continue
        country = _country(text, count.number.start, mentions, context, main_country)
        if country is not None:
            yield _count(text, count, numbers, country, context)
    yield from _zeros(text, mentions, context, main_country)
    yield from _multipliers(text, mentions, context, main_country)


def _is_year(text: str, number: Number) -> bool:
    return (
        number.printed_year
        and re.search(r"\b(?:in|of|since|during|from|to|and|for|until|by|the)\s$", text[: number.start]) is not None
    )


def _counted(text: str, numbers: list[Number]) -> list[_Count]:
    found: list[_Count] = []
    for number in numbers:
        measure = _measure(text, number)
        if measure is not None:
            found.append(_Count(number, measure, text))
    return found


def _measure(text: str, number: Number) -> str | None:
    before, after = text[: number.start], text[number.end :]
    if _FOREIGN_UNIT.match(after):
        return None
    noun = _NOUN_AFTER.match(after)
    if noun is not None or _LED_TO.match(after):
        return noun.lastgroup if noun is not None else "convictions"
    passive = _PASSIVE.match(after)
    if passive is not None and _COMPARED.search(before) is None:
        return _victims(passive.lastgroup, after)
    act = _ACT_BEFORE.search(before)
    if act is not None and _PERSONS_OR_CASES.match(after):
        measure = act.lastgroup
        if measure == "investigations" and re.match(r"(?:open|launch|conduct|initiat)", act[0], re.IGNORECASE):
            return None
        return _victims(measure, after)
    return _changed(before)


def _victims(measure: str | None, after: str) -> str | None:
    """Only victims are identified, assisted, referred and repatriated: identified suspects are no victims."""
    if measure is None or not measure.startswith("victims"):
        return measure
    noun = re.match(r"^\s(?:[\w’'-]+\s){0,5}?(?P<noun>suspects?|traffickers?|cases?|offenders?|perpetrators?)\b", after)
    return None if noun else measure


def _changed(before: str) -> str | None:
    """`Convictions ... rose to N`, `the number of victims identified was N`."""
    to = re.search(
        r"\b(?:to|at|was|were|reached|totall?ed|of)\s(?:only\s|just\s|about\s|some\s|at\sleast\s|nearly\s"
        r"|more\sthan\s|over\s|a\srecord\s)*$",
        before,
    )
    if to is None:
        return None
    nouns = list(_GROWTH.finditer(before))
    if not nouns:
        return None
    between = before[nouns[-1].end() : to.start()]
    if not re.search(
        r"\b(?:r[io]se|risen|f[ae]ll|fallen|increas\w*|decreas\w*|dropp\w*|halv\w*|doubl\w*|tripl\w*|quadrupl\w*"
        r"|grew|jump\w*|declin\w*|climb\w*|went|soar\w*|down|up)\b",
        between,
        re.IGNORECASE,
    ) and not (
        re.search(r"\bnumber\b", before, re.IGNORECASE)
        and to[0].strip().split()[0] in ("was", "were", "at", "reached", "totalled", "totaled")
    ):
        return None
    noun = nouns[-1]["noun"].casefold()
    return "victims_identified" if "victim" in noun else noun.rstrip("s") + "s"


_OTHER_COUNT: Final = re.compile(r"\b(?:convict|prosecut|investigat)\w*\b.*\band\b")


def _comparison(text: str, number: Number, numbers: list[Number]) -> Number | None:
    """The number a number is compared with: after it, or before it in `from M to N`."""
    following = [other for other in numbers if other.start >= number.end]
    for place, other in enumerate(following):
        between = text[number.end : other.start]
        if len(between) > 110 or any(_measure(text, one) for one in following[:place]):
            break
        if _COMPARED.search(between) and not _OTHER_COUNT.search(between):
            return other
    preceding = [other for other in numbers if other.end <= number.start]
    if preceding:
        other = preceding[-1]
        if (
            _FROM_TO.search(text[: other.start])
            and _TO.search(text[other.end : number.start])
            and number.start - other.end < 60
        ):
            return other
    return None


def _count(text: str, count: _Count, numbers: list[Number], country: str, context: SentenceContext) -> Claim:
    number, edition = count.number, _edition(context)
    other = _comparison(text, number, numbers)
    stop = other.start if other is not None and other.start > number.end else len(text)
    stated = _year(text[number.end : stop], text) or _only_year(text[:stop])
    year = stated or (edition - 1 if edition is not None else None)
    return Claim(
        "count",
        country,
        str(number.value),
        context.start,
        context.end,
        measure=count.measure,
        trafficking_type=_type(text),
        value_high=str(number.high) if number.high is not None else None,
        qualifier=number.qualifier,
        previous_value=str(other.value) if other is not None else None,
        previous_year=_previous_year(text[other.end :], year) if other is not None else None,
        data_year=year,
        report_year=_edition(context),
        attribution=context.attribution,
    )


def _previous_year(after: str, year: int | None) -> int | None:
    """The year of the number compared with: named, or the one before."""
    named = _year(after, None)
    if named is not None:
        return named
    return year - 1 if year is not None and _YEAR_EARLIER.match(after) else None


def _only_year(text: str) -> int | None:
    """The one calendar year a sentence names: it holds for all its numbers."""
    years = set(re.findall(r"\b(?:in|during|for)\s((?:19|20)\d\d)\b", text))
    return int(years.pop()) if len(years) == 1 else None


def _edition(context: SentenceContext) -> int | None:
    return context.calendar.edition


def _year_before(context: SentenceContext) -> int | None:
    """What an edition counts happened, for the most part, in the year before it."""
    return context.calendar.edition - 1 if context.calendar.edition is not None else None


def _year(after: str, sentence: str | None) -> int | None:
    found = _YEAR_AFTER.match(after) or (_YEAR_BEFORE.match(sentence) if sentence else None)
    return int(found["year"]) if found else None


def _type(text: str) -> str:
    sex, labor = _SEX.search(text) is not None, _LABOR.search(text) is not None
    return "sex" if sex and not labor else "labor" if labor and not sex else "all"


def _country(
    text: str, position: int, mentions: Sequence[Mention], context: SentenceContext, main_country: str | None
) -> str | None:
    """Whose number it is: the country named last before it, else the one whose place is told after it."""
    before = [m for m in mentions if m.end <= position and m.country not in (None, "USA") and not _came_from(text, m)]
    if before:
        return before[-1].country
    after = [m for m in mentions if m.start > position and m.country not in (None, "USA") and _within(text, m)]
    if after:
        return after[0].country
    if any(m.country not in (None, "USA") for m in mentions):
        return None
    return main_country or context.singular_country


def _came_from(text: str, mention: Mention) -> bool:
    return re.search(r"\b(?:from|to)\s(?:the\s)?$", text[: mention.start]) is not None


def _within(text: str, mention: Mention) -> bool:
    return (
        re.search(r"\b(?:in|by|across|throughout)\s(?:the\s)?$", text[: mention.start]) is not None
        or re.match(r"\s(?:courts|police|authorities|government)", text[mention.end :]) is not None
    )


def _zeros(
    text: str, mentions: Sequence[Mention], context: SentenceContext, main_country: str | None
) -> Iterator[Claim]:
    for found in _ZERO.finditer(text):
        if found["act"] and found["object"] and not _ZERO_OBJECT.match(found["object"]):
            continue
        word = (found["act"] or found["noun"]).casefold()
        measure = next(
            name
            for stem, name in (
                ("convict", "convictions"),
                ("prosecut", "prosecutions"),
                ("investigat", "investigations"),
                ("identif", "victims_identified"),
            )
            if word.startswith(stem)
        )
        country = _country(text, found.start(), mentions, context, main_country)
        if country is not None:
            yield Claim(
                "count",
                country,
                "0",
                context.start,
                context.end,
                measure=measure,
                trafficking_type=_type(text),
                qualifier="exact",
                data_year=_year(text[found.end() :], text) or _year_before(context),
                report_year=_edition(context),
                attribution=context.attribution,
            )


def _multipliers(
    text: str, mentions: Sequence[Mention], context: SentenceContext, main_country: str | None
) -> Iterator[Claim]:
    for multiplier in read_multipliers(text):
        if multiplier.factor.denominator != 1 or multiplier.factor < 2:
            continue
        nouns = list(_GROWTH.finditer(text))
        if not nouns:
            continue
        near = min(nouns, key=lambda noun: abs(noun.start("noun") - multiplier.start))
        between = text[min(near.end(), multiplier.end) : max(near.start("noun"), multiplier.start)]
        if re.search(r"[;.]\s", between) or len(between) > 120:
            continue
        noun = near["noun"].casefold()
        country = _country(text, max(multiplier.start, near.end()), mentions, context, main_country)
        if country is None:
            continue
        yield Claim(
            "multiplier",
            country,
            str(multiplier.factor.numerator),
            context.start,
            context.end,
            measure="victims_identified" if "victim" in noun else noun.rstrip("s") + "s",
            trafficking_type=_type(text),
            qualifier=multiplier.qualifier,
            data_year=_only_year(text) or _year_before(context),
            report_year=_edition(context),
            attribution=context.attribution,
        )
