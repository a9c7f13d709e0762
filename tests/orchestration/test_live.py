"""The whole live job against the replica: fetch, read, check and publish, over several crawl days."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from click.testing import CliRunner

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import PageSelection
from orchestration.cli.main import tip
from sources.fetch.outcome.health import host_health
from sources.fetch.wanted.archived_copies import ArchivedCopy
from sources.fetch.wanted.discovery import starting_pages
from sources.state_department.editions import page_reader, read_edition
from tests.orchestration.live_support import live_home, materialized, shown
from tests.replica import Fault, Site, Status, Wall
from tests.replica.clock import evening_of
from tests.replica.sample_web import INDEX_PAGES, edition_pages, moved_to, published, sites
from tests.replica.scenario import once
from tests.replica.state_department import HOST, HUMAN_RIGHTS, LANDINGS, edition_path

FIRST = {**edition_pages(2023), **edition_pages(2023, HUMAN_RIGHTS)}
MADE_UP = moved_to(
    {path: body for path, body in edition_pages(2025).items() if path.endswith(("/tier-placements/", "/cuba/"))},
    2025,
    2027,
)
NEWEST = edition_path(2027)
BEGIN = sorted(page.url for page in starting_pages())
HOSTS = sorted({page.host for page in starting_pages()})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home/dagster"))
    monkeypatch.delenv("TIP_CONTACT", raising=False)
    return Home(tmp_path / "home")


def table_files(home: Home) -> dict[str, tuple[int, int]]:
    """Inode and time of every file of a table or an edition, which change when it is written."""
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for folder in ("tables", "compact", "editions")
        for path in (home.folder / "staging" / folder).rglob("*.parquet")
    }


@pytest.mark.soak
def test_a_backfill_a_crawl_without_changes_a_new_edition_and_a_blocking_host(home: Home) -> None:
    pages = {**published(FIRST), **published(MADE_UP, day=2)}
    wall = Fault(".*", Status(403), days=range(3, 4))
    home.claim("real")
    home.record_live()
    with live_home(home, sites(pages, faults=[wall])) as here:
        assert all(run.success for run in here.nightly(0))
        rows = home.staging.read("pages")
        read = rows.filter(pl.col("outcome") == "read")
        assert set(read["source_url"]) == {f"https://{HOST}{path}" for path in FIRST}
        assert set(read["origin"]) == {"live"}
        assert home.staging.read("quarantine").height == 0  # landing pages belong to no edition and are not rejected
        assert set(rows.filter(pl.col("kind") == "index")["outcome"]) == {"not_a_report"}

        before = table_files(home)
        unchanged = here.nightly(1)
        assert all(run.success for run in unchanged)
        assert shown(unchanged, "fetched_pages")["unchanged"] is True
        assert materialized(unchanged) == {"fetched_pages", "fetched_news", "page_archive"}
        assert table_files(home) == before
        assert sorted(here.paths(1)) == sorted([*LANDINGS, edition_path(2023), edition_path(2023, HUMAN_RIGHTS)])

        assert all(run.success for run in here.nightly(2))
        found = home.staging.read("pages").filter((pl.col("year") == 2027) & (pl.col("outcome") == "read"))
        assert set(found["source_url"]) == {f"https://{HOST}{path}" for path in MADE_UP}
        assert set(here.paths(2)) >= {NEWEST, *MADE_UP}
        assert home.releases.current() is not None

        report = here.fetch(3)
        assert (report.stored, report.is_unchanged) == (0, True)
        assert len(here.paths(3)) <= 3  # and then the host gets no more requests
        (line,) = report.host_lines
        assert line.startswith(f"{HOST}: ")
        assert "paused until" in line
        with home.archive() as archive:
            health = {host.host: host for host in host_health(archive.index, here.clock.now())}[HOST]
        assert health.last_good is not None
        assert health.last_good < evening_of(3)
        assert [text.split()[0] for text in health.advice] == ["BLOCKED", "stored", "PAUSED", "it"]


def test_a_dry_run_lists_due_pages_and_makes_no_request(home: Home) -> None:
    with live_home(home, sites(published(FIRST))) as here:
        new = here.web.dry_run(home, PageSelection())
        assert sorted((item.page.url, item.reason) for item in new.due) == [(url, "never requested") for url in BEGIN]
        here.fetch(0, PageSelection("2023", max_pages=len(LANDINGS) + 4))
        requests = len(here.replica.requests)
        assert requests == len(LANDINGS) + 4
        ahead = here.web.dry_run(home, PageSelection("2023"))
        assert ahead.wanted == len(FIRST) + 2 + len(LANDINGS)
        due = [item.page.url for item in ahead.due]
        assert set(due) < {f"https://{HOST}{path}" for path in FIRST}
        narrow = here.web.dry_run(home, PageSelection("2023", ("KHM",)))
        assert {item.page.url.split("/")[-2] for item in narrow.due} <= {"cambodia", "tier-placements"}
        assert len(here.replica.requests) == requests
        here.fetch(selection=PageSelection("2023"))
        assert [f"https://{HOST}{path}" for path in here.replica.paths()[-len(due) :]] == due
        assert here.web.dry_run(home, PageSelection("2023")).due == []
        here.go_to(1)
        assert {item.reason for item in here.web.dry_run(home, PageSelection("2023")).due} == {
            "requested every day, last 2026-09-01"
        }


def test_an_unreachable_web_is_one_line_per_host_and_no_failure(home: Home) -> None:
    with live_home(home, {"elsewhere.example.org": Site()}) as here:
        report = here.fetch(0)
    assert report.stored == 0
    assert len(report.host_lines) == len(HOSTS)
    assert all(line.startswith(f"{host}: ") for line, host in zip(sorted(report.host_lines), HOSTS, strict=True))


def test_a_declared_copy_replaces_a_page_that_its_host_does_not_serve(home: Home) -> None:
    path = next(path for path in FIRST if path.endswith("/norway/"))
    original = f"https://{HOST}{path}"
    copy = f"https://web.archive.org/web/20240102030405id_/{original}"
    web = sites(published(FIRST), faults=[Fault(re.escape(path), Status(404))])
    web["web.archive.org"] = Site({urlsplit(copy).path: once(FIRST[path])})
    with live_home(home, web, copies=[ArchivedCopy(original, copy, "a test")]) as here:
        assert here.fetch(0).outcomes == {"ok": len(FIRST) + 4 + len(INDEX_PAGES), "not_in_edition": 1}
        assert here.replica.paths(host="web.archive.org") == []
        assert here.fetch(1).outcomes["ok"] == 1
        here.fetch(2)
        assert here.replica.paths(host="web.archive.org") == [urlsplit(copy).path]
    with home.archive() as archive:
        rows = read_edition(archive.index.captures("human_rights", 2023), page_reader(archive.folder)).rows["pages"]
    (page,) = [row for row in rows if row["country"] == "NOR"]
    assert (page["source_url"], page["origin"], page["outcome"]) == (copy, "archive", "read")


def test_plan_and_doctor_on_the_command_line(home: Home) -> None:
    plan = CliRunner().invoke(tip, ["run", "--source", "live", "--plan"])
    assert plan.exit_code == 0
    assert f"www.state.gov: {len(LANDINGS)} pages due" in plan.stdout
    assert not home.folder.exists()
    with live_home(home, sites(published(FIRST), faults=[Fault(".*", Wall())])) as here:
        home.claim("real")
        home.record_live()
        here.go_to_today()
        here.fetch()
    asleep = CliRunner().invoke(tip, ["doctor"])
    assert "www.state.gov: last answer" in asleep.stdout
    assert "never good; " in asleep.stdout  # a refusal is an answer
    assert "BLOCKED https://www.state.gov/" in asleep.stdout
    assert "PAUSED until" in asleep.stdout
    awake = CliRunner().invoke(tip, ["doctor", "--wake"])
    assert awake.exit_code == 1  # blocked pages need a person
    assert "PAUSED" not in awake.stdout
