"""Tables of a release for notebooks and scripts: one line from a table's name to its rows.

from orchestration.notebook import connect, load

load("country_years").filter(country="KHM").collect()
connect().sql("FROM tier_history('KHM')").df()
"""

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from assets.pipeline.home.home import Home
from warehouse.release.release_store import Release
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES

if TYPE_CHECKING:
    import duckdb


def load(table: str, *, release: str | None = None, home: Path | str | None = None) -> pl.LazyFrame:
    """A table of a release as a lazy Polars frame; nothing is read before `collect()`.

    Args:
        table: its name.
        release: the name of a release, its id or the beginning of the id; the current release by default.
        home: the folder of the warehouse; by default as for the command line (`TIP_HOME`).

    Raises:
        KeyError: there is no such table, or no such release.
        FileNotFoundError: there is no release yet.
    """
    if table not in TABLES:
        raise KeyError(f"no table is called {table!r}; there are: {', '.join(TABLES)}")
    return pl.scan_parquet(release_of(release, home).path / compact_path(table))


def connect(*, release: str | None = None, home: Path | str | None = None) -> "duckdb.DuckDBPyConnection":
    """A read-only DuckDB connection to a release, with its tables, macros and views; arguments as for `load`."""
    import duckdb  # noqa: PLC0415 - only for those who want SQL

    return duckdb.connect(str(release_of(release, home).path / "warehouse.duckdb"), read_only=True)


def release_of(release: str | None, home: Path | str | None = None) -> Release:
    """The release with a name, or the current one, resolved once: a later publication does not affect what is read.

    Raises:
        KeyError: no release or several match the name.
        FileNotFoundError: there is no release yet.
    """
    found = Home(Path(home)) if home is not None else Home.from_environment()
    if release is not None:
        return found.releases.get(release)
    current = found.releases.current()
    if current is None:
        raise FileNotFoundError(f"{found.folder} has no current release; `tip run` publishes one")
    return current
