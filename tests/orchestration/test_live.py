"""The whole live job against the replica: fetch, read, check, publish, night after night."""

from pathlib import Path

import polars as pl
import pytest

from assets.home import Home
from sources.fetch.health import host_health
from tests.orchestration.live_support import live_home, shown
from tests.replica import Fault, Status
from tests.replica.sample_web import edition_pages, moved_to, published, sites
from tests.replica.state_department import HOST, HUMAN_RIGHTS, edition_path
from warehouse.tables import TABLES

FIRST = {**edition_pages(2023), **edition_pages(2023, HUMAN_RIGHTS)}
MADE_UP = moved_to(
    {path: body for path, body in edition_pages(2025).items() if path.endswith(("/tier-placements/", "/cuba/"))},
    2025,
    2027,
)
NEWEST = edition_path(2027)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home/dagster"))
    monkeypatch.delenv("TIP_CONTACT", raising=False)
    return Home(tmp_path / "home")


def table_files(home: Home) -> dict[str, tuple[int, int]]:
    """Every file of a table or an edition, by what changes when it is written."""
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for folder in ("tables", "compact", "editions")
        for path in (home.folder / "staging" / folder).rglob("*.parquet")
    }


def test_a_backfill_a_quiet_night_a_new_edition_and_a_wall(home: Home) -> None:
    pages = {**published(FIRST), **published(MADE_UP, night=2)}
    wall = Fault(".*", Status(403), nights=range(3, 4))
    with live_home(home, sites(pages, faults=[wall])) as here:
        outcome = here.run(0)
        assert (outcome.succeeded, outcome.is_new, outcome.warnings) == (True, True, [])
        rows = home.staging.read("pages")
        read = rows.filter(pl.col("outcome") == "read")
        assert set(read["source_url"]) == {f"https://{HOST}{path}" for path in FIRST}
        assert set(read["origin"]) == {"live"}
        assert home.staging.read("quarantine").height == 0  # landing pages are of no edition, and no stray
        assert rows.filter(pl.col("kind") == "index")["outcome"].unique().to_list() == ["not_a_report"]

        before = table_files(home)
        quiet = here.nightly(1)
        assert quiet.success
        assert shown(quiet, "fetched_pages")["unchanged"] is True
        assert shown(quiet, "release")["new"] is False
        assert [shown(quiet, table)["files_changed"] for table in TABLES if table != "quality_results"] == [0] * (
            len(TABLES) - 1
        )
        assert table_files(home) == before
        assert len(here.paths(1)) == 4  # landing pages and index pages

        assert here.nightly(2).success
        found = home.staging.read("pages").filter((pl.col("year") == 2027) & (pl.col("outcome") == "read"))
        assert set(found["source_url"]) == {f"https://{HOST}{path}" for path in MADE_UP}
        assert set(here.paths(2)) >= {NEWEST, *MADE_UP}
        current = home.shelf.current()

        refused = here.nightly(3)
        assert refused.success
        assert len(here.paths(3)) <= 3
        assert home.shelf.current() == current
        with home.archive() as archive:
            (health,) = host_health(archive.index, here.clock.now())
    assert "left alone until" in shown(refused, "fetched_pages")["hosts"]
    assert any("RESTS until" in line for line in health.advice)
    assert any(line.startswith("BLOCKED") for line in health.advice)
