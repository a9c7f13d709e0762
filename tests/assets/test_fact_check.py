"""The fact-check of one article against a release of any age, and the capture of an archived article that it reads."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assets.pipeline.fact_check import ReadCapture, archived_article, fact_check
from assets.pipeline.home.home import Home
from orchestration.cli.saved_page import saved_page
from sources.archive.capture import Capture, digest_of
from sources.archive.decisions import DecisionInForce
from sources.archive.stored import StoredCapture
from sources.assignment import assigning
from sources.registry.address import clean, page_key
from tests.warehouse.report.small_release import count, placement, site_of
from warehouse.staging.table_files import compact_path
from warehouse.tables.vocabulary import DecisionKind

URL = "https://paper.example/2018/07/02/story"
TEXT = "Cambodia was placed on Tier 2 of the Trafficking in Persons Report of the State Department on Thursday. "


@pytest.mark.parametrize("missing", [(), ("verdict_corrections", "tier_events", "report_sections")])
def test_a_release_without_a_table_has_none_of_its_rows(tmp_path: Path, missing: tuple[str, ...]) -> None:
    rows = {"tier_placements": [placement("KHM", 2013, "2")], "enforcement_statistics": [count("KHM", 2013, 36)]}
    release = site_of(tmp_path / "release", rows).parent
    for table in missing:
        (release / compact_path(table)).unlink()
    article = tmp_path / "article.txt"
    article.write_text("The 2013 Trafficking in Persons Report puts Cambodia on Tier 2.", encoding="utf-8")
    found = fact_check(ReadCapture.of(saved_page(article, article.name, None), date(2013, 7, 1)), release)
    assert [check["relation"] for check in found.tables["claim_checks"]] == ["exact"]


def test_the_archived_capture_in_use_is_read_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.claim("real")
    whole, short = ingest(home, TEXT * 20, 1), ingest(home, TEXT, 2)
    captures = captures_of(home)
    assert [each.entry.digest for each in captures] == [whole, short]
    found = archived_article(home.archive_folder, captures)
    assert found is not None
    assert found.capture.digest == whole  # the newer one lost its text
    refused = DecisionInForce(DecisionKind.REFUSE, 1, "2025-02-01T00:00:00Z")
    found = archived_article(home.archive_folder, [replace(captures[0], decision=refused), captures[1]])
    assert found is not None
    assert found.capture.digest == short
    assert archived_article(home.archive_folder, [replace(each, decision=refused) for each in captures]) is None
    assert archived_article(home.archive_folder, []) is None


def ingest(home: Home, text: str, day: int) -> str:
    body = (
        '<html lang="en"><head><title>A story</title><meta property="article:published_time" content="2018-07-02">'
        f"</head><body><article><h1>A story</h1><p>{text}</p></article></body></html>"
    ).encode()
    capture = Capture(URL, f"2025-01-{day:02}T00:00:00Z", body, digest_of(body), "archive")
    with home.archive() as archive:
        archive.add_page(capture, assign=assigning(archive.index))
    return capture.digest


def captures_of(home: Home) -> list[StoredCapture]:
    with home.archive() as archive:
        return archive.index.captures_of_page(page_key(clean(URL)))
