"""A reader that fails on one page sets that page aside; it never ends the run."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.state_department import pages
from tests.support import report_page, url


def test_a_failing_reader_is_a_quarantined_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(pages, "identify", fail)
    body = report_page()
    reading = pages.read_page(Capture(url(2018, "norway"), "2025-01-01T00:00:00Z", body, digest_of(body), "archive"))
    assert (reading.page["outcome"], reading.page["problem"]) == ("quarantined", "reader_failed")
    assert "RecursionError: too deep" in reading.quarantine[0]["detail"]
