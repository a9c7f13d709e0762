"""`tip ui` writes the status page after a run that it executed, without any `tip run`."""

from pathlib import Path

import pytest

from tests.soak.tip import succeed, tip
from tests.soak.user_interface import user_interface, wait_for

pytestmark = pytest.mark.soak


def test_a_run_of_the_user_interface_is_on_the_status_page(tmp_path: Path) -> None:
    home = tmp_path / "home"
    succeed(tip(home, "run", "--source", "sample"))
    page = home / "status" / "index.html"
    page.unlink()
    with user_interface(home, tmp_path / "output") as ui:
        run_id = ui.queue_nightly_run()
        wait_for(lambda: ui.statuses()[run_id] == "SUCCESS")
        page.unlink(missing_ok=True)
        wait_for(page.exists)
    assert "Everything is fine" in page.read_text()
