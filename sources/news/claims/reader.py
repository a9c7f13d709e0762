"""All claims of an article.

Phrases: lists of countries under a heading, definitions below it, and the topic of the article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.language.clauses.lexicon import Item, has
from sources.language.country_names import Mention, find_countries
from sources.language.sentences import Sentence, read_sentences
from sources.news.claims.attribution import attribution_of, is_from_draft, is_interim
from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext
from sources.news.claims.enumerations import RELEASING, Group, read_groups
from sources.news.claims.figures import read_figures
from sources.news.claims.grammar import read_sentence
from sources.news.claims.items import may_name_tier, read_count_items, read_items
from sources.news.claims.years import Calendar, edition_named

_ABOUT: Final = re.compile(
    r"traffick|\btrata\b|tráfico (?:de|human|no mundo|en el mundo)|\btraite\b|modern(?:-day)? slavery|forced labou?r"
    r"|\bTIP report|(?:informe|relatório|rapport) TIP\b",
    re.IGNORECASE,
)
_DEFINITION: Final = re.compile(
    r"^\W*(?:countries|governments|nations|these|those)\s(?:whose|that|which|are|do)\b", re.IGNORECASE
)
"""Definitions that papers print between the name of a tier and its countries."""
_OF_HEADINGS: Final = re.compile(
    r"\b(?:countries|nations|list|placements?|rankings?|the|on|and|territories|governments)\b|\d+", re.IGNORECASE
)
_OF_TIERS: Final = re.compile(r"\b(?:tier|special|rating|list)\b", re.IGNORECASE)
READ_LANGUAGES: Final = frozenset(("en", "es", "pt", "fr"))
"""Languages whose claims are read."""
_MAX_TIERS: Final = 80
"""Tiers in a sentence. A text with more is not a sentence, and its evaluation takes quadratic time."""
_MAX_HEADING: Final = 120
"""Characters of a heading that ends with a colon."""
_MAX_TITLE: Final = 60
"""Characters of a heading without a colon. The lines below it have only names of countries."""
_MAX_SENTENCE: Final = 3_000
"""Characters. A longer text is a table or a menu in one line, and claims from it would be guesses."""


@dataclass(frozen=True)
class ArticleContext:
    """Context of an article.

    Attributes:
        calendar: year of writing and latest edition.
        language: ISO 639-1 code.
        main_country: the meaning of `the country` if no other country was named before.
    """

    calendar: Calendar
    language: str = "en"
    main_country: str | None = None


def read_claims(text: str, mentions: Sequence[Mention], article: ArticleContext) -> list[Claim]:
    """The claims in the text of an article, in order, with the spans of their sentences.

    Args:
        text: the text, one paragraph per line.
        mentions: the result of `find_countries` for the text.
        article: context of the article.
    """
    about = _ABOUT.search(text) is not None
    claims: list[Claim] = []
    focus: str | None = None
    named: str | None = None
    paragraph_end = -1
    heading: str | None = None
    several: tuple[str, ...] = ()
    listed_tier: str | None = None
    attribution: str | None = None
    for sentence in read_sentences(text):
        inside = _mentions_in(sentence, mentions)
        if len(sentence.text) > _MAX_SENTENCE:
            continue
        has_items = about or inside or listed_tier or may_name_tier(sentence.text, article.language)
        items = (
            read_items(sentence.text, article.language, inside, about_report=about, listed=listed_tier)
            if has_items
            else []
        )
        tiers = [item for item in items if item.kind == "tier"]
        if listed := _list_item(sentence, inside, heading):
            claims.extend(_list_rows(sentence, listed, heading or "", article.calendar))
            continue
        if not (heading and (_DEFINITION.match(sentence.text) or (not tiers and _is_label(sentence.text)))):
            heading = _heading(sentence, tiers, inside)
        new_paragraph = paragraph_end < 0 or "\n" in text[paragraph_end : sentence.start]
        attribution = attribution_of(sentence.text, None if new_paragraph else attribution)
        context = SentenceContext(
            calendar=article.calendar,
            singular_country=_singular_country(sentence, focus, article),
            plural_countries=several,
            start=sentence.start,
            end=sentence.end,
            attribution=attribution,
            about_report=about or bool(tiers),
            from_draft=is_from_draft(sentence.text),
            named_edition=edition_named(sentence.text),
            sure_country=named,
        )
        if article.language in READ_LANGUAGES and context.about_report and len(tiers) <= _MAX_TIERS:
            claims.extend(_sentence_claims(sentence, inside, items, context, article))
        groups = read_groups(items, RELEASING)
        named = _only_country(groups) or (named if not groups else None)
        focus = _only_country(groups) or focus
        several = _enumerated_countries(groups) or several
        listed_tier = tiers[-1].value if tiers else listed_tier
        paragraph_end = sentence.end
    return _without_contradictions(_deduplicate(claims))


def _sentence_claims(
    sentence: Sentence, mentions: list[Mention], items: list[Item], context: SentenceContext, article: ArticleContext
) -> Iterator[Claim]:
    if not is_interim(sentence.text):
        yield from read_sentence(items, context)
    if not context.from_draft and not has(items[:1], "condition"):
        tiers = [item for item in items if item.kind == "tier"]
        counted = read_count_items(sentence.text, article.language, mentions, tiers)
        yield from read_figures(counted, context, article.main_country)


def _mentions_in(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in a sentence, with their positions in the sentence."""
    return [
        replace(mention, start=mention.start - sentence.start, end=mention.end - sentence.start)
        for mention in mentions
        if sentence.start <= mention.start and mention.end <= sentence.end
    ]


def _singular_country(sentence: Sentence, focus: str | None, article: ArticleContext) -> str | None:
    is_kingdom = re.search(r"\b[Tt]he\s[Kk]ingdom\b", sentence.text) is not None
    return (article.main_country or focus) if is_kingdom else (focus or article.main_country)


def _only_country(groups: Sequence[Group]) -> str | None:
    """The only country of a sentence, which `it` means in the next one; None if it names none or several."""
    countries = {country for group in groups for country in group.countries}
    return next(iter(countries)) if len(countries) == 1 else None


def _enumerated_countries(groups: Sequence[Group]) -> tuple[str, ...]:
    """The countries of the first enumeration in a sentence; none if it has no enumeration."""
    return next((group.countries for group in groups if len(group.countries) > 1), ())


def _heading(sentence: Sentence, tiers: list[Item], mentions: list[Mention]) -> str | None:
    """The tier of a heading such as `Tier 3 countries:`; None if the line is not a heading."""
    if len(tiers) != 1 or mentions:
        return None
    plain = _OF_HEADINGS.sub("", sentence.text[: tiers[0].start] + sentence.text[tiers[0].end :])
    line = sentence.text.rstrip()
    is_label = len(line) <= (_MAX_HEADING if line.endswith(":") else _MAX_TITLE) and line[-1] not in ".!?"
    return tiers[0].value if is_label or not any(character.isalpha() for character in plain) else None


def _is_label(line: str) -> bool:
    """Whether a line in a list is a label and not a sentence: an unknown name, the name of a region."""
    return len(line.split()) <= 5 and line[-1] not in ".!?" and not _OF_TIERS.search(line)


def _list_item(sentence: Sentence, mentions: list[Mention], heading: str | None) -> list[str]:
    """The countries of a line under a heading that consists only of names of countries."""
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
        yield Claim(
            "list", country, tier, sentence.start, sentence.end, report_year=calendar.edition, certainty="likely"
        )


def _deduplicate(claims: list[Claim]) -> list[Claim]:
    """Claims without duplicates in a sentence: one per kind, country, measure, type, value and edition."""
    unique: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        kind = "tier" if claim.kind in ("tier", "list") else claim.kind
        key = (claim.start, kind, claim.country, claim.measure, claim.trafficking_type, claim.value, claim.report_year)
        known = unique.get(key)
        if known is None or (known.previous_value is None and claim.previous_value is not None):
            unique[key] = claim
    return sorted(unique.values(), key=lambda claim: (claim.start, claim.end))


def _without_contradictions(claims: list[Claim]) -> list[Claim]:
    """The claims, none of them `sure` where the article gives another value of the same thing: one was misread."""
    values: dict[tuple[object, ...], set[str | None]] = {}
    for claim in claims:
        values.setdefault(_subject(claim), set()).add(claim.value)
    return [
        replace(claim, certainty="likely") if claim.certainty == "sure" and len(values[_subject(claim)]) > 1 else claim
        for claim in claims
    ]


def _subject(claim: Claim) -> tuple[object, ...]:
    """What a claim gives the value of: a placement, a change, a number."""
    kind = "tier" if claim.kind in ("list", "tier_history") else claim.kind
    if kind == "tier_change" and claim.value in ("first", "reentered"):
        kind = "first"
    return kind, claim.country, claim.report_year, claim.measure, claim.trafficking_type, claim.data_year


def mentions_of(text: str, language: str, title: str | None) -> list[Mention]:
    """The mentions of countries in an article."""
    return find_countries(text, language, context=title or "")
