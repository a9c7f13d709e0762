"""Reads the current release of a made-up warehouse again and again, as a process of its own.

    python -m tests.soak.reader HOME duckdb|polars|pyarrow

Resolves `current` once a pass and keeps the path, as the documentation asks of readers. Every row of a release must be
of the one version that the release is: a row of another, an error or a file that is missing is a line of `wrong` in
the object that is printed when standard input closes.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
from pyarrow import dataset

from assets.pipeline.home.home import Home
from tests.soak.publisher import COUNTS, STRIDE
from tests.warehouse.staged import SHOWN, country_years, version_of

Said = dict[tuple[str, int], int]
"""By country and year, the version that a row says it is of."""


def with_duckdb(release: Path, table: str) -> Iterable[Said]:
    """The database file, which must name its own release, and the partitions."""
    sql = f"SELECT country, year, {SHOWN[table]} FROM"
    with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config={"threads": 1}) as connection:
        assert connection.execute("SELECT release FROM release").fetchall() == [(release.name,)]
        yield said(connection.execute(f"{sql} {table}").fetchall())
        tree = f"{release}/tables/{table}/*/*/*.parquet"
        yield said(connection.execute(f"{sql} read_parquet('{tree}', hive_partitioning = true)").fetchall())


def with_polars(release: Path, table: str) -> Iterable[Said]:
    """The partitions and the compact file."""
    columns = ["country", "year", SHOWN[table]]
    tree = pl.read_parquet(release / "tables" / table / "**/*.parquet", hive_partitioning=True)
    yield said(tree.select(columns).rows())
    yield said(pl.read_parquet(release / "compact" / f"{table}.parquet", columns=columns).rows())


def with_pyarrow(release: Path, table: str) -> Iterable[Said]:
    """The partitions as a data set."""
    found = dataset.dataset(release / "tables" / table, partitioning="hive").to_table(use_threads=False)
    yield said(zip(*(found[name].to_pylist() for name in ("country", "year", SHOWN[table])), strict=True))


def said(rows: Iterable[tuple[str, int, str]]) -> Said:
    return {(country, int(year)): int(text.removeprefix("version ")) for country, year, text in rows}


READERS: Final[dict[str, Callable[[Path, str], Iterable[Said]]]] = {
    "duckdb": with_duckdb,
    "polars": with_polars,
    "pyarrow": with_pyarrow,
}


def read(release: Path, reader: Callable[[Path, str], Iterable[Said]]) -> set[int]:
    """Reads every table in every way; the versions that the whole release is found to be of, which should be one."""
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
    while not stopped.wait(0.4):
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
    print(json.dumps({"passes": passes, "releases": len(seen), "wrong": wrong[:20]}))


if __name__ == "__main__":
    main()
