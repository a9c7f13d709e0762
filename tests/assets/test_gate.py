"""The gate: it refuses a release without passed checks on exactly the staged data."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.publish.checks import known_facts, run_checks
from tests.assets.warehouse import Warehouse
from tests.pipeline import check_all
from tests.support import edition
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.registry import all_checks, checks_of_table
from warehouse.tables import TABLES


def test_nothing_is_published_without_check_results(warehouse: Warehouse) -> None:
    with pytest.raises(RefusedError, match="not staged"):
        warehouse.publish()
    warehouse.ingest(edition(2018))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no result"):
        warehouse.publish()


def test_old_check_results_are_not_valid_for_changed_data(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018))
    warehouse.stage()
    warehouse.check()
    warehouse.ingest(edition(2019))
    warehouse.stage()
    with pytest.raises(RefusedError, match="no result on the data as it is staged"):
        warehouse.publish()


def test_files_changed_behind_the_checks_are_not_published(warehouse: Warehouse) -> None:
    warehouse.ingest(edition(2018))
    warehouse.stage()
    warehouse.check()
    staging = warehouse.home.folder / "staging"
    forged = staging / "tables/report_sections/country=NOR/year=2018/part-0.parquet"
    shutil.copy(staging / "tables/report_sections/country=GHA/year=2018/part-0.parquet", forged)
    with pytest.raises(RefusedError, match="not the file that the checks read"):
        warehouse.publish()
    assert warehouse.home.releases.current() is None
    assert list(warehouse.home.releases.folder.iterdir()) == []


@pytest.fixture(scope="module")
def checked_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published home with a result of every check, including those that compare with the release."""
    folder = tmp_path_factory.mktemp("checked") / "home"
    shutil.copytree(published_home, folder, symlinks=True)
    check_all(Home(folder))
    return folder


@pytest.mark.parametrize("check", [name for name, check in all_checks().items() if check.blocking])
def test_each_failed_blocking_check_closes_the_gate(checked_home: Path, check: str) -> None:
    home = Home(checked_home)
    path = home.folder / "staging/check_results" / f"{check}.json"
    passed = path.read_text()
    path.write_text(json.dumps({**json.loads(passed), "passed": False}))
    with pytest.raises(RefusedError) as refused:
        open_gate(home.staging, home.releases.current().path, facts=known_facts(home))
    assert [result.check for result in refused.value.failing] == [check]
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
def test_damaged_tables_fail_their_check(published_home: Path, tmp_path: Path, check: str) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home, home.folder, symlinks=True)
    name, damage = DAMAGE[check]
    home.staging.write_table(TABLES[name], damage(home.staging.read(name)))
    (result,) = run_checks(home, [all_checks()[check]])
    assert not result.passed
    assert result.failing
    assert result.message.startswith(f"{check}: ")


def test_a_check_that_cannot_run_fails(published_home: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(published_home, home.folder, symlinks=True)
    (home.folder / "staging/compact/pages.parquet").unlink()
    checks = [check for check in checks_of_table("pages") if check.name != "sources_fresh"]  # it reads no table
    assert not any(result.passed for result in run_checks(home, checks, reuse_results=False))
