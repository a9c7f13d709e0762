"""The words around a quotation: sentences, verbs of saying (`data/verbs.csv`), and the subjects of these verbs."""

import re
from functools import cache
from typing import Final

from sources.news.quotations.names import persons_in
from sources.reference.data import rows

REACH: Final = 260
"""Characters before and after a quotation that are searched for its speaker."""
MAX_SUBJECT: Final = 170
"""Characters before a verb that are searched for its subject."""
ADVERBS: Final = (
    r"(?:(?:also|later|has|had|have|further|then|nonetheless|yesterday|once|recently|previously|\w+ly)\s){0,2}"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Jr|Sr|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|St|Prof|Hon|Rev|No|Inc|Co|Corp|vs)|\b[A-Z])$"
)
_ABBREVIATION_LENGTH: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_QUOTATION_MARK: Final = re.compile(r"[“”«»„\"]")
_CLAUSE_END: Final = re.compile(
    r"[,;:“”\"\n]|(?<=[a-z]{2})[.!?]\s|\s(?:and|but|while|as|that|which|because|where|when|after)\s"
)
_INSERTION: Final = re.compile(r"(?P<head>[^,;:.“”\"\n]{2,80}),\s[^.;“”\"\n]{3,160},$")


@cache
def verbs(*uses: str) -> re.Pattern[str]:
    """The verbs of saying, in the case of running text.

    Args:
        uses: `beside` for verbs beside a quotation, `before` for those that only precede one (`called it “...”`).
    """
    chosen = [row["words"] for row in rows("verbs.csv", package="sources.news.quotations") if row["use"] in uses]
    forms = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(chosen, key=len, reverse=True))
    return re.compile(rf"(?<![\w’'-])(?:{forms})(?![\w’'-])")


def clause_after(text: str, end: int) -> str:
    """The words after a quotation up to the end of the sentence, of the line, or to the next quotation."""
    line = text[end : end + REACH].split("\n", maxsplit=1)[0]
    line = _QUOTATION_MARK.split(line, maxsplit=1)[0]
    return next((line[:stop] for stop in _sentence_ends(line) if stop > 0), line)


def sentence_before(text: str) -> str:
    """The last sentence of a text, without quotations in it that are closed."""
    stripped = text.rstrip()
    start = max((stop + 1 for stop in _sentence_ends(stripped) if stop + 1 < len(stripped)), default=0)
    return re.split(r"[”»]|(?<=\S)\"", text[start:])[-1]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin."""
    line_starts = [place + 1 for place, character in enumerate(text) if character == "\n"]
    return sorted({0, *line_starts, *(stop + 2 for stop in _sentence_ends(text))})


def subject_before(words: str) -> str:
    """The subject of a verb: the words before it, without the clauses before them."""
    plain = re.sub(rf"(?:^|\s){ADVERBS}$", "", words).rstrip()
    inserted = _INSERTION.search(plain)
    if inserted is not None and persons_in(inserted["head"]):
        return plain[inserted.start() :].strip(" ,")
    return _CLAUSE_END.split(re.sub(r"\s\([^()]{1,30}\)$", "", plain))[-1].strip()


def _sentence_ends(text: str) -> list[int]:
    """The places of the marks that end sentences, not abbreviations."""
    places = [stop.start() for stop in _SENTENCE_END.finditer(text)]
    return [place for place in places if not _ABBREVIATION.search(text[max(0, place - _ABBREVIATION_LENGTH) : place])]
