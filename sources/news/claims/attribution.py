"""The source of a statement: the report, an official, the paper, others; drafts and reviews.

The words are rows of `sources/language/data/source_words.csv`; those of kinds `other` and `report` as they are printed.
"""

import re
from typing import Final

from sources.reference.data import rows

_FILE: Final = "source_words.csv"


def _pattern(kind: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of the words of a kind in the lexicon, as whole words."""
    forms = sorted((row["form"] for row in rows(_FILE, package="sources.language") if row["class"] == kind), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(forms)))})(?!\w)", flags)


_OTHERS: Final = _pattern("other")
_REPORT: Final = _pattern("report")
_SAYING: Final = _pattern("said", re.IGNORECASE)
_OFFICIAL: Final = _pattern("official", re.IGNORECASE)
_REPORT_SPEAKS: Final = re.compile(
    r"\breport\s(?:(?:of|for)\s(?:19|20)\d\d\s)?(?:\w+\s)?(?:said|says|states?|stated|notes?|noted|shows?|found|finds|adds?|added)"
    r"|according\sto\s(?:the|this|a)\s(?:\w+\s){0,5}report"
    r"|(?:según|segundo|selon|d'après|de\sacuerdo\scon|de\sacordo\scom|dice|diz|dit|señala|indica|indique|afirma|affirme|destaca|recoge|refere|relève|note|sostiene|aponta|reprocha)\s(?:el|o|le)\s(?:\w+\s)?(?:informe|relatório|rapport|reporte)\b"
    r"|(?:State\sDepartment|\bthe\sdepartment|Washington)\s(?:said|says|announced)",
    re.IGNORECASE,
)
_SPEAKERS: Final = ("report", "informe", "relatório", "rapport", "department", "washington")
"""One of these is in each sentence in which the report speaks. Most sentences have none, and are not searched."""


_DRAFT: Final = re.compile(
    r"\b(?:leaked|draft|unreleased|unpublished|advance|early|preliminary)\s(?:(?:human|trafficking|in|persons|annual|US|TIP)\s){0,5}"
    r"(?:report|version|copy|copies|edition|rankings?)\b|\b(?:report|version|copy)\s(?:that\s|which\s)?(?:was\s|had\s(?:been\s)?)?leaked\b"
    r"|\b(?:a|the|that|this|leaked|earlier)\sdraft\b(?!\s(?:law|bill|act|code|legislation|constitution|decree|polic|plan|resolution))",
    re.IGNORECASE,
)
_DRAFTS: Final = ("draft", "leaked", "unreleased", "unpublished", "advance", "early", "preliminary")
"""One of these is in each sentence that cites a draft."""

_INTERIM: Final = re.compile(
    r"\binterim\s(?:\w+\s)?(?:assessment|report|review)\b|\bmid-?\s?year\s(?:\w+\s)?(?:re-?assessment|assessment|review|report)\b"
    r"|\breassessments?\b",
    re.IGNORECASE,
)


def is_interim(sentence: str) -> bool:
    """Whether a sentence is about an interim assessment between two editions, which is not an edition."""
    return _INTERIM.search(sentence) is not None


def is_from_draft(sentence: str) -> bool:
    """Whether a sentence cites a draft or a leaked copy of the report."""
    return _has_any(sentence, _DRAFTS) and _DRAFT.search(sentence) is not None


_IT_SPEAKS: Final = re.compile(r"^It\s(?:also\s|further\s)?(?:says?|states?|notes?|shows?|finds|found|adds?|counts?)\b")


def attribution_of(sentence: str, before: str | None = None) -> str:
    """The source of a statement in the vocabulary of `attribution`.

    Args:
        sentence: the sentence with the statement.
        before: attribution of the previous sentence in the same paragraph; `It says` continues with the report.
    """
    if is_from_draft(sentence):
        return "other"
    if before == "report" and _IT_SPEAKS.match(sentence):
        return "report"
    if _has_any(sentence, _SPEAKERS) and _REPORT_SPEAKS.search(sentence):
        return "report"
    if _OTHERS.search(sentence):
        return "other"
    if _SAYING.search(sentence):
        return "official" if _OFFICIAL.search(sentence) else "report" if _REPORT.search(sentence) else "other"
    return "report" if _REPORT.search(sentence) else "paper"


def _has_any(sentence: str, words: tuple[str, ...]) -> bool:
    low = sentence.casefold()
    return any(word in low for word in words)
