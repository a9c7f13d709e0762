"""The countries an article concerns, and the one it is mainly about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.country_names import Mention, find_countries

_LEAD: Final = 600  # characters of the text that tell what it is about
_DATELINE: Final = re.compile(r"^[A-Z][A-Z .,'’-]{2,40}(?:\s\([^()]{2,30}\))?\s[–—-]")
_RANKER: Final = "USA"
"""The country that writes the report is named in every article and is the subject of few."""


@dataclass(frozen=True)
class Concerned:
    """A country an article concerns: `role` as in the vocabulary, and how often it is named."""

    country: str
    role: str
    mentions: int


def countries_of(text: str, title: str | None, mentions: Sequence[Mention], language: str) -> list[Concerned]:
    """The countries of an article, the most named first; the first is the main one if it has the role `about`.

    An article is about the countries of its headline, and about those that it names nearly as often as the one it
    names most. Capitals count for their countries, except in a dateline.
    """
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    counted = Counter(mention.country for mention in mentions if mention.country and mention.start >= start)
    lead = Counter(mention.country for mention in mentions if mention.country and start <= mention.start < _LEAD)
    headline = [mention.country for mention in find_countries(title or "", language, context=text[:_LEAD])]
    named = {country for country in headline if country is not None} - {_RANKER}
    counted.update({country: 1 for country in named if country not in counted})
    weights = {
        country: number + 2 * lead[country] + (100 if country in named else 0)
        for country, number in counted.items()
        if country != _RANKER
    }
    if not weights and counted:
        weights = {_RANKER: counted[_RANKER]}
    best = max((weight for weight in weights.values()), default=0)
    concerned = [
        Concerned(country, "about" if _is_about(country, weights, named, best) else "mentioned", number)
        for country, number in counted.items()
        if country is not None
    ]
    return sorted(concerned, key=lambda one: (one.role != "about", -weights.get(one.country, 0), one.country))


def main_country(concerned: Sequence[Concerned]) -> str | None:
    """The country an article is mainly about; None where it is about none or about many alike."""
    about = [one for one in concerned if one.role == "about"]
    return about[0].country if about and len(about) <= 4 else None


def _is_about(country: str, weights: dict[str, int], named: set[str], best: int) -> bool:
    if named:
        return country in named
    weight = weights.get(country, 0)
    return weight >= 3 and 2 * weight > best
