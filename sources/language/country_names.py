"""Mentions of countries in running text: names, adjectives, people, capitals.

The words are data: names and aliases in `countries.csv`, everything else in `demonyms.csv`. Long names win over short
ones inside them (Guinea-Bissau is not Guinea), words are matched whole and in their case, and a word that stands for
several countries, or for something else too (Georgia, Jordan, Chad, Congo), is settled by what is around it or left
open. A mention that is left open has no country and is never asserted to be one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import ahocorasick_rs

from sources.reference.countries import country_rows
from sources.reference.data import rows

LANGUAGES: Final = {"en": ("en",), "es": ("en", "es_pt"), "pt": ("en", "es_pt"), "fr": ("en", "fr")}
"""Which names are read in a text of a language. English names are read everywhere: they stand in quotations too."""

_NOT_IN_PROSE: Final = frozenset("CAR ROC ROM TMP YUG XKS XK RKS SVG FSM RMI HK DomRep".split())
"""Aliases that stand in lists and data files only; in running text they mean something else."""

_PLACES_NAMED_AFTER: Final = (
    "American Samoa",
    "American Indian",
    "Gulf of Guinea",
    "Guinea pig",
    "Guinea pigs",
    "Guinea worm",
    "Gulf of Oman",
    "Gulf of Mexico",
    "Gulf of Thailand",
    "Indian Ocean",
    "New Mexico",
    "New England",
    "New Guinea",
    "Niger Delta",
    "Niger State",
    "Niger River",
    "South China Sea",
    "East China Sea",
    "Sea of Japan",
    "Jordan River",
    "Jordan Valley",
    "River Jordan",
    "Lake Chad",
    "Panama Canal",
    "Latin America",
    "Latin American",
    "Latin Americans",
    "South America",
    "South American",
    "Central America",
    "Central American",
    "Central Americans",
    "North America",
    "North American",
    "Native American",
    "Native Americans",
    "African American",
    "Organization of American States",
    "Organisation of American States",
    "Turkish Cypriot",
    "Prince of Wales",
    "New South Wales",
    "Bank of England",
    "Georgia Tech",
    "Georgia State",
    "University of Georgia",
    "Washington Post",
    "Washington Times",
    "Washington State",
    "Khmer Rouge",
    "Cuba Libre",
    "Michael Jordan",
    "Lebanon, Tennessee",
    "Lebanon, Pennsylvania",
    "French Guiana",
    "French Polynesia",
    "British Virgin Islands",
    "US Virgin Islands",
    "Dutch Caribbean",
    "Swiss cheese",
    "Polish-born",
)
"""Longer names that hold a country's name and are no mention of it."""

_PAPER: Final = re.compile(
    r"\s(?:Daily|Times|Post|Herald|Today|News|Star|Tribune|Morning|Observer|Gazette|Sun|Guardian|Chronicle"
    r"|Standard"
    r"|Mirror|Nation|Express|Insider|Gleaner|Monitor|Journal|Review|Telegraph|Press|Broadcasting|Airlines"
    r"|Airways"
    r"|Newsday|Inquirer|Tribune)\b"
)
_PAPER_BEFORE: Final = re.compile(r"\b(?:Times|Bank|Voice|Press Trust|Republic Bank) of (?:the )?$")
_WORD: Final = re.compile(r"[\w’']")
_GIVEN_NAME: Final = re.compile(r"(?<![.!?:;“\"]\s)(?<!^)\b[A-Z][a-z]+\s$")
_SURNAME: Final = re.compile(r"\s[A-Z][a-z]+")
_NEIGHBOURS: Final = {"GEO": ("ARM", "AZE", "RUS", "UKR", "MDA")}
"""Countries that a text about an ambiguously named one is likely to name too."""
_AMERICAN_STATES: Final = re.compile(r"\b(?:Atlanta|Savannah|Alabama|Florida|Tennessee|Carolina|Texas|California|Ga\.)")
_NO_PLURAL: Final = re.compile(r"(?:ese|sh|ch|s|é|[A-Z]{2,})$")
"""Adjectives that are no word for one person: Swedish, Dutch, Vietnamese."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a country is named.

    Attributes:
        start: where it begins, in code points.
        end: where it ends, exclusive; `text[start:end]` is the name as printed.
        country: its code; None where the name is left open.
        kind: `name`, `adjective` (of the country or its people) or `capital`.
        candidates: the countries an ambiguous name can stand for.
    """

    start: int
    end: int
    country: str | None
    kind: str
    candidates: tuple[str, ...] = ()


def find_countries(text: str, language: str = "en", *, context: str = "") -> list[Mention]:
    """The mentions of countries in a text, in order.

    Args:
        text: running text.
        language: ISO 639-1 code of its language.
        context: more text that says what ambiguous names mean, such as the headline.
    """
    lexicon = _lexicon(LANGUAGES.get(language, ("en",)))
    mentions = list(_matches(text, lexicon))
    around = list(_matches(context, lexicon)) if context else []
    sure = Counter(match.country for match in (*mentions, *around) if match.country is not None)
    return [
        mention
        if mention.country is not None
        else _settled(text, mention, place, mentions, sure, _confused_with(lexicon, text[mention.start : mention.end]))
        for place, mention in enumerate(mentions)
    ]


def _confused_with(lexicon: "_Lexicon", printed: str) -> str:
    form = lexicon.forms[printed]
    assert form is not None
    return form.ambiguous


@dataclass(frozen=True, slots=True)
class _Form:
    """What a form can stand for; `ambiguous` is `no`, or with what it is confused.

    `shared`: several countries have it. `person`: people have it for a name. `place`: a place elsewhere has it.
    """

    countries: tuple[str, ...]
    kind: str
    ambiguous: str


class _Lexicon:
    """The forms of a set of languages, ready to be searched for."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.forms = _forms(languages)
        self.patterns = list(self.forms)
        self.automaton = ahocorasick_rs.AhoCorasick(self.patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


@cache
def _lexicon(languages: tuple[str, ...]) -> _Lexicon:
    return _Lexicon(languages)


def _forms(languages: Sequence[str]) -> dict[str, _Form | None]:
    """Every form to look for; None for those that are no mention of a country."""
    forms: dict[str, _Form | None] = {}
    words = [row for row in rows("demonyms.csv") if row["language"] in languages]
    for row in country_rows():
        for name in _spellings(row["name"], *row["aliases"]):
            if name not in _NOT_IN_PROSE and len(name) > 1 and "Tier" not in name:
                _add(forms, name, _Form((row["country"],), "name", "no"))
    for row in words:
        form = _Form((row["country"],), row["kind"], row["ambiguous"])
        _add(forms, row["form"], form)
        if row["kind"] == "adjective" and not _NO_PLURAL.search(row["form"]):
            _add(forms, row["form"] + "s", form)
    forms.update(dict.fromkeys(_PLACES_NAMED_AFTER, None))
    forms.update({form.upper(): form_ for form, form_ in tuple(forms.items()) if form_ and _shouts(form, form_)})
    return forms


def _spellings(*names: str) -> list[str]:
    """Names with the spellings that papers vary: `St.`, `St` and `Saint`, `&` and `and`, both apostrophes."""
    spellings: dict[str, None] = {}
    for name in names:
        for saint in ("Saint ", "St. ", "St "):
            spelled = re.sub(r"^(?:Saint|St\.|St)\s", saint, name)
            for spelling in (spelled, spelled.replace(" and ", " & "), spelled.replace(" & ", " and ")):
                spellings |= dict.fromkeys((spelling, spelling.replace("'", "’"), spelling.replace("’", "'")))
    return list(spellings)


def _shouts(form: str, known: _Form) -> bool:
    """Whether the form in capitals, as datelines and headlines print it, can mean nothing else."""
    return known.kind != "adjective" and len(form) > 3 and not form.isupper()


def _add(forms: dict[str, _Form | None], printed: str, form: _Form) -> None:
    known = forms.get(printed)
    if known is None:
        forms[printed] = form
    elif form.countries[0] not in known.countries:
        forms[printed] = _Form((*known.countries, *form.countries), known.kind, "shared")
    elif form.ambiguous != "no":
        forms[printed] = replace(known, ambiguous=form.ambiguous)


def _matches(text: str, lexicon: _Lexicon) -> Iterable[Mention]:
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(text):
        form = lexicon.forms[lexicon.patterns[pattern]]
        if form is None or not _is_whole(text, start, end) or _is_other_name(text, start, end):
            continue
        if form.ambiguous == "no":
            yield from _half_named(text, start, form)
            yield Mention(start, end, form.countries[0], form.kind)
        else:
            yield Mention(start, end, None, form.kind, form.countries)


_HALF: Final = re.compile(r"\b(?P<half>North|South)\s(?:and|or|&)\s$")
_OTHER_HALF: Final = {("KOR", "North"): "PRK", ("PRK", "South"): "KOR"}


def _half_named(text: str, start: int, form: _Form) -> Iterable[Mention]:
    """`North and South Korea`: the first of two countries that share the end of their names."""
    found = _HALF.search(text[max(0, start - 20) : start]) if form.countries[0] in ("KOR", "PRK") else None
    if found is not None and (other := _OTHER_HALF.get((form.countries[0], found["half"]))) is not None:
        offset = max(0, start - 20)
        yield Mention(offset + found.start(), offset + found.end("half"), other, form.kind)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match is not part of a longer word."""
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    following = text[end : end + 2]
    return not (following[:1].isalnum() or following[:1] == "_")


def _is_other_name(text: str, start: int, end: int) -> bool:
    """Whether the name is part of a paper's, a bank's or an airline's."""
    if _PAPER.match(text, end) is not None and text[start:end].istitle():
        return True
    return _PAPER_BEFORE.search(text[max(0, start - 30) : start]) is not None


def _settled(
    text: str, mention: Mention, place: int, mentions: list[Mention], sure: Counter[str], ambiguous: str
) -> Mention:
    """A mention with an ambiguous name settled by what is around it, or left open."""
    named = [country for country in mention.candidates if sure[country]]
    if ambiguous == "shared":
        if (
            "PRK" in named
        ):  # whoever writes `Korea` beside `North Korea` means the South, if he names it otherwise at all
            named = ["KOR"] if "KOR" in named and "South Korea" not in text else []
        return replace(mention, country=named[0]) if len(named) == 1 else mention
    country = mention.candidates[0]
    if named or _stands_among_countries(text, place, mentions):
        return replace(mention, country=country)
    if ambiguous == "place":
        near = sum(sure[neighbour] for neighbour in _NEIGHBOURS.get(country, ()))
        return replace(mention, country=country) if near and not _AMERICAN_STATES.search(text) else mention
    return mention if _reads_as_person(text, mention) else replace(mention, country=country)


def _stands_among_countries(text: str, place: int, mentions: list[Mention]) -> bool:
    """Whether a name stands in a list with names of countries that are sure."""
    mention = mentions[place]
    for other in mentions[max(0, place - 2) : place + 3]:
        if other.country is None or other.kind != "name" or other.country == "USA":
            continue
        between = text[min(other.end, mention.end) : max(other.start, mention.start)]
        if len(between) < 40 and re.fullmatch(r"(?:[,;/&()\s]|and|or|with|[A-Z][\w’'-]+|the|of)*", between):
            return True
    return False


def _reads_as_person(text: str, mention: Mention) -> bool:
    """`Jordan` in `Jordan Smith` or `Barbara Jordan`, `Chad` in `Chad Brown`."""
    before, after = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 30]
    if _SURNAME.match(after) and text[mention.end : mention.end + 2] != "’s":
        return True
    return _GIVEN_NAME.search(before) is not None
