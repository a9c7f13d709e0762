"""The time of a capture: zones count, and a date that cannot be is refused and never believed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sources.archive.capture import digest_of
from sources.archive.capture_date import InvalidDateError, capture_time
from sources.archive.decisions import Decision, DecisionKind, append_decision
from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import rebuild_index
from sources.archive.record import WarcRecord
from sources.archive.verify import verify_archive
from sources.archive.warc import read_warc
from sources.assignment import assigning
from sources.rows import Row
from sources.state_department.editions import page_reader, read_edition
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes

NOW = datetime(2025, 6, 1, tzinfo=UTC)
NORWAY = url(2018, "norway")


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2019-01-02T03:04:05Z", "2019-01-02T03:04:05Z"),
        ("2019-01-02T03:04:05.678901Z", "2019-01-02T03:04:05Z"),
        ("2019-01-02T03:04:05+05:30", "2019-01-01T21:34:05Z"),
        ("2019-01-02T03:04:05-0800", "2019-01-02T11:04:05Z"),
        ("2019-12-31T23:30:00-01:00", "2020-01-01T00:30:00Z"),
        ("2019-01-02t03:04:05z", "2019-01-02T03:04:05Z"),
        ("2019-01-02 03:04:05", "2019-01-02T03:04:05Z"),
        ("2019-01-02T03:04Z", "2019-01-02T03:04:00Z"),
        ("2019-01-02", "2019-01-02T00:00:00Z"),
        ("2019-02", "2019-02-01T00:00:00Z"),
        ("2019", "2019-01-01T00:00:00Z"),
        ("20190102030405", "2019-01-02T03:04:05Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("1991-08-06T00:00:00Z", "1991-08-06T00:00:00Z"),
        ("2025-06-01T02:00:00+02:00", "2025-06-01T00:00:00Z"),
    ],
)
def test_a_date_is_read_as_utc(written: str, time: str) -> None:
    assert capture_time(written, NOW) == time


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "has no date"),
        ("", "has no date"),
        ("yesterday", "is no date"),
        ("2019-02-30T00:00:00Z", "is no date"),
        ("2019-01-02T25:00:00Z", "is no date"),
        ("2019-01-02T00:00:00+99:00", "is no date"),
        ("٢٠١٩-01-02T00:00:00Z", "is no date"),
        ("2999-01-01T00:00:00Z", "in the future"),
        ("2025-06-01T12:00:00Z", "in the future"),
        ("2025-06-01T00:00:00-05:00", "in the future"),
        ("9999-12-31T23:59:59-12:00", "is no date"),
        ("1990-12-31T23:59:59Z", "before the web"),
        ("1991-01-01T00:00:00+02:00", "before the web"),
        ("0001-01-01T00:00:00+01:00", "is no date"),
    ],
)
def test_a_date_that_cannot_be_is_refused(written: str | None, reason: str) -> None:
    with pytest.raises(InvalidDateError, match=reason):
        capture_time(written, NOW)


def test_the_clock_of_a_crawler_may_be_a_little_ahead() -> None:
    assert capture_time("2025-06-01T00:10:00Z", NOW) == "2025-06-01T00:10:00Z"


def test_a_record_with_an_impossible_date_is_not_imported_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "in.warc.gz"
    dates = ["2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "soon", "2020-01-01T02:00:00+02:00"]
    path.write_bytes(b"".join(warc_bytes({NORWAY: report_page(text=date)}, date=date) for date in dates))
    archive = PageArchive(tmp_path / "archive")
    report = archive.import_warc(path, origin="archive", assign=assign)
    assert [entry.captured_at for entry in archive.index.all_entries()] == ["2020-01-01T00:00:00Z"]
    assert [line.rpartition(": ")[2] for line in report.lines] == [
        "its date 2999-01-01T00:00:00Z is in the future",
        "its date 1970-01-01T00:00:00Z is before the web",
        "its date 'soon' is no date",
    ]
    assert all(NORWAY in line for line in report.lines)


def test_captures_that_were_stored_keep_their_time_when_the_clock_is_set_back(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path / "archive")
    later = (datetime.now(UTC) + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = tmp_path / "in.warc.gz"
    path.write_bytes(warc_bytes({NORWAY: report_page()}, date=later))
    assert archive.import_warc(path, origin="archive", assign=assign).lines == []
    before = list(archive.index.all_entries())
    archive.close()
    (segment,) = (archive.folder / "warc").iterdir()
    (record,) = read_warc(segment, is_segment=True, now=NOW - timedelta(days=3650))
    assert isinstance(record, WarcRecord)
    assert record.captured_at == later
    report = rebuild_index(archive.folder, assigning)
    assert (report.lines, report.loss, segment.exists()) == ([], None, True)
    with PageArchive(archive.folder) as rebuilt:
        assert list(rebuilt.index.all_entries()) == before


def page_in_use(archive: PageArchive) -> Row:
    (page,) = read_edition(archive.index.captures("human_rights", 2018), page_reader(archive.folder)).rows["pages"]
    return page


def test_a_capture_of_the_future_that_an_older_version_believed_is_named_until_it_is_refused(tmp_path: Path) -> None:
    def import_page(text: str, date: str) -> None:
        path = tmp_path / f"{date}.warc.gz"
        path.write_bytes(warc_bytes({NORWAY: report_page(text=text)}, date=f"{date}T00:00:00Z"))
        assert archive.import_warc(path, origin="archive", assign=assign).lines == []

    with PageArchive(tmp_path / "archive") as archive:
        import_page("The law applies.", "2024-01-01")
        archive.index.database.change("UPDATE captures SET captured_at = '2999-01-01T00:00:00Z'")
        import_page("The law is new.", "2025-01-01")
        before = page_in_use(archive)
        (line,) = verify_archive(archive.folder, archive.index).future
        assert f"the capture of {NORWAY} of 2999-01-01T00:00:00Z is in the future" in line
        digest = before["page_digest"]
        assert f"`tip refuse {NORWAY} --digest {digest} --reason TEXT`" in line
        at = datetime(2025, 2, 1, tzinfo=UTC)
        append_decision(archive.folder, Decision(NORWAY, digest, DecisionKind.REFUSE, "Of the future", "Ana", at))
        assert verify_archive(archive.folder, archive.index).future == []
        assert page_in_use(archive)["page_digest"] == digest_of(report_page(text="The law is new."))
