"""Publishing by force: it needs a reason, which the release records and `verify` requires."""

import json
from pathlib import Path

import pytest

from assets.pipeline.publish.release import force_publish
from tests.assets.warehouse import Warehouse
from tests.support import edition, report_page, url
from warehouse.catalog.query import query
from warehouse.quality.gate import RefusedError
from warehouse.release.verify import verify


@pytest.fixture
def refused(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path)
    bad = {url(2018, name.lower()): report_page(2018, name) for name in ("Atlantis", "Lemuria")}
    warehouse.ingest({**edition(2018), **bad})
    with pytest.raises(RefusedError, match="quarantine_share"):
        warehouse.refresh()
    return warehouse


def test_the_release_records_the_reason_and_the_failed_check(refused: Warehouse) -> None:
    release = force_publish(refused.home, "Atlantis is no country").release
    assert release.manifest["override"] == {"reason": "Atlantis is no country", "failing": ["quarantine_share"]}
    assert verify(release) == []
    sql = "SELECT passed FROM quality_results WHERE \"check\" = 'quarantine_share'"
    assert query(release.path, sql).item() is False


@pytest.mark.soak
def test_verify_accepts_no_failure_that_was_not_overridden(refused: Warehouse) -> None:
    release = force_publish(refused.home, "Atlantis is no country").release
    path = release.path / "manifest.json"
    manifest = json.loads(path.read_text())
    for override, error in (
        (None, "published although quarantine_share failed"),
        ({"reason": "why not", "failing": []}, "published although quarantine_share failed"),
        ({"reason": " ", "failing": ["quarantine_share"]}, "the gate was overridden without a reason"),
    ):
        path.unlink()
        path.write_text(json.dumps({**manifest, "override": override}))
        assert verify(release) == [error]


def test_a_reason_is_needed(refused: Warehouse) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        force_publish(refused.home, "  ")
    assert refused.home.releases.current() is None


@pytest.mark.soak
def test_no_override_is_recorded_if_all_checks_pass(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.ingest(edition(2018))
    warehouse.stage()
    assert force_publish(warehouse.home, "to be sure").release.manifest["override"] is None
