"""Builds whose rows can be made for some countries alone: their inputs, and digests of what each country is made of."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Staged
from warehouse.staging.files import digest

Scan = Callable[[str], pl.LazyFrame]
"""Returns the staged rows of a table, lazily."""

_CHUNK_ROWS: Final = 8_192


def made_of(build: Build, digests: Callable[[str], Mapping[str, str]], scan: Scan, others: str) -> dict[str, str]:
    """By country, a digest of all that its rows are made of: equal digests mean equal rows.

    Args:
        build: a build by country.
        digests: returns, by country, the digest of the rows of a table.
        scan: returns the rows of its inputs.
        others: the version of the code, and the digest of whatever else counts for all countries.
    """
    staged = [source for source in build.inputs.values() if isinstance(source, Staged)]
    parts = [digests(table) for table in dict.fromkeys(source.table for source in staged if source.by_country)]
    parts += [digests_by_country(_with_country(build, source, scan)) for source in staged if source.of is not None]
    countries = sorted({country for part in parts for country in part})
    return {
        country: digest("\n".join([others, *(part.get(country, "") for part in parts)]).encode())
        for country in countries
    }


def digests_by_country(rows: pl.LazyFrame) -> dict[str, str]:
    """By country, a digest of its rows in any order; libraries of another version may give another one."""
    frame = rows.collect()
    hashed = frame.select("country", one=frame.hash_rows(seed=1), other=frame.hash_rows(seed=2))
    sums = hashed.group_by("country").agg(pl.len(), pl.col("one", "other").sum())
    return {country: f"{count} {one:x} {other:x}" for country, count, one, other in sums.iter_rows()}


def whole_inputs(build: Build) -> list[str]:
    """The tables of which all rows count for every country."""
    staged = (source for source in build.inputs.values() if isinstance(source, Staged))
    return [source.table for source in staged if not source.by_country and source.of is None]


def rows_of(build: Build, source: Staged, scan: Scan, countries: Collection[str]) -> Any:
    """The rows of an input that count for some countries, in the form that the function of the build expects."""
    rows = scan(source.table)
    if source.by_country:
        rows = rows.filter(pl.col("country").is_in(sorted(countries)))
    elif source.of is not None:
        name, column = source.of
        other = _staged(build, name)
        links = scan(other.table).filter(pl.col("country").is_in(sorted(countries))).select(column).unique()
        rows = rows.join(links, on=column, how="semi", maintain_order="left")
    if source.columns:
        rows = rows.select(source.columns)
    return _chunks(rows.collect()) if source.in_chunks else rows.collect()


def _with_country(build: Build, source: Staged, scan: Scan) -> pl.LazyFrame:
    """The rows of an input that count for the rows of another one, with the country of these."""
    name, column = source.of or ("", "")
    links = scan(_staged(build, name).table).select("country", column).unique()
    return links.join(scan(source.table).select(source.columns), on=column)


def _staged(build: Build, name: str) -> Staged:
    source = build.inputs[name]
    if not isinstance(source, Staged):
        raise TypeError(f"{build.name}: the input {name} is no staged table")
    return source


def _chunks(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return rows.iter_slices(_CHUNK_ROWS)
