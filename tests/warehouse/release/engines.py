"""Reads a table of a release in an object store with Polars, pyarrow and DuckDB.

    python -m tests.warehouse.release.engines ADDRESS RELEASE

Each engine has a client of its own with native threads that read the variables of the environment, which tests of the
suite change. So this is a process of its own. It prints what each engine read as one JSON object.
"""

import json
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import duckdb
import polars as pl
from obstore.fsspec import FsspecStore
from pyarrow import dataset, fs


def main() -> None:
    address, release = sys.argv[1:]
    url = f"{address}/{release}/compact/country_years.parquet"
    read = {"polars": _polars(url), "pyarrow": _pyarrow(url), "duckdb": _duckdb(address, url)}
    print(json.dumps(read))


def _polars(url: str) -> list[tuple[Any, ...]]:
    options = {"aws_allow_http": "true", "aws_endpoint_url": os.environ["AWS_ENDPOINT_URL"]}
    return pl.read_parquet(url, storage_options=options).select("country", "year").rows()


def _pyarrow(url: str) -> int:
    endpoint = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    files = fs.S3FileSystem(endpoint_override=endpoint.netloc, scheme=endpoint.scheme, region=os.environ["AWS_REGION"])
    return int(dataset.dataset(url.removeprefix("s3://"), filesystem=files).to_table().num_rows)


def _duckdb(address: str, url: str) -> dict[str, list[tuple[Any, ...]]]:
    """DuckDB's own reader of S3 is an extension that is downloaded, so it reads through obstore."""
    files = FsspecStore("s3", client_options={"allow_http": True}, endpoint=os.environ["AWS_ENDPOINT_URL"])
    with duckdb.connect() as connection:
        connection.register_filesystem(files)
        return {
            "current": connection.execute(f"SELECT release FROM '{address}/current.json'").fetchall(),
            "country": connection.execute(f"SELECT country, year FROM '{url}' WHERE country = 'AAX'").fetchall(),
        }


if __name__ == "__main__":
    main()
