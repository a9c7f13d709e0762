"""Decisions of people: stored line by line, durable and validated."""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sources.archive.decisions import FILE, Decision, DecisionKind, append_decision, read_decisions

URL = "https://www.state.gov/reports/2018-trafficking-in-persons-report/togo/"
ACCEPTED = Decision(
    URL,
    "a" * 64,
    DecisionKind.ACCEPT,
    "The page is cut, the list is whole: «oui»",
    "Ana",
    datetime(2026, 9, 1, 8, tzinfo=UTC),
)
REFUSED = Decision(
    URL, "b" * 64, DecisionKind.REFUSE, "A page of errors\nof the server", "Ben", datetime(2026, 9, 2, 8, tzinfo=UTC)
)


def test_a_new_archive_has_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path).records == []
    assert list(tmp_path.iterdir()) == []


def test_decisions_are_stored_in_their_order(tmp_path: Path) -> None:
    for decision in (ACCEPTED, REFUSED):
        append_decision(tmp_path / "archive", decision)
    read = read_decisions(tmp_path / "archive")
    assert (read.records, read.cut) == ([ACCEPTED, REFUSED], None)
    first, second = (tmp_path / "archive" / FILE).read_text().splitlines()
    assert json.loads(first) == {
        "source_url": URL,
        "page_digest": "a" * 64,
        "decision": "accept",
        "reason": "The page is cut, the list is whole: «oui»",
        "decided_by": "Ana",
        "decided_at": "2026-09-01T08:00:00Z",
    }
    assert json.loads(second)["decision"] == "refuse"


def test_times_are_in_utc_and_whole_seconds(tmp_path: Path) -> None:
    local = datetime(2026, 9, 1, 10, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    decision = Decision(URL, "a" * 64, DecisionKind.ACCEPT, "Good", "Ana", local)
    append_decision(tmp_path, decision)
    assert read_decisions(tmp_path).records == [decision]
    assert decision.decided_at == datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_a_decision_is_flushed_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash of the machine loses unflushed bytes, so an fsync of the file follows every write."""
    flushed = []
    fsync = os.fsync

    def recording(descriptor: int) -> None:
        status = os.fstat(descriptor)
        flushed.append((status.st_ino, status.st_size))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recording)
    append_decision(tmp_path, ACCEPTED)
    file, folder = (tmp_path / FILE).stat(), tmp_path.stat()
    assert flushed[0] == (file.st_ino, file.st_size)
    assert flushed[1][0] == folder.st_ino


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_a_truncated_last_line_is_reported_and_skipped(tmp_path: Path, kept: int) -> None:
    path = tmp_path / FILE
    append_decision(tmp_path, ACCEPTED)
    whole = path.read_bytes()
    append_decision(tmp_path, REFUSED)
    path.write_bytes(whole + path.read_bytes()[len(whole) :][:kept])
    read = read_decisions(tmp_path)
    assert read.records == [ACCEPTED]
    assert read.cut == f"{path}: line 2 is truncated and was skipped"
    append_decision(tmp_path, REFUSED)  # the rest of the truncated line is removed first
    assert read_decisions(tmp_path).records == [ACCEPTED, REFUSED]
    assert read_decisions(tmp_path).cut is None


def test_a_last_line_without_a_newline_counts(tmp_path: Path) -> None:
    path = tmp_path / FILE
    append_decision(tmp_path, ACCEPTED)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert read_decisions(tmp_path).records == [ACCEPTED]
    append_decision(tmp_path, REFUSED)
    assert read_decisions(tmp_path).records == [ACCEPTED, REFUSED]


def test_a_long_truncated_line_is_removed_completely(tmp_path: Path) -> None:
    append_decision(tmp_path, ACCEPTED)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"reason": "' + b"x" * 200_000)
    append_decision(tmp_path, REFUSED)
    assert read_decisions(tmp_path).records == [ACCEPTED, REFUSED]


WHOLE = {
    "source_url": URL,
    "page_digest": "a" * 64,
    "decision": "accept",
    "reason": "Good",
    "decided_by": "Ana",
    "decided_at": "2026-09-01T08:00:00Z",
}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no JSON", "Expecting value"),
        ("[1]", "no JSON object"),
        (json.dumps({**WHOLE, "decision": "perhaps"}), "accept or refuse, not 'perhaps'"),
        (json.dumps({**WHOLE, "page_digest": "A" * 64}), "no SHA-256"),
        (json.dumps({**WHOLE, "page_digest": "a" * 65}), "no SHA-256"),
        (json.dumps({**WHOLE, "reason": " "}), "reason is empty"),
        (json.dumps({**WHOLE, "decided_by": ""}), "decided_by is empty"),
        (json.dumps({**WHOLE, "decided_at": "2026-09-01T08:00:00"}), "no time zone"),
        (json.dumps({**WHOLE, "decided_at": "yesterday"}), "yesterday"),
        (json.dumps({**WHOLE, "reason": 5}), "is a text"),
        (json.dumps({**WHOLE, "more": "x"}), "has the fields source_url"),
        (json.dumps({name: value for name, value in WHOLE.items() if name != "reason"}), "has the fields source_url"),
    ],
)
def test_an_invalid_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / FILE
    path.write_text(f"{json.dumps(WHOLE)}\n\n{line}\n{json.dumps(WHOLE)}\n")
    with pytest.raises(ValueError, match=message) as error:
        read_decisions(tmp_path)
    assert str(error.value).startswith(f"{path}, line 3: ")


def test_an_invalid_decision_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="reason is empty"):
        append_decision(
            tmp_path, Decision(URL, "a" * 64, DecisionKind.ACCEPT, "", "Ana", datetime(2026, 9, 1, tzinfo=UTC))
        )
    assert not (tmp_path / FILE).exists()
