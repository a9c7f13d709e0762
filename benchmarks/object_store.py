"""A release in an object store on the loopback interface: objects, bytes, time of publication and of queries.

    python -m benchmarks.object_store HOME

Uploads the current release of a home to moto's S3 server: as it is by default, and with all files by country and year.
Each query runs in a warm process; the median of seven runs is shown. On loopback a request takes a few milliseconds; of
a store that is far away, the number of requests counts, which is shown too.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from pyarrow import dataset, fs

from assets.pipeline.home.home import Home
from tests.s3 import BUCKET, S3, s3_server
from warehouse.object_store import ObjectStore
from warehouse.release.release_store import Release
from warehouse.release.remote import RemoteReleases

RUNS = 7
TABLE, COUNTRY, YEAR = "report_sections", "KHM", 2018


def _median_ms(query: Callable[[], object]) -> float:
    query()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        query()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def _shape(label: str, sizes: list[int]) -> None:
    print(f"  {label:<44} {len(sizes):7,} objects {sum(sizes) / 1e6:8.1f} MB")


def _publish(server: S3, release: Release, prefix: str, *, with_partitions: bool) -> ObjectStore:
    store = ObjectStore(f"s3://{BUCKET}/{prefix}")
    began = time.perf_counter()
    RemoteReleases(store, "benchmark", with_partitions=with_partitions).publish(release)
    seconds = time.perf_counter() - began
    _shape(f"{prefix}, uploaded in {seconds:.1f} s", [each.size for each in store.objects(release.name)])
    return store


def _queries(source: str, server: S3, *, is_hive: bool) -> None:
    options = {"storage_options": server.polars_options, "hive_partitioning": is_hive}
    files = fs.S3FileSystem(endpoint_override=f"127.0.0.1:{server.port}", scheme="http", region="us-east-1")
    glob = f"{source}/**/*.parquet" if is_hive else source

    def with_polars(chosen: pl.Expr | None) -> pl.DataFrame:
        rows = pl.scan_parquet(glob, **options)  # type: ignore[arg-type]
        return (rows.filter(chosen) if chosen is not None else rows).collect()

    def with_pyarrow(chosen: dataset.Expression | None) -> object:
        partitioning = "hive" if is_hive else None
        data = dataset.dataset(source.removeprefix("s3://"), filesystem=files, partitioning=partitioning)
        return data.to_table(filter=chosen)

    cases = {
        "one country": (pl.col("country") == COUNTRY, dataset.field("country") == COUNTRY),
        "one year": (pl.col("year") == YEAR, dataset.field("year") == YEAR),
        "all rows": (None, None),
    }
    for name, (for_polars, for_pyarrow) in cases.items():
        polars_ms = _median_ms(lambda chosen=for_polars: with_polars(chosen))  # type: ignore[misc]
        pyarrow_ms = _median_ms(lambda chosen=for_pyarrow: with_pyarrow(chosen))  # type: ignore[misc]
        print(f"    {name:<14} Polars {polars_ms:8.0f} ms   pyarrow {pyarrow_ms:8.0f} ms", flush=True)


def main() -> None:
    """Measures the current release of a home."""
    release = Home(Path(sys.argv[1])).releases.current()
    assert release is not None
    with s3_server() as server:
        os.environ.update(server.environment)
        print(f"release {release.name}")
        _shape("in the home", [path.stat().st_size for path in release.path.rglob("*") if path.is_file()])
        for part in ("tables", "compact", "report"):
            _shape(
                f"of these {part}/",
                [
                    path.stat().st_size
                    for path in (release.path / part).rglob("*.parquet" if part != "report" else "*")
                    if path.is_file()
                ],
            )
        plain = _publish(server, release, "default", with_partitions=False)
        whole = _publish(server, release, "with_partitions", with_partitions=True)
        as_staged = f"{release.name}/as_staged.parquet"
        plain.put(as_staged, release.path / f"compact/{TABLE}.parquet")
        for label, source, is_hive in (
            ("compact file, row groups by country", plain.url(f"{release.name}/compact/{TABLE}.parquet"), False),
            ("compact file as in the home", plain.url(as_staged), False),
            ("files by country and year", whole.url(f"{release.name}/tables/{TABLE}"), True),
        ):
            print(f"  {TABLE}, {label}")
            _queries(source, server, is_hive=is_hive)


if __name__ == "__main__":
    main()
