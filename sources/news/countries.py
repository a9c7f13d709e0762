"""The countries that an article concerns, and its main country."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.country_names import Mention, find_countries

_LEAD_LENGTH: Final = 600  # characters at the beginning of the text, where the subject is named
_DATELINE: Final = re.compile(r"^[A-Z][A-Z .,'’-]{2,40}(?:\s\([^()]{2,30}\))?\s[–—-]")
_AUTHOR: Final = "USA"
"""The country that publishes the report: every article names it, but few articles are about it."""


@dataclass(frozen=True)
class Concerned:
    """A country that an article concerns, with its `role` in the vocabulary and its number of mentions."""

    country: str
    role: str
    mentions: int


def countries_of(text: str, title: str | None, mentions: Sequence[Mention], language: str) -> list[Concerned]:
    """The countries of an article, the most mentioned first. The first is the main one if its role is `about`.

    An article is about the countries in its headline. Without countries in the headline, it is about the countries with
    nearly as many mentions as the most mentioned one. Capitals count as their countries, except in a dateline.
    """
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    counted = Counter(mention.country for mention in mentions if mention.country and mention.start >= start)
    lead = Counter(mention.country for mention in mentions if mention.country and start <= mention.start < _LEAD_LENGTH)
    headline = [mention.country for mention in find_countries(title or "", language, context=text[:_LEAD_LENGTH])]
    named = {country for country in headline if country is not None} - {_AUTHOR}
    counted.update({country: 1 for country in named if country not in counted})
    weights = {
        country: number + 2 * lead[country] + (100 if country in named else 0)
        for country, number in counted.items()
        if country != _AUTHOR
    }
    if not weights and counted:
        weights = {_AUTHOR: counted[_AUTHOR]}
    best = max((weight for weight in weights.values()), default=0)
    concerned = [
        Concerned(country, "about" if _is_about(country, weights, named, best) else "mentioned", number)
        for country, number in counted.items()
        if country is not None
    ]
    return sorted(concerned, key=lambda one: (one.role != "about", -weights.get(one.country, 0), one.country))


def main_country(concerned: Sequence[Concerned]) -> str | None:
    """The main country of an article; None if it is about no country or about more than four."""
    about = [one for one in concerned if one.role == "about"]
    return about[0].country if about and len(about) <= 4 else None


def _is_about(country: str, weights: dict[str, int], named: set[str], best: int) -> bool:
    if named:
        return country in named
    weight = weights.get(country, 0)
    return weight >= 3 and 2 * weight > best
