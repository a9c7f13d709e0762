"""The steps of a refresh without Dagster, as the assets call them."""

from pathlib import Path

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import stale_editions
from assets.pipeline.publish.checks import run_checks
from assets.pipeline.publish.release import publish_staged
from assets.pipeline.read.editions import stage_editions
from sources.archive.index import Entry
from sources.archive.stored import StoredCapture
from warehouse.builds.registry import all_builds
from warehouse.quality.check import CheckResult
from warehouse.quality.registry import all_checks
from warehouse.release.publish import Published
from warehouse.staging.staged_table import StagedTable


def read_stale(home: Home) -> None:
    """Reads the stale editions."""
    list(stage_editions(home, list(stale_editions(home))))


def build_all(home: Home) -> dict[str, StagedTable]:
    """Builds every table, stale or not."""
    return {name: build_table(home, build).staged for name, build in all_builds().items()}


def check_all(home: Home, *, reuse_results: bool = True) -> dict[str, CheckResult]:
    """Runs every check."""
    return {result.check: result for result in run_checks(home, all_checks().values(), reuse_results=reuse_results)}


def make_all(home: Home) -> Published:
    """Reads, builds, checks and publishes."""
    read_stale(home)
    build_all(home)
    check_all(home)
    return publish_staged(home)


def stored(entry: Entry) -> StoredCapture:
    """A capture whose bytes are not needed."""
    return StoredCapture(entry, str(Path("warc/000001.warc.gz")), 0)
