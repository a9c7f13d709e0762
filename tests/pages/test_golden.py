"""One saved page of every layout, and exactly what the readers give for it, reviewed by a person.

A change to a reader that moves a row shows here as a difference. To accept it, delete the golden file, run this test,
and review the file it writes against the page.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sources.archive.capture import Capture, digest_of
from sources.registry.address import is_sample
from sources.state_department.layouts import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.pages import read_page

_FOLDER: Final = Path(__file__).parent
_REPORTS: Final = "https://www.state.gov.sample.invalid/reports"
_ADDRESSES: Final = {
    "state_report_accordion": f"{_REPORTS}/2022-country-reports-on-human-rights-practices/china/",
    "state_report_flat": f"{_REPORTS}/2024-country-reports-on-human-rights-practices/cambodia",
    "state_report_early": f"{_REPORTS}/2019-country-reports-on-human-rights-practices/ghana/",
}


def test_every_layout_has_a_page() -> None:
    assert {layout.name for layout in HUMAN_RIGHTS_LAYOUTS} == _ADDRESSES.keys()


@pytest.mark.parametrize("name", _ADDRESSES)
def test_page_reads_as_reviewed(name: str) -> None:
    rows = _rows(name)
    assert {page["layout"] for page in rows["pages"]} == {name}
    golden = _FOLDER / f"{name}.json"
    if not golden.exists():
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"wrote {golden.name}: review it line by line against {name}.html, then run the test again")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))


def _rows(name: str) -> dict[str, list[dict[str, Any]]]:
    url = _ADDRESSES[name]
    body = (_FOLDER / f"{name}.html").read_bytes()
    capture = Capture(
        url=url,
        captured_at="2025-09-01T00:00:00Z",
        body=body,
        digest=digest_of(body),
        origin="sample" if is_sample(url) else "archive",
        content_type="text/html; charset=UTF-8",
    )
    reading = read_page(capture)
    pages = {"pages": [reading.page] if reading.page is not None else []}
    return {**pages, **reading.rows, "quarantine": reading.quarantine}
