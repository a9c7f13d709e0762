"""The forms that name countries in running text, by language: names, aliases, adjectives, words for people, capitals.

The words are data: names and aliases are in `countries.csv`, other forms in `demonyms.csv`. In `data/name_words.csv`,
`longer_name` contains a country's name and is no mention of it (`Gulf of Guinea`); `list_name` is an alias only in
lists: running text means something else with it (`people's Republic of China`, products of `Siam`). This module adds
spellings, plurals and capitals. `country_names` finds the forms in a text and resolves the ambiguous ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import ahocorasick_rs

from sources.language.word_lists import word_lists
from sources.reference.countries import country_rows
from sources.reference.data import rows
from warehouse.tables.vocabulary import WORLD

LANGUAGES: Final = {"en": ("en",), "es": ("en", "es_pt"), "pt": ("en", "es_pt"), "fr": ("en", "fr")}
"""The languages whose names are read in a text, by its language. English names occur in quotations everywhere."""

_LISTS: Final = word_lists("name_words.csv")
_NO_MENTION: Final = _LISTS["longer_name"]
_NOT_IN_RUNNING_TEXT: Final = _LISTS["list_name"]

_NO_PLURAL: Final = re.compile(r"(?:ese|sh|ch|s|é|[A-Z]{2,})$")
"""Endings of adjectives that do not name one person and so have no plural: Swedish, Dutch, Vietnamese."""


@dataclass(frozen=True, slots=True)
class CountryForm:
    """The meaning of one form.

    Attributes:
        countries: the countries that the form can name.
        kind: `name`, `adjective` or `capital`.
        ambiguous: `no`, `shared` (several countries have the form), `person` (people have it as a name) or `place` (a
            place elsewhere has it).
    """

    countries: tuple[str, ...]
    kind: str
    ambiguous: str


class Lexicon:
    """The forms of a set of languages, with an automaton that finds them."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.forms = _forms(languages)
        self.patterns = [*self.forms, *_NO_MENTION]
        self.automaton = ahocorasick_rs.AhoCorasick(self.patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


lexicon_of = cache(Lexicon)
"""The lexicon of some languages; each is built once."""


def _forms(languages: Sequence[str]) -> dict[str, CountryForm]:
    """The meaning of every form that names a country."""
    forms: dict[str, CountryForm] = {}
    for row in country_rows():
        if row["country"] == WORLD:
            continue  # `World Bank`, `World Cup`: the world of a figure is read from other words
        for name in _spellings(row["name"], *row["aliases"]):
            if name in _NOT_IN_RUNNING_TEXT or ("," in name and name not in _spellings(row["name"])):
                continue  # inverted names are for lists: a text can name `Sudan, South Africa`
            if len(name) > 1 and "Tier" not in name:
                _add(forms, name, CountryForm((row["country"],), "name", "no"))
    words = [row for row in rows("demonyms.csv") if row["language"] in languages]
    printed = {row["form"] for row in words}
    for row in words:
        form = CountryForm((row["country"],), row["kind"], row["ambiguous"])
        _add(forms, row["form"], form)
        plural = row["form"] + "s"
        if row["kind"] == "adjective" and plural not in printed and not _NO_PLURAL.search(row["form"]):
            _add(forms, plural, form)  # `Filipinas` is the country in Spanish, not several of `Filipina`
    known = {name: form for name, form in forms.items() if name not in _NO_MENTION}
    capitals = {  # as in datelines and headlines, where they can only mean the country
        name.upper(): form
        for name, form in known.items()
        if form.kind != "adjective" and len(name) > 3 and not name.isupper()
    }
    return known | capitals


def _spellings(*names: str) -> list[str]:
    """Names in all spellings that newspapers use: `St.`, `St` and `Saint`, `&` and `and`, both apostrophes."""
    spellings: dict[str, None] = {}
    for name in names:
        for saint in ("Saint ", "St. ", "St "):
            spelled = re.sub(r"^(?:Saint|St\.|St)\s", saint, name)
            for spelling in (spelled, spelled.replace(" and ", " & "), spelled.replace(" & ", " and ")):
                spellings |= dict.fromkeys((spelling, spelling.replace("'", "’"), spelling.replace("’", "'")))
    return list(spellings)


def _add(forms: dict[str, CountryForm], printed: str, form: CountryForm) -> None:
    known = forms.get(printed)
    if known is None:
        forms[printed] = form
    elif form.countries[0] not in known.countries:
        forms[printed] = CountryForm((*known.countries, *form.countries), known.kind, "shared")
    elif form.ambiguous != "no":
        forms[printed] = replace(known, ambiguous=form.ambiguous)
