"""Phrases that name a tier: by number, `watch list`, `blacklist`, `the lowest ranking`.

`_WORDS` has the names without a number. `_OTHER_WATCH` and `_OTHER_LISTS` are lists and tiers of other subjects.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.language.tiers import find_tiers


@dataclass(frozen=True, slots=True)
class TierWord:
    """A tier named in a text: `text[start:end]` names `tier`; `by_number` if it contains the number."""

    tier: str
    start: int
    end: int
    by_number: bool


_WATCH: Final = re.compile(
    r"(?<![a-z])(?:(?:special|human[- ]trafficking|anti-trafficking"
    r"|trafficking)\s)?[\"“‘']?watch[\s-]?list(?![a-z])[\"”’']?",
    re.IGNORECASE,
)
_OTHER_WATCH: Final = re.compile(
    r"(?:priority|terror\w*|no-fly|piracy|copyright|currency|money[- ]laundering|intellectual property"
    r"|child soldiers?)\s"
    r"(?:\w+\s)?$",
    re.IGNORECASE,
)
_WORDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("2WL", re.compile(r"\btear[\s-](?:2|two)[\s,(\"“]{1,3}watch[\s-]?list\b", re.IGNORECASE)),
    ("1", re.compile(r"\btear[\s-](?:1|one)\b", re.IGNORECASE)),
    ("2", re.compile(r"\btear[\s-](?:2|two)\b(?![\s,(\"“]{1,3}watch)", re.IGNORECASE)),
    ("3", re.compile(r"\btear[\s-](?:3|three)\b", re.IGNORECASE)),
    (
        "2WL",
        re.compile(r"\b(?:second|2nd)[\s-](?:highest[\s-])?tier[\s,(\"“']{1,3}watch[\s-]?list\b", re.IGNORECASE),
    ),
    ("2", re.compile(r"\b(?:second|2nd)[\s-](?:highest[\s-])?tier\b(?![\s,(\"“']{1,3}watch)", re.IGNORECASE)),
    (
        "1",
        re.compile(
            r"\b(?:first|1st|top|highest|best)[\s-](?:possible\s)?(?:tier|rank(?:ing)?|rating|grade|status"
            r"|category|level|classification)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "3",
        re.compile(
            r"(?<!next-to-)(?<!next to )(?<!second-)(?<!second )\b(?:third|3rd|lowest|bottom|worst)[\s-]"
            r"(?:possible\s|and\s(?:worst|lowest)\s|-?level\s)?"
            r"(?:tier|rank(?:ing|ed)?|rating|rung|category|level|grade|status|classification)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "2WL",
        re.compile(
            r"\b(?:next[\s-]to[\s-]lowest|next[\s-]to[\s-]last|second[\s-]lowest|second[\s-]worst"
            r"|penultimate)\s"
            r"(?:tier|rank(?:ing)?|rating|category|level|grade|status)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "1",
        re.compile(
            r"(?<!not\s)(?<!n’t\s)(?<!n't\s)(?<!yet\s)(?<!fully\s)(?<!to\s)(?<!not\syet\s)(?<!”\s)(?<!\"\s)[\"“]?"
            r"(?:\bfully[\"”]?\s(?:meets?|met|meeting|compl(?:y|ies|ied|ying)\swith)|\b(?:meets|met"
            r"|complies\swith))\s(?:all\s)?(?:of\s)?(?:the\s)?"
            r"(?:[\w’'.()-]+\s){0,8}?(?:minimum\sstandards?|protection\sact)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "3",
        re.compile(
            r"\b(?:not\s(?:making|made|undertaking)\s(?:any\s)?(?:significant|sufficient|serious)\sefforts"
            r"|(?:making|made)\sno\s(?:significant|serious)\sefforts)\b",
            re.IGNORECASE,
        ),
    ),
    ("special_case", re.compile(r"\bspecial\scases\b", re.IGNORECASE)),
    ("3", re.compile(r"\bbottom\sof\s(?:the|a|its)\s(?:\w+\s)?(?:list|rankings?|scale)\b", re.IGNORECASE)),
    (
        "3",
        re.compile(
            r"\bblack[\s-]?list(?:ed|ing|s)?\b(?!\s(?:\w+\s){0,3}(?:compan|recruit|employ|agenc|firm|worker"
            r"|sponsor|passport|vessel|person))",
            re.IGNORECASE,
        ),
    ),
    (
        "3",
        re.compile(
            r"\bworst\soffenders?\s(?:category|list|tier)\b"
            r"|\b(?:among|one of|list of|as one of|as|with)\s(?:the\s)?(?:\w+[’']s\s)?worst\s(?:human[\s-])?"
            r"(?:trafficking\s|slavery\s)?(?:offenders?|violators?|perpetrators?|performers|cent(?:er|re)s"
            r"|records?|traffickers)\b"
            r"(?:\s(?:of|for|in|on)\s(?:human\s)?trafficking)?",
            re.IGNORECASE,
        ),
    ),
)
_SUBJECT: Final = re.compile(
    r"traffick|state department|washington|united states|\bu\.?s\b|\breport\b|modern[- ](?:day )?slavery"
    r"|\btier\b",
    re.IGNORECASE,
)
_OTHER_LISTS: Final = re.compile(
    r"financial action|\bfatf\b|launder|aviation|airline|airport|\bpiracy|\btax\b|terroris|football|league"
    r"|visa waiver"
    r"|special 301|(?:corruption|perceptions?|development|peace|democracy|competitiveness) index"
    r"|religious freedom|money[- ]laundering|grey list|gray list|press freedom|airspace|import",
    re.IGNORECASE,
)


def find_tier_words(text: str, *, about_report: bool, listed: str | None = None) -> list[TierWord]:
    """The tiers that a sentence names, in order, without nested ones.

    Args:
        text: a sentence.
        about_report: whether the surrounding text is about the report; then `the watch list` is that of the report.
        listed: the tier that `the list` means after the earlier sentences; None if it means none.
    """
    numbered = [TierWord(phrase.tier, phrase.start, phrase.end, True) for phrase in find_tiers(text)]
    named = (
        list(_unnumbered_tiers(text))
        if (about_report or _SUBJECT.search(text)) and not _OTHER_LISTS.search(text)
        else []
    )
    found = _merged(text, _without_overlaps([*_with_watch_list(text, numbered), *named]))
    again = [
        TierWord(tier, *match.span("list"), False)
        for form in (_THE_LIST, _ON_IT)
        for match in form.finditer(text)
        if (tier := _tier_of_list(match, found, listed))
    ]
    return _without_overlaps([*_without_scales(text, found), *again])


_BESIDE: Final = re.compile(
    r"^[\"”’']?\s?(?:\([^()]{3,120}\))?(?:[\s,;/]|\b(?:and|or|the|then|finally|plus)\b)*[\"“‘']?$", re.IGNORECASE
)
"""Text between the tiers of a scale, with an optional explanation in brackets."""
_SCALE_TIERS: Final = 3
_RATED: Final = re.compile(
    r"[\"”’']?\s(?:is|being|represents|means|as|was)\s(?:considered\s)?(?:the\s)?(?:very\s)?(?:best|worst|highest|lowest|top"
    r"|bottom)\b",
    re.IGNORECASE,
)
"""`with Tier 1 being the best`."""
_DEFINED: Final = re.compile(
    r"[\"”’]?,?\s(?:(?:is|are)\s(?:(?:reserved|meant|designated)\b|for\s(?:those\s|the\s)?(?:countries|governments|nations|states))"
    r"|(?:indicates?|means(?!\s(?:it|that|the)\b)|refers\sto|denotes?|flags)\b)",
    re.IGNORECASE,
)
"""`Tier 3 is reserved for countries that do not try`."""


def _without_scales(text: str, words: list[TierWord]) -> list[TierWord]:
    """The tiers without explanations of the scale: `four tiers (Tier 1, Tier 2, the Watch List and Tier 3)`."""
    remaining: list[TierWord] = []
    row: list[TierWord] = []
    for word in [*words, None]:
        if word is not None and row and _BESIDE.match(text[row[-1].end : word.start]):
            row.append(word)
            continue
        if len({each.tier for each in row}) < _SCALE_TIERS:
            remaining += row
        row = [word] if word is not None else []
    return [word for word in remaining if not (_RATED.match(text, word.end) or _DEFINED.match(text, word.end))]


_SAME_NAME: Final = re.compile(r"^[\"”’]?\s?(?:of|,|\(|–|—|-)?\s?(?:the\s|or\s|so-called\s)?[\"“‘(]?$", re.IGNORECASE)


def _merged(text: str, words: list[TierWord]) -> list[TierWord]:
    """The tiers with double names merged: `the lowest rank of Tier 3`."""
    merged: list[TierWord] = []
    for word in words:
        last = merged[-1] if merged else None
        if last is not None and last.tier == word.tier and _SAME_NAME.match(text[last.end : word.start]):
            merged[-1] = TierWord(word.tier, last.start, word.end, last.by_number or word.by_number)
        else:
            merged.append(word)
    return merged


def _tier_of_list(match: re.Match[str], found: list[TierWord], listed: str | None) -> str | None:
    """The tier of `the list`: the last one before it in the sentence, else that of the earlier sentences."""
    before = [word.tier for word in found if word.end <= match.start() and word.tier in ("2WL", "3")]
    return before[-1] if before else listed if not found else None


_ON_IT: Final = re.compile(
    r"\b(?:is|was|are|were|stays?|stayed|remains?|remained|been|put|placed)\s(?:(?:also|now|still|again|back)\s)?(?:on|in)"
    r"\s(?P<list>it)\b(?=\W*$|,|\s(?:too|also|again|as\swell|for|this|since|the|with)\b)",
    re.IGNORECASE,
)
"""`B is on it too`, after a sentence about the list."""
_THE_LIST: Final = re.compile(
    r"\b(?P<list>(?:the|that|its)\s(?:US\s|U\.S\.\s)?(?:State\sDepartment[’']s\s)?list"
    r"|state\sdepartment[’']s\slist)\b(?!\sof\b)(?!\sis\b)",
    re.IGNORECASE,
)


def _unnumbered_tiers(text: str) -> Iterator[TierWord]:
    for tier, form in _WORDS:
        yield from (
            TierWord(tier, *found.span(), "tear" in found[0].lower())
            for found in form.finditer(text)
            if not (_STANDARD.search(found[0]) and _OF_ANY.search(text[: found.start()]))
            and not (found[0].lower().endswith("-tier") and _OF_ANOTHER.match(text, found.end()))
        )
    for found in _WATCH.finditer(text):
        lead = text[: found.start()]
        if not _OTHER_WATCH.search(lead) and not re.search(r"\btier\s(?:3|three|1|one)\s$", lead, re.IGNORECASE):
            yield TierWord("2WL", *found.span(), False)


_OF_ANOTHER: Final = re.compile(
    r"\s(?!(?:rank\w*|rating|status|countr\w+|nations?|governments?|states?|category|list\w*|watch\w*|position|plac\w+"
    r"|spot|standing|group|designation|classification|level|grade|assessment|performers?|score|report|for|in|of|on|and|or"
    r"|but|with|by|after|before|since|this|that|last|again|alongside|along|as|because|due|to|from|the|while|when|which|who"
    r"|under|despite|is|was|are|were|has|have|trafficking|human|anti-trafficking)\b)[a-z]",
    re.IGNORECASE,
)
"""`a second-tier economy`: a tier of something else."""
_STANDARD: Final = re.compile(r"\b(?:efforts|standards?|act)$", re.IGNORECASE)
_OF_ANY: Final = re.compile(
    r"\b(?:countries|governments|nations|those)[”\"’']?\s[“\"]?(?:that|which|who|whose)\b[^.;]{0,120}$", re.IGNORECASE
)
"""`countries that are not making significant efforts`: the definition of the tier, not its countries."""
_WATCH_AFTER: Final = re.compile(
    r"[\"”’']?[\s,]{1,2}(?:country\s|countries\s|special\s)?[(“\"‘']?(?:watch[\s-]?list"
    r"|on the watch[\s-]?list)(?![a-z])[)”\"’']?",
    re.IGNORECASE,
)


def _with_watch_list(text: str, numbered: list[TierWord]) -> Iterator[TierWord]:
    """The numbered tiers, with `Tier 2 country watchlist` and `Tier 2, watch list` as the watch list."""
    for word in numbered:
        found = _WATCH_AFTER.match(text, word.end) if word.tier == "2" else None
        yield TierWord("2WL", word.start, found.end(), True) if found else word


def _without_overlaps(words: list[TierWord]) -> list[TierWord]:
    """The tiers without overlaps. Numbered names take precedence, then longer names."""
    remaining: list[TierWord] = []
    for word in sorted(words, key=lambda word: (not word.by_number, word.start - word.end, word.start)):
        if all(word.end <= other.start or word.start >= other.end for other in remaining):
            remaining.append(word)
    return sorted(remaining, key=lambda word: word.start)
