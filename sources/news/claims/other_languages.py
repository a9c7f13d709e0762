"""Phrases of placements in Spanish, Portuguese and French."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sources.language.country_names import Mention
from sources.news.claims.claim import Claim, direction
from sources.news.claims.context import SentenceContext
from sources.news.claims.years import years_in

_I: Final = re.IGNORECASE
_LEVEL: Final = r"(?:n[ií]vel|nivel|niveau|grupo|categor[ií]a|rango|tier|cat[ée]gorie)"
_DIGITS: Final = {
    "1": "1", "uno": "1", "um": "1", "i": "1", "un": "1", "2": "2", "dos": "2", "dois": "2", "ii": "2", "deux": "2",
    "3": "3", "tres": "3", "três": "3", "iii": "3", "trois": "3",
}  # fmt: skip
_WATCH: Final = (
    r"(?:lista\s(?:de\s)?(?:vigilancia|observaci[óo]n|observa[çc][ãa]o|vigil[âa]ncia|seguimiento)"
    r"|liste\s(?:de\ssurveillance|d[’']observation))"
)
_TIER: Final = re.compile(
    rf"(?P<black>lista\snegra|liste\snoire)|(?P<watch>{_WATCH}(?:\s(?:del?|do|da|du)\s{_LEVEL}\s(?:2|dos"
    rf"|dois|deux))?)"
    rf"|{_LEVEL}\s(?P<number>[123](?!\d)|uno|dos|tres|um|dois|três|un\b|deux|trois|III|II|I)\b"
    rf"(?P<watched>[\s,(“\"–-]{{1,4}}(?:en\s(?:la\s)?|na\s|sur\sla\s)?{_WATCH})?",
    _I,
)


@dataclass(frozen=True)
class _Language:
    """Phrases of one language that place countries."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    same: re.Pattern[str]
    placed: re.Pattern[str]
    source: re.Pattern[str]
    doubt: re.Pattern[str]
    conjunction: re.Pattern[str]
    connector: re.Pattern[str]


_CONNECTOR: Final = (
    r"\s*(?:,|,?\s(?:y|e|et|i|ainsi\sque|así\scomo)\s)\s*(?:(?:la|le|les|el|los|las|o|a|os|as|l[’'])\s?)?"
)


class _Tier(NamedTuple):
    """A tier in a sentence."""

    tier: str
    start: int
    end: int


_AFTER: Final = re.compile(
    r"^[^.;]{0,60}?(?:\b(?:aparecen?|est[áa]n?|figuran?|destacan|encuentran?|ubican|incluyen?|son"
    r"|países\scomo|países|inclui|incluem|estão|aparecem|são|encontram"
    r"|comprend|figurent|sont|comme|tels\sque|trouvent)\b|:|\()[^.;:]{0,30}$",
    re.IGNORECASE,
)

_LANGUAGES: Final[dict[str, _Language]] = {
    "es": _Language(
        up=re.compile(r"\b(?:ascend|sub(?:ió|e|ida)|mejor|elev|promovid|avanz|escal|sali[óo]\s(?:de|del))\w*", _I),
        down=re.compile(r"\b(?:degrad|rebaj|baj(?:ó|a|ada|ado)|descend|cay[óo]|cae|retroced|relegad|empeor)\w*", _I),
        same=re.compile(
            r"\b(?:permanec|mantien|mantuv|sigue|siguió|continú|continu|conserv|nuevamente|de\snuevo)\w*", _I
        ),
        placed=re.compile(
            r"\b(?:ubic|coloc|clasific|situ|est[áa]n?\b|pas[óa]\b|dej(?:ó|a|aron)\b|sac(?:ó|a|aron)\b|retir|abandon|volvi|regres|figur|incluid|incluy|puesto|puso|encuentra"
            r"|aparec|calific|fue|quedó|pertenec)\w*",
            _I,
        ),
        source=re.compile(
            r"\b(?:del?|desde\s(?:el|la)|salir\sde|dej[óa]|abandon[óa]|dejaron|abandonaron)\s(?:la\s|el\s)?$",
            _I,
        ),
        doubt=re.compile(r"\b(?:no|nunca|podr[íi]a|puede|podría|riesgo|si|evit\w+|espera|será|sería)\b", _I),
        conjunction=re.compile(r"\b(?:y|pero|sino\sque)\s(?=\w)", _I),
        connector=re.compile(_CONNECTOR, _I),
    ),
    "pt": _Language(
        up=re.compile(r"\b(?:sub(?:iu|e|ida)|ascend|melhor|elevad|promovid|avanç|saiu\s(?:da|do))\w*", _I),
        down=re.compile(r"\b(?:rebaix|desceu|desce|caiu|cai|despromovid|recuou|piorou|degradad)\w*", _I),
        same=re.compile(r"\b(?:continu|mant[ée]|permanec|segue|seguiu|conserv|novamente|de\snovo)\w*", _I),
        placed=re.compile(
            r"\b(?:colocad|colocou|classific|deix(?:ou|aram)\b|(?:re)?tir(?:ou|aram)\b|abandon|volt(?:ou|aram)\b|regress|est(?:á|ão|ava|avam)\b|pass(?:ou|aram)|figur|inclu[íi]|foi"
            r"|ficou|encontra|aparece|situ)\w*",
            _I,
        ),
        source=re.compile(r"\b(?:do|da|de|desde\s(?:o|a)|(?:deixou|deixaram|abandonou|abandonaram)\s(?:o|a))\s$", _I),
        doubt=re.compile(r"(?<!-)\b(?:não|nunca|poderá|pode|poderia|risco|se|evit\w+|espera|será|seria)\b", _I),
        conjunction=re.compile(r"\b(?:e|mas)\s(?=\w)", _I),
        connector=re.compile(_CONNECTOR, _I),
    ),
    "fr": _Language(
        up=re.compile(r"\b(?:promu|remont|mont[ée]|progress|relev|amélior|accéd|sorti|sort\s(?:de|du)|hiss)\w*", _I),
        down=re.compile(r"\b(?:rétrograd|abaiss|descend|tomb|chut|dégrad|recul|déclass)\w*", _I),
        same=re.compile(r"\b(?:rest|demeur|maint(?:ient|enu)|conserv|toujours|de\snouveau)\w*", _I),
        placed=re.compile(
            r"\b(?:plac|class|quitt|retir|retrouv|retourn|revien|figur|inscrit|est|sont|été|rang|trouv|mis|pass[ée]|list)\w*",
            _I,
        ),
        source=re.compile(r"\b(?:du|de\s(?:la\s|l[’'])?|depuis\s(?:le|la)|quitt(?:é|e|ent|ant)\s(?:le|la))\s?$", _I),
        doubt=re.compile(
            r"\b(?:pas|plus(?=\s(?:sur|au|dans|en|class|plac|list))|jamais|pourrait|peut|risque|si|évit\w+|espère|sera|serait)\b",
            _I,
        ),
        conjunction=re.compile(r"\b(?:et|mais)\s(?=\w)", _I),
        connector=re.compile(_CONNECTOR, _I),
    ),
}


def read_other_language(
    text: str, mentions: Sequence[Mention], language: str, context: SentenceContext
) -> Iterator[Claim]:
    """Claims of kind `tier`, `list` and `tier_change` in a sentence of another language."""
    words = _LANGUAGES[language]
    tiers = [_Tier(named, *found.span()) for found in _TIER.finditer(text) if (named := _tier(found))]
    if not tiers or not context.about_report:
        return
    edition = _edition(text, context)
    for place, tier in enumerate(tiers):
        begin = tiers[place - 1].end if place else 0
        end = tiers[place + 1].start if place + 1 < len(tiers) else len(text)
        if countries := _listed(text, mentions, words, tier, end):
            for country in countries:
                yield _claim(context, "list" if len(countries) > 1 else "tier", country, tier.tier, edition, None)
        elif place == 0 or not words.source.search(text[: tiers[place - 1].start]):
            yield from _placed(text, mentions, words, tiers[place : place + 2], begin, context)


def _placed(
    text: str, mentions: Sequence[Mention], words: _Language, tiers: list[_Tier], begin: int, context: SentenceContext
) -> Iterator[Claim]:
    """Placements and changes of one verb: `A was moved from Tier 2 to Tier 3`."""
    inside = [mention for mention in mentions if mention.start >= begin]
    countries = _subjects(text, inside, words, tiers[0].start)
    is_move = words.source.search(text[: tiers[0].start]) is not None
    own = tiers if is_move or _is_left(text, words, tiers) else tiers[:1]
    region = _placing_words(text[begin : own[-1].end], words)
    if not countries or words.doubt.search(region):
        return
    former = [tier.tier for tier in own if words.source.search(text[: tier.start])]
    present = [tier.tier for tier in own if not words.source.search(text[: tier.start])]
    edition = _edition(text, context)
    change = _change(words, region, former, present)
    following = tiers[len(own)].start if len(tiers) > len(own) else len(text)
    also_on_tier = _also_on_tier(text, mentions, words, own[-1], following) if own[-1].tier in present else ()
    several = len(countries) + len(also_on_tier) > 1
    for country in dict.fromkeys((*countries, *also_on_tier)):
        for tier in dict.fromkeys(present):
            yield _claim(context, "list" if several else "tier", country, tier, edition, None)
        if country in countries and change is not None:
            previous = former[0] if former else present[0] if change == "unchanged" and present else None
            yield _claim(context, "tier_change", country, change, edition, previous)


def _is_left(text: str, words: _Language, tiers: list[_Tier]) -> bool:
    """Whether the second tier is the former one of the same move: `rose to Tier 2 from the watch list`."""
    between = text[tiers[0].end : tiers[1].start] if len(tiers) > 1 else ""
    return words.source.search(between) is not None and not _OTHER_MOVE.search(between)


_OTHER_MOVE: Final = re.compile(r"[;:]|\b(?:y|e|et|mientras|enquanto|tandis|pero|mas|mais)\b", re.IGNORECASE)


def _placing_words(region: str, words: _Language) -> str:
    """The words that place a country: in `was not promoted and stays on Tier 2` those of the last verb."""
    acts = (words.up, words.down, words.same, words.placed)
    for part in reversed(list(words.conjunction.finditer(region))):
        only_denied = all(_NEGATION.fullmatch(doubt[0]) for doubt in words.doubt.finditer(region, 0, part.start()))
        if only_denied and any(form.match(region, part.end()) for form in acts):
            return region[part.start() :]
    return region


_NEGATION: Final = re.compile(r"no|nunca|não|pas|plus|jamais", re.IGNORECASE)


def _listed(text: str, mentions: Sequence[Mention], words: _Language, tier: _Tier, end: int) -> tuple[str, ...]:
    """The countries listed after a tier: `en el nivel 3 aparecen A, B y C`."""
    after = [
        mention for mention in mentions if tier.end <= mention.start < end and mention.country not in (None, "USA")
    ]
    if not after or _AFTER.match(text[tier.end : after[0].start]) is None:
        return ()
    return _countries(_enumeration(text, after, words))


def _enumeration(text: str, mentions: Sequence[Mention], words: _Language) -> list[Mention]:
    """The first mention and the others of its enumeration."""
    members = list(mentions[:1])
    for mention in mentions[1:]:
        if not words.connector.fullmatch(text[members[-1].end : mention.start]):
            break
        members.append(mention)
    return members


def _countries(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.country for mention in mentions if mention.country is not None))


_ARTICLE: Final = r"(?:(?:la|le|les|el|los|las|o|a|os|as)\s|l[’'])?"
_BESIDE: Final = re.compile(
    r"^[\s,]{1,2}(?:(?:este\saño|este\sano|cette\sannée)[\s,]{1,2})?(?:junto\s(?:a|con|com|à|ao)|al\sigual\sque|así\scomo"
    r"|além\sd[eoa]|ao\slado\sd[eoa]|assim\scomo|bem\scomo|aux\scôtés\sd(?:e|u|es)|ainsi\sque|tout\scomme|avec)\s?(?:d[’'])?"
    rf"{_ARTICLE}$",
    _I,
)
_JOINS: Final = re.compile(
    r"\b(?:se\s(?:suman?|sumaron|sumó|unen?|unieron|unió)\sa|juntam?-se\sa[o]?|juntou-se\sa[o]?|juntaram-se\sa[o]?|rejoi(?:nt|gnent)"
    rf"|rejoignant|a\srejoint|ont\srejoint)\s{_ARTICLE}$",
    _I,
)


def _also_on_tier(text: str, mentions: Sequence[Mention], words: _Language, tier: _Tier, end: int) -> tuple[str, ...]:
    """The countries that are named as on the same tier: `stays on Tier 3, beside A and B`."""
    after = [
        mention for mention in mentions if tier.end <= mention.start < end and mention.country not in (None, "USA")
    ]
    return (
        _countries(_enumeration(text, after, words)) if after and _BESIDE.match(text[tier.end : after[0].start]) else ()
    )


def _claim(
    context: SentenceContext, kind: str, country: str, value: str, edition: int | None, previous: str | None
) -> Claim:
    return Claim(
        kind,
        country,
        value,
        context.start,
        context.end,
        previous_value=previous,
        report_year=edition,
        attribution=context.attribution,
    )


def _tier(found: re.Match[str]) -> str | None:
    if found["black"]:
        return "3"
    if found["watch"]:
        return "2WL"
    number = _DIGITS.get(found["number"].casefold())
    return "2WL" if number == "2" and found["watched"] else number


def _subjects(text: str, mentions: Sequence[Mention], words: _Language, tier_start: int) -> tuple[str, ...]:
    """The countries that a sentence places: the last enumeration before the tier."""
    before = [
        mention for mention in mentions if mention.end <= tier_start and mention.kind == "name" and mention.country
    ]
    before = [mention for mention in before if mention.country != "USA"]
    if not before:
        return ()
    members = [before[-1]]
    for mention in reversed(before[:-1]):
        between = text[mention.end : members[0].start]
        if not (words.connector.fullmatch(between) or _JOINS.fullmatch(between.lstrip(" ,"))):
            break
        members.insert(0, mention)
    between = text[members[-1].end : tier_start]
    acts = (words.up, words.down, words.same, words.placed)
    active = any(form.search(text[: members[0].start]) for form in acts)
    direct = _DIRECT.match(between) is not None
    if not active and not direct and not any(form.search(between) for form in acts):
        return ()
    return _countries(members)


_DIRECT: Final = re.compile(r"^\s(?:en\sel|en\sla|no|na|au|en|dans\sle)\s$", re.IGNORECASE)


def _change(words: _Language, region: str, former: list[str], present: list[str]) -> str | None:
    if former and present:
        return direction(former[0], present[0])
    for change, form in (("unchanged", words.same), ("downgraded", words.down), ("upgraded", words.up)):
        if form.search(region):
            return change
    return None


def _edition(text: str, context: SentenceContext) -> int | None:
    years = years_in(text, context.calendar).years
    return years[0] if years else context.calendar.edition
