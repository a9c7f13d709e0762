"""The build specification of a table: its declaration, its inputs, the function that makes it, and its charts.

Dagster dependencies, lineage, incremental keys, code versions, the check that a table is made from its inputs and its
rebuild in tests all derive from a `Build`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from warehouse.tables import QUARANTINE, Table

Rows = pl.DataFrame | Iterator[pl.DataFrame]
"""What a build makes: all rows, or, of a table too large to hold, chunks of them in the order of the key."""


@dataclass(frozen=True)
class Staged:
    """Rows of another staged table.

    Attributes:
        table: its name.
        columns: the columns that are handed over; all where it is empty.
        in_chunks: whether the rows are handed over as an iterator of frames, in the order of the key.
    """

    table: str
    columns: tuple[str, ...] = ()
    in_chunks: bool = False


@dataclass(frozen=True)
class Reference:
    """Reviewed rows that the project ships; handed over as a list of dicts.

    Attributes:
        name: what the caller of the build knows them by.
    """

    name: str


@dataclass(frozen=True)
class Editions:
    """The rows of the table itself, as they were read edition by edition.

    Attributes:
        years_before: how many earlier editions the rows of one edition also depend on.
    """

    years_before: int = 0


@dataclass(frozen=True)
class NewsBatches:
    """The rows of the table itself, as they were read from news pages; sorted outside of memory.

    Attributes:
        nested: the table whose nested rows are taken; the table's own where it is None.
        extra: by column, the SQL that gives its value in place of the row's own: `used.*`, `batch.*` or `item.*`.
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
        title: what is counted.
        series: from the table's rows and the inputs of the build, by name, the count of each year.
    """

    name: str
    title: str
    series: Callable[["View"], Mapping[str, Mapping[int, int]]]


@dataclass(frozen=True)
class Listing:
    """A short table of rows, for the UI; left out where it has none.

    Attributes:
        name: of the metadata entry.
        rows: from the table's rows and the inputs of the build.
    """

    name: str
    rows: Callable[["View"], pl.DataFrame]


@dataclass(frozen=True)
class View:
    """What charts and listings look at: the table that was made, and the staged tables it was made from.

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
        make: the function that makes the rows; called with the inputs by name, and with nothing else.
        inputs: by argument of `make`, what it is handed.
        rebuilds_as: name of the check that the staged rows are those that `make` gives; None where the rows are read
            from pages or reference data, which other checks compare with their source.
        charts: charts for the UI.
        listings: short tables for the UI.
    """

    table: Table
    make: Callable[..., Rows]
    inputs: Mapping[str, Input] = field(default_factory=dict)
    rebuilds_as: str | None = None
    charts: tuple[Chart, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @property
    def tables(self) -> tuple[str, ...]:
        """The staged tables that are handed over, in the order of the inputs."""
        named = (given.table for given in self.inputs.values() if isinstance(given, Staged))
        return tuple(dict.fromkeys(named))

    @property
    def references(self) -> tuple[str, ...]:
        """The names of the reviewed rows that are handed over."""
        return tuple(given.name for given in self.inputs.values() if isinstance(given, Reference))

    @property
    def editions(self) -> Editions | None:
        """The input that is read from report pages; None where there is none."""
        return next((given for given in self.inputs.values() if isinstance(given, Editions)), None)

    @property
    def news(self) -> NewsBatches | None:
        """The input that is read from news pages; None where there is none."""
        return next((given for given in self.inputs.values() if isinstance(given, NewsBatches)), None)

    @property
    def reads_decisions(self) -> bool:
        """Whether an input is the decisions of people about captures."""
        return any(isinstance(given, Decisions) for given in self.inputs.values())

    def is_read_from(self, family: str | None) -> bool:
        """Whether editions of a family hold rows of the table; news and pages of no known edition are told by name.

        Of news and of unknown pages an edition holds nothing but rejected rows beside the tables of news.
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
        """Whether the rows are made some at a time, because they may be too many to hold."""
        return self.news is not None or any(
            isinstance(given, Staged) and given.in_chunks for given in self.inputs.values()
        )

    @property
    def lineage(self) -> str:
        """What the rows are made from, in words: the inputs, in their order."""
        words = {
            Editions: "report pages, read edition by edition",
            NewsBatches: "news pages",
            Decisions: "decisions of people about captures",
        }
        parts = [
            given.table
            if isinstance(given, Staged)
            else "reviewed reference data"
            if isinstance(given, Reference)
            else words[type(given)]
            for given in self.inputs.values()
        ]
        return ", ".join(dict.fromkeys(parts))


def passed_on(rows: Any) -> Any:
    """The rows as they are handed over: for tables that are read and not computed."""
    return rows


def counts_by_year(rows: pl.LazyFrame) -> dict[int, int]:
    """How many rows there are of each year."""
    return dict(rows.group_by("year").len().sort("year").collect().iter_rows())
