"""Saved pages of every layout, and their rows, reviewed by a person.

The pages of the TIP Report are the project's own, in the known markup; no real page was available.

A change of a reader that changes a row fails here. To accept it, delete the golden file, run this test, and review the
new file against the page.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sources.archive.capture import Capture, digest_of
from sources.registry.address import is_sample
from sources.state_department.layouts.human_rights import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.layouts.tip import TIP_LAYOUTS
from sources.state_department.pages import read_page

_FOLDER: Final = Path(__file__).parent
_REPORTS: Final = "https://www.state.gov.sample.invalid/reports"
_ADDRESSES: Final = {
    "state_report_accordion": f"{_REPORTS}/2022-country-reports-on-human-rights-practices/china/",
    "state_report_flat": f"{_REPORTS}/2024-country-reports-on-human-rights-practices/cambodia",
    "state_report_early": f"{_REPORTS}/2019-country-reports-on-human-rights-practices/ghana/",
}


_OLD: Final = "https://2001-2009.state.gov.sample.invalid/g/tip/rls/tiprpt"
_MIDDLE: Final = "https://2009-2017.state.gov.sample.invalid/j/tip/rls/tiprpt"
_TIP: Final = {
    "tip_2001_by_tier": ("tip_tables", f"{_OLD}/2001/3930.htm"),
    "tip_2002_list_prose": ("tip_tables", f"{_OLD}/2002/1.htm"),
    "tip_2003_alphabet": ("tip_tables", f"{_OLD}/2003/21276.htm"),
    "tip_2004_region": ("tip_tables", f"{_OLD}/2004/33191.htm"),
    "tip_2007_list_links": ("tip_tables", f"{_OLD}/2007/1.htm"),
    "tip_2008_mobile": ("tip_mobile", "https://m.state.gov.sample.invalid/md105387.htm"),
    "tip_2008_special_cases": ("tip_tables", f"{_OLD}/2008/1.htm"),
    "tip_2010_recommendations": ("tip_centerblock", f"{_MIDDLE}/2010/142760.htm"),
    "tip_2013_list_table": ("tip_centerblock", f"{_MIDDLE}/2013/1.htm"),
    "tip_2014_country": ("tip_centerblock", f"{_MIDDLE}/countries/2014/1.htm"),
    "tip_2018_country": ("tip_report", f"{_REPORTS}/2018-trafficking-in-persons-report/palau/"),
    "tip_2020_country_early": ("tip_report_early", f"{_REPORTS}/2020-trafficking-in-persons-report/mongolia/"),
}
"""Layout and address by page; a page with an unknown number has number 1."""


def test_every_layout_has_a_page() -> None:
    assert {layout.name for layout in HUMAN_RIGHTS_LAYOUTS} == _ADDRESSES.keys()
    assert {layout.name for layout in TIP_LAYOUTS} == {layout for layout, _ in _TIP.values()}


@pytest.mark.parametrize("name", _ADDRESSES)
def test_page_reads_as_reviewed(name: str) -> None:
    _compare_with_golden_file(name, name, _ADDRESSES[name])


@pytest.mark.parametrize("name", _TIP)
def test_page_of_the_tip_report_reads_as_reviewed(name: str) -> None:
    _compare_with_golden_file(name, *_TIP[name])


def _compare_with_golden_file(name: str, layout: str, url: str) -> None:
    rows = _rows(name, url)
    assert {page["layout"] for page in rows["pages"]} == {layout}
    golden = _FOLDER / f"{name}.json"
    if not golden.exists():
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"wrote {golden.name}: review it line by line against {name}.html, then run the test again")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))


def _rows(name: str, url: str) -> dict[str, list[dict[str, Any]]]:
    body = (_FOLDER / f"{name}.html").read_bytes()
    capture = Capture(
        url=url,
        captured_at="2025-09-01T00:00:00Z",
        body=body,
        digest=digest_of(body),
        origin="sample" if is_sample(url) else "archive",
        content_type="text/html; charset=UTF-8",
    )
    parsed = read_page(capture)
    pages = {"pages": [parsed.page] if parsed.page is not None else []}
    return {**pages, **parsed.rows, "quarantine": parsed.quarantine}
