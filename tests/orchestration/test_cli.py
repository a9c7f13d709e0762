"""The command line on the sample, in a new home."""

import json
import re
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.docs.project_files import ROOT
from tests.orchestration.command_line import tip, tip_here
from warehouse.catalog.query import query
from warehouse.tables import CLAIM_CHECKS, NEWS_ARTICLES, NEWS_CLAIMS, NEWS_QUOTES


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
        text = tip_here(tmp_path, command, "--help").stdout
        assert "Example:" in text, command


def test_running_again_publishes_nothing_new(sample_home: Path) -> None:
    again = tip(sample_home, "run")
    assert again.returncode == 0
    assert "nothing new" in again.stdout


def test_tables_describe_releases_verify_doctor(sample_home: Path) -> None:
    assert "report_sections" in tip_here(sample_home, "tables").stdout
    assert "one row is the lowest headed part" in tip_here(sample_home, "describe", "report_sections").stdout
    assert tip_here(sample_home, "releases").stdout.startswith("* ")
    assert "is complete" in tip_here(sample_home, "verify").stdout
    doctor = tip_here(sample_home, "doctor").stdout
    assert "checks" in doctor
    assert "layout" in doctor


def test_why_traces_a_row_to_its_archived_bytes(sample_home: Path) -> None:
    traces = json.loads(tip_here(sample_home, "why", "tier_sightings", "KHM", "2010", "verdict", "--json").stdout)
    assert [trace["row"]["tier"] for trace in traces] == ["2"]
    assert traces[0]["sentence_found"] is True
    (capture,) = traces[0]["captures"]
    assert (sample_home / capture["file"]).read_bytes()[capture["offset"] :][:2] == b"\x1f\x8b"
    missing = tip_here(sample_home, "why", "tier_sightings", "KHM", "1999")
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_why_traces_a_computed_row_to_its_sentences(sample_home: Path) -> None:
    def traces(*key: str) -> list[dict]:
        return json.loads(tip_here(sample_home, "why", *key, "--json").stdout)

    (placement,) = traces("tier_placements", "KHM", "2010")
    assert {found["row"]["place"] for found in placement["rests_on"]} == {"placement_list", "heading", "verdict"}
    (panel,) = traces("country_years", "KHM", "2010")
    assert {found["table"] for found in panel["rests_on"]} >= {"tier_sightings", "enforcement_statistics"}
    checks = traces("claim_checks", "KHM", "2010")
    count = next(check for check in checks if check["row"]["official_table"] == "enforcement_statistics")
    assert [found["table"] for found in count["rests_on"]][:2] == ["news_claims", "enforcement_statistics"]
    assert {found["table"] for found in count["rests_on"]} == {"news_claims", "enforcement_statistics"}
    for trace in (placement, panel, *checks, *traces("news_quotes", "KHM"), *traces("recommendations", "KHM", "2011")):
        for found in (trace, *trace["rests_on"]):
            assert found["captures"] or trace["rests_on"]
            assert found["sentence_found"] in (None, True)
    assert all(trace["sentence_found"] for trace in traces("news_claims", "KHM", "2010"))
    shown = tip_here(sample_home, "why", "tier_placements", "KHM", "2010").stdout
    assert "rests on" in shown
    assert "Cambodia was upgraded to Tier 2." in shown


def test_the_sample_holds_the_whole_history_of_tiers(sample_home: Path) -> None:
    statement = "SELECT year, tier, change FROM tier_placements WHERE country = 'KHM' ORDER BY year"
    rows = {row["year"]: row for row in json.loads(tip_here(sample_home, "sql", statement, "--json").stdout)}
    assert list(rows) == list(range(2001, 2026))
    assert rows[2010] == {"year": 2010, "tier": "2", "change": "upgraded"}


def test_the_sample_gives_the_recorded_placements(sample_home: Path) -> None:
    from sources.reference.placements import placement_rows

    rows = json.loads(tip_here(sample_home, "sql", "SELECT country, year, tier FROM tier_placements", "--json").stdout)
    placed = {(row["country"], row["year"]): row["tier"] for row in rows}
    assert placed == {(row["country"], row["year"]): row["tier"] for row in placement_rows()}
    assert len(placed) > 4200


def test_diff_shows_the_rows_of_the_first_release(sample_home: Path) -> None:
    lines = tip_here(sample_home, "diff", "--table", "tier_events").stdout.splitlines()
    assert lines[0].endswith("against nothing")
    assert lines[1].startswith("tier_events: 13 added")


def test_sql_in_three_forms(sample_home: Path) -> None:
    statement = "SELECT country, year FROM country_years WHERE country = 'KHM' ORDER BY year"
    rows = json.loads(tip_here(sample_home, "sql", statement, "--json").stdout)
    assert rows[0] == {"country": "KHM", "year": 2001}
    assert tip_here(sample_home, "sql", statement, "--csv").stdout.splitlines()[:2] == ["country,year", "KHM,2001"]
    assert "| KHM" in tip_here(sample_home, "sql", statement).stdout
    twice = tip_here(sample_home, "sql", "SELECT 1 AS a, 2 AS a", "--json")
    assert json.loads(twice.stdout) == [{"a": 1, "a_1": 2}]
    everything = tip_here(sample_home, "sql", "FROM countries", "--csv")
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
        (["verify", "nothing"], 1, "no release is called 'nothing'"),
        (["nothing"], 2, "No such command"),
        (["run", "--source", "archive"], 1, "holds sample data"),
        (["run", "--source", "live"], 2, "set TIP_CONTACT"),
        (["run", "--max-pages", "9"], 2, "--max-pages needs --source live"),
        (["run", "--archive", "missing.warc.gz"], 2, "no such file"),
        (["run", "--source", "sample", "--archive", "x"], 2, "--archive needs"),
        (["run", "--editions", "2024-2016"], 2, "editions are a year or a span"),
        (["run", "--countries", "XYZ"], 2, "no country has the code or the name XYZ"),
        (["import", "missing.warc.gz"], 2, "no such file"),
        (["parse", "missing.html"], 2, "no such file"),
    ],
)
def test_wrong_usage_is_one_clear_line(sample_home: Path, arguments: list[str], code: int, says: str) -> None:
    done = tip_here(sample_home, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# -- one article

TABLES = {table.name: table.columns for table in (NEWS_ARTICLES, NEWS_CLAIMS, CLAIM_CHECKS, NEWS_QUOTES)}
TRUE = "The 2019 Trafficking in Persons report puts Cambodia on the Tier 2 Watch List."
FALSE = "The 2019 Trafficking in Persons report puts Cambodia on Tier 3."
OTHER = "The museum in the old town opened its doors to visitors on Sunday, and the weather was fine."


def saved(tmp_path: Path, *sentences: str) -> str:
    path = tmp_path / "article.txt"
    path.write_text("\n".join(sentences), encoding="utf-8")
    return str(path)


def test_claims_have_a_verdict_an_official_sentence_and_an_address(sample_home: Path, tmp_path: Path) -> None:
    def checks_of(*sentences: str) -> list[dict[str, str]]:
        done = tip_here(sample_home, "fact-check", saved(tmp_path, *sentences), "--published", "2019-06-25", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        tables = json.loads(done.stdout)
        assert {name: list(rows[0]) for name, rows in tables.items() if rows} == {
            name: columns for name, columns in TABLES.items() if tables[name]
        }
        assert tables.keys() == TABLES.keys()
        return list(tables["claim_checks"])

    assert [check["relation"] for check in checks_of(TRUE)] == ["exact"]
    # claims that contradict each other are not sure
    assert {check["reason"] for check in checks_of(TRUE, FALSE)} == {
        None,
        "claim_doubtful",
    }
    (wrong,) = checks_of(FALSE)
    assert wrong["relation"] == "conflict"
    assert wrong["official_sentence"]
    assert wrong["official_url"].startswith("https://")
    shown = tip_here(sample_home, "fact-check", saved(tmp_path, FALSE), "--published", "2019-06-25").stdout
    assert "The record says the Tier 2 Watch List for Cambodia in the 2019 report; the article says Tier 3." in shown
    assert wrong["official_url"] in shown


def test_an_address_is_looked_up_in_the_archive(sample_home: Path) -> None:
    with Home(sample_home).archive() as archive:
        url = archive.index.entries("news", 2010)[0].url
    done = tip_here(sample_home, "fact-check", url, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["news_articles"][0]["source_url"] == url


def test_a_page_that_is_not_archived_needs_a_contact(sample_home: Path) -> None:
    done = tip_here(sample_home, "fact-check", "https://paper.example/none")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the archive has no capture" in done.stderr


def test_without_a_release_there_is_one_line(tmp_path: Path) -> None:
    done = tip_here(tmp_path / "none", "fact-check", saved(tmp_path, TRUE))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(("arguments", "code"), [(("--published", "tomorrow"), 2), ((), 1)])
def test_what_cannot_be_checked_is_one_line(
    sample_home: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = tip_here(
        sample_home, "fact-check", saved(tmp_path, OTHER.replace("museum", "human trafficking")), *arguments
    )
    assert done.returncode in (code, 0)
    assert done.stderr.count("\n") == 1
    assert tip_here(sample_home, "fact-check", str(tmp_path / "none.html")).returncode == 2


@pytest.mark.parametrize("command", [("fact-check",), ("parse", "--family", "news")])
def test_an_article_about_something_else_shows_its_metadata(
    sample_home: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = saved(tmp_path, OTHER)
    done = tip_here(sample_home, *command, path, "--published", "2010-06-15", "--json")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "is not about the Trafficking in Persons Report" in done.stderr
    tables = json.loads(done.stdout)
    (article,) = tables["news_articles"]
    assert (article["published"], article["year"]) == ("2010-06-15", 2010)
    assert tables["news_claims"] == []


QUESTIONS = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8").split("\n## ")[0]
ANSWERED_BY_NONE = ("FROM waivers_called_upgrades;",)
"""No paper of the sample calls a waiver an upgrade."""


@pytest.mark.soak
def test_each_of_the_twelve_questions_is_answered_by_one_line(sample_home: Path) -> None:
    release = Home(sample_home).releases.current()
    assert release is not None
    lines = re.findall(r"^```sql\n(.*?)\n```$", QUESTIONS, re.MULTILINE | re.DOTALL)
    assert len(lines) == 12
    for line in lines:
        assert "\n" not in line
        found = query(release.path, line)
        assert (found.height > 0) != (line in ANSWERED_BY_NONE), line


def test_questions_have_the_answers_that_are_known(sample_home: Path) -> None:
    def ask(sql: str) -> list[tuple[object, ...]]:
        return query(Home(sample_home).releases.current().path, sql).rows()

    never_back = {country for (country,) in ask("SELECT country FROM never_back(2014)")}
    assert {"MYS", "THA"} & never_back == set(), "Malaysia and Thailand rose again"
    assert "VEN" in never_back
