"""The items of a sentence: countries, tiers, years, words of the lexicon, marks and other words, in order.

The words are rows of `sources/language/data/placement_words.csv` and `count_words.csv` (form, language, class); one
grammar reads all languages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from sources.language.clauses.lexicon import Item, words
from sources.language.country_names import Mention
from sources.language.numbers import read_numbers
from sources.language.phrase_table import Meaning, PhraseTable, expand
from sources.language.tiers import find_tiers
from sources.news.claims.tier_words import meant_tiers
from sources.reference.data import rows

PLACEMENT_WORDS: Final = "placement_words.csv"
COUNT_WORDS: Final = "count_words.csv"
"""Files of the lexicon in `sources/language/data`."""

_COUNTING: Final = frozenset(("num", "number", "pct", "factor", "deny"))
"""Kinds of items without which nothing is counted; what is denied counts as zero."""
_NAMING: Final = frozenset(("tier", "standard"))
"""Kinds of phrases that name a tier by themselves."""

_TOKEN: Final = re.compile(
    r"(?:l|d|n|s|j|m|t|c|qu|lorsqu|jusqu|puisqu)'(?=\w|$)|\d+(?:[.,]\d+)*|u\.s\b|\w+(?:-\w+)*(?:'(?:s|t)\b)?|[^\w\s]",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+(?:-\w+)*(?:'(?:s|t)\b)?|\d+(?:[.,]\d+)*|[^\w\s]", re.IGNORECASE)
_PART: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_GOVERNMENT: Final = re.compile(r"\s(?:government|authorities|administration)\b", re.IGNORECASE)
_JOINED: Final = words("and") | {","}
_KOREAS: Final = frozenset(("KOR", "PRK"))
"""`Korea` alone is the South: newspapers name the North."""


def read_items(
    text: str, language: str, mentions: Sequence[Mention], *, about_report: bool = True, listed: str | None = None
) -> list[Item]:
    """The items of a sentence.

    Args:
        text: the sentence.
        language: ISO 639-1 code of a language of the lexicon.
        mentions: its countries, with positions in the sentence.
        about_report: whether the surrounding text is about the report.
        listed: the tier that `the list` means after the earlier sentences.
    """
    plain = text.replace("’", "'")
    numbered = (_item("tier", plain, found.start, found.end, found.tier) for found in find_tiers(plain))
    items = _between(plain, language, [*_countries(plain, mentions), *numbered], PLACEMENT_WORDS)
    items = meant_tiers(items, about_report=about_report, listed=listed)
    return _without_totals([_in_context(items, at, language) for at in range(len(items))])


def _item(kind: str, text: str, start: int, end: int, value: str = "") -> Item:
    return Item(kind, value, "", text[start:end].lower(), start, end)


_NOUNS: Final = words("rank_noun")
_DETERMINERS: Final = words("determiner")
_PRONOUNS: Final = words("clitic")
_VERBS: Final = frozenset(("up", "down", "same", "place", "leave", "return"))
_LONGEST_PREPOSITION: Final = 4


def _in_context(items: list[Item], at: int, language: str) -> Item:
    """An item as what it is beside its neighbours: a noun, a pronoun, or a preposition."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) else None
    if item.kind == "place" and item.low in _NOUNS and at and items[at - 1].low in _DETERMINERS:
        return replace(item, kind="word")
    if following is None:
        return item
    is_verb = following.kind in _VERBS and len(following.low) > _LONGEST_PREPOSITION
    if language != "en" and item.low in _PRONOUNS and is_verb:
        return replace(item, kind="it")
    if item.kind == "since" and following.kind not in ("year", "number", "figure", "word", "previous"):
        return replace(item, kind="from")
    return item


def _without_totals(items: list[Item]) -> list[Item]:
    """Without the number that a total is compared with: `Ten countries, down from 15 last year, are on Tier 3`."""
    kept: list[Item] = []
    skipping = False
    for item, following in pairwise([*items, Item("", "", "", "", 0, 0)]):
        compares = item.kind in ("up", "down") and item.low.endswith("from") and following.kind in ("figure", "number")
        skipping = (skipping and item.kind != "mark") or compares
        if not skipping:
            kept.append(item)
    return kept


def read_count_items(text: str, language: str, mentions: Sequence[Mention], tiers: Sequence[Item]) -> list[Item]:
    """The items of a sentence for counts: with numbers (`num`) and percentages (`pct`), by the lexicon of counts.

    A sentence without a number, a word for one or a denial has none.
    """
    plain = text.replace("’", "'")
    numbers = list(_english_numbers(plain) if language == "en" else _numbers(plain))
    if not numbers and not _may_count(plain, language):
        return []
    adjectives = (
        _item("adjective", plain, mention.start, mention.end, mention.country)
        for mention in mentions
        if mention.kind == "adjective" and mention.country is not None
    )
    return _between(plain, language, [*_countries(plain, mentions), *tiers, *adjectives, *numbers], COUNT_WORDS)


def may_name_tier(text: str, language: str) -> bool:
    """Whether a text has a numbered tier, or the longest word of a name of one."""
    plain = text.replace("’", "'")
    return _has_word_of(plain.lower(), language, PLACEMENT_WORDS, _NAMING) or bool(find_tiers(plain))


def _may_count(text: str, language: str) -> bool:
    """Whether a text has a digit, or the longest word of a number or a denial."""
    low = text.lower()
    return "n't" in low or any(map(str.isdigit, low)) or _has_word_of(low, language, COUNT_WORDS, _COUNTING)


def _has_word_of(low: str, language: str, file: str, kinds: frozenset[str]) -> bool:
    return not _longest_words(language, file, kinds).isdisjoint(_PART.findall(low))


@cache
def _longest_words(language: str, file: str, kinds: frozenset[str]) -> frozenset[str]:
    """The longest word of each phrase of some kinds, which a text with the phrase has."""
    forms = (form for form, meaning in _forms(language, file) if meaning.kind in kinds)
    return frozenset(max(parts, key=len) for form in forms if (parts := _PART.findall(" ".join(form))))


def _english_numbers(text: str) -> Iterator[Item]:
    for number in read_numbers(text):
        if text[: number.start].lower().endswith("no "):
            continue  # `no one`
        kind = {"percent": "pct", "count": "year" if number.printed_year else "num"}.get(number.kind)
        if kind is not None:
            yield Item(kind, str(number.value), "", number.qualifier, number.start, number.end, number=number)


_NUMERAL: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.\s\u00a0]\d{3})+(?![\d])|(?<![\w.,])\d+(?![\w])(?!,\d)")
_MILLIONS: Final = re.compile(r"\smil(?:lones|hões|lions)\b")
_PERCENT: Final = re.compile(r"\s?(?:%|por\s(?:ciento|cento)|pour\scent)")


def _numbers(text: str) -> Iterator[Item]:
    """The numerals of a text in a language with points or spaces between thousands."""
    for found in _NUMERAL.finditer(text):
        value = int("".join(filter(str.isdecimal, found[0])))
        kind = "pct" if _PERCENT.match(text, found.end()) else "num"
        if found[0].isdecimal() and _YEAR.fullmatch(found[0]):
            kind = "year"
        if _MILLIONS.match(text, found.end()):
            value *= 1_000_000
        yield Item(kind, str(value), "", "exact", found.start(), found.end())


def _between(text: str, language: str, known: list[Item], file: str) -> list[Item]:
    """The known items, and between them the words of the lexicon and the other words."""
    items: list[Item] = []
    position = 0
    for item in sorted(known, key=lambda item: (item.start, -item.end)):
        if item.start < position:
            continue
        items.extend(_words(text, position, item.start, language, file))
        items.append(item)
        position = item.end
    items.extend(_words(text, position, len(text), language, file))
    return items


def _countries(text: str, mentions: Iterable[Mention]) -> Iterator[Item]:
    opened = len(text)
    for mention in mentions:
        country = mention.country or (mention.candidates[0] if len(mention.candidates) == 1 else "")
        if not country and set(mention.candidates) == _KOREAS:
            country = "KOR"
        opens = mention.kind == "capital" and (mention.start == 0 or text[opened : mention.start].strip() in _JOINED)
        opened = mention.end if opens else opened
        governs = mention.kind == "adjective" and _GOVERNMENT.match(text, mention.end) is not None
        is_named = mention.kind == "name" and (country or mention.candidates)
        if is_named or (country and (opens or governs)):
            yield _item("country", text, mention.start, mention.end, country)


def _words(text: str, start: int, end: int, language: str, file: str) -> Iterator[Item]:
    """The items of a part of a sentence without countries and numbered tiers."""
    tokens = list(_tokens(language).finditer(text, start, end))
    lows = [token[0].lower() for token in tokens]
    phrases = _phrases(language, file)
    at = 0
    while at < len(tokens):
        first = tokens[at]
        meaning, length = phrases.longest(lows, at) or (None, 1)
        if meaning is None:
            yield _plain(lows[at], first.start(), first.end())
        else:
            yield _item(meaning.kind, text, first.start(), tokens[at + length - 1].end(), meaning.value)
        at += length


def _plain(low: str, start: int, end: int) -> Item:
    kind, value = "word" if low[0].isalnum() else "mark", ""
    if _YEAR.fullmatch(low):
        kind, value = "year", low
    elif low.endswith("n't"):
        kind = "deny"
    elif low[0].isdigit():
        ordinal = _ORDINAL.fullmatch(low)
        kind, value = ("number", ordinal[1]) if ordinal else ("figure", low)
    return Item(kind, value, "", low, start, end)


@cache
def _phrases(language: str, file: str) -> PhraseTable:
    return PhraseTable(_forms(language, file))


def _forms(language: str, file: str) -> Iterator[tuple[tuple[str, ...], Meaning]]:
    """The words of a language; what a row says in so many words counts before what a row with choices says."""
    own = [row for row in rows(file, package="sources.language") if row["language"] == language]
    for row in sorted(own, key=lambda row: "|" in row["form"]):
        kind, _, value = row["class"].partition(".")
        for form in expand(row["form"].lower().replace("’", "'")):
            yield tuple(_tokens(language).findall(form)), Meaning(kind, value, "")


def _tokens(language: str) -> re.Pattern[str]:
    return _TOKEN if language == "fr" else _WORD
