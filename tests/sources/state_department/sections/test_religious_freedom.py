"""Reports on religious freedom in the templates of all reports."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.registry.families import locate
from sources.state_department.pages import ParsedPage, read_page
from tests.support import report_page
from warehouse.tables import TABLES

TITLES = (
    "Religious Demography",
    "Status of Government Respect for Religious Freedom",
    "Status of Societal Respect for Religious Freedom",
    "U.S. Government Policy and Engagement",
)
SECTIONS = ["executive_summary", "demography", "government_respect", "societal_respect", "us_policy"]
URL = "https://www.state.gov/reports/2022-report-on-international-religious-freedom/norway/"


def read(body: bytes, url: str = URL) -> ParsedPage:
    return read_page(Capture(url, "2025-01-01T00:00:00Z", body, digest_of(body), "archive"))


def current(**options: str) -> bytes:
    title = "2022 Report on International Religious Freedom: Norway"
    return report_page(2022, "Norway", title=title, sections=TITLES, **options)


def middle() -> bytes:
    numbered = zip(("I", "II", "III", "IV"), TITLES, strict=True)
    parts = "".join(f"<h3>Section {number}. {title}</h3><p>Text of it.</p>" for number, title in numbered)
    inner = "<p><b>Legal Framework</b></p><p>The law is old.</p><p><b>Government Practices</b></p><p>None.</p>"
    parts = parts.replace("<h3>Section III", f"{inner}<h3>Section III")
    return (
        '<html><head><title>Norway</title></head><body><h2 id="page-title">Norway</h2><div id="centerblock">'
        f"<h3>Executive Summary</h3><p>All is well.</p>{parts}</div></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("body", "url", "layout"),
    [
        (current(), URL, "irf_accordion"),
        (middle(), "https://2009-2017.state.gov/j/drl/rls/irf/2012/1.htm", "irf_centerblock"),
    ],
)
def test_a_report_is_read_by_section(body: bytes, url: str, layout: str) -> None:
    parsed = read(body, url)
    assert (parsed.page["outcome"], parsed.page["layout"]) == ("read", layout), parsed.quarantine
    assert (parsed.page["family"], parsed.page["country"]) == ("religious_freedom", "NOR")
    assert list(dict.fromkeys(row["section"] for row in parsed.sections)) == SECTIONS
    assert parsed.page["words"] == sum(row["words"] for row in parsed.sections)
    assert parsed.page["remark"] is None
    for table, rows in parsed.rows.items():
        TABLES[table].schema.validate(TABLES[table].frame(rows))


def test_parts_belong_to_their_section() -> None:
    parsed = read(middle(), "https://2009-2017.state.gov/j/drl/rls/irf/2012/1.htm")
    parts = [(row["section"], row["part"], row["level"]) for row in parsed.sections if row["part"]]
    assert parts == [("government_respect", "legal_framework", 2), ("government_respect", "government_practices", 2)]


def test_an_unknown_heading_keeps_its_text_and_is_reported() -> None:
    body = middle().replace(b"<p><b>Legal Framework</b></p>", b"<h4>Weather</h4>")
    parsed = read(body, "https://2009-2017.state.gov/j/drl/rls/irf/2012/1.htm")
    assert parsed.page["remark"] == "unknown headings: Weather"
    assert parsed.page["unknown_headings"] == ["Weather"]
    (row,) = [row for row in parsed.sections if row["title_printed"] == "Weather"]
    assert (row["section"], row["text"]) == ("government_respect", "The law is old.")


def test_addresses() -> None:
    place = locate("http://www.state.gov/g/drl/rls/irf/2008/108376.htm")
    assert place is not None
    assert (place.family, place.year, place.slug) == ("religious_freedom", 2008, "108376")
