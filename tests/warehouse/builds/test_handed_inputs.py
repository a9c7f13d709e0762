"""A build is made of what it is handed and of nothing else: neither other tables nor other data files are opened."""

import functools
import gc
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import build_code
from sources.assignment import assigning
from sources.sample import sample_archives
from tests.pipeline import build_all, read_stale
from warehouse.builds.registry import all_builds
from warehouse.staging.table_files import compact_path

PROJECT = Path(__file__).resolve().parents[3]
_noting: list[list[Path]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _noting and event == "open" and isinstance(arguments[0], str):
        _noting[-1].append(Path(arguments[0]))


sys.addaudithook(_note)  # a hook cannot be taken away again: it notes only inside `opened_files`


@contextmanager
def opened_files() -> Iterator[list[Path]]:
    """The files that are opened inside the block."""
    _noting.append([])
    try:
        yield _noting[-1]
    finally:
        _noting.pop()


def forget_what_was_read() -> None:
    """Empties every cache, so that data files are opened again."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith(("sources", "warehouse")):
            each.cache_clear()


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Some editions of the sample, with news, staged."""
    home = Home(tmp_path_factory.mktemp("staged") / "home")
    home.claim("sample")
    with home.archive() as archive:
        for path in sample_archives():
            archive.import_warc(
                path,
                origin="archive",
                assign=assigning(archive.index),
                wanted=lambda capture: "/2010" in capture.url or "2018" in capture.url,
            )
    read_stale(home)
    build_all(home)
    return home


@pytest.mark.parametrize("name", list(all_builds()))
def test_a_build_needs_its_inputs_alone(staged: Home, tmp_path: Path, name: str) -> None:
    build = all_builds()[name]
    home = Home(tmp_path / "home")
    reads_editions = build.editions is not None or build.news is not None
    if reads_editions:
        shutil.copytree(staged.folder / "staging/editions", home.folder / "staging/editions")
    for given in build.tables:
        for path in (compact_path(given), f"manifests/{given}.json"):
            target = home.folder / "staging" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(staged.folder / "staging" / path, target)
    build_code(build)  # reads the sources of the project, which is no input
    forget_what_was_read()
    all_builds()
    with opened_files() as opened:
        made = build_table(home, build).staged
    assert made.digest == staged.staging.table(name).digest
    named = {PROJECT / path for path in build_code(build).files}
    data = {path for path in opened if PROJECT in path.parents and path.parent.name == "data"}
    assert data <= named, "data files that the code version does not know"
    below = {path.relative_to(home.folder).as_posix() for path in opened if home.folder in path.parents}
    own = (f"staging/tables/{name}", f"staging/compact/{name}", f"staging/compact/.{name}.")
    noted = (f"staging/manifests/{name}", f"staging/manifests/.{name}.", ".locks/", "staging/code/")
    allowed = (*own, *noted, "staging/in_use/", "staging/.sorting.")
    inputs = tuple(f"staging/{kind}/{given}." for given in build.tables for kind in ("manifests", "compact"))
    inputs += ("archive/decisions.jsonl",) if build.reads_decisions else ()
    editions = ("staging/editions/",) if reads_editions or not build.tables else ()
    assert {path for path in below if not path.startswith((*allowed, *inputs, *editions))} == set()
