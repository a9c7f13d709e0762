"""Numbers of countries on a tier, upgraded, downgraded or ranked, and estimates of victims."""

from collections.abc import Iterator, Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, back, find, has, means, says, words
from sources.news.claims.numbers_beside import (
    NUMBERS,
    STOPS,
    Figure,
    is_compared,
    is_other_unit,
    qualifier_of,
    year_after,
)

_TIER_SIZES: Final = {
    "1": "countries_on_tier_1",
    "2": "countries_on_tier_2",
    "2WL": "countries_on_watch_list",
    "3": "countries_on_tier_3",
}
_MOVED: Final = {"up": "countries_upgraded", "down": "countries_downgraded"}
_FELL: Final = {"rise": "countries_upgraded", "fall": "countries_downgraded"}
_DEFINITE: Final = words("definite")
_PARTIAL: Final = words("partial")
"""Words after a number of countries that are only some of those on a tier."""
_FEW: Final = 12
"""The largest number of countries that `the three countries` can mean."""
_FAR: Final = 16
_REACH: Final = 12
"""Items between a number and what it is compared with, and between a number and its tier."""
_LEAST_RANKED: Final = 50
_LEAST_ESTIMATED: Final = 100_000


def read_sizes(items: Sequence[Item], numbers: Sequence[int]) -> list[Figure]:
    """The numbers of countries in a sentence.

    Args:
        items: the items of `read_count_items`.
        numbers: the places of its numbers.
    """
    counts_countries = any(_is_nation(item) for item in items)
    found: list[Figure] = []
    for at in numbers:
        if is_other_unit(items, at):
            continue
        if is_compared(items, at):
            if found:
                _compare(items, found[-1], at)
        elif (
            not _is_definite(items, at)
            and not _is_part(items, at)
            and (measure := _measure(items, at, counts_countries or bool(found)))
        ):
            kind = "all" if measure == "victims_estimated" else None
            found.append(Figure(at, measure, int(items[at].value), qualifier_of(items, at), kind))
    return [*found, *_same_again(items, found)]


def _is_nation(item: Item) -> bool:
    return item.kind == "nation" or item.value == "nation"


def _compare(items: Sequence[Item], figure: Figure, at: int) -> None:
    """Adds the number that a number of countries is compared with: `52 countries, up from 40 in 2008`."""
    if figure.previous is None and at - figure.at <= _FAR:
        figure.previous = int(items[at].value)
        figure.previous_year = year_after(items, at)


def _same_again(items: Sequence[Item], found: Sequence[Figure]) -> Iterator[Figure]:
    """`downgraded 24 countries and upgraded just as many`."""
    for at, item in enumerate(items):
        if item.kind == "same" and found and (moved := _moved_before(items, at)) is not None:
            yield Figure(at, moved, found[-1].value, "exact", None)


def _is_definite(items: Sequence[Item], at: int) -> bool:
    """`the three countries`: those that were named before. `nine countries were added to`: not all of the list."""
    value = int(items[at].value)
    is_named = at > 0 and items[at - 1].low in _DEFINITE and value <= _FEW
    is_rest = says(items[at + 1 : at + 2], "other")
    return value <= 1 or is_named or is_rest or says(items[at + 1 : at + 8], *_PARTIAL)


def _is_part(items: Sequence[Item], at: int) -> bool:
    """`three African countries`, `two countries in the Caribbean`, `four of the ten`: not all those of the report."""
    nation = next((place for place in range(at + 1, min(len(items), at + 5)) if _is_nation(items[place])), None)
    if nation is None:
        return False
    described = any(
        item.kind in ("word", "adjective", "country") and item.low not in _DEFINITE for item in items[at + 1 : nation]
    )
    before = items[at - 1].low.split() if at else []
    shared = int(items[at].value) <= _FEW and before[-1:] in (["of"], ["the"], ["de"])
    ahead = items[nation + 1 : nation + 4]
    placed = bool(ahead) and (ahead[0].value == "where" or ahead[0].low in ("de", "from", "of the"))
    whole = has(ahead[placed:], "tier", "ranked", "world", "year", "previous", "num", "number")
    regional = means((*items[max(0, at - 5) : at], *ahead), "part")
    return described or shared or regional or (placed and not whole)


def _moved_before(items: Sequence[Item], at: int) -> str | None:
    moved = find(items, back(at, 3), _MOVED, words("and"))
    return _MOVED[items[moved].kind] if moved is not None else None


def _measure(items: Sequence[Item], at: int, counts_countries: bool) -> str | None:
    """What a number of countries counts; None where it counts something else."""
    after = _words_after(items, at)
    if _is_estimate(items, at, after):
        return "victims_estimated"
    nation = any(_is_nation(item) for item in after[:4])
    counts_others = has(after[:4], "noun", "person", "victim", "case") or (
        has(after[:4], "act") and not has(after, "tier")
    )
    if counts_others or not (nation or counts_countries):
        return None
    tier = _tier_opening(items, at) or next((item.value for item in after if item.kind == "tier"), None)
    if tier is not None and has(after, *_MOVED, "plan"):
        return None  # `three countries were upgraded to Tier 1`, `nine countries faced a downgrade to Tier 3`
    before = _MOVED.get(items[at - 1].kind) if at else None
    before = before or next((_FELL[item.kind] for item in after[: 1 + nation] if item.kind in _FELL), None)
    moved = before or next((_MOVED[item.kind] for item in after[:6] if item.kind in _MOVED), None)
    ranked = "countries_ranked" if _is_ranked(items, at, after, nation=nation) else None
    return _TIER_SIZES.get(tier or "") or moved or _moved_before(items, at) or ranked


def _tier_opening(items: Sequence[Item], at: int) -> str | None:
    """The tier right before a number, in a sentence that names tiers first: `Tier 1 has 30 countries, Tier 2 92`."""
    first = next((item.kind for item in items if item.kind in ("tier", "num", "number")), "")
    near = [item.value for item in items[max(0, at - 2) : at] if item.kind == "tier"]
    return near[-1] if first == "tier" and near else None


def _words_after(items: Sequence[Item], at: int) -> Sequence[Item]:
    """The words after a number that can belong to it."""
    for place in range(at + 1, min(len(items), at + _REACH + 1)):
        is_number = items[place].kind in NUMBERS and not is_compared(items, place) and not is_other_unit(items, place)
        if is_number or items[place].kind in ("country", "rel") or items[place].low in STOPS:
            return items[at + 1 : place]
    return items[at + 1 : at + _REACH + 1]


def _is_ranked(items: Sequence[Item], at: int, after: Sequence[Item], *, nation: bool) -> bool:
    """`the report ranks 188 countries`, `coloca a 188 países`; a small number is not all of them."""
    words = (*items[max(0, at - 6) : at], *after[:8]) if nation else (*items[max(0, at - 2) : at], *after[:2])
    least = _LEAST_RANKED if nation else 2 * _LEAST_RANKED
    return int(items[at].value) > least and has(words, "ranked")


def _is_estimate(items: Sequence[Item], at: int, after: Sequence[Item]) -> bool:
    people = has(after[:5], "victim", "person")
    estimated = has((*items[max(0, at - 10) : at], *after), "estimate")
    return int(items[at].value) >= _LEAST_ESTIMATED and people and estimated
