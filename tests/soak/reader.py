"""Reads the current release of a test warehouse repeatedly, in a separate process.

    python -m tests.soak.reader HOME duckdb|polars|pyarrow

Resolves `current` once per pass and uses that path, as the documentation says. All rows of a release must have the
version of the release. Rows of another version, errors and missing files are lines of `wrong` in the JSON object that
is printed when standard input closes.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
from pyarrow import dataset

from assets.pipeline.home.home import Home
from tests.soak.publisher import COUNTS, STRIDE
from tests.warehouse.staged import SHOWN, country_years, version_of

_RESTS: Final = 2
"""How much longer a reader waits than it reads, so that three of them leave time for publications."""

Versions = dict[tuple[str, int], int]
"""By country and year, the version of a row."""


def with_duckdb(release: Path, table: str) -> Iterable[Versions]:
    """Reads the DuckDB file, which must name its release, and the partitions."""
    sql = f"SELECT country, year, {SHOWN[table]} FROM"
    with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config={"threads": 1}) as connection:
        assert connection.execute("SELECT release FROM release").fetchall() == [(release.name,)]
        yield versions_of(connection.execute(f"{sql} {table}").fetchall())
        tree = f"{release}/tables/{table}/*/*/*.parquet"
        yield versions_of(connection.execute(f"{sql} read_parquet('{tree}', hive_partitioning = true)").fetchall())


def with_polars(release: Path, table: str) -> Iterable[Versions]:
    """Reads the partitions and the compact file."""
    columns = ["country", "year", SHOWN[table]]
    tree = pl.read_parquet(release / "tables" / table / "**/*.parquet", hive_partitioning=True)
    yield versions_of(tree.select(columns).rows())
    yield versions_of(pl.read_parquet(release / "compact" / f"{table}.parquet", columns=columns).rows())


def with_pyarrow(release: Path, table: str) -> Iterable[Versions]:
    """Reads the partitions as a data set."""
    rows = dataset.dataset(release / "tables" / table, partitioning="hive").to_table(use_threads=False)
    yield versions_of(zip(*(rows[name].to_pylist() for name in ("country", "year", SHOWN[table])), strict=True))


def versions_of(rows: Iterable[tuple[str, int, str]]) -> Versions:
    return {(country, int(year)): int(text.removeprefix("version ")) for country, year, text in rows}


READERS: Final[dict[str, Callable[[Path, str], Iterable[Versions]]]] = {
    "duckdb": with_duckdb,
    "polars": with_polars,
    "pyarrow": with_pyarrow,
}


def read(release: Path, reader: Callable[[Path, str], Iterable[Versions]]) -> set[int]:
    """The versions of all tables of a release, read in every way; there should be one."""
    versions = set()
    for table, count in COUNTS.items():
        for found in reader(release, table):
            version = max(found.values())
            places = country_years(count)
            assert found == {key: version_of(place, version, STRIDE) for place, key in enumerate(places)}, table
            versions.add(version)
    return versions


def main() -> None:
    home, reader = Home(Path(sys.argv[1])), READERS[sys.argv[2]]
    stopped = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
    passes, seen, wrong = 0, set(), []
    print("ready", flush=True)
    rest = 0.0
    while not stopped.wait(max(0.4, rest)):
        began = time.perf_counter()
        release = home.releases.current()
        if release is None:
            wrong.append("no current release")
            continue
        try:
            versions = read(release.path, reader)
            if len(versions) != 1:
                wrong.append(f"{release.name} holds versions {versions}")
        except Exception as error:
            wrong.append(f"{release.name}: {type(error).__name__}: {error}")
        seen.add(release.name)
        passes += 1
        rest = _RESTS * (time.perf_counter() - began)
    print(json.dumps({"passes": passes, "releases": len(seen), "wrong": wrong[:20]}))


if __name__ == "__main__":
    main()
