"""The command line on saved pages and WARC files."""

import json
from pathlib import Path

import pytest

from tests.orchestration.command_line import tip, tip_here
from tests.support import HUMAN_RIGHTS, edition, needs_corpus, report_page, url, write_warc


def test_commands_without_a_release_fail_with_a_remedy(tmp_path: Path) -> None:
    for command in (["sql", "SELECT 1"], ["verify"]):
        done = tip_here(tmp_path / "new", *command)
        assert done.returncode == 1
        assert "tip run" in done.stderr
    assert tip_here(tmp_path / "new", "tables").returncode == 0
    assert tip_here(tmp_path / "new", "doctor").returncode == 0


def test_parse_prints_one_json_object(tmp_path: Path) -> None:
    page = tmp_path / "norway.html"
    page.write_bytes(report_page())
    done = tip(tmp_path, "parse", str(page), "--url", url(2018, "norway"), "--json")
    tables = json.loads(done.stdout)
    assert {"pages", "report_sections", "tier_sightings", "quarantine"} <= set(tables)
    assert tables["report_sections"][0]["words"] == 6
    assert None in tables["report_sections"][0].values()  # every column is there
    assert "NOR 2018" in tip_here(tmp_path, "parse", str(page)).stdout


def test_parse_shows_why_a_page_is_rejected(tmp_path: Path) -> None:
    page = tmp_path / "page.htm"
    page.write_bytes(b"%PDF-1.7")
    done = tip_here(tmp_path, "parse", str(page), "--json")
    assert done.returncode == 1
    assert done.stderr == "tip: rejected (wrong_type): a PDF document, not a page: page.htm\n"
    assert json.loads(done.stdout)["quarantine"][0]["reason"] == "wrong_type"


ARTICLE = """<html><head><meta property="article:published_time" content="2014-06-20"></head><body><article>
<p>Thailand was downgraded to Tier 3 in the Trafficking in Persons Report, the State Department said on Friday.</p>
<p>The report said that officials in the fishing industry had looked away while workers were held on boats.</p>
</article></body></html>"""


def test_parse_reads_an_article_with_a_date_of_its_own(tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    page.write_text(ARTICLE)
    for options in (["--family", "news"], [], ["--url", "https://www.paper.com/2014/thailand-falls-to-tier-3"]):
        done = tip_here(tmp_path, "parse", str(page), "--json", *options)
        assert (done.returncode, done.stderr) == (0, "")
        tables = json.loads(done.stdout)
        (article,) = tables["news_articles"]
        assert (article["published"], article["published_source"]) == ("2014-06-20", "open_graph")
        assert {(row["country"], row["report_year"]) for row in tables["news_claims"]} == {("THA", 2014)}
        assert tables["quarantine"] == []


def test_parse_of_an_article_without_a_date_says_what_to_do(tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    page.write_text(ARTICLE.replace("2014-06-20", "soon"))
    done = tip_here(tmp_path, "parse", str(page))
    assert (done.returncode, done.stdout) == (1, "")
    assert "no_date" in done.stderr
    assert "--published" in done.stderr
    assert tip_here(tmp_path, "parse", str(page), "--published", "2014-06-20").returncode == 0


@pytest.mark.soak
def test_import_run_export_and_the_gate(tmp_path: Path) -> None:
    home = tmp_path / "home"
    complete = write_warc(tmp_path / "pages.warc.gz", {**edition(2018), **edition(2019)})
    truncated = tmp_path / "cut.warc.gz"
    truncated.write_bytes(complete.read_bytes()[:-300])
    plan = tip_here(home, "run", "--source", "archive", "--archive", str(complete), "--plan")
    assert "human_rights 2018: 8 pages to ingest" in plan.stdout
    assert not (home / "archive").exists()
    damaged = tip_here(home, "import", str(truncated))
    assert damaged.returncode == 1
    assert "lost" in damaged.stderr
    assert "15 new captures" in damaged.stdout
    done = tip(home, "run", "--archive", str(complete))
    assert done.returncode == 0, done.stderr
    page = tmp_path / "page.html"
    for name in ("Atlantis", "Lemuria"):
        page.write_bytes(report_page(2019, name))
        assert tip_here(home, "import", str(page), "--url", url(2019, name.lower())).returncode == 0
    refused = tip_here(home, "run")
    assert refused.returncode == 3
    assert "quarantine_share" in refused.stderr
    assert "no country or area is called 'Atlantis'" in refused.stderr
    assert "is complete" in tip_here(home, "verify").stdout  # the last good release is still current
    out = tmp_path / "out.warc.gz"
    assert tip_here(home, "export", str(out)).returncode == 0
    assert tip_here(home, "export", str(out)).returncode == 2  # never overwritten
    other = tip_here(tmp_path / "other", "run", "--archive", str(out), "--editions", "2018", "--countries", "NOR,TGO")
    assert other.returncode == 0, other.stderr
    rows = json.loads(
        tip_here(tmp_path / "other", "sql", "SELECT country, year FROM pages ORDER BY 1", "--json").stdout
    )
    assert rows == [{"country": "NOR", "year": 2018}, {"country": "TGO", "year": 2018}]


@needs_corpus
def test_parse_reads_a_real_page_completely(tmp_path: Path) -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with HUMAN_RIGHTS.open("rb") as file:
        record = next(iter(ArchiveIterator(file, record_types=WarcRecordType.response)))
        address, body = record.headers["WARC-Target-URI"], record.reader.read()
    page = tmp_path / "page.html"
    page.write_bytes(body)
    tables = json.loads(tip(tmp_path, "parse", str(page), "--url", address, "--json").stdout)
    assert len(tables["report_sections"]) > 20
