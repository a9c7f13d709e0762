"""Mentions of countries in running text.

Long names win over short names inside them (Guinea-Bissau is not Guinea). Words are matched whole and in their case. A
word that stands for several countries, or for something else too (Georgia, Jordan, Chad, Congo), is resolved by the
text around it. A mention that stays unresolved has no country. The forms are in `country_forms`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sources.language.country_forms import LANGUAGES, CountryForm, Lexicon, lexicon_of
from sources.language.person_names import is_full_name, names_a_person, says_something
from sources.language.word_lists import any_of, word_lists

_ORGANIZATION_AFTER: Final = re.compile(rf"\s{any_of(word_lists('name_words.csv')['organization'])}\b")
_ORGANIZATION_BEFORE: Final = re.compile(r"\b(?:Times|Bank|Voice|Press Trust|Republic Bank) of (?:the )?$")
_LONGEST_NAME: Final = 60
_GIVEN_NAME: Final = re.compile(r"(?<![.!?:;“\"]\s)(?<!^)\b[A-Z][a-z]+\s$")
_SURNAME: Final = re.compile(r"\s[A-Z][a-z]+")
_NEIGHBOURS: Final = {"GEO": ("ARM", "AZE", "RUS", "UKR", "MDA")}
"""Countries that a text about a country with an ambiguous name is likely to name too."""
_AMERICAN_STATES: Final = re.compile(r"\b(?:Atlanta|Savannah|Alabama|Florida|Tennessee|Carolina|Texas|California|Ga\.)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a country is named.

    Attributes:
        start: where it begins, in code points.
        end: where it ends, exclusive; `text[start:end]` is the name as printed.
        country: its code; None where the name stays unresolved.
        kind: `name`, `adjective` (of the country or its people) or `capital`.
        candidates: the countries that an ambiguous name can mean; none for the name of a person.
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
        context: more text that resolves ambiguous names, such as the headline.
    """
    lexicon = lexicon_of(LANGUAGES.get(language, ("en",)))
    is_english = language == "en"
    mentions = list(_matches(text, lexicon, is_english=is_english))
    around = list(_matches(context, lexicon, is_english=is_english)) if context else []
    persons = _names_of(text, mentions) | _names_of(context, around)
    if persons:
        mentions = [_without_person(text, mention, persons) for mention in mentions]
    unambiguous = Counter(match.country for match in (*mentions, *around) if match.country is not None)
    return [_resolved(text, place, mentions, unambiguous, lexicon) for place in range(len(mentions))]


def _names_of(text: str, mentions: list[Mention]) -> set[str]:
    """The names that persons have in a text."""
    return {text[mention.start : mention.end] for mention in mentions if not (mention.country or mention.candidates)}


def _without_person(text: str, mention: Mention, persons: set[str]) -> Mention:
    """The mention without a country where its name is that of a person of the text, who says something."""
    is_person = text[mention.start : mention.end] in persons and says_something(text, mention.end)
    return replace(mention, country=None, candidates=()) if is_person else mention


def _matches(text: str, lexicon: Lexicon, *, is_english: bool = False) -> Iterable[Mention]:
    taken = 0
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(text):
        printed = lexicon.patterns[pattern]
        form = lexicon.forms.get(printed)
        if start < taken or form is None or not _is_whole(text, start, end):
            continue
        if _is_part_of_organization_name(text, start, end):
            continue
        if "," in printed and (second := _name_across(text, start + printed.index(","), end, lexicon)) is not None:
            yield from _shifted(text[start : start + printed.index(",")], start, lexicon)
            yield second
            taken = second.end
        elif names_a_person(text, start, end, form, is_english=is_english):
            yield Mention(start, end, None, form.kind)
        elif form.ambiguous == "no":
            yield from _first_of_two_halves(text, start, form)
            yield Mention(start, end, form.countries[0], form.kind)
        else:
            yield Mention(start, end, None, form.kind, form.countries)


def _name_across(text: str, comma: int, end: int, lexicon: Lexicon) -> Mention | None:
    """`South Africa` in `Korea, South Africa`: a name that begins after the comma of an inverted one and is longer."""
    after = comma + len(", ")
    first = next(_shifted(text[after : end + _LONGEST_NAME], after, lexicon), None)
    return first if first is not None and first.start == after and first.end > end else None


def _shifted(part: str, offset: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The mentions in a part of a text, with their places in the text."""
    for mention in _matches(part, lexicon):
        yield replace(mention, start=mention.start + offset, end=mention.end + offset)


_HALF: Final = re.compile(r"\b(?P<half>North|South)\s(?:and|or|&)\s$")
_OTHER_HALF: Final = {("KOR", "North"): "PRK", ("PRK", "South"): "KOR"}


def _first_of_two_halves(text: str, start: int, form: CountryForm) -> Iterable[Mention]:
    """`North and South Korea`: the first of two countries whose names share their end."""
    found = _HALF.search(text, max(0, start - 20), start) if form.countries[0] in ("KOR", "PRK") else None
    if found is not None and (other := _OTHER_HALF.get((form.countries[0], found["half"]))) is not None:
        yield Mention(found.start(), found.end("half"), other, form.kind)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match is not part of a longer word."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(character.isalnum() or character == "_" for character in around)


def _is_part_of_organization_name(text: str, start: int, end: int) -> bool:
    """Whether the name is part of the name of a newspaper, a bank or an airline."""
    if _ORGANIZATION_AFTER.match(text, end) is not None and text[start:end].istitle():
        return True
    return _ORGANIZATION_BEFORE.search(text[max(0, start - 30) : start]) is not None


def _resolved(text: str, place: int, mentions: list[Mention], unambiguous: Counter[str], lexicon: Lexicon) -> Mention:
    """A mention; that of an ambiguous name is resolved by the text around it where possible."""
    mention = mentions[place]
    if mention.country is not None or not mention.candidates:
        return mention
    ambiguous = lexicon.forms[text[mention.start : mention.end]].ambiguous
    named = [country for country in mention.candidates if unambiguous[country]]
    if ambiguous == "shared":
        if "PRK" in named:
            # `Korea` beside `North Korea` means the South, unless the text writes `South Korea`.
            named = ["KOR"] if "KOR" in named and "South Korea" not in text else []
        return replace(mention, country=named[0]) if len(named) == 1 else mention
    country = mention.candidates[0]
    if named or _is_among_countries(text, place, mentions):
        return replace(mention, country=country)
    if ambiguous == "place":
        near = sum(unambiguous[neighbour] for neighbour in _NEIGHBOURS.get(country, ()))
        return replace(mention, country=country) if near and not _AMERICAN_STATES.search(text) else mention
    return mention if _is_part_of_person_name(text, mention) else replace(mention, country=country)


def _is_among_countries(text: str, place: int, mentions: list[Mention]) -> bool:
    """Whether a name is in a list with unambiguous names of countries."""
    mention = mentions[place]
    for other in mentions[max(0, place - 2) : place + 3]:
        if other.country is None or other.kind != "name" or other.country == "USA":
            continue
        between = text[min(other.end, mention.end) : max(other.start, mention.start)]
        if len(between) < 40 and re.fullmatch(r"(?:[,;/&()\s]|and|or|with|[A-Z][\w’'-]+|the|of)*", between):
            return True
    return False


def _is_part_of_person_name(text: str, mention: Mention) -> bool:
    """`Jordan` in `Jordan Smith` or `Barbara Jordan`, `Chad` in `Chad Brown`."""
    before, after = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 30]
    if _SURNAME.match(after) and text[mention.end : mention.end + 2] != "’s":
        return True
    return _GIVEN_NAME.search(before) is not None or is_full_name(text, mention.start, mention.end)
