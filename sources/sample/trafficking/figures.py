"""Writes sentences that state the counts of `figures.csv`, in varying patterns, and no other number."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.sample.trafficking.facts import facts
from sources.sample.trafficking.wording import number, pick

_SECTIONS: Final = {
    "investigations": "prosecution",
    "prosecutions": "prosecution",
    "convictions": "prosecution",
    "victims_identified": "protection",
    "victims_referred": "protection",
}
_QUALIFIERS: Final = {"": "", "at_least": "at least "}
_PHRASES: Final = {
    ("investigations", "cases"): ("Police investigated {} in {when}", "The authorities opened or pursued {} in {when}"),
    ("investigations", "persons"): ("Police investigated {} in {when}",),
    ("prosecutions", "cases"): ("The government prosecuted {} in {when}", "Prosecutors brought {} to court in {when}"),
    ("prosecutions", "persons"): ("The government prosecuted {} in {when}", "Prosecutors charged {} in {when}"),
    ("convictions", "cases"): ("Courts secured {} in {when}", "The courts' work ended in {} in {when}"),
    ("convictions", "persons"): ("Courts convicted {} in {when}", "Judges convicted {} in {when}"),
    ("victims_identified", "persons"): ("The authorities identified {} in {when}", "In {when} officials identified {}"),
    ("victims_referred", "persons"): ("Local police referred {} to care in {when}",),
}
_NOUNS: Final = {
    ("investigations", "cases"): "trafficking case",
    ("investigations", "persons"): "suspected trafficker",
    ("prosecutions", "cases"): "trafficking case",
    ("prosecutions", "persons"): "suspect",
    ("convictions", "cases"): "conviction",
    ("convictions", "persons"): "trafficker",
    ("victims_identified", "persons"): "victim",
    ("victims_referred", "persons"): "victim",
}


@dataclass(frozen=True)
class Figure:
    """A count, with its comparisons.

    Attributes:
        value: None if the government did not report it.
        period: the calendar year; None for the reporting period.
        sex: the part of sex trafficking, None if not stated; likewise `labor`.
        prior: the count of the year or period before; `earlier` is the count before `prior`.
    """

    measure: str
    value: int | None
    qualifier: str
    unit: str
    trafficking_type: str
    sex: int | None
    labor: int | None
    period: int | None
    prior: int | None
    earlier: int | None


def counts(country: str, year: int, section: str) -> list[str]:
    """The sentences on counts for a section of a narrative."""
    found = _figures().get((country, year), ())
    return [_sentence(figure, country, year) for figure in found if _SECTIONS[figure.measure] == section]


def _sentence(figure: Figure, country: str, year: int) -> str:
    kind = figure.measure, figure.unit
    noun = f"{figure.trafficking_type} {_NOUNS[kind]}" if figure.trafficking_type else _NOUNS[kind]
    when = str(figure.period) if figure.period else "the reporting period"
    if figure.value is None:
        return f"The government did not report how many {noun}s it identified in {when}."
    if figure.value == 0:
        verb = {"prosecutions": "begin any new prosecution", "convictions": "convict any traffickers"}[figure.measure]
        return f"In {when} the government did not {verb}."
    amount = f"{_QUALIFIERS[figure.qualifier]}{number(figure.value)} {noun}{'' if figure.value == 1 else 's'}"
    phrase = pick(_PHRASES[kind], country, year, figure.measure).format(amount, when=when)
    return f"{phrase}{_parts(figure)}{_comparison(figure, country, year)}."


def _parts(figure: Figure) -> str:
    if figure.sex is None or figure.labor is None:
        return ""
    return f" ({number(figure.sex)} of sex trafficking and {number(figure.labor)} of labor trafficking)"


def _comparison(figure: Figure, country: str, year: int) -> str:
    if figure.prior is None:
        return ""
    prior = number(figure.prior)
    if figure.period is None:
        ways = (f", compared with {prior} in the previous reporting period", f", against {prior} the year before")
        return pick(ways, country, year, figure.measure, "comparison")
    if figure.earlier is not None:
        return f", compared with {prior} in {figure.period - 1} and {number(figure.earlier)} in {figure.period - 2}"
    assert figure.value is not None
    change = "up" if figure.value > figure.prior else "down"
    ways = (f", compared with {prior} in {figure.period - 1}", f", {change} from {prior} in {figure.period - 1}")
    return pick(ways, country, year, figure.measure, "comparison")


@cache
def _figures() -> dict[tuple[str, int], list[Figure]]:
    figures: dict[tuple[str, int], list[Figure]] = {}
    for row in facts("figures.csv"):
        reported = row["qualifier"] != "not_reported"
        figure = Figure(
            measure=row["measure"],
            value=int(row["value"]) if reported else None,
            qualifier=row["qualifier"],
            unit=row["unit"],
            trafficking_type=row["trafficking_type"],
            sex=_whole(row["sex"]),
            labor=_whole(row["labor"]),
            period=_whole(row["period"]),
            prior=_whole(row["prior"]),
            earlier=_whole(row["earlier"]),
        )
        figures.setdefault((row["country"], int(row["edition"])), []).append(figure)
    return figures


def _whole(text: str) -> int | None:
    return int(text) if text else None
