"""From pages to releases through the assets' own functions, without Dagster: the gate and everything before it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from assets.pipeline.building import build_table
from assets.pipeline.checking import known_facts, run_checks
from assets.pipeline.editions import revision_lines, stage_editions
from assets.pipeline.home import Home, WrongHomeError
from assets.pipeline.lock import writing
from assets.pipeline.publishing import publish_staged
from assets.pipeline.staleness import Reason, plan_of
from sources.reference.countries import country_rows
from sources.state_department.pages import assign
from tests.pipeline import build_all, check_all, read_stale
from tests.support import COUNTRIES as NAMES
from tests.support import edition, report_page, url, write_warc
from warehouse.builds.registry import all_builds
from warehouse.catalog.query import QueryError, query
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.registry import all_checks, checks_of_table
from warehouse.release.publish import Published
from warehouse.release.verify import verify
from warehouse.staging.area import EditionKey
from warehouse.tables import TABLES


class Warehouse:
    """A home and the steps of the refresh job."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.home.claim("real")
        self.files = folder / "files"
        self.files.mkdir()

    def take(self, pages: dict[str, bytes], **options: str) -> list[str]:
        path = write_warc(self.files / f"{len(list(self.files.iterdir()))}.warc.gz", pages, **options)
        with self.home.archive() as archive:
            return archive.import_warc(path, origin="archive", assign=assign).lines

    def stage(self) -> int:
        """Stages everything; returns how many files changed."""
        read_stale(self.home)
        return sum(staged.changed for staged in build_all(self.home).values())

    def check(self) -> dict[str, bool]:
        return {name: result.passed for name, result in check_all(self.home).items()}

    def publish(self) -> Published:
        return publish_staged(self.home)

    def refresh(self) -> Published:
        self.stage()
        self.check()
        return self.publish()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


@pytest.fixture(scope="module")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    warehouse = Warehouse(folder)
    warehouse.take({**edition(2018), **edition(2019)})
    warehouse.refresh()
    return folder / "home"


def parquet_files(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*.parquet")
    }


def test_pages_become_a_release_that_verifies(published_home: Path) -> None:
    release = Home(published_home).releases.current()
    assert release is not None
    assert verify(release) == []
    assert query(release.path, "SELECT count(*) FROM report_sections").item() == 2 * len(NAMES) * 8
    assert query(release.path, "SELECT words FROM words_by_edition('human_rights')").height == 2
    names = {path.name for path in release.path.iterdir()}
    assert names == {
        "tables", "compact", "warehouse.duckdb", "datapackage.json", "dictionary.md", "quality.json", "quality.md",
        "manifest.json", "changes.json",
    }  # fmt: skip
    assert (release.path / "compact/quality_results.parquet").exists()
    comments = query(release.path, "SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL").item()
    assert comments > 40


def test_the_same_input_makes_no_second_release(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    first = warehouse.refresh()
    before = parquet_files(warehouse.home.folder)
    assert warehouse.stage() == 0
    warehouse.check()
    second = warehouse.publish()
    assert (first.is_new, second.is_new) == (True, False)
    assert first.release.id == second.release.id
    assert parquet_files(warehouse.home.folder) == before


def test_two_homes_with_the_same_pages_make_the_same_tables(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        warehouse = Warehouse(tmp_path / name)
        pages = list(edition(2018).items())
        for part in (pages[:3], pages[3:]) if name == "one" else (pages[3:], pages[:3]):
            warehouse.take(dict(part))
        ids.append(warehouse.refresh().release.id)
    assert ids[0] == ids[1]


def test_one_new_page_rewrites_only_its_own_partitions(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018, slugs=list(NAMES)[:-1]))
    warehouse.refresh()
    before = parquet_files(warehouse.home.folder / "staging/tables")
    warehouse.take({url(2018, "panama"): report_page(2018, "Panama")})
    done = warehouse.refresh()
    after = parquet_files(warehouse.home.folder / "staging/tables")
    assert {path for path in after if after[path] != before.get(path)} == {
        f"{table}/country=PAN/year=2018/part-0.parquet" for table in ("country_years", "pages", "report_sections")
    }
    assert (done.new_files, done.shared_files) == (3, len(before))
    changes = json.loads((done.release.path / "changes.json").read_text())["tables"]
    assert (changes["pages"]["added"], changes["pages"]["changed"], changes["pages"]["removed"]) == (1, 0, 0)
    assert changes["report_sections"]["by_country_and_year"] == [
        {"country": "PAN", "year": 2018, "added": 8, "changed": 0, "removed": 0}
    ]


def test_a_new_banner_changes_nothing(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018, banner="nonce 1"), date="2025-01-01T00:00:00Z")
    first = warehouse.refresh()
    before = parquet_files(warehouse.home.folder)
    warehouse.take(edition(2018, banner="nonce 2"), date="2025-02-01T00:00:00Z")
    second = warehouse.refresh()
    assert parquet_files(warehouse.home.folder) == before
    assert not second.is_new
    assert second.release.id == first.release.id


def test_a_newer_text_takes_the_place_of_the_older(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018), date="2025-01-01T00:00:00Z")
    warehouse.refresh()
    warehouse.take({url(2018, "norway"): report_page(2018, "Norway", "Corrected.")}, date="2025-02-01T00:00:00Z")
    done = warehouse.refresh()
    text = query(done.release.path, "SELECT text FROM report_sections WHERE country = 'NOR' AND position = 1").item()
    assert text == "Norway in 2018: Corrected."
    (line,) = revision_lines(warehouse.home.staging.edition(EditionKey("human_rights", 2018)))
    assert line.startswith("text changed between 2025-01-01T00:00:00Z and 2025-02-01T00:00:00Z, 8 passages removed, 8")


def test_a_bad_newer_capture_leaves_the_last_good_one_in_use(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018), date="2025-01-01T00:00:00Z")
    first = warehouse.refresh()
    challenge = b"<html><head><title>Just a moment...</title></head><body></body></html>"
    warehouse.take({url(2018, "norway"): challenge}, date="2025-02-01T00:00:00Z")
    warehouse.stage()
    pages = warehouse.home.staging.read("pages").filter(pl.col("country") == "NOR")
    assert pages["outcome"].to_list() == ["read"]
    assert warehouse.home.staging.read("quarantine")["reason"].to_list() == ["challenge"]
    assert all(passed for name, passed in warehouse.check().items() if all_checks()[name].blocking)
    assert warehouse.publish().release.id != first.release.id  # the quarantine table is data too


def test_a_few_bad_pages_do_not_stop_a_release_and_many_do(warehouse: Warehouse) -> None:
    slugs = [f"x{number}" for number in range(49)]
    good = {url(2018, slug): report_page(2018, name) for slug, name in zip(slugs, names_of_many(49), strict=True)}
    warehouse.take(good)
    warehouse.take({url(2018, "atlantis"): report_page(2018, "Atlantis")})
    warehouse.stage()
    results = warehouse.check()
    assert results["quarantine_share"]  # one of fifty: just within two per cent
    assert not results["countries_resolved"]
    assert warehouse.publish().is_new
    warehouse.take({url(2018, "lemuria"): b"%PDF-1.4"})
    warehouse.stage()
    assert not warehouse.check()["quarantine_share"]
    with pytest.raises(RefusedError, match="human_rights 2018: 2 of 51 pages"):
        warehouse.publish()


def names_of_many(count: int) -> list[str]:
    return [row["name"] for row in country_rows() if row["country"] not in ("WLD", "PSE")][:count]


def test_a_page_that_was_good_does_not_vanish(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    warehouse.refresh()
    shutil.rmtree(warehouse.home.folder / "archive")
    warehouse.take(edition(2018, slugs=list(NAMES)[1:]))
    warehouse.stage()
    assert not warehouse.check()["good_pages_kept"]
    with pytest.raises(RefusedError, match="NOR 2018 human_rights main"):
        warehouse.publish()


def test_an_archived_copy_gives_way_to_the_original(warehouse: Warehouse) -> None:
    copy = "https://web.archive.org/web/20200603161239/" + url(2018, "norway")
    warehouse.take({copy: report_page(2018, "Norway", "Older."), **edition(2018)})
    warehouse.refresh()
    pages = warehouse.home.staging.read("pages").filter(pl.col("country") == "NOR").sort("source_url")
    assert dict(pages.select("outcome", "source_url").rows()) == {
        "read": url(2018, "norway"),
        "superseded": copy,
    }
    assert warehouse.check()["pages_accounted_for"]


def test_pages_of_no_known_report_are_reported_and_stop_nothing(warehouse: Warehouse) -> None:
    warehouse.take({"https://www.state.gov/about/": b"<html><body><p>About</p></body></html>", **edition(2018)})
    warehouse.stage()
    results = warehouse.check()
    assert not results["pages_of_known_reports"]
    assert results["pages_accounted_for"]
    assert warehouse.publish().is_new


def test_rows_that_break_a_rule_take_their_page_to_quarantine(warehouse: Warehouse) -> None:
    broken = report_page(2018, "Norway", "Broken \ufffd character.")
    warehouse.take({**edition(2018), url(2018, "norway"): broken})
    warehouse.stage()
    note = warehouse.home.staging.edition(EditionKey("human_rights", 2018))
    assert note["counts"]["quarantined"] == 1
    quarantine = warehouse.home.staging.read("quarantine")
    assert set(quarantine["table"]) == {"pages", "report_sections"}
    assert "no_broken_characters" in quarantine["detail"][0]
    assert warehouse.check()["pages_accounted_for"]


def test_a_page_in_another_encoding_than_it_declares_is_read_and_told(warehouse: Warehouse) -> None:
    latin = report_page(2018, "Norway", "Café “noir”.").decode().encode("cp1252")
    warehouse.take({**edition(2018), url(2018, "norway"): latin})
    (result,) = stage_editions(warehouse.home, [EditionKey("human_rights", 2018)])
    (line,) = result.lines
    assert line.startswith("read all the same (")
    assert line.endswith(f"read as cp1252): {url(2018, 'norway')}")


# -- the gate


def test_nothing_is_published_without_check_results(warehouse: Warehouse) -> None:
    with pytest.raises(RefusedError, match="not staged"):
        warehouse.publish()
    warehouse.take(edition(2018))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no result"):
        warehouse.publish()


def test_old_check_results_do_not_hold_for_changed_data(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    warehouse.stage()
    warehouse.check()
    warehouse.take(edition(2019))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no result on the data as it is staged"):
        warehouse.publish()


def test_files_changed_behind_the_checks_are_not_published(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    warehouse.stage()
    warehouse.check()
    staging = warehouse.home.folder / "staging"
    forged = staging / "tables/report_sections/country=NOR/year=2018/part-0.parquet"
    shutil.copy(staging / "tables/report_sections/country=GHA/year=2018/part-0.parquet", forged)
    with pytest.raises(RefusedError, match="not the file the checks saw"):
        warehouse.publish()
    assert warehouse.home.releases.current() is None
    assert list(warehouse.home.releases.folder.iterdir()) == []


@pytest.fixture(scope="module")
def checked_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published home with a result of every check, those against the release included."""
    folder = tmp_path_factory.mktemp("checked") / "home"
    shutil.copytree(published_home, folder, symlinks=True)
    check_all(Home(folder))
    return folder


@pytest.mark.parametrize("rule", [name for name, rule in all_checks().items() if rule.blocking])
def test_each_blocking_check_shuts_the_gate(checked_home: Path, rule: str) -> None:
    home = Home(checked_home)
    path = home.folder / "staging/check_results" / f"{rule}.json"
    passed = path.read_text()
    path.write_text(json.dumps({**json.loads(passed), "passed": False}))
    with pytest.raises(RefusedError) as refused:
        open_gate(home.staging, home.releases.current().path, facts=known_facts(home))
    assert [result.check for result in refused.value.failing] == [rule]
    path.write_text(passed)
    assert open_gate(home.staging, home.releases.current().path, facts=known_facts(home))


DAMAGE = {
    "report_sections__key": ("report_sections", lambda frame: pl.concat([frame, frame.head(1)])),
    "report_sections__rows": ("report_sections", lambda frame: frame.with_columns(section=pl.lit("section_9"))),
    "report_sections__references": ("report_sections", lambda frame: frame.with_columns(country=pl.lit("QQQ"))),
    "text_in_sections": ("report_sections", lambda frame: frame.filter(pl.col("position") < 4)),
    "pages_accounted_for": ("pages", lambda frame: frame.head(frame.height - 1)),
    "good_pages_kept": ("pages", lambda frame: frame.head(frame.height - 1)),
    "editions_agree_with_pages": (
        "editions",
        lambda frame: frame.with_columns(country_pages=pl.col("country_pages") + 1),
    ),
    "panel_agrees": ("country_years", lambda frame: frame.with_columns(words=pl.col("words") * 10)),
    "countries__key": ("countries", lambda frame: pl.concat([frame, frame.head(2)])),
    "human_rights_sections_present": ("report_sections", lambda frame: frame.filter(pl.col("section") != "section_5")),
}


@pytest.mark.parametrize("check", DAMAGE)
def test_damaged_tables_are_caught(published_home: Path, tmp_path: Path, check: str) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home, home.folder, symlinks=True)
    name, damage = DAMAGE[check]
    home.staging.write_table(TABLES[name], damage(home.staging.read(name)))
    (result,) = run_checks(home, [all_checks()[check]])
    assert not result.passed
    assert result.failing
    assert result.message.startswith(f"{check}: ")


def test_a_check_that_cannot_run_has_not_passed(published_home: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home, home.folder, symlinks=True)
    (home.folder / "staging/compact/pages.parquet").unlink()
    rules = [rule for rule in checks_of_table("pages") if rule.name != "sources_fresh"]  # which reads no table
    assert not any(result.passed for result in run_checks(home, rules, take_over=False))


# -- releases and SQL


def test_verify_finds_every_change(published_home: Path, tmp_path: Path) -> None:
    shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    release = Home(tmp_path / "home").releases.current()
    (release.path / "dictionary.md").unlink()
    (release.path / "stray.txt").write_text("x")
    part = next(release.path.glob("tables/pages/*/*/*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    wrong = "\n".join(verify(release))
    assert "dictionary.md is missing" in wrong
    assert "stray.txt is not listed" in wrong
    assert "other bytes than were published" in wrong


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM pages",
        "CREATE TABLE x AS SELECT 1",
        "COPY pages TO 'out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "ATTACH 'other.db'",
        "SELECT nothing FROM nowhere",
        "SELECT",
    ],
)
def test_sql_only_reads(published_home: Path, sql: str) -> None:
    release = Home(published_home).releases.current()
    with pytest.raises(QueryError) as error:
        query(release.path, sql)
    assert "\n" not in str(error.value)


def test_a_home_holds_one_kind_of_data(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.claim("sample")
    home.claim("sample")
    with pytest.raises(WrongHomeError, match="TIP_HOME"):
        home.claim("real")


def test_the_second_writer_is_told_who_holds_the_home(tmp_path: Path) -> None:
    def write(part: str) -> subprocess.CompletedProcess[str]:
        code = (
            "from pathlib import Path\nfrom assets.pipeline.lock import writing\n"
            f"with writing(Path({str(tmp_path)!r}), {part!r}): pass"
        )
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    with writing(tmp_path, "table pages"), writing(tmp_path, "table pages"):
        assert f"process {os.getpid()} is writing" in write("table pages").stderr
        assert write("table countries").returncode == 0  # different tables are written side by side
    assert write("table pages").returncode == 0


def test_a_damaged_file_is_made_anew_by_the_next_refresh(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    release = warehouse.refresh().release
    staging = warehouse.home.folder / "staging"
    for path in ("tables/pages/country=NOR/year=2018/part-0.parquet", "editions/human_rights/2018/pages.parquet"):
        whole = (staging / path).read_bytes()
        (staging / path).unlink()  # a release shares it
        (staging / path).write_bytes(whole[:100] + b"xx" + whole[102:])
        plan = plan_of(warehouse.home)
        assert plan.tables["pages"].reason == Reason.DAMAGED
        assert plan.tables["countries"] is None
        read_stale(warehouse.home)
        for name in plan_of(warehouse.home).stale_tables:
            build_table(warehouse.home, all_builds()[name])
        assert (staging / path).read_bytes() == whole
        assert plan_of(warehouse.home).stale_tables == []
    assert warehouse.publish().release == release
