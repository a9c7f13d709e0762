"""A worse capture of a report page never replaces a better one: cut off, shorter, or without a section."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.pipeline.read.report_rows import read_report
from sources.archive.capture import Capture, digest_of
from sources.archive.decisions import Decision, DecisionKind, append_decision
from sources.archive.page_archive import PageArchive
from sources.rows import Row
from sources.state_department.editions import Edition, page_reader, read_edition
from sources.state_department.pages import assign
from tests.support import SECTIONS, list_page, report_page, tip_page, tip_url, url

ADDRESS = url(2018, "norway")
LONG = report_page(text="The courts applied the law in every district, and officials answered for it. " * 4)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[PageArchive]:
    with PageArchive(tmp_path / "archive") as found:
        yield found


def ingest(archive: PageArchive, body: bytes, day: int, *, address: str = ADDRESS, damage: str | None = None) -> None:
    captured_at = f"2025-01-{day:02}T00:00:00Z"
    capture = Capture(address, captured_at, body, digest_of(body), "archive", 200, "text/html; charset=UTF-8", damage)
    archive.add_page(capture, assign=assign)


def decide(archive: PageArchive, kind: DecisionKind, body: bytes, *, address: str = ADDRESS) -> None:
    at = datetime(2025, 2, 1, tzinfo=UTC)
    append_decision(archive.folder, Decision(address, digest_of(body), kind, "Compared", "Ana", at))


def read(archive: PageArchive, family: str = "human_rights") -> Edition:
    return read_edition(archive.index.captures(family, 2018), page_reader(archive.folder))


def page(archive: PageArchive, family: str = "human_rights") -> Row:
    (found,) = read(archive, family).rows["pages"]
    return found


def reasons(archive: PageArchive, family: str = "human_rights") -> list[tuple[str, str]]:
    rows = read(archive, family).rows["quarantine"]
    return [(row["reason"], row["record"]) for row in rows]


@pytest.mark.parametrize("days", [(1, 2), (2, 1)])
def test_a_page_cut_off_on_its_way_is_not_in_use_beside_a_whole_one(
    archive: PageArchive, days: tuple[int, int]
) -> None:
    cut = LONG[: len(LONG) * 19 // 20]
    ingest(archive, LONG, days[0])
    ingest(archive, cut, days[1], damage="WARC-Truncated: length")
    assert page(archive)["page_digest"] == digest_of(LONG)
    expected = [("truncated", digest_of(cut))] if days == (1, 2) else []
    assert reasons(archive) == expected


def test_a_page_cut_off_is_in_use_where_there_is_no_other_and_reported(archive: PageArchive) -> None:
    ingest(archive, LONG, 1, damage="its gzip coding is unfinished")
    assert page(archive)["outcome"] == "read"
    (row,) = read(archive).rows["quarantine"]
    assert row["reason"] == "truncated"
    assert "its gzip coding is unfinished; it is in use, because the archive has no whole capture" in row["detail"]


def test_a_shorter_capture_waits_for_a_decision_however_often_it_comes(archive: PageArchive) -> None:
    short = report_page()
    ingest(archive, LONG, 1)
    for day in (2, 3, 4):
        ingest(archive, report_page(banner=f"banner {day}"), day)
    assert page(archive)["page_digest"] == digest_of(LONG)
    (row,) = read(archive).rows["quarantine"]
    assert (row["reason"], row["family"], row["year"]) == ("incomplete", "human_rights", 2018)
    assert row["detail"].startswith(
        "the capture of 2025-01-04T00:00:00Z is incomplete: it has 41 words, and the longest"
    )
    ingest(archive, short, 5)
    decide(archive, DecisionKind.ACCEPT, short)
    assert page(archive)["page_digest"] == digest_of(short)
    assert reasons(archive) == []
    ingest(archive, report_page(text="The law applies in full."), 6)
    assert page(archive)["words"] == 57
    decide(archive, DecisionKind.REFUSE, short)
    assert page(archive)["page_digest"] == digest_of(LONG)


def test_a_capture_without_one_section_waits_for_a_decision(archive: PageArchive) -> None:
    ingest(archive, report_page(), 1)
    ingest(archive, report_page(sections=SECTIONS[:6], text="The law applies, and longer."), 2)
    assert len(read(archive).rows["report_sections"]) == 8
    (row,) = read(archive).rows["quarantine"]
    assert "it has no report_sections NOR main section_7" in row["detail"]


def test_a_capture_that_became_another_country_waits_for_a_decision(archive: PageArchive) -> None:
    ingest(archive, report_page(), 1)
    ingest(archive, report_page(country="Ghana"), 2)
    assert page(archive)["country"] == "NOR"
    assert [reason for reason, _ in reasons(archive)][-1] in ("incomplete", "identity_conflict")


def test_a_list_that_lost_a_country_waits_for_a_decision(archive: PageArchive) -> None:
    address = tip_url(2018, "tier-placements")
    names = ["Norway", "Ghana", "Cambodia", "Albania", "Togo", "Qatar", "Malta", "Panama"]
    ingest(archive, list_page(2018, {"Tier 1": names}), 1, address=address)
    ingest(archive, list_page(2018, {"Tier 1": names[1:]}), 2, address=address)
    assert {row["country"] for row in read(archive, "tip").rows["tier_sightings"]} >= {"NOR"}
    (row,) = read(archive, "tip").rows["quarantine"]
    assert row["reason"] == "incomplete"
    assert "it has no tier_sightings NOR" in row["detail"]


def test_a_page_of_which_every_capture_is_refused_is_rejected(archive: PageArchive) -> None:
    ingest(archive, LONG, 1)
    decide(archive, DecisionKind.REFUSE, LONG)
    found = page(archive)
    assert (found["outcome"], found["problem"]) == ("quarantined", "refused")
    assert reasons(archive) == [("refused", digest_of(LONG))]
    assert read(archive).rows["report_sections"] == []


def test_error_pages_in_turn_give_one_row_for_each_reason(archive: PageArchive) -> None:
    ingest(archive, LONG, 1)
    challenge = b"<html><head><title>Just a moment...</title></head><body></body></html>"
    for day, body in enumerate((challenge, b"", challenge + b" ", b" ", challenge), start=2):
        ingest(archive, body, day)
    assert page(archive)["page_digest"] == digest_of(LONG)
    found = [reason for reason, _ in reasons(archive)]
    assert len(found) == len(set(found)) == 2


def test_a_capture_with_a_row_that_breaks_a_rule_does_not_replace_a_good_one(archive: PageArchive) -> None:
    """The newer page says that more of the prosecutions were about labor than there were."""
    address = tip_url(2018, "global-law-enforcement-data")
    good, broken = (
        tip_page(
            "<table><tr><td>Year</td><td>Prosecutions</td><td>Convictions</td><td>Victims Identified</td>"
            "<td>New or Amended Legislation</td></tr>"
            f"<tr><td>2016</td><td>{prosecutions}</td><td>9,072 (717)</td><td>68,453 (17,465)</td><td>25</td></tr>"
            "<tr><td>2017</td><td>17,471 (869)</td><td>7,135 (332)</td><td>96,960 (23,906)</td><td>5</td></tr></table>",
            title="2018 Trafficking in Persons Report: Global Law Enforcement Data",
        )
        for prosecutions in ("14,939 (1,038)", "1,038 (14,939)")
    )
    ingest(archive, good, 1, address=address)
    ingest(archive, broken, 2, address=address)
    found = read_report(archive.folder, archive.index.captures("tip", 2018))
    (row,) = found.frames["pages"].rows(named=True)
    assert (row["outcome"], row["page_digest"]) == ("read", digest_of(good))
    assert found.frames["global_enforcement"]["prosecutions"].to_list() == [14_939, 17_471]
    (rejected,) = found.frames["quarantine"].rows(named=True)
    assert (rejected["reason"], rejected["record"]) == ("invalid_rows", digest_of(broken))
    assert "global_enforcement breaks labor_is_a_part" in rejected["detail"]


_BODIES = [
    (LONG, None),
    (report_page(text="The courts applied the law in every district, and officials answered. " * 4), None),
    (report_page(), None),
    (report_page(banner="other"), None),
    (report_page(sections=SECTIONS[:5]), None),
    (LONG[: len(LONG) // 2], "WARC-Truncated: length"),
    (b"", None),
]


@settings(max_examples=10)
@given(numbers=st.lists(st.integers(0, len(_BODIES) - 1), min_size=2, max_size=5, unique=True), data=st.data())
def test_any_order_and_any_split_of_imports_give_the_same_rows(
    numbers: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    captures = [(_BODIES[number], day) for day, number in enumerate(numbers, start=1)]
    found = []
    for order in (captures, data.draw(st.permutations(captures))):
        with PageArchive(tmp_path_factory.mktemp("any") / "archive") as archive:
            for (body, damage), day in order:
                ingest(archive, body, day, damage=damage)
                read(archive)  # what was read before has no influence
            found.append(read(archive))
    assert found[0] == found[1]
