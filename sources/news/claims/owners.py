"""Whose tier is it: the countries that a clause puts on a tier it names."""

import re
from dataclasses import dataclass
from typing import Final

from sources.news.claims.cues import ACTS, ACTS_INCLUDING, PLACING, change_in
from sources.news.claims.prepared_sentence import Clause, Group, PreparedSentence
from sources.news.claims.tier_words import TierWord


@dataclass(frozen=True)
class TierSubjects:
    """The countries a tier is said of.

    Attributes:
        countries: those the clause is about.
        also_on_tier: those that are only named as on the same tier.
        start: where the statement begins in the sentence.
        connecting_text: the words between the countries and the tier.
    """

    countries: tuple[str, ...]
    start: int
    connecting_text: str
    also_on_tier: tuple[str, ...] = ()


_PREPOSITION: Final = re.compile(
    r"\b(?:from|in|to|of|with|against|between|across|near|by|for|at|than|like|over|behind|through|into"
    r"|inside|outside|within"
    r"|via|about|on|between|unlike|including|told|toward|towards)\s+(?:(?:the|neighbou?ring|nearby"
    r"|mainland)\s)*$",
    re.IGNORECASE,
)
_HEAD_OF: Final = re.compile(
    r"\b(?:kingdoms?|emirates?|governments?|republic|states?|nations?|sultanate|islands?|archipelago"
    r"|countries|country|authorities|case|position|status"
    r"|governments\sin|placement|ranking|rating|classification|listing|designation|upgrade|upgrading"
    r"|downgrade|downgrading|promotion|demotion|elevation"
    r"|removal|inclusion|rise|fall|likes)(?:(?<=in)|\sof)\s(?:(?:the|both|neighbou?ring)\s)*$"
    r"|\b(?:result(?:s|ed|ing)?\sin|leads?\sto|led\sto)\s(?:the\s)?$",
    re.IGNORECASE,
)
_FOR_COUNTRY: Final = re.compile(
    r"\b(?:ranking|rating|grade|status|upgrade|downgrade|result|placement)s?\s(?:for|of|to)\s(?:(?:the"
    r"|both)\s)*$",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(
    r"\b(?:said|says|saying|told|criticis\w+|criticiz\w+|accus\w+|because|whose|where|when|since\sit"
    r"|report(?:s|ed)?\sthat|victims?"
    r"|traffickers?|traffick(?:ed|ing)\s(?:from|to|in(?!\spersons?\b))|women|girls|children|citizens|workers|sanctions"
    r"|investigat\w+|prosecut\w+|convict\w+"
    r"|visited|met|welcomed|compared\sto|than|ahead\sof|behind|below|above|unlike|borders?|complain\w*"
    r"|officials|ambassador|embassy|minister)\b",
    re.IGNORECASE,
)
_NOMINAL: Final = re.compile(r"^\s?(?:[’']s?|s[’'])\s+(?:[\w.-]+,?\s+){0,7}[\"“‘'(]?$")
_BRACKET: Final = re.compile(
    r"^\s?(?:\(|\[|–|—|-|:|,)\s?[\"“]?(?:(?:on|in|at|all|both|currently|now|still|ranked|rated|listed|placed"
    r"|also|the)\s)*[\"“]?$",
    re.IGNORECASE,
)
_ALL: Final = re.compile(r"\b(?:all|both)\b|:", re.IGNORECASE)
_ADJECTIVAL: Final = re.compile(
    r"^,?\s(?:now\s|currently\s|once\s|itself\s|still\s)?(?:an?|the\sonly"
    r"|one\sof\sthe)\s(?:[\w-]+\s){0,2}[\"“]?$",
    re.IGNORECASE,
)
_LIST_AFTER: Final = re.compile(
    r"^[\"”’')]{0,3}\s?(?:(?:human\strafficking|worst|other|African|Asian)\s)?"
    r"(?:countries|country|nations?|states|governments|list|status|rankings?|ratings?|category|group"
    r"|designations?|ones?|performers|offenders|places?)?"
    r"(?:\s(?:this\syear|in\s(?:the\s)?[\w\s’'-]{2,30}?|of\s(?:the\s)?[\w\s’'-]{2,30}?|on\sthe\slist"
    r"|for\s\d{4}))?(?:,\s[^,.;]{3,60},)?"
    r"(?:,?\s(?:such\sas|among\sthem|includ(?:ing|es?|ed)|are|were|is|was|being|like|namely|for\sexample,?"
    r"|for\sinstance,?|that\s(?:already\s)?(?:includes?|counts?|features?|has)|consists?\sof|comprises?"
    r"|went\sto|goes\sto|go\sto)|:|\s?[–—-]|\s?\()"
    r"\s?(?:(?:both|the|also|now|only|still|currently|countries|nations|neighbou?ring|such\sas|like|mostly"
    r"|among\sothers,?|other|European|African|Asian|Caribbean|Arab|Pacific|regional|fellow|several|US|U\.S\."
    r"|allies)\s|:\s)*$",
    re.IGNORECASE,
)
_JOINED_AFTER: Final = re.compile(
    r"^[\"”’')]{0,2}\s?(?:(?:countries|country|nations?|list|status|rankings?|category|group|designation"
    r"|tier|placement)\b)?[^.;]{0,150}?,?\s?\b"
    r"(?:in(?:to)?\sthe\ssame\s\w+\sas|on\sthe\ssame\s\w+\sas|that\s(?:already\s)?(?:includes?|counts?"
    r"|features?)|join(?:s|ed|ing)|alongside|along\swith|together\swith|with|as\swell\sas|like|similar\sto"
    r"|(?:and\sso|as)\s(?:is|are|was|were)|includ(?:ing|es)|such\sas|beside|besides)\s"
    r"(?:(?:the|neighbou?rs?|neighbou?ring|countries\s(?:like|such\sas)|such\scountries\sas|other"
    r"|\d+\sothers?,?\s(?:such\sas|including)|fellow|nations|countries|both|(?:likes|ranks|company|club)\sof"
    r"|regional|serial|like|such\sas)[,\s]\s?)*$",
    re.IGNORECASE,
)
_OF_AFTER: Final = re.compile(
    r"^[\"”’')]{0,2}\s?(?:ranking|rating|status|designation|placement|grade|countries|country|nations?)\s"
    r"(?:(?:for|of|to|on|given\sto|awarded\sto|held\sby)\s)?(?:(?:the|both"
    r"|neighbou?ring)\s)*(?:(?:[\w-]+\s){0,4}(?:nation|country|state)\sof\s)?$",
    re.IGNORECASE,
)
_OBJECT_LINK: Final = re.compile(
    r"^(?:[’']s\s(?:[\w-]+\s){1,3}|\s?,[^,]{0,60},|\)|,)?\s?(?:[\w-]+\s){0,4}?(?:on|onto|in|into|to|at|under"
    r"|as|from|off|among|for|with|one|a|an|its)\b[^.;]{0,70}$",
    re.IGNORECASE,
)
_ANAPHOR: Final = re.compile(
    r"(?<![\w-])(?P<noun>[Ii]t|(?:[Tt]he|[Tt]his)\s(?:[\w-]+\s){0,2}?(?:country|kingdom|Kingdom|nation"
    r"|government|republic|Republic|island|emirate|sultanate"
    r"|city-state|territory|state\b(?!\sdepartment)))(?![\w-])(?!\s(?:is|was)\s(?:the\s(?:first|second|third"
    r"|fourth|fifth)|clear|likely|believed|unclear|expected))"
)
_ITS: Final = re.compile(
    r"\b[Ii]ts\s(?=(?:[\w-]+\s){0,5}(?:rank\w*|plac\w+|status|position|rating|upgrade|downgrade|inclusion"
    r"|rise|fall|[Tt]ier))"
)
_THEIR: Final = re.compile(r"\b(?:the report|department|washington|united states|u\.?s\.?)\b", re.IGNORECASE)
_VERB_FIRST: Final = re.compile(
    r"^\W*(?:and|but|or|yet|then|also|before|now|again|later)?\s?(?:and\s)?(?:instead\s)?(?:was|were|is|are|has|have|had"
    r"|plac\w+|put\w*|keep\w*|kept|remain\w*|retain\w*|fell|drop\w*|slip\w*"
    r"|mov\w+|rank\w+|upgrad\w+|downgrad\w+|stay\w*|climb\w*|rose|list\w+|being|after|earning|giving|leav\w+"
    r"|up|down|from|to|into|in|on|again)\b",
    re.IGNORECASE,
)


def subjects_of(
    prepared: PreparedSentence,
    clause: Clause,
    word: TierWord,
    context: str | None,
    earlier: TierSubjects | None,
    several: tuple[str, ...] = (),
) -> TierSubjects | None:
    """The countries a tier is said of; None where the clause gives it to nobody.

    Args:
        prepared: the sentence.
        clause: the clause that names the tier.
        word: the tier.
        context: the country that `it` and `the country` mean.
        several: the countries that `the countries` mean.
        earlier: subjects of the tier before it in the sentence, for clauses without a subject of their own.
    """
    text = clause.text
    groups = [group for group in prepared.groups if clause.start <= group.start and group.end <= clause.end]
    before = [group for group in groups if group.end <= word.start]
    after = [group for group in groups if group.start >= word.end]
    joined = _joined(text, word, after) if after and not _names_tier(prepared, word.end, after[0].start) else ()
    if clause.subject is not None:
        return TierSubjects(clause.subject.countries, clause.start, text[clause.start : word.start], joined)
    main = (
        _bracketed(text, word, before)
        or _object(text, word, before)
        or _subject(text, word, before, context, earlier)
        or _plural(text, word, before, several)
        or _listed(text, word, after)
        or _opening(text, clause, word, before, after)
        or _inherited(prepared, clause, word, before, earlier)
    )
    if main is None or _another_subject(text, main, word, before):
        return TierSubjects((), word.start, "", joined) if joined else None
    return TierSubjects(
        main.countries, main.start, main.connecting_text, tuple(c for c in joined if c not in main.countries)
    )


_UNNAMED: Final = re.compile(
    r"\b(?:most|many|some|several|all|dozens|(?:the\s)?rest|(?<!\d\s)(?:the\s)?others?)\s(?:of\s)?(?:(?:the|its|their|other|remaining)\s)*"
    r"(?:[\w-]+\s){0,2}?(?:countries|nations|states|governments|neighbou?rs)\s(?:in\s[\w\s]{2,30}\s)?"
    r"(?:are|were|remain(?:ed)?|stay(?:ed)?|stand|sit|rank(?:ed)?|fell|received|got|have)\b[^,;]*$",
    re.IGNORECASE,
)
"""`most of the other countries are on Tier 2`: nobody in particular."""


def _another_subject(text: str, main: TierSubjects, word: TierWord, before: list[Group]) -> bool:
    """Whether countries without a name stand between the subjects and the tier, as its real subject."""
    if not before or main.start >= word.start:
        return False
    return _UNNAMED.search(text[max(before[-1].end, main.start + 1) : word.start]) is not None


_OTHERS: Final = re.compile(
    r"^[\"”’')]{0,2}\s?(?:countries\s|nations\s)?(?:;|,|\sand)\s(?:the\s)?others?\s(?:(?:on|in)\s(?:the|this|that)\s\w+\s)?"
    r"(?:includ(?:e|es|ed)|are|were|being)\s(?:the\s)?$",
    re.IGNORECASE,
)


def _names_tier(prepared: PreparedSentence, start: int, end: int) -> bool:
    return any(start <= tier.start < end for tier in prepared.tiers)


def _joined(text: str, word: TierWord, after: list[Group]) -> tuple[str, ...]:
    if after and (
        _JOINED_AFTER.match(text[word.end : after[0].start]) or _OTHERS.match(text[word.end : after[0].start])
    ):
        return after[0].countries
    return ()


def _bracketed(text: str, word: TierWord, before: list[Group]) -> TierSubjects | None:
    """`A (Tier 2)`, `A: Tier 2`, `A, B and C (all Tier 3)`, `A, a Tier 2 country,`."""
    if not before:
        return None
    group = before[-1]
    between = text[group.end : word.start]
    if _BRACKET.match(between):
        if _PREPOSITION.search(text[: group.start]) and between.strip() == ",":
            return None
        whole = _ALL.search(between) is not None or _INCLUDING.search(text[: group.start]) is not None
        return TierSubjects(group.countries if whole else (group.last_country,), group.last_start, between)
    if _ADJECTIVAL.match(between) or _WHICH_IS.match(between):
        return TierSubjects((group.last_country,), group.last_start, between)
    return None


_INCLUDING: Final = re.compile(r"\b(?:including|such\sas)\s(?:the\s)?$", re.IGNORECASE)
_WHICH_IS: Final = re.compile(
    r"^\s(?:which|that)\s(?:is|was|remains?|remained|stays?|stayed|has\sbeen|fell|slipped|dropped)\s"
    r"(?:(?:now|also|still|again|currently|placed|ranked|listed|put|rated)\s){0,3}(?:on|in|at|under|to)\s(?:the\s|its\s)?[\"“]?$",
    re.IGNORECASE,
)
"""`except for A, which is on` says it of A alone."""


def _object(text: str, word: TierWord, before: list[Group]) -> TierSubjects | None:
    """`placed A and B on Tier 3`, `the removal of A from the watch list`."""
    for group in reversed(before):
        lead = text[: group.start]
        act = ACTS.search(lead) or ACTS_INCLUDING.search(lead) or _HEAD_OF.search(lead)
        between = text[group.end : word.start]
        tied = _OBJECT_LINK.match(between) and not _PLAIN_SUBJECT.match(between)
        if act is not None and (tied or (_RANKS.match(act[0]) and _NOTHING.match(between))):
            start = act.start()
            return TierSubjects(group.countries, start, text[start : group.start] + " " + between)
    return None


_RANKS: Final = re.compile(r"(?:rank|rat|label|design|declar|nam)", re.IGNORECASE)
_NOTHING: Final = re.compile(r"^(?:\sSAR|\sgovernment)?\s(?:an?\s)?[\"“(]?$")
_PLAIN_SUBJECT: Final = re.compile(r"^\s(?:is|was|were|are|has|have|had|will|would|could|may|might)\b")


_COUNTRIES_INCLUDING: Final = re.compile(
    r"\b(?:countries|nations|states|governments|others),?\s(?:including|such\sas|like)\s(?:the\s)?$", re.IGNORECASE
)
_DIRECT: Final = re.compile(r"^(?:[’']s)?\s(?:on|in|to|at|into)\s(?:the\s)?[\"“]?$")
_BY_DEFINITION: Final = re.compile(r"[\"“]?(?:fully|meets?\b|met\b|compl)", re.IGNORECASE)
_ABSOLUTE: Final = re.compile(
    r"\s(?:now\s|also\s|both\s|again\s|all\s)?(?:retaining|remaining|staying|keeping|maintaining|falling|dropping|slipping"
    r"|sliding|sinking|joining|moving|rising|climbing|landing|returning|going|being\s(?:placed|put|listed|ranked|upgraded"
    r"|downgraded|relegated|demoted|promoted|moved|dropped|added))\b",
    re.IGNORECASE,
)
"""`with A and B retaining their Tier 3 positions`: what follows the preposition is a statement of its own."""
_BEFORE_DEFINITION: Final = re.compile(r"^\s(?:authorities\s|government\s)?(?:has\s|have\s|had\s)?$", re.IGNORECASE)


def _subject(
    text: str, word: TierWord, before: list[Group], context: str | None, earlier: TierSubjects | None
) -> TierSubjects | None:
    """`A and B were placed on Tier 3`, `A's ranking is Tier 2`, `it remains on Tier 2`."""
    pronoun = _pronoun(text, word, before)
    for group in reversed(before):
        if pronoun is not None and pronoun[0] > group.start:
            break
        between = text[group.end : word.start]
        if _NOMINAL.match(between):
            return TierSubjects(group.countries, group.start, between)
        lead = text[: group.start]
        barred = _PREPOSITION.search(lead) and not (
            _ABSOLUTE.match(between)
            or _HEAD_OF.search(lead)
            or _FOR_COUNTRY.search(lead)
            or _COUNTRIES_INCLUDING.search(lead)
        )
        direct = _DIRECT.match(between) or (
            _BY_DEFINITION.match(text[word.start :]) and _BEFORE_DEFINITION.match(between)
        )
        if barred or not (direct or (_links(between) and not _BLOCK.search(between))):
            continue
        return TierSubjects(group.countries, group.start, between)
    return _meant_by(pronoun, text, word, before, context, earlier) if pronoun is not None else None


def _links(words: str) -> bool:
    """Whether words between a subject and a tier put the one on the other."""
    return PLACING.search(words) is not None or change_in(words) is not None


def _meant_by(
    pronoun: tuple[int, int, str],
    text: str,
    word: TierWord,
    before: list[Group],
    context: str | None,
    earlier: TierSubjects | None,
) -> TierSubjects | None:
    """The country that `it` or `the country` means: the last of the clause, the sentence, the text before."""
    start, end, kind = pronoun
    link = text[end : word.start]
    if _BLOCK.search(link) or _PART_OF_MANY.search(link):
        return None
    if kind == "it" and (act := ACTS.search(text[:start])) is not None:
        link = act[0] + link  # `raised it to Tier 2`
    inside = [group for group in before if group.end <= start and not _PREPOSITION.search(text[: group.start])]
    if inside:
        last = inside[-1]
        if len(last.countries) != 1:
            return None
        return TierSubjects(last.countries, last.start if kind == "its" else start, text[last.end : word.start])
    country = earlier.countries[0] if earlier is not None and len(earlier.countries) == 1 else context
    return TierSubjects((country,), start, link) if country is not None else None


_PLURAL: Final = re.compile(
    r"\b(?:(?P<they>[Tt]hey)|(?:[Aa]ll\s|[Tt]he\s|[Tt]hese\s|[Tt]hose\s|[Bb]oth\s){1,2}(?:(?P<number>two"
    r"|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s)?"
    r"(?P<noun>(?:(?!(?:of|in|on|that|report|study|ranks?|ranked|lists?|covers?|rates?)\b|\d)[\w()-]+\s){0,3}?(?:countries|nations|states|governments"
    r"|neighbou?rs|islands)))\b(?!\s(?:that|which|who|whose|listed|placed|ranked"
    r"|downgraded|upgraded|added|moved|promoted|demoted|named)\b)"
)
_DEFINING: Final = re.compile(r"\s(?:on|in|with)\b")
_PART_OF_MANY: Final = re.compile(
    r"\bof\s(?:which|whom|them|these|those)\b|\b\d[\d,]*\s(?:countries|nations|states|governments)\b", re.IGNORECASE
)
"""`it ranks 177 countries, 12 of them on Tier 3`: the tier is that of some, and not of those named before."""
_COUNTED: Final = {
    word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), start=2)
}


def _plural(text: str, word: TierWord, before: list[Group], several: tuple[str, ...]) -> TierSubjects | None:
    """`the three countries were downgraded to Tier 3`: those named last, if they are as many."""
    if len(several) < 2 or before:
        return None
    named = list(_PLURAL.finditer(text, 0, word.start))
    if not named:
        return None
    found = named[-1]
    if found["they"] and text[: found.start()].strip():
        return None
    number = (found["number"] or "").casefold()
    count = int(number) if number.isdecimal() else _COUNTED.get(number)
    if "both" in found[0].casefold():
        count = 2
    link = text[found.end() : word.start]
    acted_on = ACTS.search(text[: found.start()]) is not None
    if (count is not None and count != len(several)) or _BLOCK.search(link) or _PART_OF_MANY.search(link):
        return None
    if _DEFINING.match(link) and not (acted_on and count is not None):
        return None  # `the countries on Tier 3` are all of them
    return (
        TierSubjects(several, found.start(), link if not acted_on else text[: word.start])
        if _links(link) or acted_on
        else None
    )


def _pronoun(text: str, word: TierWord, before: list[Group]) -> tuple[int, int, str] | None:
    """The last `it` or `the country` before a tier that is placed on it."""
    best: tuple[int, int, str] | None = None
    for found in _ANAPHOR.finditer(text, 0, word.start):
        if any(group.start < found.end() and found.start() < group.end for group in before):
            continue  # `the Democratic Republic` of a name
        link = text[found.end() : word.start]
        acted_on = ACTS.search(text[: found.start()] + " ") is not None
        if _links(link) or re.match(r"[’']s\s", link) or (acted_on and _OBJECT_LINK.match(link)):
            best = (*found.span(), "it")
    for found in _ITS.finditer(text, 0, word.start):
        foreign = _THEIR.search(text[max(0, found.start() - 60) : found.start()]) is not None
        if not foreign and (best is None or found.start() > best[0]):
            best = (*found.span(), "its")
    return best


_INVERTED: Final = re.compile(
    r"^\W*(?:also\s|and\s)?(?:among\s(?:the\s)?(?:\w+\s)?(?:countries|nations|those)\s)?(?:remaining|staying"
    r"|still|again|joining|moving\s(?:up|down)|upgraded|downgraded"
    r"|elevated|promoted|demoted|relegated|added|listed|placed"
    r"|ranked|removed|dropped|falling|dropping|rising|new)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_INVERTED_END: Final = re.compile(
    r"\b(?:are|were|is|was)\s(?:(?!(?:placed|ranked|added|not|in|on)\b)[\w.]+\s){0,4}$", re.IGNORECASE
)


_MOVED: Final = re.compile(
    r"\b(?:countries|nations|governments|those)\s(?:(?:that|which|newly|were|was|have|had"
    r"|been)\s){0,3}(?:moved|upgraded|downgraded"
    r"|dropped|fell|added|promoted|demoted|elevated|relegated|raised|lowered)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
_REMOVING: Final = re.compile(
    r"\b(?:remov|dropp|tak|delet|strik)\w*\s(?:from|off)\s(?:the\s|its\s|that\s)?$", re.IGNORECASE
)


def _listed(text: str, word: TierWord, after: list[Group]) -> TierSubjects | None:
    """`Tier 3 countries include A, B and C`, `Tier 3: A, B`, `a Tier 2 ranking for A`."""
    if not after:
        return None
    group = after[0]
    between = text[word.end : group.start]
    opening = _INVERTED.match(text[: word.start].lstrip())
    if opening is not None and _INVERTED_END.search(between):
        return TierSubjects(group.countries, word.start, opening[0])
    if _blacklists(text, word) and (not between.strip() or _INVERTED_END.search(between)):
        return TierSubjects(group.countries, word.start, "")
    removing = _REMOVING.search(text[: word.start])
    if removing is not None and not between.strip(' "”’'):
        return TierSubjects(group.countries, removing.start(), text[removing.start() : word.start])
    if _LIST_AFTER.match(between) or _OF_AFTER.match(between):
        moved = _MOVED.search(text[: word.start])
        return TierSubjects(group.countries, word.start, moved[0] if moved else between)
    return None


_PARTICIPLE: Final = re.compile(
    r"^\W*(?:since|after|having|despite|following|being|while|although|though|placed|ranked|listed|upgraded"
    r"|downgraded|once|long|currently|formerly"
    r"|previously|stalled|rated|after\sbeing)\b",
    re.IGNORECASE,
)


def _opening(text: str, clause: Clause, word: TierWord, before: list[Group], after: list[Group]) -> TierSubjects | None:
    """`After two years on the Watch List, A ...`: a clause without a subject belongs to the subject that follows."""
    lead = text[clause.start : word.start]
    if before or not after or not _PARTICIPLE.match(lead):
        return None
    if re.match(r"^[\"”’')]{0,2}[^,.;]{0,60},\s(?:the\s)?$", text[word.end : after[0].start]) is None:
        return None
    return TierSubjects(after[0].countries, clause.start, lead)


def _blacklists(text: str, word: TierWord) -> bool:
    """`has blacklisted A and B`: the tier is the verb."""
    return re.match(r"blacklist(?:ed|s|ing)\b", text[word.start :], re.IGNORECASE) is not None


def _inherited(
    prepared: PreparedSentence, clause: Clause, word: TierWord, before: list[Group], earlier: TierSubjects | None
) -> TierSubjects | None:
    """`..., placing it on Tier 3`; `... and fell to Tier 3`: a clause that goes on with the subject before it."""
    lead = clause.text[clause.start : word.start]
    if before or not _VERB_FIRST.match(lead):
        return None
    if earlier is not None:
        return TierSubjects(earlier.countries, clause.start, lead)
    named = [group for group in prepared.groups if group.end <= clause.start]
    if len(named) != 1 or _PREPOSITION.search(prepared.text[: named[0].start]):
        return None
    return TierSubjects(named[0].countries, clause.start, lead)
