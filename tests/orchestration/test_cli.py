"""The command line as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import HUMAN_RIGHTS, edition, needs_corpus, report_page, url, write_warc

TIP = [sys.executable, "-m", "orchestration.cli.main"]


def tip(home: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TIP_HOME": str(home)}
    for name in ("DAGSTER_HOME", "TIP_CONTACT"):
        environment.pop(name, None)
    return subprocess.run(
        [*TIP, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sample") / "home"
    done = tip(home, "run")
    assert done.returncode == 0, done.stderr
    assert "published" in done.stdout
    assert done.stderr == ""
    return home


def test_help_is_there_for_every_command(tmp_path: Path) -> None:
    overview = tip(tmp_path, "--help")
    commands = [line.split()[0] for line in overview.stdout.split("Commands:")[1].splitlines() if line.strip()]
    assert {"run", "parse", "import", "export", "tables", "describe", "sql", "releases", "verify", "doctor"} <= set(
        commands
    )
    for command in commands:
        text = tip(tmp_path, command, "--help").stdout
        assert "Example:" in text, command


def test_running_again_publishes_nothing_new(sample_home: Path) -> None:
    again = tip(sample_home, "run")
    assert again.returncode == 0
    assert "nothing new" in again.stdout


def test_tables_describe_releases_verify_doctor(sample_home: Path) -> None:
    assert "report_sections" in tip(sample_home, "tables").stdout
    assert "one row is the lowest headed part" in tip(sample_home, "describe", "report_sections").stdout
    assert tip(sample_home, "releases").stdout.startswith("* ")
    assert "is whole" in tip(sample_home, "verify").stdout
    doctor = tip(sample_home, "doctor").stdout
    assert "checks" in doctor
    assert "layout" in doctor


def test_why_leads_from_a_row_to_the_bytes(sample_home: Path) -> None:
    proofs = json.loads(tip(sample_home, "why", "tier_sightings", "KHM", "2010", "verdict", "--json").stdout)
    assert [proof["row"]["tier"] for proof in proofs] == ["2"]
    assert proofs[0]["sentence_found"] is True
    (capture,) = proofs[0]["captures"]
    assert (sample_home / capture["file"]).read_bytes()[capture["offset"] :][:2] == b"\x1f\x8b"
    missing = tip(sample_home, "why", "tier_sightings", "KHM", "1999")
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_the_sample_holds_the_whole_history_of_tiers(sample_home: Path) -> None:
    statement = "SELECT year, tier, change FROM tier_placements WHERE country = 'KHM' ORDER BY year"
    rows = {row["year"]: row for row in json.loads(tip(sample_home, "sql", statement, "--json").stdout)}
    assert list(rows) == list(range(2001, 2026))
    assert rows[2010] == {"year": 2010, "tier": "2", "change": "upgraded"}


def test_the_record_is_what_the_sample_gives(sample_home: Path) -> None:
    from sources.reference.placements import placement_rows

    rows = json.loads(tip(sample_home, "sql", "SELECT country, year, tier FROM tier_placements", "--json").stdout)
    placed = {(row["country"], row["year"]): row["tier"] for row in rows}
    assert placed == {(row["country"], row["year"]): row["tier"] for row in placement_rows()}
    assert len(placed) > 4200


def test_diff_says_what_the_first_release_brought(sample_home: Path) -> None:
    lines = tip(sample_home, "diff", "--table", "tier_events").stdout.splitlines()
    assert lines[0].endswith("against nothing")
    assert lines[1].startswith("tier_events: 13 added, 0 changed, 0 removed")


def test_sql_in_three_forms(sample_home: Path) -> None:
    statement = "SELECT country, year FROM country_years WHERE country = 'KHM' ORDER BY year"
    rows = json.loads(tip(sample_home, "sql", statement, "--json").stdout)
    assert rows[0] == {"country": "KHM", "year": 2001}
    assert tip(sample_home, "sql", statement, "--csv").stdout.splitlines()[:2] == ["country,year", "KHM,2001"]
    assert "| KHM" in tip(sample_home, "sql", statement).stdout
    twice = tip(sample_home, "sql", "SELECT 1 AS a, 2 AS a", "--json")
    assert json.loads(twice.stdout) == [{"a": 1, "a_1": 2}]
    everything = tip(sample_home, "sql", "FROM countries", "--csv")
    assert everything.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["sql", "DROP TABLE pages"], 1, "read-only"),
        (["sql", "SELECT"], 1, "Parser Error"),
        (["sql", ""], 1, "no statement"),
        (["export", "missing/pages.warc.gz"], 2, "no such folder"),
        (["sql", "SELECT 1", "--csv", "--json"], 2, "not both"),
        (["describe", "nothing"], 2, "no table is called 'nothing'"),
        (["verify", "nothing"], 1, "0 releases are called 'nothing'"),
        (["nothing"], 2, "No such command"),
        (["run", "--source", "archive"], 1, "holds sample data"),
        (["run", "--source", "live"], 2, "set TIP_CONTACT"),
        (["run", "--max-pages", "9"], 2, "--max-pages goes with --source live"),
        (["run", "--archive", "missing.warc.gz"], 2, "no such file"),
        (["run", "--source", "sample", "--archive", "x"], 2, "--archive goes with"),
        (["run", "--editions", "2024-2016"], 2, "editions are a year or a span"),
        (["run", "--countries", "XYZ"], 2, "no country has the code XYZ"),
        (["import", "missing.warc.gz"], 2, "no such file"),
        (["parse", "missing.html"], 2, "no such file"),
    ],
)
def test_wrong_usage_is_one_clear_line(sample_home: Path, arguments: list[str], code: int, says: str) -> None:
    done = tip(sample_home, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_commands_without_a_release_say_so(tmp_path: Path) -> None:
    for command in (["sql", "SELECT 1"], ["verify"]):
        done = tip(tmp_path / "new", *command)
        assert done.returncode == 1
        assert "tip run" in done.stderr
    assert tip(tmp_path / "new", "tables").returncode == 0
    assert tip(tmp_path / "new", "doctor").returncode == 0


def test_parse_prints_one_json_object(tmp_path: Path) -> None:
    page = tmp_path / "norway.html"
    page.write_bytes(report_page())
    done = tip(tmp_path, "parse", str(page), "--url", url(2018, "norway"), "--json")
    tables = json.loads(done.stdout)
    assert {"pages", "report_sections", "tier_sightings", "quarantine"} <= set(tables)
    assert tables["report_sections"][0]["words"] == 6
    assert None in tables["report_sections"][0].values()  # every column is there
    assert "NOR 2018" in tip(tmp_path, "parse", str(page)).stdout


def test_parse_says_why_a_page_is_not_read(tmp_path: Path) -> None:
    page = tmp_path / "page.htm"
    page.write_bytes(b"%PDF-1.7")
    done = tip(tmp_path, "parse", str(page), "--json")
    assert done.returncode == 1
    assert done.stderr == "tip: set aside (wrong_type): a PDF document, not a page: page.htm\n"
    assert json.loads(done.stdout)["quarantine"][0]["reason"] == "wrong_type"


def test_import_run_export_and_the_gate(tmp_path: Path) -> None:
    home = tmp_path / "home"
    whole = write_warc(tmp_path / "pages.warc.gz", {**edition(2018), **edition(2019)})
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole.read_bytes()[:-300])
    plan = tip(home, "run", "--source", "archive", "--archive", str(whole), "--plan")
    assert "human_rights 2018: 8 pages in the files" in plan.stdout
    assert not (home / "archive").exists()
    damaged = tip(home, "import", str(cut))
    assert damaged.returncode == 1
    assert "lost" in damaged.stderr
    assert "15 new captures" in damaged.stdout
    done = tip(home, "run", "--archive", str(whole))
    assert done.returncode == 0, done.stderr
    page = tmp_path / "page.html"
    page.write_bytes(report_page(2019, "Atlantis"))
    assert tip(home, "import", str(page), "--url", url(2019, "atlantis")).returncode == 0
    refused = tip(home, "run")
    assert refused.returncode == 3
    assert "quarantine_share" in refused.stderr
    assert "no country or area is called 'Atlantis'" in refused.stderr
    assert "is whole" in tip(home, "verify").stdout  # the last good release stands
    out = tmp_path / "out.warc.gz"
    assert tip(home, "export", str(out)).returncode == 0
    assert tip(home, "export", str(out)).returncode == 2  # never overwritten
    other = tip(tmp_path / "other", "run", "--archive", str(out), "--editions", "2018", "--countries", "NOR,TGO")
    assert other.returncode == 0, other.stderr
    rows = json.loads(tip(tmp_path / "other", "sql", "SELECT country, year FROM pages ORDER BY 1", "--json").stdout)
    assert rows == [{"country": "NOR", "year": 2018}, {"country": "TGO", "year": 2018}]


@needs_corpus
def test_parse_of_a_real_page_is_quick_and_whole(tmp_path: Path) -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with HUMAN_RIGHTS.open("rb") as file:
        record = next(iter(ArchiveIterator(file, record_types=WarcRecordType.response)))
        address, body = record.headers["WARC-Target-URI"], record.reader.read()
    page = tmp_path / "page.html"
    page.write_bytes(body)
    tables = json.loads(tip(tmp_path, "parse", str(page), "--url", address, "--json").stdout)
    assert len(tables["report_sections"]) > 20
