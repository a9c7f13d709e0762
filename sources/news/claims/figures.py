"""Counts of a country, of the world and of the report, by one grammar for all languages of the lexicon.

Every number has a measure by the words beside it (`_measure`), or is what another one is compared with (`_compared`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.news.claims.claim import Claim
from sources.news.claims.context import SentenceContext, claim_of
from sources.news.claims.items import Item
from warehouse.tables.vocabulary import WORLD

MAX_NUMBERS: Final = 40
"""Numbers in a sentence; what holds more is a table read as one line."""

_OTHER_SPEAKERS: Final = ("official", "other")
"""Sources whose figures of a country are not those of the report."""
_OBJECTS: Final = frozenset(("person", "victim", "case"))
_STOPS: Final = frozenset((";", "."))
_TIER_SIZES: Final = {"1": "countries_on_tier_1", "2": "countries_on_tier_2", "2WL": "countries_on_watch_list", "3": "countries_on_tier_3"}  # fmt: skip
_MOVED: Final = {"up": "countries_upgraded", "down": "countries_downgraded"}
_TO: Final = frozenset(("to", "a", "para", "à"))
_FROM: Final = frozenset(("from", "de", "desde", "passant de"))
_NEVER_FAR: Final = 8


@dataclass
class Figure:
    """A number with its measure.

    Attributes:
        at: its place among the items.
        measure: what it counts.
        value: the number.
        qualifier: how exact it is said to be.
        trafficking_type: the kind of trafficking; None for counts of countries.
        previous: the number it is compared with.
        previous_year: the year of that number, where it is said.
    """

    at: int
    measure: str
    value: int
    qualifier: str = "exact"
    trafficking_type: str | None = "all"
    previous: int | None = None
    previous_year: int | None = None


def read_figures(items: Sequence[Item], context: SentenceContext, main_country: str | None) -> list[Claim]:
    """The claims about numbers in a sentence.

    Args:
        items: the items of `read_count_items`.
        context: context of the sentence.
        main_country: the country of the article, where the sentence names none.
    """
    numbers = [at for at, item in enumerate(items) if item.kind in ("num", "number")]
    if len(numbers) > MAX_NUMBERS or context.calendar.edition is None:
        return []
    sizes = list(_sizes(items, numbers, context))
    taken = {figure.at for figure in sizes}
    claims = [_claim(items, figure, "world_count", WORLD, context) for figure in sizes]
    if any(item.kind == "agency" for item in items) or context.attribution in _OTHER_SPEAKERS:
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
        yield _claim(items, figure, "world_count" if kind == "count" else kind, WORLD, context)
        return
    country = _country(items, figure.at, context, main_country)
    if country is not None:
        yield _claim(items, figure, kind, country, context)


def _claim(items: Sequence[Item], figure: Figure, kind: str, country: str, context: SentenceContext) -> Claim:
    edition = context.calendar.edition
    is_size = figure.measure.startswith("countries")
    year = None if is_size else _data_year(items, figure, edition)
    if is_size and (named := _year_after(items, figure.at, reach=14)) and edition and named <= edition:
        edition = named
    if figure.measure == "victims_estimated" and context.attribution != "report":
        edition = None
    before = figure.previous_year
    if figure.previous is not None and before is None:
        before = edition - 1 if is_size and edition else year - 1 if year else None
    return claim_of(
        context, kind, country, str(figure.value), measure=figure.measure, trafficking_type=figure.trafficking_type,
        qualifier=figure.qualifier, previous_value=str(figure.previous) if figure.previous is not None else None,
        previous_year=before, data_year=year, report_year=edition,
    )  # fmt: skip


# -- what numbers count


def _counts(items: Sequence[Item], numbers: Sequence[int]) -> list[Figure]:
    """The counts of a sentence, with the numbers that they are compared with."""
    found: list[Figure] = []
    compared: list[int] = []
    for at in numbers:
        if _is_other_unit(items, at):
            continue
        if _is_compared(items, at) or (compared and _continues(items, compared[-1], at)):
            if _has_own_object(items, at) and found and not _has_comparison_word(items, at):
                found.append(replace(found[-1], at=at, value=int(items[at].value), qualifier=_qualifier(items, at)))
                continue
            target = _to_value(items, at)
            if target is None:
                compared.append(at)
            continue
        measure = _measure(items, at)
        if measure is not None:
            found.append(Figure(at, measure, int(items[at].value), _qualifier(items, at), _type(items, at)))
            if (start := _from_value(items, at)) is not None:
                found[-1].previous = int(items[start].value)
    _assign_compared(items, found, compared)
    return [*found, *_zeros(items, found)]


def _assign_compared(items: Sequence[Item], found: list[Figure], compared: Sequence[int]) -> None:
    before = [figure for figure in found if compared and figure.at < compared[0]]
    for figure, at in zip(before[-len(compared) :], compared[-len(before) :] if before else (), strict=False):
        if figure.previous is None:
            figure.previous = int(items[at].value)
            figure.previous_year = _year_after(items, at)


def _is_compared(items: Sequence[Item], at: int) -> bool:
    return any(items[place].kind == "compare" for place in _lead(items, at))


def _has_comparison_word(items: Sequence[Item], at: int) -> bool:
    return any(items[place].kind == "compare" and items[place].low != "against" for place in _lead(items, at))


def _lead(items: Sequence[Item], at: int) -> Iterator[int]:
    """The words right before a number: qualifiers, articles, and the word that compares."""
    for place in range(at - 1, max(-1, at - 5), -1):
        yield place
        if items[place].kind not in ("word", "exact", "any", "world", "country", "act") or items[place].low in (",",):
            return


def _continues(items: Sequence[Item], last: int, at: int) -> bool:
    """Whether a number goes on with a list of compared ones: `against 30, 19 and 8`."""
    return all(item.low in (",", "and", "y", "e", "et") for item in items[last + 1 : at])


def _has_own_object(items: Sequence[Item], at: int) -> bool:
    return any(item.kind == "person" for item in items[at + 1 : at + 4])


def _to_value(items: Sequence[Item], at: int) -> int | None:
    """The second number of `from 40 to 80`; None where there is none."""
    for place in range(at + 1, min(len(items) - 1, at + 5)):
        if items[place].low in _TO and items[place + 1].kind in ("num", "number"):
            return place + 1
    return None


def _from_value(items: Sequence[Item], at: int) -> int | None:
    """The first number of `from 40 to 80`, of `from nine in 2009 to 25`."""
    if at < 3 or items[at - 1].low not in _TO:  # noqa: PLR2004 - from, a number, to
        return None
    for place in range(at - 2, max(-1, at - 6), -1):
        if items[place].kind in ("num", "number"):
            return place if place and items[place - 1].low in _FROM else None
    return None


def _is_other_unit(items: Sequence[Item], at: int) -> bool:
    return any(item.kind == "unit" for item in items[at + 1 : at + 3]) or (
        at > 0 and items[at - 1].low in ("$", "€", "£")
    )


def _measure(items: Sequence[Item], at: int) -> str | None:
    """What a number counts; None where nothing says so."""
    noun = None
    for place in range(at + 1, min(len(items), at + 5)):
        item = items[place]
        if item.kind == "noun":
            return item.value
        if item.kind in _OBJECTS:
            noun = noun or place
        if item.kind in ("num", "number", "mark", "compare", "country", "tier", "act"):
            break
    if noun is not None:
        return _act_before(items, at) or _act_after(items, noun)
    return _act_right_after(items, at) or _act_before(items, at, reach=3) or _noun_before(items, at)


def _act_before(items: Sequence[Item], at: int, reach: int = _NEVER_FAR) -> str | None:
    for place in range(at - 1, max(-1, at - reach - 1), -1):
        item = items[place]
        if item.kind == "act":
            return None if any(each.kind == "deny" for each in items[max(0, place - 3) : place]) else item.value
        if item.kind in ("num", "number", "rel") or item.low in _STOPS or item.kind == "noun":
            return None
    return None


def _act_after(items: Sequence[Item], noun: int) -> str | None:
    for place in range(noun + 1, min(len(items), noun + 6)):
        item = items[place]
        if item.kind == "act":
            return None if any(each.kind == "deny" for each in items[noun:place]) else item.value
        if item.kind in ("num", "number", "mark", "rel"):
            return None
    return None


def _act_right_after(items: Sequence[Item], at: int) -> str | None:
    following = items[at + 1] if at + 1 < len(items) else None
    return following.value if following is not None and following.kind in ("act", "noun") else None


def _noun_before(items: Sequence[Item], at: int) -> str | None:
    """The measure before a number that it rose or fell to: `Convictions slid to 28`, `Condenações, houve cinco`."""
    for place in range(at - 1, max(-1, at - 16), -1):
        item = items[place]
        if item.kind == "noun":
            moved = any(
                each.kind in ("rise", "fall", "factor", "to", "compare") or each.low in _TO for each in items[place:at]
            )
            return item.value if moved or at - place <= 3 else None
        if item.low in _STOPS or item.kind == "rel":
            return None
    return None


def _type(items: Sequence[Item], at: int) -> str:
    near = next((item.value for item in items[at + 1 : at + 5] if item.kind == "type"), None)
    return near or "all"


def _qualifier(items: Sequence[Item], at: int) -> str:
    if items[at].low in ("at_least", "more_than", "approximately", "fewer_than", "up_to"):
        return items[at].low
    return next(
        (items[place].value for place in range(at - 1, max(-1, at - 3), -1) if items[place].kind == "exact"), "exact"
    )


def _zeros(items: Sequence[Item], found: Sequence[Figure]) -> Iterator[Figure]:
    """`did not convict any trafficker`, `no convictions`, `without a prosecution`."""
    seen: set[str] = set()
    for at, item in enumerate(items):
        if item.kind != "deny":
            continue
        for place in range(at + 1, min(len(items), at + 6)):
            other = items[place]
            if other.kind in ("num", "number", "rel", "mark"):
                break
            if other.kind not in ("act", "noun"):
                continue
            after = items[place + 1 : place + 6]
            nobody = any(each.kind in ("any", "person", "victim", "deny") or each.low in ("any", "a") for each in after)
            if (
                (other.kind == "noun" or nobody)
                and other.value not in seen
                and not any(each.kind in ("num", "number") for each in after[:2])
            ):
                seen.add(other.value)
                yield Figure(place, other.value, 0, "exact", _type(items, place))
            break


def _multipliers(items: Sequence[Item]) -> Iterator[Figure]:
    """`doubled`, `three times as many`, `rose by 12 percent`."""
    for at, item in enumerate(items):
        if item.kind not in ("factor", "pct"):
            continue
        measure = next(
            (
                items[place].value
                for place in range(at - 1, max(-1, at - 17), -1)
                if items[place].kind in ("noun", "act")
            ),
            None,
        )
        if measure is None:
            measure = next((each.value for each in items[at + 1 : at + 8] if each.kind == "noun"), None)
        around = items[max(0, at - 8) : at + 8]
        is_change = (
            item.kind == "factor"
            or any(each.kind in ("rise", "fall") for each in around)
            or any(each.kind == "exact" for each in items[max(0, at - 2) : at])
        )
        if measure is not None and is_change and item.value.isdecimal():
            yield Figure(at, measure, int(item.value), _qualifier(items, at), "all")


# -- whose number, and of which year


def _is_worldwide(items: Sequence[Item], at: int) -> bool:
    return any(item.kind == "world" for item in items) and not any(
        item.kind == "country" for item in items[max(0, at - _NEVER_FAR) : at]
    )


def _country(items: Sequence[Item], at: int, context: SentenceContext, main_country: str | None) -> str | None:
    """The country before a number, else the one after it, else the one the text speaks of."""
    named = [
        (place, item.value)
        for place, item in enumerate(items)
        if item.kind in ("country", "adjective") and item.value != "USA"
    ]
    countries = {country for _, country in named}
    if len(countries) == 1:
        return countries.pop()
    before = [country for place, country in named if place < at and not (place and items[place - 1].low == "and")]
    if len(countries) > 1:
        return before[-1] if before else None
    return context.singular_country or main_country


def _data_year(items: Sequence[Item], figure: Figure, edition: int | None) -> int | None:
    own = _year_after(items, figure.at)
    if own is not None:
        return own
    opening = next((int(item.value) for item in items[:4] if item.kind == "year"), None)
    last = [int(item.value) for item in items if item.kind == "year" and int(item.value) != figure.previous_year]
    only = last[0] if len(last) == 1 and edition is not None and last[0] in (edition - 1, edition - 2) else None
    return opening or only or (edition - 1 if edition is not None else None)


def _year_after(items: Sequence[Item], at: int, reach: int = 8) -> int | None:
    for item in items[at + 1 : at + reach + 1]:
        if item.kind == "year":
            return int(item.value)
        if item.kind in ("num", "number", "compare", "rel") or item.low in _STOPS:
            return None
    return None


# -- numbers of countries


def _sizes(items: Sequence[Item], numbers: Sequence[int], context: SentenceContext) -> Iterator[Figure]:
    """Numbers of countries on a tier, upgraded, downgraded or ranked, and estimates of victims."""
    counts_countries = any(item.kind == "nation" for item in items)
    found: list[Figure] = []
    for at in numbers:
        if _is_other_unit(items, at):
            continue
        if found and _is_compared(items, at):
            if found[-1].previous is None and at - found[-1].at <= 16:
                found[-1].previous = int(items[at].value)
                found[-1].previous_year = _year_after(items, at)
            continue
        if _is_definite(items, at):
            continue
        measure = _size(items, at, counts_countries=counts_countries or bool(found))
        if measure is not None:
            kind = "all" if measure == "victims_estimated" else None
            found.append(Figure(at, measure, int(items[at].value), _qualifier(items, at), kind))
    for at, item in enumerate(items):
        if (
            item.kind == "same"
            and found
            and items[at - 1].kind in _MOVED | {"word": ""}
            and (moved := _moved_before(items, at))
        ):
            found.append(Figure(at, moved, found[-1].value, "exact", None))
    yield from found


_DEFINITE: Final = frozenset(
    ("the", "these", "those", "all", "both", "its", "los", "las", "les", "os", "as", "ces", "estos")
)
_FEW: Final = 12


def _is_definite(items: Sequence[Item], at: int) -> bool:
    """`the three countries`: those that were named before. `nine countries were added to`: not all of the list."""
    value = int(items[at].value)
    is_named = at > 0 and items[at - 1].low in _DEFINITE and value <= _FEW
    others = any(item.low == "other" for item in items[at + 1 : at + 2])
    added = others or any(
        item.low in ("added", "new", "added to", "dropped", "removed", "off") for item in items[at + 1 : at + 8]
    )
    return is_named or added or value <= 1


def _moved_before(items: Sequence[Item], at: int) -> str | None:
    return next(
        (_MOVED[items[place].kind] for place in range(at - 1, max(-1, at - 4), -1) if items[place].kind in _MOVED), None
    )


def _size(items: Sequence[Item], at: int, *, counts_countries: bool) -> str | None:
    window = list(range(at + 1, min(len(items), at + 13)))
    end = next(
        (
            place
            for place in window
            if items[place].kind in ("num", "number", "country", "rel") or items[place].low in _STOPS
        ),
        window[-1] + 1 if window else at + 1,
    )
    after = items[at + 1 : end]
    nation = any(item.kind == "nation" for item in after[:4])
    if _is_estimate(items, at, after):
        return "victims_estimated"
    if not (nation or counts_countries) or any(
        item.kind in ("act", "noun", "person", "victim", "case") for item in after[:4]
    ):
        return None
    tier = next((item for item in after if item.kind == "tier"), None)
    if tier is not None and tier.value in _TIER_SIZES:
        return _TIER_SIZES[tier.value]
    moved = next((item.kind for item in after[:6] if item.kind in _MOVED), None) or (
        next((items[place].kind for place in range(at - 1, max(-1, at - 4), -1) if items[place].kind in _MOVED), None)
    )
    if moved is not None:
        return _MOVED[moved]
    if (
        nation
        and any(item.kind == "ranked" for item in (*items[max(0, at - 6) : at], *after[:8]))
        and int(items[at].value) > 50
    ):
        return "countries_ranked"
    if (
        not nation
        and any(item.kind == "ranked" for item in (*items[max(0, at - 2) : at], *after[:2]))
        and int(items[at].value) > 100
    ):
        return "countries_ranked"
    return None


def _is_estimate(items: Sequence[Item], at: int, after: Sequence[Item]) -> bool:
    people = any(item.kind in ("victim", "person") for item in after[:5])
    estimated = any(item.kind == "estimate" for item in (*items[max(0, at - 5) : at], *after))
    return int(items[at].value) >= 100_000 and people and estimated
