"""Tier names in English text. Every reader recognizes tier phrases with this module; a new spelling belongs here.

Headings, verdict sentences, placement lists and newspapers write tiers in many ways: `Tier 2 Watch List`,
`TIER 2 WATCHLIST`, `Tier Two (Watch List)`, `Tier II`, `Special Case`. The watch list is part of the pattern, so it is
never read as plain Tier 2. Every gap in a pattern is bounded, so reading takes time linear in the text.

Letters that only look Latin and invisible marks are read as the letters that they look like (`lookalikes`). Words that
name a tier but leave a doubt are no tier phrase: `Tier 2.5`, `Tier 2 W?tch List`. `unread_tiers` returns them.

The other phrases: the wording of verdicts is in `sources/state_department/tiers/verdict_phrases`, lines that name only
a tier in `tiers/tier_label`, country headings in `tiers/country_heading`, other languages in `sources/news/claims`.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from sources.language.lookalikes import plain_text

_DIGITS: Final = {"1": "1", "one": "1", "i": "1", "2": "2", "two": "2", "ii": "2", "3": "3", "three": "3", "iii": "3"}
_WATCH_LIST: Final = r"""[\s(\[“”"'‘’:,/–—-]{0,4}(?:(?:special\s)?watch[\s-]{0,3}list(?![a-z])
    |WL(?![A-Za-z]))[)\]”"'’]{0,2}"""
_NUMBER: Final = r"(?:[123](?!\d)|(?:one|two|three)(?![a-z])|(?-i:III|II|I)(?![A-Za-z]))"
_TIER: Final = re.compile(
    rf"""(?<![a-z])tier[\s#-]{{0,3}}
    (?P<number>{_NUMBER})
    (?P<watch>{_WATCH_LIST})?""",
    re.IGNORECASE | re.VERBOSE,
)
_PART_OF_NUMBER: Final = re.compile(r"[.,]\d+(?![\da-z])|[/–-]\d+|\s?[¼½¾⅓⅔]|\+|[a-z](?![a-z])", re.IGNORECASE)
"""Characters right after a tier's number that make it another number: `Tier 2.5`, `Tier 2/3`, `Tier 2A`. In a text
recovered from PDF, the next page can follow a sentence without a space: `Tier 2.77ARMENIA`."""
_SECOND_TIER: Final = re.compile(
    rf"\s(?:or|and)\s(?:(?:on|in|to)\s)?tier[\s#-]{{0,3}}(?P<number>{_NUMBER})|\sor\s(?P<short>[123])(?![\d.,]?\d)",
    re.IGNORECASE,
)
_NO_TIER: Final = re.compile(
    r"""(?<![a-z])(?:t\si\s?e\s?r|ti\se\s?r|tie\sr)[\s#-]{1,3}[123](?!\d)
    |(?<![a-z])tier[\s#-]{1,3}
    (?:(?:\d{2,}|[04-9])(?:[.,]\d+)?|(?-i:IIII+|IV|VI{0,3}|IX|X)(?![A-Za-z])|[?\ufffd_…]+|[¼½¾⅓⅔]
      |(?:zero|four|five|six)(?![a-z]))""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_WATCH_LIST: Final = re.compile(r"[\s(\[“”\"'‘’:,/–—-]{0,5}")
_LONGEST_WATCH_LIST_CHARACTERS: Final = 30
_MOST_PIECES: Final = 4
"""A misprinted `Watch List` may be in more than two pieces: `Wa tch L ist`."""
_SIMILAR: Final = 0.8
"""Similarity with `watchlist` from which letters are a misprint of it; `white list` has 0.67, `with lists` 0.78."""
_SPECIAL: Final = re.compile(r"(?<![a-z])special[\s-]{1,3}case(?![a-z])", re.IGNORECASE)
_CLOSERS: Final = ")]”\"'’"
_OPENER_OF: Final = {")": "(", "]": "[", "”": "“", '"': '"', "'": "'", "’": "‘"}


class TierPhrase(NamedTuple):
    """A phrase that names a tier.

    Attributes:
        tier: a value of the tier vocabulary.
        start: where the phrase begins, in code points.
        end: where it ends, exclusive.
    """

    tier: str
    start: int
    end: int


class UnreadTier(NamedTuple):
    """Words that name a tier that is not known: `Tier 2.5`, `Tier 4`, `Tier 2 W?tch List`, `Tier 2 or 3`.

    Attributes:
        start: where the words begin, in code points.
        end: where they end, exclusive.
    """

    start: int
    end: int


def find_tiers(text: str) -> list[TierPhrase]:
    """Every tier phrase of a text, in order.

    `Watch list` without its tier is no tier phrase here, because there is also a wider `special watch list`; readers
    that know the subject of their text handle it. `Tiers 2 and 3` means tiers in general and is no tier phrase.
    """
    plain = plain_text(text)
    phrases = sorted((*_ranked(plain.text), *_special(plain.text)), key=lambda phrase: phrase.start)
    return [TierPhrase(phrase.tier, plain.place(phrase.start), plain.end(phrase.end)) for phrase in phrases]


def unread_tiers(text: str) -> list[UnreadTier]:
    """The words of a text that name a tier and leave a doubt which, in order.

    Two tiers with `or` or `and` between them are such words for a reader that expects one tier. Some of these words
    contain a tier phrase.
    """
    plain = plain_text(text)
    spans = [found.span() for found in _NO_TIER.finditer(plain.text)]
    spans += [(found.start(), end) for found in _TIER.finditer(plain.text) if (end := _end_of_doubt(plain.text, found))]
    return [UnreadTier(plain.place(start), plain.end(end)) for start, end in sorted(_without_nested(spans))]


def tier_named(text: str) -> str | None:
    """The tier a heading or label names; None where it names no tier or several different ones."""
    tiers = {phrase.tier for phrase in find_tiers(text)}
    return tiers.pop() if len(tiers) == 1 else None


def _ranked(text: str) -> Iterator[TierPhrase]:
    for found in _TIER.finditer(text):
        number = _DIGITS[found["number"].casefold()]
        watched = number == "2" and found["watch"] is not None
        end = found.end() if watched else found.end("number")
        if not watched and (_PART_OF_NUMBER.match(text, end) or (number == "2" and _end_of_misprint(text, end))):
            continue
        yield TierPhrase(
            "2WL" if watched else number, found.start(), _end_without_unpaired_closers(text, found.start(), end)
        )


def _end_of_doubt(text: str, found: re.Match[str]) -> int | None:
    """The end of a tier phrase that leaves a doubt; None for a phrase without one."""
    number = _DIGITS[found["number"].casefold()]
    if found["watch"] is not None:
        return None if number == "2" else found.end()
    end = found.end("number")
    if part := _PART_OF_NUMBER.match(text, end):
        return part.end()
    if number == "2" and (misprint := _end_of_misprint(text, end)):
        return misprint
    second = _SECOND_TIER.match(text, end)
    if second is None or _DIGITS[(second["number"] or second["short"]).casefold()] == number:
        return None
    return second.end()


def _end_of_misprint(text: str, end: int) -> int | None:
    """The end of a misprinted `Watch List` after `Tier 2`; None if other words follow."""
    before = _BEFORE_WATCH_LIST.match(text, end)
    start = before.end() if before else end
    pieces = list(re.finditer(r"[^\s-]+", text[start : start + _LONGEST_WATCH_LIST_CHARACTERS]))[:_MOST_PIECES]
    best, stop = 0.0, None
    for piece in pieces:
        printed = text[start : start + piece.end()].rstrip('.,;:!)”"’')
        letters = "".join(character for character in printed.casefold() if character.isalnum())
        similarity = SequenceMatcher(None, letters, "watchlist", autojunk=False).ratio()
        similarity = max(similarity, _SIMILAR if letters in ("wl", "watch") else 0.0)
        if similarity >= max(_SIMILAR, best):
            best, stop = similarity, start + len(printed)
    return stop


def _without_nested(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that are in no other span."""
    for span in dict.fromkeys(spans):
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans):
            yield span


def _special(text: str) -> Iterator[TierPhrase]:
    for found in _SPECIAL.finditer(text):
        yield TierPhrase("special_case", *found.span())


def _end_without_unpaired_closers(text: str, start: int, end: int) -> int:
    """The end of a phrase, without a closing bracket or quotation mark that was opened before the phrase."""
    while end > start and text[end - 1] in _CLOSERS and _OPENER_OF[text[end - 1]] not in text[start : end - 1]:
        end -= 1
    return end
