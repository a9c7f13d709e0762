"""The items of a sentence: countries, tiers, years, words of the lexicon, marks and other words, in order.

The words are rows of `sources/language/data/placement_words.csv` (form, language, class); one grammar reads all
languages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from sources.language.country_names import Mention
from sources.language.numbers import read_numbers
from sources.news.claims.tier_words import TierWord
from sources.reference.data import rows

PLACEMENT_WORDS: Final = "placement_words.csv"
COUNT_WORDS: Final = "count_words.csv"
"""Files of the lexicon in `sources/language/data`."""

_TOKEN: Final = re.compile(
    r"(?:l|d|n|s|j|m|t|c|qu|lorsqu|jusqu|puisqu)['’](?=\w)|\d+(?:[.,]\d+)*|u\.s\b|\w+(?:-\w+)*(?:['’](?:s|t)\b)?|[^\w\s]",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+(?:-\w+)*(?:['’](?:s|t)\b)?|\d+(?:[.,]\d+)*|[^\w\s]", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ELIDING: Final = frozenset(("fr",))


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a sentence.

    Attributes:
        kind: `country`, `tier`, `year`, `number`, `mark`, `word`, or a class of the lexicon such as `up` and `deny`.
        value: a country, a tier, or the number of a word.
        low: what it prints, in lower case.
        start: where it begins in the sentence.
        end: where it ends, exclusive.
    """

    kind: str
    value: str
    low: str
    start: int
    end: int


_GOVERNMENT: Final = re.compile(r"\s(?:government|authorities|administration)\b", re.IGNORECASE)
_KOREAS: Final = frozenset(("KOR", "PRK"))
"""`Korea` alone is the South: newspapers name the North."""

_Entry = tuple[tuple[str, ...], str, str]


def read_items(text: str, language: str, mentions: Sequence[Mention], tiers: Sequence[TierWord]) -> list[Item]:
    """The items of a sentence.

    Args:
        text: the sentence.
        language: ISO 639-1 code of a language of the lexicon.
        mentions: its countries, with positions in the sentence.
        tiers: its tiers, where they are known; otherwise those of the lexicon.
    """
    plain = text.replace("’", "'")
    items = _between(plain, language, [*_countries(plain, mentions), *_named_tiers(plain, tiers)], PLACEMENT_WORDS)
    return _merged_tiers(_without_totals([_in_context(items, at) for at in range(len(items))]))


_NOUNS: Final = frozenset("place rank ranking rating grade class list group count note figure entry hold".split())
_DETERMINERS: Final = frozenset(("the", "a", "an", "its", "their", "this", "that", "his", "la", "une", "sa", "cette"))
_PRONOUNS: Final = frozenset(("la", "lo", "las", "los", "o", "a", "l'", "le", "les"))
_VERBS: Final = frozenset(("up", "down", "same", "place", "leave", "return"))
_LONGEST_PREPOSITION: Final = 4


def _in_context(items: list[Item], at: int) -> Item:
    """An item as what it is beside its neighbours: a noun, a pronoun, or a preposition."""
    item = items[at]
    before = items[at - 1].low if at else ""
    following = items[at + 1] if at + 1 < len(items) else None
    if item.kind == "place" and item.low in _NOUNS and before in _DETERMINERS:
        return replace(item, kind="word")
    if (
        item.low in _PRONOUNS
        and following is not None
        and following.kind in _VERBS
        and len(following.low) > _LONGEST_PREPOSITION
    ):
        return replace(item, kind="it")
    if item.kind == "since" and following is not None and following.kind not in ("year", "number", "figure", "word"):
        return replace(item, kind="from")
    return item


def _without_totals(items: list[Item]) -> list[Item]:
    """Without the number that a total is compared with: `Ten countries, down from 15 last year, are on Tier 3`."""
    kept: list[Item] = []
    skipping = False
    for at, item in enumerate(items):
        following = items[at + 1].kind if at + 1 < len(items) else ""
        if item.kind in ("up", "down") and item.low.endswith("from") and following in ("figure", "number"):
            skipping = True
        if skipping and item.kind != "mark":
            continue
        skipping = False
        kept.append(item)
    return kept


def read_count_items(text: str, language: str, mentions: Sequence[Mention], tiers: Sequence[TierWord]) -> list[Item]:
    """The items of a sentence for counts: with numbers (`num`) and percentages (`pct`), by the lexicon of counts."""
    plain = text.replace("’", "'")
    adjectives = (
        Item("adjective", mention.country, plain[mention.start : mention.end].lower(), mention.start, mention.end)
        for mention in mentions
        if mention.kind == "adjective" and mention.country is not None
    )
    numbers = _english_numbers(plain) if language == "en" else _numbers(plain)
    known = [*_countries(plain, mentions), *_named_tiers(plain, tiers), *adjectives, *numbers]
    return _between(plain, language, known, COUNT_WORDS)


def _english_numbers(text: str) -> Iterator[Item]:
    for number in read_numbers(text):
        kind = {"percent": "pct", "count": "year" if number.printed_year else "num"}.get(number.kind)
        if kind is not None:
            yield Item(kind, str(number.value), number.qualifier, number.start, number.end)


_NUMERAL: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.\s\u00a0]\d{3})+(?![\d])|(?<![\w.,])\d+(?![\w])(?!,\d)")
_MILLIONS: Final = re.compile(r"\smil(?:lones|hões|lions)\b")


def _numbers(text: str) -> Iterator[Item]:
    """The numerals of a text in a language with points or spaces between thousands."""
    for found in _NUMERAL.finditer(text):
        value = int(re.sub(r"\D", "", found[0]))
        is_year = found[0].isdecimal() and _YEAR.fullmatch(found[0]) is not None
        if _MILLIONS.match(text, found.end()):
            value *= 1_000_000
        kind = (
            "year"
            if is_year
            else "pct"
            if re.match(r"\s?(?:%|por\s(?:ciento|cento)|pour\scent)", text[found.end() :])
            else "num"
        )
        yield Item(kind, str(value), "exact", found.start(), found.end())


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
    for mention in mentions:
        country = mention.country
        if country is None and len(mention.candidates) == 1:
            country = mention.candidates[0]
        if country is None and set(mention.candidates) == _KOREAS:
            country = "KOR"
        opens = mention.kind == "capital" and mention.start == 0
        governs = mention.kind == "adjective" and _GOVERNMENT.match(text, mention.end) is not None
        if country is None and mention.candidates and mention.kind == "name":
            yield Item("country", "", text[mention.start : mention.end].lower(), mention.start, mention.end)
        if country is not None and (mention.kind == "name" or opens or governs):
            yield Item("country", country, text[mention.start : mention.end].lower(), mention.start, mention.end)


def _named_tiers(text: str, tiers: Iterable[TierWord]) -> Iterator[Item]:
    for tier in tiers:
        yield Item("tier", tier.tier, text[tier.start : tier.end].lower(), tier.start, tier.end)


def _words(text: str, start: int, end: int, language: str, file: str = PLACEMENT_WORDS) -> Iterator[Item]:
    """The items of a part of a sentence without countries and known tiers."""
    tokens = list((_TOKEN if language in _ELIDING else _WORD).finditer(text, start, end))
    lexicon = _lexicon(language, file)
    at = 0
    while at < len(tokens):
        found = _longest(lexicon, tokens, at)
        if found is not None:
            entry, length = found
            span = tokens[at].start(), tokens[at + length - 1].end()
            yield Item(entry[1], entry[2], text[span[0] : span[1]].lower(), *span)
            at += length
            continue
        yield _plain(tokens[at])
        at += 1


def _plain(token: re.Match[str]) -> Item:
    low = token[0].lower()
    if _YEAR.fullmatch(low):
        return Item("year", low, low, *token.span())
    if low.endswith("n't"):
        return Item("deny", "", low, *token.span())
    if low[0].isdigit():
        digits = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", low)
        return Item("figure" if digits == low else "number", digits, low, *token.span())
    return Item("word" if low[0].isalnum() else "mark", "", low, *token.span())


def _longest(lexicon: dict[str, list[_Entry]], tokens: list[re.Match[str]], at: int) -> tuple[_Entry, int] | None:
    for entry in lexicon.get(tokens[at][0].lower(), ()):
        length = len(entry[0])
        if at + length <= len(tokens) and all(
            tokens[at + place][0].lower() == entry[0][place] for place in range(1, length)
        ):
            return entry, length
    return None


@cache
def _lexicon(language: str, file: str) -> dict[str, list[_Entry]]:
    """The forms of a language by first word, the longest first."""
    table: dict[str, list[_Entry]] = {}
    tokens = _TOKEN if language in _ELIDING else _WORD
    for row in rows(file, package="sources.language"):
        if row["language"] != language:
            continue
        kind, _, value = row["class"].partition(".")
        words = tuple(found[0].lower() for found in tokens.finditer(row["form"]))
        table.setdefault(words[0], []).append((words, kind, value))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _merged_tiers(items: list[Item]) -> list[Item]:
    """Tiers that stand beside each other as one: `nivel 3, el peor`, `nivel 2 (lista de vigilancia)`."""
    merged: list[Item] = []
    for item in items:
        last = next(
            (at for at in range(len(merged) - 1, max(-1, len(merged) - 9), -1) if merged[at].kind == "tier"), -1
        )
        if item.kind == "tier" and last >= 0:
            between = merged[last + 1 :]
            beside = all(
                each.low in ("(", ",", '"', "'", "“", "el", "la", "le", "o", "-", "–", "en", "na", "no", "/")
                for each in between
            )
            values = {merged[last].value, item.value}
            if not beside and _is_gloss(between):
                continue
            if beside and (values == {"2", "2WL"} or len(values) == 1):
                value = "2WL" if "2WL" in values else item.value
                merged[last:] = [Item("tier", value, item.low, merged[last].start, item.end)]
                continue
        merged.append(item)
    return merged


def _is_gloss(between: Sequence[Item]) -> bool:
    """Whether a second tier only explains the one before it: `Tier 2 Watch List, the second to the lowest rank`."""
    return (
        1 <= len(between) <= 7
        and between[0].low in (",", "(", "–", "—")
        and all(
            item.kind in ("mark", "word", "to", "number", "rel", "it") or item.low in ("a", "the") for item in between
        )
        and not any(item.low == "," for item in between[1:])
    )
