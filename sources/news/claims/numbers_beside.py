"""A number of a sentence, and the words right beside it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item, ahead, find, has, means, words

NUMBERS: Final = ("num", "number")
STOPS: Final = (";", ".")
_MORE: Final = words("more")


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


def _lead(items: Sequence[Item], at: int) -> Iterator[int]:
    """The words right before a number: qualifiers, articles, and the word that compares."""
    for place in range(at - 1, max(-1, at - 5), -1):
        yield place
        if items[place].kind not in ("word", "exact", "any", "world", "country", "act") or items[place].low in (",",):
            return


def is_compared(items: Sequence[Item], at: int, weak: Collection[str] = ()) -> bool:
    """Whether a number is what another one is compared with: `compared with 407`.

    Args:
        items: the items of the sentence.
        at: the number.
        weak: words of comparison that do not count, such as `against`, which also names suspects.
    """
    return any(items[place].kind == "compare" and items[place].low not in weak for place in _lead(items, at))


def is_other_unit(items: Sequence[Item], at: int) -> bool:
    """Whether a number counts years, pages or money."""
    if has(items[at + 1 : at + 2], "pct", "country") or _is_difference(items, at):
        return True  # `un 20 %`, `two more than in 2013`
    return has(items[at + 1 : at + 3], "unit") or (at > 0 and items[at - 1].low in ("$", "€", "£"))


def _is_difference(items: Sequence[Item], at: int) -> bool:
    """`two more than`, `deux de plus`, `dos más que`: how many more or fewer, and not how many."""
    after = [item.low.split()[0] for item in items[at + 1 : at + 3]]
    return bool(after) and (after[0] in _MORE or (after[0] in ("de", "a") and after[-1] in _MORE))


def qualifier_of(items: Sequence[Item], at: int) -> str:
    """How exact a number is said to be."""
    if items[at].low in ("at_least", "more_than", "approximately", "fewer_than", "up_to"):
        return items[at].low
    return next(
        (items[place].value for place in range(at - 1, max(-1, at - 3), -1) if items[place].kind == "exact"), "exact"
    )


def year_after(items: Sequence[Item], at: int, reach: int = 8) -> int | None:
    """The year after a number, before the next number; None where there is none."""
    year = find(items, ahead(items, at, reach), ("year",), (*NUMBERS, *STOPS, "compare", "rel"))
    return int(items[year].value) if year is not None and not means(items[at:year], "since") else None
