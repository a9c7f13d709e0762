"""Pages become releases: the steps of the refresh job, without Dagster."""

import json
import shutil
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.read.editions import revision_lines, stage_editions
from assets.pipeline.read.report_rows import quarantine_invalid_rows
from sources.archive.capture import Capture, digest_of
from sources.reference.countries import country_rows
from sources.state_department.pages import read_page
from tests.assets.warehouse import Warehouse
from tests.support import COUNTRIES as NAMES
from tests.support import edition, report_page, url
from warehouse.catalog.query import query
from warehouse.quality.gate import RefusedError
from warehouse.quality.registry import all_checks
from warehouse.release.verify import verify
from warehouse.staging.area import EditionKey
from warehouse.tables import PAGES, QUARANTINE, REPORT_SECTIONS


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
        "manifest.json", "changes.json", "hive_schema.json", "report", "changelog.md", "CITATION.cff", "LICENSE.txt",
    }  # fmt: skip
    assert (release.path / "compact/quality_results.parquet").exists()
    comments = query(release.path, "SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL").item()
    assert comments > 40


def test_the_same_input_makes_no_second_release(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018))
    first = warehouse.refresh()
    before = parquet_files(warehouse.home.folder)
    assert warehouse.stage() == 0
    warehouse.check()
    second = warehouse.publish()
    assert (first.is_new, second.is_new) == (True, False)
    assert first.release.id == second.release.id
    assert parquet_files(warehouse.home.folder) == before


@pytest.mark.soak
def test_two_homes_with_the_same_pages_make_the_same_tables(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        warehouse = Warehouse(tmp_path / name)
        pages = list(edition(2018).items())
        for part in (pages[:3], pages[3:]) if name == "one" else (pages[3:], pages[:3]):
            warehouse.ingest(dict(part))
        ids.append(warehouse.refresh().release.id)
    assert ids[0] == ids[1]


def test_one_new_page_rewrites_only_its_own_partitions(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018, slugs=list(NAMES)[:-1]))
    warehouse.refresh()
    before = parquet_files(warehouse.home.folder / "staging/tables")
    warehouse.ingest({url(2018, "panama"): report_page(2018, "Panama")})
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


@pytest.mark.soak
def test_a_new_banner_changes_nothing(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018, banner="nonce 1"), date="2025-01-01T00:00:00Z")
    first = warehouse.refresh()
    before = parquet_files(warehouse.home.folder)
    warehouse.ingest(edition(2018, banner="nonce 2"), date="2025-02-01T00:00:00Z")
    second = warehouse.refresh()
    assert parquet_files(warehouse.home.folder) == before
    assert not second.is_new
    assert second.release.id == first.release.id


def test_a_newer_text_replaces_the_older_one(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018), date="2025-01-01T00:00:00Z")
    warehouse.refresh()
    warehouse.ingest(
        {url(2018, "norway"): report_page(2018, "Norway", "The law was corrected.")}, date="2025-02-01T00:00:00Z"
    )
    done = warehouse.refresh()
    text = query(done.release.path, "SELECT text FROM report_sections WHERE country = 'NOR' AND position = 1").item()
    assert text == "Norway in 2018: The law was corrected."
    (line,) = revision_lines(warehouse.home.staging.edition(EditionKey("human_rights", 2018)))
    assert line.startswith("text changed between 2025-01-01T00:00:00Z and 2025-02-01T00:00:00Z, 8 passages removed, 8")


@pytest.mark.soak
def test_a_bad_newer_capture_leaves_the_last_good_one_in_use(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018), date="2025-01-01T00:00:00Z")
    first = warehouse.refresh()
    challenge = b"<html><head><title>Just a moment...</title></head><body></body></html>"
    warehouse.ingest({url(2018, "norway"): challenge}, date="2025-02-01T00:00:00Z")
    warehouse.stage()
    pages = warehouse.home.staging.read("pages").filter(pl.col("country") == "NOR")
    assert pages["outcome"].to_list() == ["read"]
    assert warehouse.home.staging.read("quarantine")["reason"].to_list() == ["challenge"]
    assert all(passed for name, passed in warehouse.check().items() if all_checks()[name].blocking)
    assert warehouse.publish().release.id != first.release.id  # the quarantine table is data too


@pytest.mark.soak
@pytest.mark.parametrize("good", [True, False])
def test_alternating_bad_captures_of_a_page_are_one_row_for_each_reason(warehouse: Warehouse, good: bool) -> None:
    walls = [f"<html><head><title>Just a moment...</title></head><body>{text}</body></html>" for text in "ab"]
    pages = edition(2018)
    warehouse.ingest(pages if good else {**pages, url(2018, "atlantis"): b"%PDF-1.4"}, date="2025-01-01T00:00:00Z")
    address = url(2018, "norway" if good else "atlantis")
    bad = [walls[0].encode(), walls[1].encode(), b"%PDF-1.4", walls[0].encode(), b"%PDF-1.5", walls[1].encode()]
    for month, body in enumerate(bad, start=2):
        warehouse.ingest({address: body}, date=f"2025-{month:02}-01T00:00:00Z")
    warehouse.stage()
    rows = warehouse.home.staging.read("quarantine").filter(pl.col("source_url") == address)
    assert sorted(rows["reason"]) == (["challenge", "wrong_type"] if good else ["challenge"])
    newest = rows.filter(pl.col("reason") == "challenge")["record"].item()
    assert newest == digest_of(bad[-1])
    assert all(passed for name, passed in warehouse.check().items() if all_checks()[name].blocking)
    assert warehouse.publish().is_new


@pytest.mark.soak
def test_pages_of_an_edition_that_is_not_supported_block_no_release(warehouse: Warehouse) -> None:
    old = {
        f"https://2001-2009.state.gov/g/drl/rls/hrrpt/2005/6160{number}.htm": (
            b"<html><title>Norway</title><body><p>A page in a layout of its years.</p></body></html>"
        )
        for number in range(5)
    }
    warehouse.ingest({**edition(2018), **old})
    warehouse.stage()
    rejected = warehouse.home.staging.read("quarantine").filter(pl.col("reason") == "edition_not_supported")
    assert sorted(rejected["source_url"]) == sorted(old)
    results = warehouse.check()
    assert all(passed for name, passed in results.items() if all_checks()[name].blocking)
    assert not results["pages_rejected"]
    assert warehouse.publish().is_new


def test_a_few_bad_pages_do_not_block_a_release_and_many_do(warehouse: Warehouse) -> None:
    slugs = [f"x{number}" for number in range(49)]
    good = {url(2018, slug): report_page(2018, name) for slug, name in zip(slugs, names_of_many(49), strict=True)}
    warehouse.ingest(good)
    warehouse.ingest({url(2018, "atlantis"): report_page(2018, "Atlantis")})
    warehouse.stage()
    results = warehouse.check()
    assert results["quarantine_share"]  # one of fifty: just within two per cent
    assert not results["countries_resolved"]
    assert warehouse.publish().is_new
    warehouse.ingest({url(2018, "lemuria"): b"%PDF-1.4"})
    warehouse.stage()
    assert not warehouse.check()["quarantine_share"]
    with pytest.raises(RefusedError, match="human_rights 2018: 2 of 51 pages"):
        warehouse.publish()


def names_of_many(count: int) -> list[str]:
    return [row["name"] for row in country_rows() if row["country"] not in ("WLD", "PSE")][:count]


@pytest.mark.soak
def test_a_missing_page_of_the_release_blocks_the_next_one(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018))
    warehouse.refresh()
    shutil.rmtree(warehouse.home.folder / "archive")
    warehouse.ingest(edition(2018, slugs=list(NAMES)[1:]))
    warehouse.stage()
    assert not warehouse.check()["good_pages_kept"]
    with pytest.raises(RefusedError, match="NOR 2018 human_rights main"):
        warehouse.publish()


@pytest.mark.soak
def test_the_original_replaces_an_archived_copy(warehouse: Warehouse) -> None:
    copy = "https://web.archive.org/web/20200603161239/" + url(2018, "norway")
    warehouse.ingest({copy: report_page(2018, "Norway", "Older."), **edition(2018)})
    warehouse.refresh()
    pages = warehouse.home.staging.read("pages").filter(pl.col("country") == "NOR").sort("source_url")
    assert dict(pages.select("outcome", "source_url").rows()) == {
        "read": url(2018, "norway"),
        "superseded": copy,
    }
    assert warehouse.check()["pages_accounted_for"]


@pytest.mark.soak
def test_pages_of_no_known_report_are_reported_and_do_not_block(warehouse: Warehouse) -> None:
    warehouse.ingest({"https://www.state.gov/about/": b"<html><body><p>About</p></body></html>", **edition(2018)})
    warehouse.stage()
    results = warehouse.check()
    assert not results["pages_of_known_reports"]
    assert results["pages_accounted_for"]
    assert warehouse.publish().is_new


def test_a_page_with_rows_that_break_a_rule_goes_to_quarantine() -> None:
    body = report_page(2018, "Norway")
    parsed = read_page(Capture(url(2018, "norway"), "", body, digest_of(body), "archive"))
    rows = {PAGES.name: [parsed.page], QUARANTINE.name: [], **parsed.rows}
    rows[REPORT_SECTIONS.name][0]["words"] = 99
    parts = len(rows[REPORT_SECTIONS.name])
    quarantine_invalid_rows(rows, [REPORT_SECTIONS])
    assert (rows[PAGES.name][0]["problem"], rows[REPORT_SECTIONS.name]) == ("invalid_rows", [])
    assert Counter(row["table"] for row in rows[QUARANTINE.name]) == {"pages": 1, "report_sections": parts}
    assert "words_counted" in rows[QUARANTINE.name][0]["detail"]


@pytest.mark.soak
def test_a_page_with_an_invalid_byte_is_read_and_its_loss_is_counted(warehouse: Warehouse) -> None:
    broken = report_page(2018, "Norway", "“One” caf\u00e9.").replace(b"caf", b"ca\xfff", 1)
    unreadable = report_page(2018, "Sweden").replace(b"law", b"\xff\xff\xff")
    warehouse.ingest({**edition(2018), url(2018, "norway"): broken, url(2018, "sweden"): unreadable})
    (result,) = stage_editions(warehouse.home, [EditionKey("human_rights", 2018)])
    assert f"1 characters are not readable and were replaced: {url(2018, 'norway')}" in result.lines
    warehouse.stage()
    pages = {row["source_url"]: row for row in warehouse.home.staging.read("pages").iter_rows(named=True)}
    norway, sweden = pages[url(2018, "norway")], pages[url(2018, "sweden")]
    assert (norway["outcome"], norway["encoding"], norway["replaced_characters"]) == ("read", "utf-8", 1)
    assert (sweden["outcome"], sweden["problem"]) == ("quarantined", "undecodable")
    results = warehouse.check()
    assert (results["characters_replaced"], results["replaced_characters_counted"]) == (False, True)


def test_a_page_in_another_encoding_than_declared_is_read_with_a_warning(warehouse: Warehouse) -> None:
    latin = report_page(2018, "Norway", "Café “noir”.").decode().encode("cp1252")
    warehouse.ingest({**edition(2018), url(2018, "norway"): latin})
    (result,) = stage_editions(warehouse.home, [EditionKey("human_rights", 2018)])
    (line,) = result.lines
    assert line.startswith("read in another encoding (")
    assert line.endswith(f"read as cp1252): {url(2018, 'norway')}")
