"""The build specification of a table: its declaration, its inputs, the function that makes it, and its charts.

Dagster dependencies, lineage, staleness, code versions and the check that builds a table again derive from a `Build`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from warehouse.tables import QUARANTINE, TABLES, TIER_RECORD, Table

Rows = pl.DataFrame | Iterator[pl.DataFrame]
"""The result of a build: all rows, or, for a table larger than memory, chunks in the order of the key."""


@dataclass(frozen=True)
class Staged:
    """Rows of another staged table.

    Attributes:
        table: its name.
        columns: the columns of the rows; all where it is empty.
        in_chunks: whether the function receives an iterator of frames, in the order of the key.
        by_country: whether rows of a country are made of its own rows only, and not of those of other countries.
        of: the argument of an input by country, and a column: only the rows count whose value of the column the rows
            of that input have.
    """

    table: str
    columns: tuple[str, ...] = ()
    in_chunks: bool = False
    by_country: bool = False
    of: tuple[str, str] | None = None


@dataclass(frozen=True)
class Reference:
    """Reviewed rows that the project ships, as a list of dicts.

    Attributes:
        name: the name by which the caller of the build finds them.
    """

    name: str


@dataclass(frozen=True)
class Editions:
    """The rows of the table itself, read edition by edition.

    Attributes:
        years_before: the number of earlier editions that the rows of one edition depend on.
    """

    years_before: int = 0


@dataclass(frozen=True)
class NewsBatches:
    """The rows of the table itself, read from news pages.

    Attributes:
        nested: the table whose nested rows are read; the table itself where it is None.
        extra: by column, an SQL expression in place of the row's own value: `used.*`, `batch.*` or `item.*`.
        switch: the setting that must be on for the table to have rows; none where it is None.
    """

    nested: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    switch: str | None = None


@dataclass(frozen=True)
class Decisions:
    """Decisions of people about captures, from the archive; a list of dicts."""


Input = Staged | Reference | Editions | NewsBatches | Decisions


@dataclass(frozen=True)
class Chart:
    """A chart of counts by year, for the UI.

    Attributes:
        name: of the metadata entry.
        title: its title.
        series: returns, by name, the count of each year.
    """

    name: str
    title: str
    series: Callable[["View"], Mapping[str, Mapping[int, int]]]


@dataclass(frozen=True)
class Listing:
    """A short table of rows, for the UI; left out where it is empty.

    Attributes:
        name: of the metadata entry.
        rows: returns the rows.
    """

    name: str
    rows: Callable[["View"], pl.DataFrame]


@dataclass(frozen=True)
class View:
    """The input of charts and listings: the table, and the staged tables it was made from.

    Attributes:
        rows: the staged rows of the table, lazily.
        inputs: by table, the staged rows of the inputs, lazily.
    """

    rows: pl.LazyFrame
    inputs: Mapping[str, pl.LazyFrame]


@dataclass(frozen=True)
class Build:
    """How a table is made.

    Attributes:
        table: the declaration.
        make: the function that makes the rows; it receives the inputs as keyword arguments.
        inputs: the inputs by argument of `make`.
        rebuilds_as: the name of the check that builds the table again and compares the rows; None for rows that are
            read from pages or reference data.
        charts: charts for the UI.
        listings: short tables for the UI.
        columns_from: by column, the `table.column` of inputs that it is computed from, where these have another name.
    """

    table: Table
    make: Callable[..., Rows]
    inputs: Mapping[str, Input] = field(default_factory=dict)
    rebuilds_as: str | None = None
    charts: tuple[Chart, ...] = ()
    listings: tuple[Listing, ...] = ()
    columns_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @property
    def tables(self) -> tuple[str, ...]:
        """The staged tables among the inputs, in their order."""
        tables = (source.table for source in self.inputs.values() if isinstance(source, Staged))
        return tuple(dict.fromkeys(tables))

    @property
    def is_by_country(self) -> bool:
        """Whether the rows of some countries can be made without those of the others."""
        return any(isinstance(source, Staged) and source.by_country for source in self.inputs.values())

    @property
    def column_lineage(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By column, the columns of staged tables that it comes from.

        These are the declared ones, else the columns of inputs with the same name. A column without any comes from
        pages, from reviewed rows, or from whole rows of the inputs.
        """
        staged = [source for source in self.inputs.values() if isinstance(source, Staged)]
        lineage: dict[str, tuple[tuple[str, str], ...]] = {}
        for column in self.table.columns:
            declared = [tuple(name.split(".", 1)) for name in self.columns_from.get(column, ())]
            same = [(source.table, column) for source in staged if column in _columns_of(source)]
            found = declared or list(dict.fromkeys(same))
            if found:
                lineage[column] = tuple((table, name) for table, name in found)
        return lineage

    @property
    def references(self) -> tuple[str, ...]:
        """The names of the reviewed rows among the inputs."""
        return tuple(source.name for source in self.inputs.values() if isinstance(source, Reference))

    @property
    def editions(self) -> Editions | None:
        """The input from report pages; None where there is none."""
        return next((source for source in self.inputs.values() if isinstance(source, Editions)), None)

    @property
    def news(self) -> NewsBatches | None:
        """The input from news pages; None where there is none."""
        return next((source for source in self.inputs.values() if isinstance(source, NewsBatches)), None)

    @property
    def reads_decisions(self) -> bool:
        """Whether an input is the decisions of people about captures."""
        return any(isinstance(given, Decisions) for given in self.inputs.values())

    def is_read_from(self, family: str | None) -> bool:
        """Whether editions of a family have rows of the table; `family` is None for pages of no known edition.

        News and unknown pages have no rows of the tables of report pages, only rejected rows.
        """
        if self.news is not None:
            return family == "news"
        return self.editions is not None and (self.table == QUARANTINE or family not in (None, "news"))

    @property
    def module(self) -> str:
        """The module of the function that makes the rows."""
        made_by = self.make.func if isinstance(self.make, partial) else self.make
        return str(made_by.__module__)

    @property
    def is_in_chunks(self) -> bool:
        """Whether the rows are made in chunks, because they may not fit in memory."""
        return self.news is not None or any(
            isinstance(source, Staged) and source.in_chunks for source in self.inputs.values()
        )

    @property
    def lineage(self) -> str:
        """The inputs in words, in their order."""
        words = {
            Editions: "report pages, read edition by edition",
            NewsBatches: "news pages",
            Decisions: "decisions of people about captures",
        }
        parts = [
            source.table
            if isinstance(source, Staged)
            else "reviewed reference data"
            if isinstance(source, Reference)
            else words[type(source)]
            for source in self.inputs.values()
        ]
        return ", ".join(dict.fromkeys(parts))


def _columns_of(source: Staged) -> tuple[str, ...]:
    known = {**TABLES, TIER_RECORD.name: TIER_RECORD}
    return source.columns or tuple(known[source.table].columns)


def unchanged(rows: Any) -> Any:
    """The rows themselves: the build of a table that is read and not computed."""
    return rows


def counts_by_year(rows: pl.LazyFrame) -> dict[int, int]:
    """The number of rows of each year."""
    return dict(rows.group_by("year").len().sort("year").collect().iter_rows())
