"""Recommendations that recur: which recommendation of the edition before a recommendation repeats, and their chains.

Two recommendations are the same one reworded if the words of their subject agree. Similarity is the Dice coefficient
over stemmed words; words that nearly every recommendation has count for less. The threshold separates the reworded
from the distinct pairs of `tests/warehouse/derived/data/recommendation_pairs.csv`: it finds 29 of 30 reworded pairs
and none of 30 distinct ones. Of 24 pairs written after it was set (`recommendation_pairs_held_out.csv`) it classifies
20 correctly; it confuses two short pairs and misses two. Of 3,825 distinct pairs within the lists of 85 real
narratives it confuses one.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

from warehouse.builds.build import Build, Chart, Editions, View, counts_by_year
from warehouse.tables import RECOMMENDATIONS
from warehouse.tables.identifiers import ID_DIGITS, IdPrefix

THRESHOLD: Final = 0.5
LONGEST_CHAIN: Final = 100
"""The earlier editions that a chain may go back to: more than there are."""

_COMMON_WEIGHT: Final = 0.3
_SHORTEST_STEM_LETTERS: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_FUNCTION_WORDS: Final = frozenset(
    "a an the of to and or in on for with by that those who which so it its is are be as at from not no all any more"
    " most including include includes such their they them this these own under over into than while both each other"
    " also".split()
)
_ENDINGS: Final = (
    *("ization", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion"),
    *("ies", "ied", "ed", "es", "e", "s", "y"),
)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """The word without its ending, so that `training`, `trained` and `trains` agree."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM_LETTERS:
            return word.removesuffix(ending)
    return word


_COMMON: Final = frozenset(
    _stem(word)
    for word in (
        "anti trafficking traffickers trafficker victim victims government continue increase increased efforts effort"
        " ensure improve strengthen provide adequate adequately fully significantly vigorously proactively implement"
        " national"
    ).split()
)
"""Words of nearly every recommendation; two recommendations that share them need not be similar."""


class Words(NamedTuple):
    """The stemmed words of a recommendation: those of its subject, common ones, and their weight."""

    subject: frozenset[str]
    common: frozenset[str]
    weight: float


def words_of(text: str) -> Words:
    """The stemmed words of a text without function words."""
    stems = frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _FUNCTION_WORDS)
    subject, common = stems - _COMMON, stems & _COMMON
    return Words(subject, common, len(subject) + _COMMON_WEIGHT * len(common))


def similarity(one: Words, other: Words) -> float:
    """The similarity of two recommendations: 0 without shared words, 1 with the same words."""
    total = one.weight + other.weight
    shared = len(one.subject & other.subject) + _COMMON_WEIGHT * len(one.common & other.common)
    return 2 * shared / total if total else 0.0


def recurs_from(recommendations: pl.DataFrame) -> pl.DataFrame:
    """Adds the column `recurs_from`.

    Args:
        recommendations: columns `country`, `year`, `position`, `text` and any others; one row a recommendation.

    Returns:
        The rows in their order with `recurs_from` (Int32): the position of the most similar recommendation in the same
        country's list of the year before; on a tie the first. Null where none is similar enough or that edition is not
        loaded.
    """
    keys = recommendations.select("country", "year", "position", "text").rows()
    lists: dict[tuple[str, int], list[tuple[int, Words]]] = {}
    read = [(country, year, position, words_of(text)) for country, year, position, text in keys]
    for country, year, position, words in read:
        lists.setdefault((country, year), []).append((position, words))
    found = [_best(words, lists.get((country, year - 1), ())) for country, year, _, words in read]
    return recommendations.with_columns(pl.Series("recurs_from", found, dtype=pl.Int32))


def with_chains(recommendations: pl.DataFrame) -> pl.DataFrame:
    """Adds `recurs_from`, `chain` and `chain_length`: see `recurs_from` and the `recommendations` table.

    Two recommendations that repeat the same one continue its chain both.
    """
    recurring = recurs_from(recommendations)
    chains: dict[tuple[str, int, int], tuple[str, int]] = {}
    keys = recurring.select("country", "year", "position", "recurs_from").rows()
    for country, year, position, before in sorted(keys, key=lambda key: key[:3]):
        earlier = chains.get((country, year - 1, before)) if before is not None else None
        identity, length = earlier or (_chain_id(country, year, position), 0)
        chains[country, year, position] = identity, length + 1
    found = [chains[country, year, position] for country, year, position, _ in keys]
    return recurring.with_columns(
        pl.Series("chain", [identity for identity, _ in found], dtype=pl.String),
        pl.Series("chain_length", [length for _, length in found], dtype=pl.Int16),
    ).select(RECOMMENDATIONS.columns)


def _chain_id(country: str, year: int, position: int) -> str:
    digest = hashlib.sha256(f"{country} {year} {position}".encode()).hexdigest()
    return f"{IdPrefix.CHAIN}{digest[:ID_DIGITS]}"


def _best(words: Words, before: Sequence[tuple[int, Words]]) -> int | None:
    """The position of the most similar recommendation of the edition before, if it is similar enough."""
    scored = [(similarity(words, other), -position) for position, other in before]
    score, negative_position = max(scored, default=(0.0, 0))
    return -negative_position if score >= THRESHOLD else None


def _new_and_repeated(view: View) -> dict[str, dict[int, int]]:
    repeated = pl.col("recurs_from").is_not_null()
    return {
        "new": counts_by_year(view.rows.filter(~repeated)),
        "repeated": counts_by_year(view.rows.filter(repeated)),
    }


BUILD: Final = Build(
    table=RECOMMENDATIONS,
    make=with_chains,
    # a chain may begin in any earlier edition
    inputs={"recommendations": Editions(years_before=LONGEST_CHAIN)},
    rebuilds_as="recurrence_follows_texts",
    charts=(Chart("recommendations_by_edition", "recommendations by edition", _new_and_repeated),),
)
