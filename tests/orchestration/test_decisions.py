"""`tip accept` and `tip refuse`: usage, their effect on the next run, and where the decision can be seen."""

from pathlib import Path

import polars as pl
import pytest

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import plan_of, stale_editions
from assets.pipeline.publish.checks import run_checks
from sources.archive.capture import Capture, digest_of
from sources.archive.decisions import read_decisions
from sources.assignment import assigning
from tests.orchestration.command_line import tip_here
from tests.pipeline import read_stale
from tests.support import report_page, url
from warehouse.builds.registry import all_builds
from warehouse.quality.registry import all_checks
from warehouse.staging.area import EditionKey

ADDRESS = url(2018, "norway")
WHOLE = report_page(text="The courts applied the law in every district, and officials answered for it. " * 4)
SHORT = report_page()
ARTICLE = "https://paper.example/2018/07/02/story"
EDITION = EditionKey("human_rights", 2018)


def article(words: int) -> bytes:
    text = " ".join(["The ministry answered the report in a long statement."] * words)
    return (
        '<html lang="en"><head><title>A story</title><meta property="article:published_time" content="2018-07-02">'
        f"</head><body><article><h1>A story</h1><p>{text}</p><p>Cambodia was placed on Tier 2 of the Trafficking in"
        " Persons Report of the State Department, which the ministry welcomed in a long statement on the same day."
        "</p></article></body></html>"
    ).encode()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a whole and a shorter capture of a page, read."""
    home = Home(tmp_path / "home")
    home.claim("real")
    ingest(home, ADDRESS, WHOLE, 1)
    ingest(home, ADDRESS, SHORT, 2)
    read_stale(home)
    return home


def ingest(home: Home, address: str, body: bytes, day: int) -> None:
    capture = Capture(address, f"2025-01-{day:02}T00:00:00Z", body, digest_of(body), "archive")
    with home.archive() as archive:
        archive.add_page(capture, assign=assigning(archive.index))


def build(home: Home, *names: str) -> None:
    for name in names:
        build_table(home, all_builds()[name])


def digest_in_use(home: Home) -> str:
    build(home, "pages")
    (found,) = home.staging.read("pages")["page_digest"]
    return str(found)


@pytest.mark.parametrize("command", ["accept", "refuse"])
@pytest.mark.parametrize("arguments", [(), ("--reason", " "), ("--reason", "x", "--digest", "xyz")])
def test_a_decision_needs_a_reason_and_a_valid_digest(home: Home, command: str, arguments: tuple[str, ...]) -> None:
    done = tip_here(home.folder, command, ADDRESS, *arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert read_decisions(home.archive_folder).records == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("https://www.state.gov/none/",), "the archive has no capture of https://www.state.gov/none/"),
        ((ADDRESS, "--digest", "0" * 12), f"the archive has {digest_of(SHORT)[:16]} (2025-01-02T00:00:00Z)"),
    ],
)
def test_a_decision_is_about_a_capture_in_the_archive(home: Home, arguments: tuple[str, ...], message: str) -> None:
    done = tip_here(home.folder, "accept", *arguments, "--reason", "x")
    assert done.returncode == 1
    assert message in done.stderr


def test_only_a_readable_capture_can_be_accepted(home: Home) -> None:
    ingest(home, ADDRESS, b"<html><body></body></html>", 3)
    digest = digest_of(b"<html><body></body></html>")
    done = tip_here(home.folder, "accept", ADDRESS, "--digest", digest[:12], "--reason", "x")
    assert (done.returncode, "cannot be read" in done.stderr) == (1, True)
    done = tip_here(home.folder, "accept", ADDRESS, "--reason", "the newest that can be read")
    assert done.returncode == 0
    assert [each.page_digest for each in read_decisions(home.archive_folder).records] == [digest_of(SHORT)]


def test_a_new_home_has_nothing_to_decide(tmp_path: Path) -> None:
    done = tip_here(tmp_path / "none", "accept", ADDRESS, "--reason", "x")
    assert (done.returncode, "has no archive yet" in done.stderr) == (1, True)


def test_decisions_change_the_capture_in_use_at_the_next_run(home: Home) -> None:
    assert digest_in_use(home) == digest_of(WHOLE)
    build(home, "capture_decisions", "quarantine")
    assert stale_editions(home) == {}
    done = tip_here(home.folder, "accept", ADDRESS, "--reason", "Shortened in May", "--by", "Ana")
    assert (done.returncode, done.stderr) == (0, "")
    assert digest_of(SHORT)[:16] in done.stdout
    plan = plan_of(home)
    assert plan.editions[EDITION].detail == "human_rights 2018: other captures"
    assert plan.tables["capture_decisions"] is not None
    read_stale(home)
    assert digest_in_use(home) == digest_of(SHORT)
    tip_here(home.folder, "refuse", ADDRESS, "--digest", digest_of(SHORT)[:12], "--reason", "A mistake", "--by", "Ben")
    read_stale(home)
    assert digest_in_use(home) == digest_of(WHOLE)
    build(home, "capture_decisions")
    rows = home.staging.read("capture_decisions").sort("decided_at", "decision")
    columns = ["source_url", "page_digest", "decision", "reason", "decided_by"]
    expected = {
        (ADDRESS, digest_of(SHORT), "accept", "Shortened in May", "Ana"),
        (ADDRESS, digest_of(SHORT), "refuse", "A mistake", "Ben"),
    }
    found = set(rows.select(columns).rows())
    assert found <= expected
    assert (ADDRESS, digest_of(SHORT), "refuse", "A mistake", "Ben") in found


def test_captures_that_wait_and_decisions_are_in_the_check_results(home: Home) -> None:
    names = ("captures_decided", "captures_whole", "capture_decisions_archived")
    build(home, "quarantine", "capture_decisions")
    waiting, _, decisions = run_checks(home, [all_checks()[name] for name in names])
    assert not waiting.passed
    assert "it has 41 words, and the longest capture has 433" in waiting.failing[0]
    assert decisions.observed == "0 decisions about captures"
    tip_here(home.folder, "refuse", ADDRESS, "--reason", "An old draft", "--by", "Ana")
    read_stale(home)
    build(home, "quarantine", "capture_decisions")
    waiting, _, decisions = run_checks(home, [all_checks()[name] for name in names])
    assert waiting.passed
    assert decisions.passed
    expected = f"1 decisions about captures: refuse {ADDRESS} ({digest_of(SHORT)[:16]}) by Ana: An old draft"
    assert decisions.observed == expected
    with (home.archive_folder / "decisions.jsonl").open("a") as file:
        file.write((home.archive_folder / "decisions.jsonl").read_text().replace(digest_of(SHORT), "0" * 64))
    build(home, "capture_decisions")
    (decisions,) = run_checks(home, [all_checks()["capture_decisions_archived"]])
    assert decisions.failing == [f"refuse {ADDRESS} ({'0' * 16})"]


def test_a_shorter_capture_of_an_article_waits_for_a_decision(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.claim("real")
    ingest(home, ARTICLE, article(40), 1)
    ingest(home, ARTICLE, article(5), 2)
    tables = ("news_articles", "quarantine", "capture_decisions")

    def words() -> list[int]:
        read_stale(home)
        build(home, *tables)
        return home.staging.read("news_articles")["words"].to_list()

    (whole,) = words()
    (row,) = home.staging.read("quarantine").rows(named=True)
    assert (row["reason"], row["record"], row["source_url"]) == ("incomplete", digest_of(article(5)), ARTICLE)
    assert tip_here(home.folder, "accept", ARTICLE, "--reason", "Shortened by the paper").returncode == 0
    (short,) = words()
    assert short < whole / 2
    assert home.staging.read("quarantine").height == 0
    tip_here(home.folder, "refuse", ARTICLE, "--digest", digest_of(article(5)), "--reason", "x")
    tip_here(home.folder, "refuse", ARTICLE, "--digest", digest_of(article(40)), "--reason", "x")
    assert words() == []
    (row,) = home.staging.read("quarantine").rows(named=True)
    assert row["reason"] == "refused"
    (result,) = run_checks(home, [all_checks()["news_accounted_for"]])
    assert result.passed


# -- articles that a publisher wants removed


def test_a_forgotten_article_is_in_the_archive_and_in_staging_no_more(home: Home) -> None:
    ingest(home, ARTICLE, article(40), 1)
    ingest(home, f"{ARTICLE}-2", article(41), 1)
    read_stale(home)
    tables = ("news_articles", "article_countries", "news_claims", "news_quotes")
    build(home, *tables)
    articles = home.staging.read("news_articles")
    assert set(articles["source_url"]) == {ARTICLE, f"{ARTICLE}-2"}
    (forgotten,) = articles.filter(pl.col("source_url") == ARTICLE)["article_id"]
    done = tip_here(home.folder, "forget", ARTICLE, "--reason", "The publisher asked", "--by", "Ana")
    assert (done.returncode, done.stderr) == (0, "")
    for table in tables:
        rows = home.staging.read(table)
        assert "source_url" not in rows.columns or ARTICLE not in rows["source_url"].to_list()
    assert home.staging.read("news_articles")["source_url"].to_list() == [f"{ARTICLE}-2"]
    stored = list((home.staging.folder / "in_use").iterdir())
    assert stored
    assert not [path for path in stored if forgotten.encode() in path.read_bytes()]
    again = tip_here(home.folder, "forget", ARTICLE, "--reason", "x")
    assert (again.returncode, "the archive has no capture" in again.stderr) == (1, True)


def test_a_page_of_a_report_is_not_forgotten(home: Home) -> None:
    done = tip_here(home.folder, "forget", ADDRESS, "--reason", "x")
    assert (done.returncode, "`tip refuse`" in done.stderr) == (1, True)


def test_forgetting_needs_a_reason(home: Home) -> None:
    assert tip_here(home.folder, "forget", ADDRESS, "--reason", " ").returncode == 2
