"""Tier names in English text. Every reader recognizes tier phrases with this module; a new spelling belongs here.

Headings, verdict sentences, placement lists and newspapers write tiers in many ways: `Tier 2 Watch List`,
`TIER 2 WATCHLIST`, `Tier Two (Watch List)`, `Tier II`, `Special Case`. The watch list is part of the pattern, so it is
never read as plain Tier 2. Every gap in a pattern is bounded, so reading takes time linear in the text.

The other phrases: the wording of verdicts is in `sources/state_department/tiers/verdict_phrases`, lines that name only
a tier in `tiers/tier_label`, country headings in `tiers/country_heading`, other languages in `sources/news/claims`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_DIGITS: Final = {"1": "1", "one": "1", "i": "1", "2": "2", "two": "2", "ii": "2", "3": "3", "three": "3", "iii": "3"}
_WATCH_LIST: Final = r"""[\s(\[“”"'‘’:–—-]{0,4}(?:watch[\s-]{0,3}list(?![a-z])|WL(?![A-Za-z]))[)\]”"'’]{0,2}"""
_TIER: Final = re.compile(
    rf"""(?<![a-z])tier[\s#-]{{0,3}}
    (?P<number>[123](?!\d)|(?:one|two|three)(?![a-z])|(?-i:III|II|I)(?![A-Za-z]))
    (?P<watch>{_WATCH_LIST})?""",
    re.IGNORECASE | re.VERBOSE,
)
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


def find_tiers(text: str) -> list[TierPhrase]:
    """Every tier phrase of a text, in order.

    `Watch list` without its tier is no tier phrase here, because there is also a wider `special watch list`; readers
    that know the subject of their text handle it. `Tiers 2 and 3` means tiers in general and is no tier phrase.
    """
    return sorted((*_ranked(text), *_special(text)), key=lambda phrase: phrase.start)


def tier_named(text: str) -> str | None:
    """The tier a heading or label names; None where it names no tier or several different ones."""
    tiers = {phrase.tier for phrase in find_tiers(text)}
    return tiers.pop() if len(tiers) == 1 else None


def _ranked(text: str) -> Iterator[TierPhrase]:
    for found in _TIER.finditer(text):
        number = _DIGITS[found["number"].casefold()]
        watched = number == "2" and found["watch"] is not None
        end = found.end() if watched else found.end("number")
        yield TierPhrase(
            "2WL" if watched else number, found.start(), _end_without_unpaired_closers(text, found.start(), end)
        )


def _special(text: str) -> Iterator[TierPhrase]:
    for found in _SPECIAL.finditer(text):
        yield TierPhrase("special_case", *found.span())


def _end_without_unpaired_closers(text: str, start: int, end: int) -> int:
    """The end of a phrase, without a closing bracket or quotation mark that was opened before the phrase."""
    while end > start and text[end - 1] in _CLOSERS and _OPENER_OF[text[end - 1]] not in text[start : end - 1]:
        end -= 1
    return end
