"""Checks on `countries`: names belong to one country, and rows print the name of their own."""

import re
import unicodedata
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_NAME_COLUMNS: Final = {"pages": "country_printed", "tier_sightings": "country_printed", "statutory_lists": "printed"}
"""By table, the column that holds the country's name as the page prints it."""

_NOT_WORD: Final = re.compile(r"[\W_]+")


def _printed_names_fit(context: CheckContext) -> Finding:
    """No row of one country prints the name of another."""
    countries_by_name: dict[str, set[str]] = {}
    for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows():
        for known_name in (name, *aliases):
            countries_by_name.setdefault(_normalized_name(known_name), set()).add(country)
    failing: list[Failing] = []
    compared = 0
    for table, column in _NAME_COLUMNS.items():
        rows = context.frame(table).filter(pl.col(column).is_not_null())
        for country, year, printed in rows.select("country", "year", column).unique().sort(pl.all()).iter_rows():
            compared += 1
            others = countries_by_name.get(_normalized_name(printed), set())
            if others and country not in others:
                text = f"{country} {year}: {table} prints {printed!r}, which is {' or '.join(sorted(others))}"
                failing.append(Failing(text, country, year))
    return Finding(failing, f"{compared} printed names compared, {len(failing)} of other countries", "its own name")


def _names_of_one_country(context: CheckContext) -> Finding:
    countries_by_name: dict[str, set[str]] = {}
    for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows():
        for known_name in (name, *aliases):
            countries_by_name.setdefault(_normalized_name(known_name), set()).add(country)
    shared = sorted((name, sorted(countries)) for name, countries in countries_by_name.items() if len(countries) > 1)
    failing = [f"{name}: {' and '.join(countries)}" for name, countries in shared]
    return Finding(
        failing, f"{len(countries_by_name)} names, {len(failing)} of several countries", "one country a name"
    )


def _normalized_name(name: str) -> str:
    """A name without accents, case, punctuation and spaces."""
    plain = unicodedata.normalize("NFKD", name)
    return _NOT_WORD.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter))).casefold()


CHECKS: Final = (
    Check(
        name="printed_names_fit",
        table="countries",
        severity="error",
        blocking=True,
        reason="A row of one country that prints the name of another has the wrong country.",
        advice="Correct sources/reference/data/countries.csv, or the reader that gave the row its country.",
        find=_printed_names_fit,
        reads=tuple(_NAME_COLUMNS),
    ),
    Check(
        name="names_of_one_country",
        table="countries",
        severity="error",
        blocking=True,
        reason="A name of two countries would assign rows to either of them.",
        advice="Make the alias unambiguous in sources/reference/data/countries.csv.",
        find=_names_of_one_country,
    ),
)
