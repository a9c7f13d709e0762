"""From pages to releases through the assets' own functions, without Dagster: the gate and everything before it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from assets.home import Home, WrongHomeError
from assets.lock import writing
from assets.makers import MAKERS
from assets.reading import revision_lines, stage_edition, stage_editions
from sources.reference.countries import country_rows
from sources.state_department.pages import assign
from tests.support import COUNTRIES as NAMES
from tests.support import edition, report_page, url, write_warc
from warehouse.catalog.query import QueryError, query
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.registry import all_rules, group_of
from warehouse.quality.verdicts import judge, recorded
from warehouse.release.publish import Published, publish
from warehouse.release.verify import verify
from warehouse.store.staging import EditionKey
from warehouse.tables import COUNTRIES, COUNTRY_YEARS, EDITIONS, PAGES, REPORT_SECTIONS

KEYS = [
    *(EditionKey("human_rights", year) for year in range(2016, 2025)),
    *(EditionKey("tip", year) for year in range(2001, 2026)),
    EditionKey(None, None),
]


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
        for key in KEYS:
            list(stage_editions(self.home, [key]))
        return sum(make(self.home)[0].changed for make in MAKERS.values())

    def judge(self) -> dict[str, bool]:
        release = self.home.shelf.current()
        for group in sorted({group_of(rule) for rule in all_rules().values()}):
            judge(self.home.staging, group, release.path if release else None)
        return {name: verdict.passed for name, verdict in recorded(self.home.staging).items()}

    def publish(self) -> Published:
        return publish(self.home.staging, self.home.shelf, kind="real")

    def refresh(self) -> Published:
        self.stage()
        self.judge()
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
    release = Home(published_home).shelf.current()
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
    warehouse.judge()
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
    assert all(passed for name, passed in warehouse.judge().items() if all_rules()[name].blocking)
    assert warehouse.publish().release.id != first.release.id  # the quarantine table is data too


def test_a_few_bad_pages_do_not_stop_a_release_and_many_do(warehouse: Warehouse) -> None:
    slugs = [f"x{number}" for number in range(49)]
    good = {url(2018, slug): report_page(2018, name) for slug, name in zip(slugs, names_of_many(49), strict=True)}
    warehouse.take(good)
    warehouse.take({url(2018, "atlantis"): report_page(2018, "Atlantis")})
    warehouse.stage()
    verdicts = warehouse.judge()
    assert verdicts["quarantine_share"]  # one of fifty: just within two per cent
    assert not verdicts["countries_resolved"]
    assert warehouse.publish().is_new
    warehouse.take({url(2018, "lemuria"): b"%PDF-1.4"})
    warehouse.stage()
    assert not warehouse.judge()["quarantine_share"]
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
    assert not warehouse.judge()["good_pages_kept"]
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
    assert warehouse.judge()["pages_accounted_for"]


def test_pages_of_no_known_report_are_reported_and_stop_nothing(warehouse: Warehouse) -> None:
    warehouse.take({"https://www.state.gov/about/": b"<html><body><p>About</p></body></html>", **edition(2018)})
    warehouse.stage()
    verdicts = warehouse.judge()
    assert not verdicts["pages_of_known_reports"]
    assert verdicts["pages_accounted_for"]
    assert warehouse.publish().is_new


def test_rows_that_break_a_rule_take_their_page_to_quarantine(warehouse: Warehouse) -> None:
    broken = report_page(2018, "Norway", "Broken \ufffd character.")
    warehouse.take({**edition(2018), url(2018, "norway"): broken})
    result = stage_edition(warehouse.home.folder, EditionKey("human_rights", 2018))
    assert result.counts["quarantined"] == 1
    warehouse.stage()
    quarantine = warehouse.home.staging.read("quarantine")
    assert set(quarantine["table"]) == {"pages", "report_sections"}
    assert "no_broken_characters" in quarantine["detail"][0]
    assert warehouse.judge()["pages_accounted_for"]


def test_a_page_in_another_encoding_than_it_declares_is_read_and_told(warehouse: Warehouse) -> None:
    latin = report_page(2018, "Norway", "Café “noir”.").decode().encode("cp1252")
    warehouse.take({**edition(2018), url(2018, "norway"): latin})
    result = stage_edition(warehouse.home.folder, EditionKey("human_rights", 2018))
    (line,) = result.lines
    assert line.startswith("read all the same (")
    assert line.endswith(f"read as cp1252): {url(2018, 'norway')}")


# -- the gate


def test_nothing_is_published_without_verdicts(warehouse: Warehouse) -> None:
    with pytest.raises(RefusedError, match="not staged"):
        warehouse.publish()
    warehouse.take(edition(2018))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no verdict"):
        warehouse.publish()


def test_old_verdicts_do_not_hold_for_changed_data(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    warehouse.stage()
    warehouse.judge()
    warehouse.take(edition(2019))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no verdict on the data as it is staged"):
        warehouse.publish()


def test_files_changed_behind_the_checks_are_not_published(warehouse: Warehouse) -> None:
    warehouse.take(edition(2018))
    warehouse.stage()
    warehouse.judge()
    staging = warehouse.home.folder / "staging"
    forged = staging / "tables/report_sections/country=NOR/year=2018/part-0.parquet"
    shutil.copy(staging / "tables/report_sections/country=GHA/year=2018/part-0.parquet", forged)
    with pytest.raises(RefusedError, match="not the file the checks saw"):
        warehouse.publish()
    assert warehouse.home.shelf.current() is None
    assert list(warehouse.home.shelf.folder.iterdir()) == []


@pytest.mark.parametrize("rule", [name for name, rule in all_rules().items() if rule.blocking])
def test_each_blocking_check_shuts_the_gate(published_home: Path, tmp_path: Path, rule: str) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home / "staging", home.folder / "staging")
    path = home.folder / "staging/verdicts" / f"{group_of(all_rules()[rule])}.json"
    release = Home(published_home).shelf.current()
    for group in sorted({group_of(item) for item in all_rules().values()}):
        judge(home.staging, group, release.path)
    verdicts = json.loads(path.read_text())
    for verdict in verdicts:
        if verdict["check"] == rule:
            verdict["passed"] = False
    path.write_text(json.dumps(verdicts))
    with pytest.raises(RefusedError) as refused:
        open_gate(home.staging, release.path)
    assert [verdict.check for verdict in refused.value.failing] == [rule]


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
    shutil.copytree(published_home / "staging", home.folder / "staging")
    name, damage = DAMAGE[check]
    table = {t.name: t for t in (COUNTRIES, EDITIONS, PAGES, REPORT_SECTIONS, COUNTRY_YEARS)}[name]
    home.staging.put_table(table, damage(home.staging.read(name)))
    release = Home(published_home).shelf.current()
    verdicts = {v.check: v for v in judge(home.staging, group_of(all_rules()[check]), release.path)}
    assert not verdicts[check].passed
    assert verdicts[check].failing
    assert verdicts[check].message.startswith(f"{check}: ")


def test_a_check_that_cannot_run_has_not_passed(published_home: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home / "staging", home.folder / "staging")
    (home.folder / "staging/compact/pages.parquet").write_bytes(b"no Parquet")
    verdicts = {verdict.check: verdict for verdict in judge(home.staging, "pages", None)}
    del verdicts["sources_fresh"]  # asks how the hosts answer, and reads no table
    assert not any(verdict.passed for verdict in verdicts.values())


# -- releases and SQL


def test_verify_finds_every_change(published_home: Path, tmp_path: Path) -> None:
    shutil.copytree(published_home, tmp_path / "home", symlinks=True)
    release = Home(tmp_path / "home").shelf.current()
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
    release = Home(published_home).shelf.current()
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
    code = f"from assets.lock import writing; from pathlib import Path\nwith writing(Path({str(tmp_path)!r})): pass"
    with writing(tmp_path), writing(tmp_path):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert f"process {os.getpid()} is writing" in done.stderr
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
