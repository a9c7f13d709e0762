"""A clock that was set back stops a live run before it fetches."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.pipeline.home.clock import WrongClockError, validate_clock
from assets.pipeline.home.home import Home
from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import assign
from tests.support import report_page, url

FETCHED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    for address, origin, day in ((url(2018, "norway"), "live", FETCHED), (url(2019, "norway"), "archive", None)):
        body = report_page(2018)
        at = f"{day or FETCHED + timedelta(days=900):%Y-%m-%dT%H:%M:%SZ}"
        with home.archive() as archive:
            archive.add_page(Capture(address, at, body, digest_of(body), origin, 200, "text/html"), assign=assign)
    return home


def test_a_clock_set_back_is_an_error_with_a_remedy(home: Home) -> None:
    with pytest.raises(
        WrongClockError, match=r"2026-02-01 12:00 UTC.*2026-03-01T12:00:00Z; set the clock and run again"
    ):
        validate_clock(home, FETCHED - timedelta(days=28))


def test_a_clock_that_was_not_set_back_is_valid(home: Home, tmp_path: Path) -> None:
    """Only captures of live runs count: imported captures have times of other clocks."""
    validate_clock(home, FETCHED - timedelta(minutes=5))
    validate_clock(home, FETCHED + timedelta(days=1))
    validate_clock(Home(tmp_path / "new"), datetime(1970, 1, 1, tzinfo=UTC))
