"""Identity of pages before 2019: their addresses, and the report and edition that a page names."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.registry.address import is_archived_copy, unwrap
from sources.registry.families import locate, page_number
from sources.state_department.pages import assign
from tests.sources.state_department.old_pages import NOW, OLD, narrative, page, read


@pytest.mark.parametrize(
    ("url", "family", "year", "slug", "tells_kind"),
    [
        ("http://www.state.gov/g/tip/rls/tiprpt/2001/3927.htm", "tip", 2001, "3927", False),
        ("http://state.gov/j/tip/rls/tiprpt/2008/105388.htm", "tip", 2008, "105388", False),
        ("https://2001-2009.state.gov/g/tip/rls/tiprpt/2002/10680.htm", "tip", 2002, "10680", False),
        ("https://2009-2017.state.gov/j/tip/rls/tiprpt/countries/2013/215482.htm", "tip", 2013, "215482", True),
        ("https://www.state.gov/j/tip/rls/tiprpt/2017/index.htm", "tip", 2017, None, True),
        ("https://www.state.gov/j/tip/rls/tiprpt/2003/", "tip", 2003, None, True),
        ("https://www.state.gov/j/tip/rls/tiprpt/countries/2016/", "tip", 2016, None, True),
        ("https://2017-2021.state.gov/reports/2019-trafficking-in-persons-report-2/cuba/", "tip", 2019, "cuba", True),
        ("https://2021-2025.state.gov/reports/2024-trafficking-in-persons-report/", "tip", 2024, None, True),
        ("https://www.state.gov/reports/2025-trafficking-in-persons-report-174/", "tip", 2025, None, True),
        ("http://www.state.gov/g/drl/rls/hrrpt/2004/41583.htm", "human_rights", 2004, "41583", False),
        ("http://www.state.gov/j/drl/rls/hrrpt/2010/eap/154380.htm", "human_rights", 2010, "154380", False),
        (
            "https://webarchive.library.unt.edu/eot2008/20080916000000/http://www.state.gov/g/tip/rls/tiprpt/2008/1.htm",
            "tip",
            2008,
            "1",
            False,
        ),
    ],
)
def test_addresses_of_every_era(url: str, family: str, year: int, slug: str | None, tells_kind: bool) -> None:
    place = locate(url)
    assert place is not None
    assert (place.family, place.year, place.slug, place.tells_kind) == (family, year, slug, tells_kind)


@pytest.mark.parametrize(
    "url",
    [
        "http://m.state.gov/md105388.htm",
        "https://www.state.gov/j/tip/rls/tiprpt/",
        "https://www.state.gov/j/tip/rls/tiprpt/2008/105388.pdf",
        "https://www.state.gov/j/tip/rls/reports/2016/257831.htm",
        "https://www.state.gov.evil.example/j/tip/rls/tiprpt/2008/105388.htm",
    ],
)
def test_addresses_without_an_edition(url: str) -> None:
    assert locate(url) is None


def test_a_page_has_one_number_under_every_address() -> None:
    numbers = {
        page_number(url)
        for url in (f"{OLD}/2008/105388.htm", f"{NOW}/2008/105388.htm", "http://m.state.gov/md105388.htm")
    }
    assert numbers == {105388}
    assert page_number("https://www.state.gov/reports/2019-trafficking-in-persons-report/cuba/") is None


def test_copies_in_government_crawls_are_archived_copies() -> None:
    original = "http://www.state.gov/g/tip/rls/tiprpt/2003/21276.htm"
    for prefix in (
        "https://webarchive.library.unt.edu/eot2008/20081001000000/",
        "http://www.webharvest.gov/peth04/2004/",
    ):
        assert unwrap(prefix + original) == original
        assert is_archived_copy(prefix + original)


def test_a_page_that_names_another_edition_is_a_conflict() -> None:
    assert read(page(narrative("Norway"), year=2007)).page["problem"] == "identity_conflict"


def mobile(about: str) -> bytes:
    return f"<html><head><title>Tiers</title></head><body><p>{about}</p>{narrative('Norway')}</body></html>".encode()


@pytest.mark.parametrize(
    ("about", "year"),
    [
        ("2005 Trafficking in Persons Report", 2005),
        ("Trafficking in Persons Report 2005", 2005),
        ("Trafficking in Persons Report: June 2005", 2005),
        ("Trafficking in Persons Report</p><p>June 3, 2005", 2005),
        ("You are in: Trafficking in Persons Report > 2005 Report</p><p>Released by an office", 2005),
    ],
)
def test_a_page_without_edition_in_its_address_names_it_in_its_text(about: str, year: int) -> None:
    body = mobile(f"{about}</p><p>June 3, 2005")
    parsed = read(body, "http://m.state.gov/md46614.htm")
    assert (parsed.page["year"], parsed.page["outcome"]) == (year, "read"), parsed.quarantine
    assert assign(Capture("http://m.state.gov/md46614.htm", "", body, digest_of(body), "archive")) == ("tip", year)


def test_a_page_of_an_unknown_host_without_layout_is_no_report() -> None:
    parsed = read(mobile("Trafficking in Persons Report 2005</p><p>June 3, 2005"), "https://news.example/story.htm")
    assert parsed.page is None
    assert parsed.quarantine[0]["reason"] == "unknown_family"
