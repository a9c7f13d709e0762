"""Reads the current release of an object store repeatedly, in a separate process.

    python -m tests.soak.store_reader ADDRESS duckdb|polars

Takes the name of the current release once per pass. All rows of a release must have the version of the release. Rows of
another version, errors and missing objects are lines of `wrong` in the JSON object that is printed when standard input
closes.
"""

import json
import os
import sys
import threading
from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl

from tests.soak.publisher import COUNTS, STRIDE
from tests.soak.reader import Versions, versions_of
from tests.warehouse.staged import SHOWN, country_years, version_of
from warehouse.object_store import ObjectStore


def with_polars(url: str, columns: list[str]) -> Versions:
    options = {"aws_allow_http": "true", "aws_endpoint_url": os.environ["AWS_ENDPOINT_URL"]}
    return versions_of(pl.read_parquet(url, columns=columns, storage_options=options).select(columns).rows())


def with_duckdb(url: str, columns: list[str]) -> Versions:
    """DuckDB reads through obstore: its own S3 reader is an extension that is downloaded."""
    from obstore.fsspec import FsspecStore

    files = FsspecStore("s3", client_options={"allow_http": True}, endpoint=os.environ["AWS_ENDPOINT_URL"])
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register_filesystem(files)
        return versions_of(connection.execute(f"SELECT {', '.join(columns)} FROM '{url}'").fetchall())


READERS: dict[str, Any] = {"polars": with_polars, "duckdb": with_duckdb}


def read(store: ObjectStore, release: str, reader: Any) -> set[int]:
    """The versions of all tables of a release; there should be one."""
    versions = set()
    for table, count in COUNTS.items():
        url = store.url(f"{release}/compact/{table}.parquet")
        found: Versions = reader(url, ["country", "year", SHOWN[table]])
        version = max(found.values())
        places: Iterable[tuple[str, int]] = country_years(count)
        assert found == {key: version_of(place, version, STRIDE) for place, key in enumerate(places)}, table
        versions.add(version)
    return versions


def main() -> None:
    store, reader = ObjectStore(sys.argv[1]), READERS[sys.argv[2]]
    stopped = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
    passes, seen, wrong = 0, set(), []
    print("ready", flush=True)
    while not stopped.wait(0.2):
        release = json.loads(store.get("current.json") or b"{}")["release"]
        try:
            versions = read(store, release, reader)
            if len(versions) != 1:
                wrong.append(f"{release} holds versions {versions}")
        except Exception as error:
            wrong.append(f"{release}: {type(error).__name__}: {error}")
        seen.add(release)
        passes += 1
    print(json.dumps({"passes": passes, "releases": len(seen), "wrong": wrong[:20]}))


if __name__ == "__main__":
    main()
