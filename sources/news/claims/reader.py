"""All claims of an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.language.country_names import Mention, find_countries
from sources.language.sentences import Sentence, read_sentences
from sources.news.claims.attribution import attribution_of, is_from_draft, is_interim
from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext
from sources.news.claims.counts import read_counts
from sources.news.claims.languages import read_foreign
from sources.news.claims.placements import read_placements
from sources.news.claims.prepared_sentence import group, stage
from sources.news.claims.tier_words import TierWord, find_tier_words
from sources.news.claims.world import read_world
from sources.news.claims.years import Calendar

_ABOUT: Final = re.compile(
    r"traffick|trata de|tráfico de|traite des|modern(?:-day)? slavery|forced labou?r|\bTIP report", re.IGNORECASE
)
_DEFINITION: Final = re.compile(
    r"^\W*(?:countries|governments|nations|these|those)\s(?:whose|that|which|are|do)\b", re.IGNORECASE
)
"""What papers print between a tier's name and the countries on it."""
_LANGUAGES: Final = frozenset(("es", "pt", "fr"))
_MAX_TIERS: Final = 80
"""Tiers in a sentence; more of them are no sentence's, and looking at them takes quadratic time."""
_MAX_SENTENCE: Final = 3_000
"""Characters. What is longer is a table or a menu read as one line; list rows in it would be guesses."""


@dataclass(frozen=True)
class ArticleContext:
    """What an article as a whole tells about its sentences.

    Attributes:
        calendar: when it was written.
        language: ISO 639-1 code.
        main_country: what `the country` means where no other country was named last.
    """

    calendar: Calendar
    language: str = "en"
    main_country: str | None = None


def read_claims(text: str, mentions: Sequence[Mention], context: ArticleContext) -> list[Claim]:
    """The claims of an article's text, in order, with the spans of their sentences.

    Args:
        text: the article, one paragraph a line.
        mentions: the countries named in it, as `find_countries` gives them.
        context: what the article as a whole tells.
    """
    about = _ABOUT.search(text) is not None
    sentences = read_sentences(text)
    claims: list[Claim] = []
    focus: str | None = None
    paragraph_end = -1
    heading: str | None = None
    several: tuple[str, ...] = ()
    listed_tier: str | None = None
    attribution: str | None = None
    for sentence in sentences:
        inside = _inside(mentions, sentence)
        if len(sentence.text) > _MAX_SENTENCE:
            continue
        tiers = find_tier_words(sentence.text, about_report=about, listed=listed_tier)
        listed = _list_item(sentence, inside, heading)
        if listed:
            claims.extend(_list_rows(sentence, listed, heading or "", context.calendar))
            continue
        if not (heading and (_DEFINITION.match(sentence.text) or _is_label(sentence.text))):
            heading = _heading(sentence, tiers, inside)
        new_paragraph = "\n" in text[paragraph_end : sentence.start] if paragraph_end >= 0 else True
        attribution = attribution_of(sentence.text, None if new_paragraph else attribution)
        reading = SentenceContext(
            calendar=context.calendar,
            context=_meant(sentence, focus if not new_paragraph else focus or context.main_country, context),
            several=several,
            start=sentence.start,
            end=sentence.end,
            attribution=attribution,
            about_report=about or bool(tiers),
            from_draft=is_from_draft(sentence.text),
        )
        claims.extend(_of_sentence(sentence, inside, tiers, reading, context))
        focus = _focus(sentence, inside) or focus
        several = _several(sentence, inside) or several
        listed_tier = tiers[-1].tier if tiers and tiers[-1].tier in ("3", "2WL") else listed_tier
        paragraph_end = sentence.end
    return _settle(claims)


def _of_sentence(
    sentence: Sentence,
    mentions: list[Mention],
    tiers: list[TierWord],
    reading: SentenceContext,
    context: ArticleContext,
) -> Iterator[Claim]:
    if context.language in _LANGUAGES:
        yield from read_foreign(sentence.text, mentions, context.language, reading)
        return
    prepared = stage(sentence.text, mentions, tiers)
    if (tiers or reading.about_report) and len(tiers) <= _MAX_TIERS and not is_interim(sentence.text):
        yield from read_placements(prepared, reading)
    yield from read_counts(sentence.text, mentions, reading, context.main_country)
    yield from read_world(prepared, reading)


def _inside(mentions: Sequence[Mention], sentence: Sentence) -> list[Mention]:
    """The mentions in a sentence, with positions in the sentence."""
    return [
        replace(mention, start=mention.start - sentence.start, end=mention.end - sentence.start)
        for mention in mentions
        if sentence.start <= mention.start and mention.end <= sentence.end
    ]


def _meant(sentence: Sentence, focus: str | None, context: ArticleContext) -> str | None:
    if re.search(r"\b[Tt]he\s[Kk]ingdom\b", sentence.text) and context.main_country is not None:
        return context.main_country
    return focus or context.main_country


def _focus(sentence: Sentence, mentions: list[Mention]) -> str | None:
    """The country a sentence leaves its reader thinking of; None where it names none or several."""
    groups = list(group(sentence.text, [mention for mention in mentions if mention.kind == "name"]))
    countries = {country for one in groups for country in one.countries}
    return next(iter(countries)) if len(countries) == 1 else None


def _several(sentence: Sentence, mentions: list[Mention]) -> tuple[str, ...]:
    """The countries a sentence names side by side; none where it names more than one such group, or no group."""
    groups = [one.countries for one in group(sentence.text, mentions) if len(one.countries) > 1]
    return groups[0] if groups else ()


def _heading(sentence: Sentence, tiers: list[TierWord], mentions: list[Mention]) -> str | None:
    """The tier that a line such as `Tier 3 countries:` puts over the lines below it."""
    if len(tiers) != 1 or mentions or not tiers[0].by_number:
        return None
    rest = sentence.text[: tiers[0].start] + sentence.text[tiers[0].end :]
    plain = re.sub(
        r"\b(?:countries|nations|list|placements?|rankings?|the|on|and|territories|governments)\b|\d+",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return tiers[0].tier if not any(character.isalpha() for character in plain) else None


def _is_label(line: str) -> bool:
    """A few words in a list that are no sentence: a name that is not known, the name of a region."""
    return (
        len(line.split()) <= 5
        and line[-1] not in ".!?"
        and not re.search(r"\b(?:tier|special|rating|list)\b", line, re.IGNORECASE)
    )


def _list_item(sentence: Sentence, mentions: list[Mention], heading: str | None) -> list[str]:
    """The countries of a line that holds nothing but names of countries, under a heading."""
    if heading is None or not mentions:
        return []
    rest = sentence.text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    rest = re.sub(r"\b(?:and|the|of|republic)\b|\([^()]{0,30}\)", "", rest, flags=re.IGNORECASE)
    if any(character.isalpha() for character in rest):
        return []
    return [mention.country for mention in mentions if mention.country is not None]


def _list_rows(sentence: Sentence, countries: list[str], tier: str, calendar: Calendar) -> Iterator[Claim]:
    for country in dict.fromkeys(countries):
        yield Claim("list", country, tier, sentence.start, sentence.end, report_year=calendar.edition)


def _settle(claims: list[Claim]) -> list[Claim]:
    """Claims without repetition inside a sentence: one of each kind, country, measure, value and edition."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        kind = "tier" if claim.kind in ("tier", "list") else claim.kind
        key = (claim.start, kind, claim.country, claim.measure, claim.trafficking_type, claim.value, claim.report_year)
        known = kept.get(key)
        if known is None or (known.previous_value is None and claim.previous_value is not None):
            kept[key] = claim
    return sorted(kept.values(), key=lambda claim: (claim.start, claim.end))


def mentions_of(text: str, language: str, title: str | None) -> list[Mention]:
    """The countries named in an article."""
    return find_countries(text, language, context=title or "")
