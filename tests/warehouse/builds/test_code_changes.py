"""A change of the code, of a data file, of a declaration or of a library rebuilds what it makes, and nothing else.

Each change is made to a copy of the project, which then plans and builds on a copy of a home, as a process of its own.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from sources.assignment import assigning
from sources.sample import sample_archives
from tests.pipeline import make_all
from warehouse.builds.registry import all_builds
from warehouse.tables import READ_FROM_NEWS, READ_FROM_PAGES

PROJECT = Path(__file__).resolve().parents[3]
NEWS = {*(table.name for table in READ_FROM_NEWS), "article_texts"}
PAGES = {table.name for table in READ_FROM_PAGES}

REFRESH = """
import json, sys
from pathlib import Path
from assets.pipeline.build.tables import build_table
from assets.pipeline.read.editions import stage_editions
from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import plan_of
from warehouse.builds.registry import all_builds

if __name__ == "__main__":
    home = Home(Path(sys.argv[1]))
    plan = plan_of(home)
    read = sorted(edition.key.folder for edition in stage_editions(home, list(plan.editions)))
    tables = {name: [told.reason, told.detail] for name, told in plan.tables.items() if told is not None}
    built = plan_of(home).stale_tables
    for name in built:
        build_table(home, all_builds()[name])
    left = plan_of(home)
    print(json.dumps({"read": read, "tables": tables, "built": built, "left": [*left.stale_tables, *left.editions]}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two editions and some news of the sample, published."""
    home = Home(tmp_path_factory.mktemp("home") / "home")
    home.claim("sample")
    with home.archive() as archive:
        for path in sample_archives():
            archive.import_warc(
                path,
                origin="archive",
                assign=assigning(archive.index),
                wanted=lambda capture: "2010" in capture.url,
            )
    make_all(home)
    return home


def changed(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        text = (project / path).read_text(encoding="utf-8")
        assert old in text, f"{path} no longer holds {old!r}"
        (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def another_version(package: str) -> Callable[[Path], None]:
    """Another version of a library, as its metadata tell it."""

    def change(project: Path) -> None:
        folder = project / f"{package}-999.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 999.0\n")

    return change


def downstream(*names: str) -> set[str]:
    found = set(names)
    for name, build in all_builds().items():
        if not found.isdisjoint(build.tables):
            found.add(name)
    return found


CHANGES = {
    "code": (
        changed("warehouse/derived/recurrence.py", "THRESHOLD: Final = 0.5", "THRESHOLD: Final = 0.6"),
        "code",
        {"recommendations"},
        downstream("recommendations"),
        "warehouse/derived/recurrence.py",
    ),
    "comment": (
        changed("sources/html/text.py", "\n\n\n", "\n\n\n# a comment\n\n\n"),
        None,
        set(),
        set(),
        "",
    ),
    "CSV row": (
        changed("sources/reference/data/tier_events.csv", ",low", ",medium"),
        "code",
        {"tier_events"},
        downstream("tier_events"),
        "sources/reference/data/tier_events.csv",
    ),
    "library": (
        another_version("htmldate"),
        "library",
        {*NEWS, "quarantine"},  # which holds rejected news as well
        {"quarantine"} | downstream(*NEWS),
        "htmldate",
    ),
    "schema": (
        changed("warehouse/tables/panel.py", "words = dy.Int32(", "words = dy.Int32(max=9, "),
        "schema",
        {"country_years"},
        {"country_years"},
        "declaration",
    ),
    "description": (
        changed("warehouse/tables/panel.py", "Name as current editions print it", "Name, as it is printed"),
        None,
        set(),
        set(),
        "",
    ),
    "classification": (
        changed("sources/fetch/outcome/outcomes.py", "def validate_body(", "OTHER = 1\n\n\ndef validate_body("),
        "code",
        PAGES | NEWS,
        PAGES | NEWS | downstream(*PAGES, *NEWS),
        "sources/fetch/outcome/outcomes.py",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for package in ("assets", "orchestration", "sources", "warehouse"):
        shutil.copytree(PROJECT / package, folder / package, ignore=shutil.ignore_patterns("sample"))
    (folder / "refresh.py").write_text(REFRESH)
    return folder


EVERYDAY = ("comment", "CSV row")
"""The others are in the long runs."""


@pytest.mark.parametrize(
    "kind", [*EVERYDAY, *(pytest.param(kind, marks=pytest.mark.soak) for kind in CHANGES if kind not in EVERYDAY)]
)
def test_a_change_rebuilds_what_it_makes_and_nothing_else(home: Home, project: Path, tmp_path: Path, kind: str) -> None:
    change, reason, directly, planned, detail = CHANGES[kind]
    copy = tmp_path / "project"
    shutil.copytree(project, copy, symlinks=True)
    shutil.copytree(home.folder, tmp_path / "home", symlinks=True)
    change(copy)
    done = subprocess.run(
        [sys.executable, "refresh.py", str(tmp_path / "home")], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {name for name, (why, _) in told["tables"].items() if why == reason} == directly
    assert set(told["tables"]) == planned
    assert all(detail in told["tables"][name][1] for name in directly)
    reads_again = kind in ("library", "classification")
    assert bool(told["read"]) == reads_again
    # what was read again of reports is as it was; batches of news are named after their readers
    assert set(told["built"]) == (downstream(*NEWS) - {"article_texts"} if reads_again else planned)
    assert told["left"] == []
