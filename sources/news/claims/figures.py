"""Counts of a country, of the world and of the report, by one grammar for all languages of the lexicon.

Every number has a measure by the words beside it (`_measure`), or is what another one is compared with (`_compared`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses.lexicon import Item, ahead, back, find, has, means, says, words
from sources.news.claims.bounds import growth_of, is_range_end, previous_qualifier, range_high
from sources.news.claims.certainty import of_figure
from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.numbers_beside import (
    NUMBERS,
    STOPS,
    Figure,
    is_compared,
    is_other_unit,
    qualifier_of,
    year_after,
)  # fmt: skip
from sources.news.claims.sizes import read_sizes
from warehouse.tables.vocabulary import WORLD

_OPENING: Final = 4
"""Items at the beginning of a sentence whose year dates its counts."""
MAX_NUMBERS: Final = 40
"""Numbers in a sentence; what holds more is a table read as one line."""

_OTHER_SPEAKERS: Final = ("official", "other")
"""Sources whose figures of a country are not those of the report."""
_OBJECTS: Final = frozenset(("person", "victim", "case"))
_TO: Final = words("up_to")
_FROM: Final = words("since")
_AND: Final = words("and")
_ENDS: Final = ("num", "number", "mark", "compare", "country", "tier")
_NEVER_FAR: Final = 8
_WEAK: Final = words("weak_comparison")
"""Words of comparison with other meanings."""
_LEAST_WORLDWIDE_ESTIMATE: Final = 500_000
"""Victims. No year has so many identified ones."""


def read_figures(items: Sequence[Item], context: SentenceContext, main_country: str | None) -> list[Claim]:
    """The claims about numbers in a sentence.

    Args:
        items: the items of `read_count_items`.
        context: context of the sentence.
        main_country: the country of the article, where the sentence names none.
    """
    numbers = [at for at, item in enumerate(items) if item.kind in NUMBERS and not is_range_end(items, at)]
    if len(numbers) > MAX_NUMBERS or context.calendar.edition is None:
        return []
    sizes = read_sizes(items, numbers)
    taken = {figure.at for figure in sizes}
    claims = [_claim(items, figure, "world_count", WORLD, context) for figure in sizes]
    if has(items, "agency") or context.attribution in _OTHER_SPEAKERS:
        return claims
    figures = _counts(items, [at for at in numbers if at not in taken])
    for figure in figures:
        claims.extend(_of_country(items, figure, "count", context, main_country))
    for figure in _multipliers(items):
        claims.extend(_of_country(items, figure, "multiplier", context, main_country))
    return claims


def _of_country(
    items: Sequence[Item], figure: Figure, kind: str, context: SentenceContext, main_country: str | None
) -> Iterator[Claim]:
    if _is_worldwide(items, figure.at):
        if figure.measure == "victims_identified" and figure.value >= _LEAST_WORLDWIDE_ESTIMATE:
            figure = replace(figure, measure="victims_estimated")
        yield _claim(items, figure, "world_count" if kind == "count" else kind, WORLD, context)
        return
    country = _country(items, figure.at, context, main_country)
    if country not in (None, WORLD):
        yield _claim(items, figure, kind, country, context)


def _claim(items: Sequence[Item], figure: Figure, kind: str, country: str, context: SentenceContext) -> Claim:
    edition = context.calendar.edition
    named = context.named_edition if figure.measure != "victims_estimated" else None
    is_older = edition is not None and named is not None and named < edition and _opens(items, figure.at, named)
    if is_older:
        edition = named
    is_size = figure.measure.startswith("countries")
    year = None if is_size else _data_year(items, figure, edition, named)
    named_size = year_after(items, figure.at, reach=14) if is_size else None
    if named_size and edition and named_size <= edition:
        edition = named_size
    if figure.measure == "victims_estimated" and context.attribution != "report":
        edition = None
    before = figure.previous_year
    if figure.previous is not None and before is None:
        before = edition - 1 if is_size and edition else year - 1 if year else None
    high = range_high(items, figure.at) if figure.value == _value_at(items, figure.at) else None
    claim = claim_of(
        context, kind, country, str(figure.value), measure=figure.measure, trafficking_type=figure.trafficking_type,
        qualifier=figure.qualifier, previous_value=str(figure.previous) if figure.previous is not None else None,
        previous_year=before, data_year=year, report_year=edition,
        certainty=of_figure(items, figure, country, context), value_high=str(high) if high is not None else None,
        previous_qualifier=previous_qualifier(items, figure),
        growth=growth_of(items, figure.at) if kind == "multiplier" else None,
    )  # fmt: skip
    certainty = "likely" if is_older and claim.certainty == "sure" and not is_size else claim.certainty
    return replace(claim, certainty=certainty, edition_named=claim.edition_named or named_size is not None)


def _opens(items: Sequence[Item], at: int, year: int) -> bool:
    """Whether a year stands before a number: `the 2009 report counts 30`, not `30, up from 20 in the 2009 report`."""
    return any(item.kind == "year" and item.value == str(year) for item in items[:at])


def _value_at(items: Sequence[Item], at: int) -> int | None:
    return int(items[at].value) if items[at].value.isdecimal() else None


# -- what numbers count


def _counts(items: Sequence[Item], numbers: Sequence[int]) -> list[Figure]:
    """The counts of a sentence, with the numbers that they are compared with."""
    found: list[Figure] = []
    compared: list[int] = []
    for at in numbers:
        if is_other_unit(items, at) or (at and items[at - 1].low in _FROM and _to_value(items, at) is not None):
            continue
        goes_on = bool(compared) and _continues(items, compared[-1], at)
        if goes_on or is_compared(items, at) or _is_of_year_before(items, at):
            if has(items[at + 1 : at + 4], "person") and found and not is_compared(items, at, weak=("against",)):
                found.append(replace(found[-1], at=at, value=int(items[at].value), qualifier=qualifier_of(items, at)))
            elif _to_value(items, at) is None:
                compared.append(at)
            continue
        measure = _measure(items, at)
        if measure is not None and (earlier := _compared_with(items, at, measure, found)) is not None:
            earlier.previous, earlier.previous_year = int(items[at].value), year_after(items, at)
        elif measure is not None:
            found.append(Figure(at, measure, int(items[at].value), qualifier_of(items, at), _type(items, at)))
            if (start := _from_value(items, at)) is not None:
                found[-1].previous = int(items[start].value)
    _assign_compared(items, found, compared)
    return [*found, *_zeros(items, found)]


def _compared_with(items: Sequence[Item], at: int, measure: str, found: Sequence[Figure]) -> Figure | None:
    """The count that a later number of a comparison belongs to: `..., compared with 27 victims and 39 convictions`."""
    for place in range(at - 1, -1, -1):
        item = items[place]
        if item.low in STOPS or item.kind in ("act", "rel"):
            return None
        if item.kind == "compare" and item.low not in _WEAK:
            return next((each for each in reversed(found) if each.measure == measure and each.previous is None), None)
    return None


def _is_of_year_before(items: Sequence[Item], at: int) -> bool:
    """`; the year before it had convicted two`: a clause that an earlier time opens."""
    start = next((place + 1 for place in range(at - 1, -1, -1) if items[place].low in (";", ",")), 0)
    return start > 0 and has(items[start : start + 3], "previous")


def _assign_compared(items: Sequence[Item], found: list[Figure], compared: Sequence[int]) -> None:
    """Gives each run of compared numbers to the counts right before it: `38, 24 and 17, against 30, 19 and 8`."""
    for place, first in enumerate(compared):
        if place and _continues(items, compared[place - 1], first):
            continue
        run = [first]
        for at in compared[place + 1 :]:
            if not _continues(items, run[-1], at):
                break
            run.append(at)
        known = [figure for figure in found if figure.at < first]
        alike = [figure for figure in known if _object(items, figure.at) == _object(items, first)]
        before = (alike if len(run) == 1 and _object(items, first) and alike else known)[-len(run) :]
        year = next((named for each in reversed(run) if (named := year_after(items, each)) is not None), None)
        for figure, at in zip(before, run[-len(before) :] if before else (), strict=False):
            if figure.previous is None:
                figure.previous = int(items[at].value)
                figure.previous_year = year


def _object(items: Sequence[Item], at: int) -> str | None:
    """The kind of what a number counts, where it is named right after it."""
    return next((item.kind for item in items[at + 1 : at + 4] if item.kind in _OBJECTS), None)


def _continues(items: Sequence[Item], last: int, at: int) -> bool:
    """Whether a number goes on with a list of compared ones: `against 30, 19 and 8`."""
    return all(item.low == "," or item.low in _AND for item in items[last + 1 : at])


def _to_value(items: Sequence[Item], at: int) -> int | None:
    """The second number of `from 40 to 80`; None where there is none."""
    places = range(at + 2, min(len(items), at + 6))
    return next((at for at in places if items[at].kind in NUMBERS and items[at - 1].low in _TO), None)


def _from_value(items: Sequence[Item], at: int) -> int | None:
    """The first number of `from 40 to 80`, of `from nine in 2009 to 25`."""
    start = find(items, back(at - 1, 4), NUMBERS) if at >= 3 and items[at - 1].low in _TO else None
    return start if start and items[start - 1].low in _FROM else None


def _measure(items: Sequence[Item], at: int) -> str | None:
    """What a number counts; None where nothing says so."""
    places = ahead(items, at, 4)
    noun = find(items, places, ("noun",), (*_ENDS, "act"))
    counted = find(items, places, _OBJECTS, (*_ENDS, "act"))
    if noun is not None and not says(items[noun - 1 : noun], *_AND):  # `prosecutions at 20 and convictions at 12`
        return items[noun].value
    if counted is not None and has(items[counted + 1 : counted + 2], "verdict"):
        return items[counted + 1].value  # `found 13 people guilty`
    if counted is not None:
        return _act(items, back(at, _NEVER_FAR)) or _act(items, ahead(items, counted, 5))
    following = next((item.value for item in items[at + 1 : at + 2] if item.kind in ("act", "noun")), None)
    return following or _act(items, back(at, 3)) or _noun_before(items, at)


def _act(items: Sequence[Item], places: range) -> str | None:
    """The measure of the first verb of some places; None where it is denied."""
    act = find(items, places, ("act",), (*NUMBERS, *STOPS, "rel", "noun" if places.step < 0 else "mark"))
    denied = act is not None and has(
        items[max(0, act - 3) : act] if places.step < 0 else items[places[0] : act], "deny"
    )
    return None if act is None or denied else items[act].value


def _noun_before(items: Sequence[Item], at: int) -> str | None:
    """The measure before a number that it rose or fell to: `Convictions slid to 28`, `Condenações, houve cinco`."""
    noun = find(items, back(at, 15), ("noun",), (*STOPS, "rel"))
    if noun is None:
        return None
    moved = has(items[noun:at], "rise", "fall", "factor", "to", "compare") or says(items[noun:at], *_TO)
    return items[noun].value if moved or at - noun <= 3 else None


def _type(items: Sequence[Item], at: int) -> str:
    return next((item.value for item in items[at + 1 : at + 5] if item.kind == "type"), "all")


_NOBODY: Final = tuple(words("nobody"))


def _zeros(items: Sequence[Item], found: Sequence[Figure]) -> Iterator[Figure]:
    """`did not convict any trafficker`, `no convictions`, `without a prosecution`."""
    seen: set[str] = set()
    for at, item in enumerate(items):
        denied = _denied(items, at) if item.kind == "deny" else None
        if denied is not None and items[denied].value not in seen:
            seen.add(items[denied].value)
            yield Figure(max(at, denied), items[denied].value, 0, "exact", _type(items, max(at, denied)))


def _denied(items: Sequence[Item], at: int) -> int | None:
    """The verb or noun that a denial says never happened; None where it denies something else."""
    if at and items[at - 1].kind == "act" and _are_people(items[at : at + 3]):
        return at - 1  # `convicted no trafficker`
    place = find(items, ahead(items, at, 5), ("act", "noun"), (*NUMBERS, "rel", "mark"))
    if place is None:
        return None
    after = items[place + 1 : place + 6]
    people = items[place].kind == "noun" or _are_people((*items[at + 1 : place], *after)) or has(after, "deny")
    return place if people and not has(after[:2], *NUMBERS) else None


def _are_people(items: Sequence[Item]) -> bool:
    return any(item.kind in ("person", "victim") or item.low.endswith(_NOBODY) for item in items)


def _multipliers(items: Sequence[Item]) -> Iterator[Figure]:
    """`doubled`, `three times as many`, `rose by 12 percent`."""
    for at, item in enumerate(items):
        is_times = item.kind == "num" and means(items[at + 1 : at + 2], "times")
        if item.kind not in ("factor", "pct") and not is_times:
            continue
        before = find(items, back(at, 16), ("noun", "act"))
        named = before if before is not None else find(items, ahead(items, at, 7), ("noun",))
        moves = has(items[max(0, at - 8) : at + 8], "rise", "fall") or has(items[max(0, at - 2) : at], "exact")
        if named is not None and (item.kind == "factor" or is_times or moves) and item.value.isdecimal():
            yield Figure(at, items[named].value, int(item.value), qualifier_of(items, at), "all")


# -- whose number, and of which year


def _is_worldwide(items: Sequence[Item], at: int) -> bool:
    return has(items, "world") and not has(items[max(0, at - _NEVER_FAR) : at], "country")


def _country(items: Sequence[Item], at: int, context: SentenceContext, main_country: str | None) -> str | None:
    """The country before a number, else the one after it, else the one the text speaks of."""
    named = [at for at, item in enumerate(items) if item.kind in ("country", "adjective") and item.value != "USA"]
    if len({items[place].value for place in named}) <= 1:
        return items[named[0]].value if named else context.singular_country or main_country
    before = [items[place].value for place in named if place < at and not (place and items[place - 1].low == "and")]
    return before[-1] if before else None


def _data_year(items: Sequence[Item], figure: Figure, edition: int | None, named: int | None) -> int | None:
    """The year of what is counted. A year that names the edition (`the 2010 report`) is none."""
    own = year_after(items, figure.at)
    if own is not None and own != named:
        return own
    years = [(at, int(item.value)) for at, item in enumerate(items) if item.kind == "year"]
    opening = next((year for at, year in years if at < _OPENING and year != named), None)
    last = [year for _, year in years if year not in (figure.previous_year, named)]
    only = last[0] if len(last) == 1 and edition is not None and last[0] in (edition - 1, edition - 2) else None
    return opening or only or (edition - 1 if edition is not None else None)
