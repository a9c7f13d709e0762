"""What the UI shows of a table and of a release: links to the site are links only where it is served."""

from pathlib import Path

import dagster as dg
import pytest

from assets.ui_metadata import failing_table, link_of_page


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIP_HOME", str(tmp_path))
    page = tmp_path / "release" / "report" / "table" / "pages.html"
    page.parent.mkdir(parents=True)
    page.touch()
    return tmp_path / "release"


def test_a_page_is_a_link_where_the_site_is_served(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = dg.MetadataValue.path(str(release / "report/table/pages.html"))
    assert link_of_page(release, "site", "table/pages.html") == {"site": path}
    monkeypatch.setenv("TIP_SITE_URL", "https://tip.example")
    url = dg.MetadataValue.url("https://tip.example/table/pages.html")
    assert link_of_page(release, "site", "table/pages.html") == {"site": url}
    assert link_of_page(release, "site", "table/none.html") == {}


def test_failing_rows_are_a_table() -> None:
    rows = failing_table(["KHM 2010: two tiers", "no place\u202e"]).records
    assert [dict(row.data) for row in rows] == [
        {"where": "KHM 2010", "finding": "two tiers"},
        {"where": "", "finding": "no place\\u202e"},
    ]
