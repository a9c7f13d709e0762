"""Cost of the site of a release with many claims: CPU seconds, files and the heaviest pages.

    python -m benchmarks.site_scale RELEASE [CLAIMS]

RELEASE is the folder of a release, such as `data/current` of the sample. Its articles and claims are repeated with
other identities until there are CLAIMS of them (50,000 by default), and its narratives are spread over all countries
and editions, so that the pages are as full as those of 25 whole editions.
"""

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from warehouse.report.facts import ReleaseInfo
from warehouse.report.site import write_site
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES

NEWS = ("news_articles", "news_claims", "claim_checks")
NARRATIVES = ("enforcement_statistics", "recommendations", "tier_sightings", "report_sections")
CLAIMS = 50_000


def repeated(frame: pl.DataFrame, times: int) -> pl.DataFrame:
    """Rows of the news, repeated; every copy has identities and a sentence of its own."""
    copies = []
    for number in range(times):
        changed = [
            pl.col(name).map_elements(
                lambda identity, number=number: (
                    identity[:2] + hashlib.sha256(f"{number}{identity}".encode()).hexdigest()[:16]
                ),
                pl.String,
            )
            for name in ("claim_id", "article_id", "original_id")
            if name in frame.columns
        ]
        said = [pl.col("sentence") + f" Case {number}."] if "sentence" in frame.columns else []
        copies.append(frame.with_columns(*changed, *said))
    return pl.concat(copies)


def spread(frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Rows of narratives, given to every country and edition: each place has those of one narrative."""
    narratives = frame.select("country", "year").unique().sort("country", "year").with_row_index("narrative")
    targets = places.with_row_index("turn").with_columns(narrative=(pl.col("turn") % narratives.height).cast(pl.UInt32))
    rows = frame.join(narratives, on=["country", "year"]).drop("country", "year")
    return targets.join(rows, on="narrative").select(frame.columns).sort("country", "year")


def enlarge(release: Path, folder: Path, claims: int) -> dict[str, int]:
    """Writes the compact files of a larger release, and returns the rows of each table."""

    def read(name: str) -> pl.DataFrame:
        return pl.read_parquet(release / compact_path(name), hive_partitioning=False)

    places = read("tier_placements").select("country", "year").unique().sort("country", "year")
    times = -(-claims // read("news_claims").height)
    counts = {}
    for name in TABLES:
        frame = read(name)
        if name in NEWS:
            frame = repeated(frame, times)
        elif name in NARRATIVES:
            frame = spread(frame.filter(family="tip") if "family" in frame.columns else frame, places)
        path = folder / compact_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(path)
        counts[name] = frame.height
    return counts


def main() -> None:
    release = Path(sys.argv[1]).resolve()
    claims = int(sys.argv[2]) if len(sys.argv) > 2 else CLAIMS
    manifest = json.loads((release / "manifest.json").read_text())
    changes = json.loads((release / "changes.json").read_text())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = enlarge(release, folder, claims)
        info = ReleaseInfo(manifest["release"], manifest, rows, [], changes)
        began, cpu = time.perf_counter(), time.process_time()
        write_site(folder, info)
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        files = sorted(
            (path for path in folder.rglob("report/**/*") if path.is_file()), key=lambda path: path.stat().st_size
        )
        total = sum(path.stat().st_size for path in files)
        print(
            f"{rows['news_claims']:,} claims: {cpu:.1f} CPU seconds, {took:.1f} seconds;"
            f" {len(files):,} files, {total / 1e6:.0f} MB"
        )
        for path in files[-5:]:
            print(f"  {path.relative_to(folder)}: {path.stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main()
