"""The time of writing the site of a release once more."""

import json
import sys
import tempfile
import time
from pathlib import Path

from assets.pipeline.home.home import Home
from benchmarks.options import PROJECT
from benchmarks.process_tree import output_of


def site_of(home: Path) -> float:
    """Seconds of writing the site of the current release of a home, in a process of its own, without its imports."""
    words = [sys.executable, "-m", "benchmarks.site_time", str(home)]
    return float(output_of(words, {"TIP_HOME": str(home), "PYTHONPATH": str(PROJECT)}, PROJECT))


def main(home: Path) -> None:
    """Writes the site of the current release to a temporary folder and prints the seconds."""
    from warehouse.quality.check import CheckResult
    from warehouse.release.release_store import Release
    from warehouse.report.facts import ReleaseInfo
    from warehouse.report.site import write_site

    release: Release | None = Home(home).releases.current()
    assert release is not None
    results = [CheckResult(**fields) for fields in json.loads((release.path / "quality.json").read_bytes())]
    changes = json.loads((release.path / "changes.json").read_bytes())
    rows = {name: table["rows"] for name, table in release.tables.items()}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("compact", "tables"):
            (copy / name).symlink_to(release.path / name)
        began = time.perf_counter()
        write_site(copy, ReleaseInfo(release.name, release.summary, rows, results, changes, None))
        print(time.perf_counter() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
