"""Captures to rows: identity, sections, and what is rejected."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.reference.countries import by_name, by_slug
from sources.registry.address import page_key, unwrap
from sources.registry.families import locate
from sources.state_department.identity.page_identity import Hint
from sources.state_department.pages import assign, read_page
from tests.support import FAMILY_PATH, SECTIONS, report_page, url
from warehouse.tables import PAGES, REPORT_SECTIONS

WAYBACK = "https://web.archive.org/web/20200603161239/"


def read(body: bytes, address: str = url(2018, "norway"), hint: Hint | None = None, **options):
    return read_page(Capture(address, "2025-01-01T00:00:00Z", body, digest_of(body), "archive", **options), hint)


def test_a_report_is_read_whole() -> None:
    reading = read(report_page())
    assert reading.page["outcome"] == "read"
    assert (reading.page["country"], reading.page["year"], reading.page["area"]) == ("NOR", 2018, "main")
    assert [row["section"] for row in reading.sections] == ["executive_summary", *(f"section_{n}" for n in range(1, 8))]
    assert reading.sections[3]["title_printed"] == "Section 3. Freedom to Participate in the Political Process"
    assert reading.sections[3]["text"] == "The law applies. Section 3."
    PAGES.schema.validate(PAGES.frame([reading.page]))
    REPORT_SECTIONS.schema.validate(REPORT_SECTIONS.frame(reading.sections))


def test_nothing_around_the_report_is_read() -> None:
    text = " ".join(row["text"] for row in read(report_page(banner="BANNER")).sections)
    assert not any(word in text for word in ("BANNER", "Table of contents", "Privacy"))


@pytest.mark.parametrize(
    ("printed", "subsection", "part"),
    [
        ("b. Prohibition of Forced or Compulsory Labor", "7.b", None),
        ("Forced or Compulsory Labor", "7.b", None),
        ("h. Arbitrary or Unlawful Interference with Privacy, Family, Home, or Correspondence", "1.f", None),
        ("f. Arbitrary or Unlawful Interference with Privacy, Family, Home, or Correspondence", "1.f", None),
        ("TRAFFICKING IN PERSONS", "6.trafficking_in_persons", None),
        ("e. Trafficking in Persons", "6.trafficking_in_persons", None),
        ("Anti-Semitism", "6.antisemitism", None),
        ("d. Acts of Antisemitism and Antisemitic Incitement", "6.antisemitism", None),
        ("Prison and Detention Center Conditons", "1.c", "prison_conditions"),
        ("Endnote: Note on Sourcing", "endnote", None),
    ],
)
def test_one_subject_has_one_slug(printed: str, subsection: str, part: str | None) -> None:
    extra = f'<h3 class="report__section-subtitle">{printed}</h3><p>About it.</p>'
    row = read(report_page(extra=extra)).sections[-1]
    assert (row["subsection"], row["part"], row["title_printed"]) == (subsection, part, printed)
    assert row["text"] == "About it."


def test_a_section_is_known_by_its_title_not_by_its_id() -> None:
    shifted = ("Executive Summary", *SECTIONS)
    reading = read(report_page(sections=shifted))
    assert [row["section"] for row in reading.sections][1:3] == ["executive_summary", "section_1"]
    assert reading.sections[-1]["section"] == "section_7"


def test_a_heading_that_lost_its_markup_is_one() -> None:
    row = read(report_page(extra="<p><b>Trafficking in Persons</b></p><p>Text.</p>")).sections[-1]
    assert (row["subsection"], row["text"]) == ("6.trafficking_in_persons", "Text.")


def test_an_unknown_heading_keeps_its_text_and_is_reported() -> None:
    reading = read(report_page(extra="<h4>Weather</h4><p>It rained.</p>"))
    row = reading.sections[-1]
    assert (row["section"], row["subsection"], row["title_printed"], row["text"]) == (
        "section_7",
        None,
        "Weather",
        "It rained.",
    )
    assert reading.page["remark"] == "unknown headings: Weather"
    assert reading.page["unknown_headings"] == ["Weather"]


def test_an_unknown_section_keeps_its_text_where_it_stands() -> None:
    body = report_page(sections=[*SECTIONS[:2], "Health"]).replace(b"Section 3.</h4>", b"Annex</h4>")
    reading = read(body)
    row = reading.sections[-1]
    assert (row["section"], row["title_printed"], row["subsection"]) == ("section_2", "Annex Health", None)
    assert reading.page["remark"] == "unknown headings: Annex Health"
    assert reading.page["unknown_headings"] == ["Annex Health"]


def test_a_new_title_with_a_number_is_that_section() -> None:
    row = read(report_page(sections=[*SECTIONS[:2], "Voting"])).sections[-1]
    assert (row["section"], row["title_printed"]) == ("section_3", "Section 3. Voting")


def test_text_before_the_first_heading_opens_the_report() -> None:
    start = b'<div id="report_content" class="report__content">'
    reading = read(report_page().replace(start, start + b"<p>A word before.</p>"))
    assert reading.sections[0]["text"] == "A word before."
    assert reading.sections[0]["section"] == "executive_summary"
    assert len(reading.page["unknown_headings"]) == 1
    assert reading.page["remark"] == f"unknown headings: {reading.page['unknown_headings'][0]}"


def test_every_part_names_its_section_as_printed() -> None:
    extra = '<h3 class="report__section-subtitle">e. Acceptable Conditions of Work</h3><p>About it.</p>'
    row = read(report_page(extra=extra)).sections[-1]
    assert row["section_printed"] == "Section 7. Worker Rights"


@pytest.mark.parametrize(
    "link",
    ["<p><b>READ A SECTION:</b> CHINA (BELOW) | <a>TIBET</a></p>", "<p><a>West Bank and Gaza</a> <span>→</span></p>"],
)
def test_links_between_parts_are_no_text(link: str) -> None:
    plain, linked = read(report_page()), read(report_page(extra=link))
    assert [row["text"] for row in plain.sections] == [row["text"] for row in linked.sections]


@pytest.mark.parametrize(
    ("title", "slug", "country", "area"),
    [
        ("China (Includes Hong Kong, Macau, and Tibet)", "china", "CHN", "main"),
        (
            "China (includes Tibet, Hong Kong, and Macau) - China",
            "china-includes-tibet-hong-kong-and-macau-china",
            "CHN",
            "main",
        ),
        ("China (includes Tibet, Hong Kong, and Macau) - Tibet", "china/tibet", "CHN", "tibet"),
        ("Israel, West Bank and Gaza", "israel-west-bank-and-gaza", "ISR", "main"),
        ("Turkey (Türkiye)", "turkey", "TUR", "main"),
        ("Côte d’Ivoire", "cote-divoire", "CIV", "main"),
        ("Ghana", "ghana__trashed", "GHA", "main"),
        ("Malaysia", "malaysia-2", "MYS", "main"),
        ("Trinidad and Tobago", "2022samplehrrwha/trinidad-and-tobago", "TTO", "main"),
        ("Burundi", "__trashed", "BDI", "main"),
        ("The Bahamas", "thebahamas", "BHS", "main"),
    ],
)
def test_titles_and_slugs(title: str, slug: str, country: str, area: str) -> None:
    page = read(report_page(2018, title), url(2018, slug)).page
    if area == "tibet":  # its slug means nothing to us: the title decides
        assert by_slug(slug) is None
    assert (page["country"], page["area"], page["outcome"]) == (country, area, "read")


@pytest.mark.parametrize(
    ("address", "year", "slug"),
    [
        (url(2018, "norway"), 2018, "norway"),
        (url(2024, "norway").rstrip("/"), 2024, "norway"),
        (WAYBACK + url(2019, "ghana"), 2019, "ghana"),
        (WAYBACK.replace("/2", "/2", 1).replace("1239/", "1239id_/") + url(2019, "ghana"), 2019, "ghana"),
        (f"https://www.state.gov.sample.invalid/reports/2020-{FAMILY_PATH}/togo/", 2020, "togo"),
        (f"HTTPS://WWW.STATE.GOV:443/reports/2020-{FAMILY_PATH}/togo/#x", 2020, "togo"),
        (f"<https://2017-2021.state.gov/reports/2020-{FAMILY_PATH}/togo/>", 2020, "togo"),
        (f"https://www.state.gov/reports/2020-{FAMILY_PATH}/", 2020, None),
    ],
)
def test_addresses_are_placed(address: str, year: int, slug: str | None) -> None:
    place = locate(address)
    assert place is not None
    assert (place.family, place.year, place.slug) == ("human_rights", year, slug)


@pytest.mark.parametrize(
    "address", ["https://evil.example/reports/2018-" + FAMILY_PATH + "/norway/", "norway.html", "http://[", ""]
)
def test_other_addresses_are_not(address: str) -> None:
    assert locate(address) is None
    page_key(address)
    unwrap(address)


def test_addresses_of_one_page_have_one_key() -> None:
    page = url(2018, "norway")
    assert page_key(page) == page_key(page.rstrip("/").replace("https", "http") + "#top")
    assert page_key(page) != page_key(WAYBACK + page)
    assert page_key(WAYBACK + page) == page_key(WAYBACK.replace("2020", "2021") + page)


def test_a_page_without_a_usable_address_is_known_by_what_it_says() -> None:
    page = read(report_page(2020, "Côte d’Ivoire"), "cote-divoire_files/a.html").page
    assert (page["country"], page["year"]) == ("CIV", 2020)
    linked = report_page(title="Norway").replace(
        b"<title>", f'<link rel="canonical" href="{url(2023, "norway")}"><title>'.encode()
    )
    assert read(linked, "saved.html").page["year"] == 2023
    hinted = read(report_page(title="Norway"), "saved.html", Hint("human_rights", 2017, None)).page
    assert (hinted["country"], hinted["year"]) == ("NOR", 2017)
    assert assign(Capture("saved.html", "", report_page(), "0" * 64, "archive")) == ("human_rights", 2018)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "wrong_type"),
        (b'{"json": true}', "wrong_type"),
        (b"<html><body>" + b"<div>" * 10_500_000, "too_large"),
        (b"<html><body>" + b"<div>" * 100_000, "hostile_markup"),
        (b"<html><head><title>Just a moment...</title></head><body>cf-chl</body></html>", "challenge"),
        (b"<html><body><h1>Access Denied</h1></body></html>", "challenge"),
        (b"<html><body><p>Some other page.</p></body></html>", "unknown_layout"),
        (report_page().replace(b'<div class="banner">', b'<div id="report_content" class="banner">'), "unknown_layout"),
        (report_page(2018, "Atlantis"), "unknown_country"),
        (report_page(2018, "Ghana"), "identity_conflict"),
        (report_page(2017, "Norway"), "identity_conflict"),
        (
            report_page(sections=["Health"])
            .replace(b"Section 1.", b"Part")
            .replace(b'id="report-toc__exec-summary"', b"")
            .replace(b"EXECUTIVE SUMMARY", b"Overview"),
            "unknown_section",
        ),
        (
            report_page().split(b'<div id="report_content"')[0]
            + b'<div id="report_content"><a class="accordion-title"></a></div>',
            "no_text",
        ),
    ],
)
def test_bad_pages_are_set_aside_with_a_reason(body: bytes, problem: str) -> None:
    reading = read(body)
    assert (reading.page["outcome"], reading.page["problem"]) == ("quarantined", problem)
    (row,) = reading.quarantine
    assert row["reason"] == problem
    assert url(2018, "norway") in row["detail"]
    assert reading.sections == []
    assert reading.page["unknown_headings"] is None
    PAGES.schema.validate(PAGES.frame([reading.page]))


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://2001-2009.state.gov/g/drl/rls/hrrpt/2005/61605.htm", "edition_not_supported"),
        ("https://2009-2017.state.gov/j/drl/rls/hrrpt/2015/eap/252777.htm", "edition_not_supported"),
        (url(2018, "norway"), "unknown_layout"),
        (url(2031, "norway"), "unknown_layout"),
    ],
)
def test_a_page_of_an_edition_before_the_declared_layouts_says_so(address: str, problem: str) -> None:
    parsed = read(b"<html><title>Norway</title><body><p>A page in a layout of its years.</p></body></html>", address)
    assert [row["reason"] for row in parsed.quarantine] == [problem]
    assert parsed.page["problem"] == problem


def test_a_bad_status_is_a_problem_of_its_own() -> None:
    page = read(report_page(), status=404).page
    assert (page["problem"], page["encoding"], page["encoding_guessed"]) == ("bad_status", None, None)


def test_latin1_labelled_utf8_is_read_and_remarked_on() -> None:
    body = report_page(text="Café “noir”.").decode().encode("cp1252")
    page = read(body, content_type="text/html; charset=UTF-8")
    assert (page.page["encoding"], page.page["encoding_guessed"]) == ("cp1252", True)
    assert page.page["remark"] == "declared utf-8, read as cp1252"
    assert "Café “noir”." in page.sections[0]["text"]


def test_index_pages_are_no_reports() -> None:
    address = f"https://www.state.gov/reports/2018-{FAMILY_PATH}/"
    assert read(report_page(), address).page["outcome"] == "not_a_report"


def test_captures_that_differ_around_the_report_have_the_same_content() -> None:
    one, other = read(report_page(banner="nonce 1")), read(report_page(banner="nonce 2"))
    assert one.content == other.content
    assert read(report_page(text="New.")).content != one.content


def test_names_and_slugs_of_every_spelling_are_known() -> None:
    for name in (
        "Bahamas, The",
        "Kyrgyzstan",
        "Swaziland",
        "Macedonia",
        "Türkiye",
        "Democratic People's Republic of Korea",
    ):
        assert by_name(name) is not None
    assert by_name("Congo") is None  # two countries are called so
