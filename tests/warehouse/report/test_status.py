"""The status page: what needs a person comes first, hostile text is text."""

from dataclasses import replace
from pathlib import Path

from lxml import html

from tests.warehouse.report.small_release import result
from warehouse.report.status import STATUS_PAGE, Problem, RunLine, SourceLine, Status, write_status

FINE = Status(
    written_at="2026-11-29 03:00",
    kind="real",
    release="0123456789ab",
    release_day="2026-11-28",
    runs=[RunLine("2026-11-29 02:00:00", "refresh", "success", 12.25)],
    sources=[SourceLine("www.state.gov", "answered today", True)],
)


def page_of(home: Path, status: Status) -> str:
    write_status(home, status)
    return " ".join(html.fromstring((home / STATUS_PAGE).read_bytes()).body.text_content().split())


def test_a_quiet_night_is_fine(tmp_path: Path) -> None:
    said = page_of(tmp_path, FINE)
    assert said.index("Everything is fine") < said.index("Sources")
    assert "Current release: 0123456789ab, published on 2026-11-28" in said
    assert "refreshsuccess12.2" in said


def test_what_needs_a_person_is_said_first(tmp_path: Path) -> None:
    problem = Problem("not published, tier_totals failed", "`tip doctor` explains the check")
    said = page_of(tmp_path, replace(FINE, problems=[problem]))
    places = ("Something needs a person", "tier_totals failed", "explains the check", "Sources")
    assert sorted(places, key=said.index) == list(places)


def test_text_of_hosts_and_checks_is_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\u202e"
    source = SourceLine(hostile, hostile, False, [hostile])
    write_status(
        tmp_path,
        replace(FINE, sources=[source], failed=[result("a", passed=False)], problems=[Problem(hostile, hostile)]),
    )
    tree = html.fromstring((tmp_path / STATUS_PAGE).read_bytes().decode())
    assert not tree.xpath("//script")
    assert "\u202e" not in tree.text_content()


def test_a_home_without_a_release_has_a_page(tmp_path: Path) -> None:
    assert "There is no release yet" in page_of(tmp_path, replace(FINE, release=None, release_day=None, kind=None))
