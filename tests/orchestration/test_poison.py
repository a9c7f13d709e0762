"""A hostile page: it is archived, rejected or read, all output escapes it, and other pages are not affected."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.ui_metadata import check_metadata, markdown_list, markdown_table
from orchestration.cli.escaped_streams import escaped_streams
from sources.archive.capture import Capture, digest_of
from sources.news.article_rows import read_article
from tests.orchestration.command_line import TIP, environment_of
from tests.support import write_warc
from warehouse.catalog.visible import visible
from warehouse.quality.check import CheckResult

LINK = re.compile(r"(?<!\\)\]\(javascript")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BAD_URL = "https://www.phnompenhpost.com/2022/07/21/\u202elmth.\x1b[2J"
GOOD_URL = "https://paper.example/2022/07/20/good"
LEAD = "Cambodia was placed on Tier 3 in the State Department's Trafficking in Persons Report of this year."
FILLER = "".join(
    f"<p>In district {n} the officers opened {n * 3} files, and the shelter there took in {n * 2} people.</p>"
    for n in range(2, 12)
)
TITLE = (
    "Wro\x00ng &#x202e;knar &#x1b;[31mred&#x9b;2J &lt;script&gt;alert(1)&lt;/script&gt; [click](javascript:alert(1)) |"
)
READ = f"""<html lang="en"><head><meta property="og:title" content="{TITLE}">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2099-01-01"}}</script>
<meta property="article:published_time" content="2022-07-20"></head><body><article>
<h1>x</h1><p>{LEAD}</p><p>“He said ‘she said “it is \u202e&#x202e;all&#x1b;[1m lost” ’ ”, the minister\x00 said on
Tuesday, where <b>nobody</b> &lt;img src=x onerror=alert(1)&gt; listened.</p>{FILLER}</article></body></html>"""
HUGE = READ.replace("</article>", '<q>“‘"' * 1_200_000 + "</article>")


def tip(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*TIP, *arguments], env=environment_of(home), capture_output=True, check=False)


def shown(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stdout + done.stderr).decode()
    assert CONTROL.search(text) is None, repr(text)
    assert b"Traceback" not in done.stderr
    return text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("poison")
    assert len(HUGE.encode()) > 10_000_000
    pages = {BAD_URL: HUGE.encode(), GOOD_URL: READ.encode()}
    archive = write_warc(folder / "poison.warc.gz", pages, date="2022-07-22T00:00:00Z")
    done = tip(folder / "home", "run", "--source", "archive", "--archive", str(archive))
    assert done.returncode == 0, done.stderr
    return folder / "home", shown(done)


def test_a_run_continues_and_escapes_its_output(hostile: tuple[Path, str]) -> None:
    assert "published" in hostile[1]
    assert "too_large" in hostile[1] or "hostile_markup" in hostile[1]
    assert "2099-01-01" in hostile[1]


def test_the_good_page_is_in_the_tables_and_the_other_in_quarantine(hostile: tuple[Path, str]) -> None:
    done = tip(hostile[0], "sql", "SELECT title, url FROM news_articles", "--json")
    (row,) = json.loads(done.stdout)
    assert CONTROL.search(row["title"]) is None
    assert row["url"] == GOOD_URL
    assert "knar" in shown(done)
    everything = "SELECT reason, detail, source_url FROM quarantine ORDER BY reason"
    reasons = shown(tip(hostile[0], "sql", everything))
    assert "impossible_date" in reasons
    assert "too_large" in reasons or "hostile_markup" in reasons
    shown(tip(hostile[0], "sql", everything, "--csv"))
    shown(tip(hostile[0], "sql", "SELECT chr(8238) || chr(27) || '[2J' AS hostile_text"))


def outside_code(markdown: str) -> str:
    """Markdown without its code spans: nothing inside a code span is markup."""
    return re.sub(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)", "", markdown)


def test_the_ui_gets_no_markup_of_pages(hostile: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(hostile[0] / "dagster"))
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs(limit=1)
        events = [entry.dagster_event for entry in instance.all_logs(run.run_id) if entry.dagster_event]
    texts = [
        value.md_str
        for event in events
        if event.is_step_materialization
        for value in event.step_materialization_data.materialization.metadata.values()
        if isinstance(value, dg.MarkdownMetadataValue)
    ]
    assert any("knar" in text for text in texts)
    for text in texts:
        assert CONTROL.search(text) is None
        outside = outside_code(text)
        assert "<script" not in outside
        assert LINK.search(outside) is None


def test_output_of_parse_is_escaped(tmp_path: Path) -> None:
    for name, page in (("read", READ), ("huge", HUGE)):
        path = tmp_path / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        arguments = ("parse", str(path), "--family", "news", "--url", GOOD_URL)
        assert shown(tip(tmp_path, *arguments))
        assert set(json.loads(tip(tmp_path, *arguments, "--json").stdout)) >= {"news_claims", "quarantine"}


def test_control_characters_of_plain_text_are_removed() -> None:
    body = f"A title \x1b[31m\u202e\n\n{LEAD}\n\nThe minister said \u202eso\x9b.".encode()
    parsed = read_article(
        Capture(GOOD_URL, "2022-07-22T00:00:00Z", body, digest_of(body), "archive", 200, "text/plain")
    )
    assert parsed.outcome == "read"
    assert CONTROL.search(parsed.text) is None
    assert CONTROL.search(repr(parsed.rows)) is None


def test_control_characters_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_text = "a\u202eb\x1b[2Jc\x07d\x9be\u2066f\ud800g\r"
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    with escaped_streams():
        print(hostile_text, "é — ü\t")
    sys.stdout.flush()
    text = raw.getvalue().decode()
    assert CONTROL.search(text) is None
    assert text.endswith("é — ü\t\n")
    hostile_text = "x\u202ey\x7f"
    assert json.loads(f'"{visible(hostile_text)}"') == hostile_text


def test_markdown_escapes_text_of_pages() -> None:
    hostile_text = "[click](javascript:alert(1)) <img src=x onerror=alert(1)> | `x` \u202eknar\x1b[1m"
    result = CheckResult("check", "pages", "error", True, False, hostile_text, "none", [hostile_text], 1, "", "")
    shown = [
        markdown_table(pl.DataFrame({"title": [hostile_text]})),
        markdown_list([hostile_text]).md_str,
    ]
    for text in shown:
        assert "<img" not in outside_code(text)
        assert LINK.search(outside_code(text)) is None
        assert CONTROL.search(text) is None
    assert CONTROL.search(str(check_metadata(result)["failing"].records)) is None  # the UI shows records as plain text
