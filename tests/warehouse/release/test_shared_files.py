"""Publishing shares what is proven, reads what is not, and stages again what was cut short."""

import json
import os
from pathlib import Path

import duckdb
import pytest

from assets.pipeline.home.home import Home
from tests.warehouse.staged import CHANGING, pass_all, release_version, rows, stage
from warehouse.catalog import companions
from warehouse.catalog.duckdb_file import FileBefore
from warehouse.quality.gate import RefusedError
from warehouse.release import assembly
from warehouse.release import publish as publishing
from warehouse.release.due import release_id
from warehouse.release.publish import publish
from warehouse.release.release_store import ReleaseStore
from warehouse.release.verify import verify
from warehouse.staging import table_files
from warehouse.staging.files import to_json, to_json_by_line
from warehouse.tables import COUNTRY_YEARS

COUNTS = dict.fromkeys(CHANGING, 6)
STRIDE = 3


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    release_version(home, COUNTS, 0, STRIDE)
    return home


def version(home: Home, number: int) -> None:
    stage(home.staging, COUNTS, number, STRIDE)
    pass_all(home)


def partitions(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("tables/**/*.parquet")}


def test_unchanged_files_are_those_of_the_release_before(home: Home) -> None:
    before = home.releases.current()
    done = release_version(home, COUNTS, 1, STRIDE)
    old, new = partitions(before.path), partitions(done.release.path)
    assert old.keys() == new.keys()
    assert sum(old[path] == new[path] for path in old) == done.shared_files == 4 * len(CHANGING)
    assert done.new_files == 2 * len(CHANGING)
    assert verify(done.release) == verify(before) == []


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[FileBefore | None]:
    """The DuckDB files that were continued, None for those made anew."""
    noted: list[FileBefore | None] = []
    write = companions.build_duckdb

    def note(*folders: Path, before: FileBefore | None = None, **named: str) -> None:
        noted.append(before)
        write(*folders, before=before, **named)

    monkeypatch.setattr(companions, "build_duckdb", note)
    return noted


def test_the_duckdb_file_is_continued_while_no_article_is_forgotten(home: Home, given: list[FileBefore | None]) -> None:
    article = {"source_url": "https://a.example/", "reason": "asked", "forgotten_by": "Ana", "forgotten_at": "2026"}
    for number, forgotten in enumerate(([], [article], [article]), start=1):
        before = home.releases.current()
        version(home, number)
        release = publish(home.staging, home.releases, kind="real", forgotten=forgotten).release
        path = given[-1].path if given[-1] is not None else None
        assert path == (None if number == 2 else before.path / "warehouse.duckdb")
        with duckdb.connect(str(release.path / "warehouse.duckdb"), read_only=True) as connection:
            for name in (*CHANGING, "quality_results"):
                compact = f"FROM read_parquet('{release.path}/compact/{name}.parquet') ORDER BY ALL"
                own = connection.execute(f"FROM {name} ORDER BY ALL").fetchall()
                assert own == connection.execute(compact).fetchall()
            assert connection.execute("FROM release").fetchall() == [(release.name,)]


def test_a_duckdb_file_that_grew_much_is_made_anew(
    home: Home, given: list[FileBefore | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def sizes() -> tuple[int, int]:
        summary = home.releases.current().summary
        return summary["new_duckdb_bytes"], (home.releases.current().path / "warehouse.duckdb").stat().st_size

    made = sizes()
    release_version(home, COUNTS, 1, STRIDE)
    continued = sizes()
    assert given[-1] is not None
    assert made == (made[0], made[0])
    assert continued == (made[0], continued[1])
    assert continued[1] > made[1]
    monkeypatch.setattr(assembly, "_MOST_GROWTH", (continued[1] - 1) / made[0])
    release_version(home, COUNTS, 2, STRIDE)
    assert given[-1] is None
    assert len(set(sizes())) == 1


def test_rows_of_a_table_that_has_none_any_more_stay_in_no_duckdb_file(
    home: Home, given: list[FileBefore | None]
) -> None:
    release_version(home, {**COUNTS, "report_sections": 0}, 1, STRIDE)
    assert given == [None]


@pytest.mark.parametrize("manifest", [None, b"", b'{"id": '])
def test_after_a_release_without_its_manifest_all_changes_are_found(home: Home, manifest: bytes | None) -> None:
    lost = home.releases.current().manifest_path
    lost.unlink()
    if manifest is not None:
        lost.write_bytes(manifest)
    release = release_version(home, dict.fromkeys(CHANGING, 3), 0, STRIDE).release
    tables = json.loads((release.path / "changes.json").read_bytes())["tables"]
    assert {name: tables[name]["removed"] for name in CHANGING} == dict.fromkeys(CHANGING, 3)
    assert verify(release) == []


def test_a_published_file_that_was_written_to_is_not_handed_on(home: Home) -> None:
    """The damaged release keeps its damage, the next one takes the staged file or none."""
    before = home.releases.current()
    part = before.path / "tables/pages/country=AAX/year=2001/part-0.parquet"
    data = part.read_bytes()
    version(home, 1)
    staged = home.staging.folder / part.relative_to(before.path)
    staged.unlink()
    staged.write_bytes(data)  # a file of its own, as it was
    part.chmod(0o644)
    part.write_bytes(data[:-1] + b"x")
    later = home.releases.current().manifest_path.stat().st_mtime_ns + 1_000_000
    os.utime(part, ns=(later, later))
    done = publish(home.staging, home.releases, kind="real")
    assert verify(done.release) == []
    assert verify(before) != []


@pytest.mark.soak
@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize("path", ["compact/pages.parquet", "tables/pages/country=AAX/year=2002/part-0.parquet"])
def test_a_staged_file_that_is_not_what_the_checks_saw_is_staged_anew(home: Home, path: str, is_gone: bool) -> None:
    version(home, 1)  # changes the second country-year
    staged = home.staging.folder / path
    data = staged.read_bytes()
    staged.unlink()
    if not is_gone:
        staged.write_bytes(data[:-1] + b"x")
    with pytest.raises(RefusedError, match="not the file that the checks read; run again"):
        publish(home.staging, home.releases, kind="real")
    assert home.staging.table("pages") is None
    done = release_version(home, COUNTS, 1, STRIDE)
    assert done.is_new
    assert verify(done.release) == []


@pytest.mark.soak
def test_a_change_cut_short_and_taken_back(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was noted before is what is wanted again, but some of the files are those of the change."""
    first = release_id(home.staging)
    written = 0

    def die_at_the_second(path: str, data: bytes) -> None:
        nonlocal written
        written += 1
        if written == 2:
            Path(path).unlink(missing_ok=True)
            Path(path).write_bytes(data[:10])
            raise KeyboardInterrupt
        table_files.write_file(Path(path), data)

    before = rows(COUNTRY_YEARS, 6, 0, STRIDE)
    with monkeypatch.context() as patch:
        patch.setattr(table_files, "write_new_file", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            home.staging.write_table(COUNTRY_YEARS, rows(COUNTRY_YEARS, 8, 1, STRIDE), inputs={"2001": "changed"})
    assert home.staging.table(COUNTRY_YEARS.name) is None, "a table half changed counts as staged"
    staged = home.staging.write_table(COUNTRY_YEARS, before)
    assert release_id(home.staging) == first
    assert staged.changed >= 1
    on_disk = {path.removeprefix("tables/") for path in partitions(home.staging.folder) if "country_years" in path}
    assert on_disk == {path.removeprefix("tables/") for path in staged.files if path.startswith("tables/")}
    release_version(home, COUNTS, 1, STRIDE)
    done = release_version(home, COUNTS, 0, STRIDE)
    assert done.release.id == first


def test_files_of_which_no_note_is_left_are_removed(home: Home) -> None:
    (home.staging.folder / "manifests/country_years.json").unlink()
    staged = home.staging.write_table(COUNTRY_YEARS, rows(COUNTRY_YEARS, 2, 0))
    on_disk = {path for path in partitions(home.staging.folder) if "country_years" in path}
    assert on_disk == {path for path in staged.files if path.startswith("tables/")}
    assert not (home.staging.folder / "tables/country_years/country=AAX/year=2006").exists()


@pytest.mark.soak
def test_a_clock_set_back_changes_no_order(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Earlier(publishing.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz).replace(year=2001)

    first = home.releases.current()
    monkeypatch.setattr(publishing, "datetime", Earlier)
    second = release_version(home, COUNTS, 1, STRIDE).release
    assert second.summary["published_at"] < first.summary["published_at"]
    assert home.releases.all() == [first, second]


def test_the_summary_is_the_manifest_without_its_files(home: Home) -> None:
    manifest = home.releases.current().manifest
    files = manifest.pop("files")
    assert home.releases.current().summary == manifest
    old = ReleaseStore(home.folder).current()
    old.manifest_path.write_bytes(to_json({**manifest, "files": files}))
    assert old.summary == manifest


def test_items_by_line_are_the_same_json() -> None:
    items = {f'tables/{n}/é"\\': {"bytes": n, "sha256": "0" * 64} for n in range(3)}
    written = to_json_by_line({"b": [1], "a": {"x": None}}, "files", items)
    assert json.loads(written) == {"a": {"x": None}, "b": [1], "files": items}
    assert len([line for line in written.splitlines() if b"sha256" in line]) == 3
    assert json.loads(to_json_by_line({"a": 1}, "files", {})) == {"a": 1, "files": {}}
