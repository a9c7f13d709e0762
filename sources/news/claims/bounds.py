"""How exact a number is meant: ranges, hedged numbers of years, the number compared with; what a multiplier says."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.numbers import QUALIFIERS_BEFORE
from sources.news.claims.enumerations import Statement
from sources.news.claims.numbers_beside import Figure, qualifier_of
from sources.reference.data import rows

_NUMBERS: Final = ("num", "number")
_BETWEEN: Final = frozenset(("between", "entre"))
_AND: Final = frozenset(("and", "y", "e", "et"))
_TO: Final = frozenset(("to", "a", "para", "à"))
_NEAR: Final = 8
"""Items between a percentage and the verb that says whether it is a rise."""
_HEDGE_ITEMS: Final = 4


def range_high(items: Sequence[Item], at: int) -> int | None:
    """The upper end of a range that begins at a number: `30 to 40`, `entre 25 y 35`; None for a single number."""
    number = items[at].number
    if number is not None:
        return number.high
    return int(items[at + 2].value) if at + 2 < len(items) and is_range_end(items, at + 2) else None


def is_range_end(items: Sequence[Item], at: int) -> bool:
    """Whether a number is the second one of `entre 25 y 35`."""
    return (
        at >= len(("entre", "25", "y"))
        and items[at].kind in _NUMBERS
        and items[at - 1].low in _AND
        and items[at - 2].kind in _NUMBERS
        and items[at - 3].low in _BETWEEN
    )


def previous_qualifier(items: Sequence[Item], figure: Figure) -> str | None:
    """How exact the number is said to be that a figure is compared with; None where there is none."""
    if figure.previous is None:
        return None
    places = (at for at, item in enumerate(items) if item.kind in _NUMBERS and item.value == str(figure.previous))
    return next((qualifier_of(items, at) for at in places if at != figure.at), "exact")


def growth_of(items: Sequence[Item], at: int) -> str:
    """What the number of a multiplier says, as a value of `GROWTHS`."""
    beside = _movements((*items[at + 1 : at + 2], *reversed(items[max(0, at - 2) : at])))
    if items[at].kind != "pct":
        return "times_fewer" if beside[:1] == ["fall"] else "times"
    if at and items[at - 1].low in _TO and items[at - 1].kind != "any":  # `a`, the article
        return "percent"
    around = beside[:1] or list(dict.fromkeys(_movements(items[max(0, at - _NEAR) : at + _NEAR])))
    if len(around) != 1:
        return "percent"  # `convictions fell, and prosecutions, which rose before, by 20 percent`
    return "percent_more" if around == ["rise"] else "percent_fewer"


def _movements(items: Sequence[Item]) -> list[str]:
    return [item.kind for item in items if item.kind in ("rise", "fall")]


def streak_qualifier(items: Sequence[Item], clause: Statement, streak: int | None) -> str | None:
    """How a number of years in a row is hedged: `for more than five consecutive years`; None where it is not."""
    for at in range(clause.start, clause.end):
        if items[at].kind in ("number", "figure") and items[at].value == str(streak):
            before = " ".join(item.low for item in items[max(clause.start, at - _HEDGE_ITEMS) : at])
            hedge = next((value for form, value in _hedges() if f" {before}".endswith(f" {form}")), None)
            if hedge is not None:
                return hedge
    return None


@cache
def _hedges() -> tuple[tuple[str, str], ...]:
    """The words before a number that say how exact it is, the longest first."""
    counted = (
        (row["form"], row["class"].partition(".")) for row in rows("count_words.csv", package="sources.language")
    )
    found = dict(QUALIFIERS_BEFORE) | {form: value for form, (kind, _, value) in counted if kind == "exact"}
    return tuple(sorted(((form, value) for form, value in found.items() if value != "exact"), key=lambda e: -len(e[0])))
