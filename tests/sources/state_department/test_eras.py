"""Editions before 2019: their addresses, pages of several narratives, which of several copies of a page is in use."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.archive.capture import Capture, digest_of
from sources.html.blocks import Block
from sources.html.boilerplate import without_boilerplate
from sources.registry.address import is_archived_copy, unwrap
from sources.registry.families import locate, page_number
from sources.state_department.editions import resolve_pages
from sources.state_department.pages import ParsedPage, assign, read_page
from sources.state_department.sections.country_entries import split_entries
from sources.state_department.tiers.tier_label import tier_label
from warehouse.tables import PAGES, TABLES
from warehouse.tables.vocabulary import PageOutcome, Supersession

OLD = "https://2001-2009.state.gov/g/tip/rls/tiprpt"
MIDDLE = "https://2009-2017.state.gov/j/tip/rls/tiprpt"
NOW = "https://www.state.gov/j/tip/rls/tiprpt"
MEETS = "The Government of {} fully complies with the minimum standards for the elimination of trafficking."


def narrative(country: str, tier: str = "Tier 1", text: str = "Courts sat.", heading: str = "{} ({})") -> str:
    return (
        f"<p><b>{heading.format(country.upper(), tier)}</b></p><p>People come to {country}.</p>"
        f"<p>{MEETS.format(country)}</p><p><b>Prosecution</b><br>{text}</p><p><b>Protection</b><br>Beds were free.</p>"
        f"<p><b>Prevention</b><br>Posters were hung.</p>"
    )


def page(*narratives: str, title: str = "Country Narratives -- Countries H through R", year: int = 2008) -> bytes:
    return (
        f'<html><head><title>{title}</title></head><body><h2 id="page-title">{title}</h2><div id="templateFields">'
        f'<span class="report_name_-_other">Trafficking in Persons Report {year}</span></div><div id="templateFields">'
        f'</div><div id="centerblock">{"".join(narratives)}</div></body></html>'
    ).encode()


def read(body: bytes, url: str = f"{MIDDLE}/2008/105388.htm") -> ParsedPage:
    return read_page(Capture(url, "2025-01-01T00:00:00Z", body, digest_of(body), "archive"))


def countries(reading: ParsedPage) -> list[str]:
    return sorted({row["country"] for row in reading.sections})


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
def test_addresses_that_do_not_tell_the_edition(url: str) -> None:
    assert locate(url) is None


def test_a_page_keeps_its_number_under_every_address() -> None:
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


def test_every_country_of_a_page_is_read_as_if_it_were_alone() -> None:
    reading = read(page(narrative("Norway"), narrative("Panama", "Tier 2"), narrative("Qatar", "TIER 3")))
    assert (reading.page["outcome"], reading.page["kind"], reading.page["country"]) == ("read", "narratives", "WLD")
    assert countries(reading) == ["NOR", "PAN", "QAT"]
    for country in countries(reading):
        own = [row for row in reading.sections if row["country"] == country]
        assert [row["section"] for row in own] == ["profile", "verdict", "prosecution", "protection", "prevention"]
        assert [row["position"] for row in own] == [1, 2, 3, 4, 5]
    tiers = {row["country"]: row["tier"] for row in reading.rows["tier_sightings"] if row["place"] == "heading"}
    assert tiers == {"NOR": "1", "PAN": "2", "QAT": "3"}
    assert reading.page["words"] == sum(row["words"] for row in reading.sections)
    for table, rows in reading.rows.items():
        TABLES[table].schema.validate(TABLES[table].frame(rows))


@pytest.mark.parametrize(
    "heading", ["{} ({})", "{}: {}", "{} – {}", "<span>{}</span> ({}) *", "&nbsp;{}&nbsp;({})", "{}<br>({})"]
)
def test_country_headings_in_every_form(heading: str) -> None:
    reading = read(page(narrative("Norway", "Tier 2 Watch List", heading=heading), narrative("Oman", "Tier 1")))
    assert countries(reading) == ["NOR", "OMN"]
    assert {row["tier"] for row in reading.rows["tier_sightings"] if row["country"] == "NOR"} >= {"2WL"}


def test_one_bad_narrative_does_not_take_the_others_with_it() -> None:
    unheaded = "<p><b>OMAN (Tier 2)</b></p><p>Oman is warm.</p>"
    body = page(narrative("Norway"), unheaded, narrative("Utopia", "Tier 3"), narrative("Peru"), narrative("Peru"))
    reading = read(body)
    assert countries(reading) == ["NOR", "PER"]
    assert [(row["reason"], row["record"]) for row in reading.quarantine] == [
        ("unknown_section", "OMAN (Tier 2)"),
        ("unknown_country", "UTOPIA"),
        ("second_narrative", "PERU (Tier 1)"),
    ]
    assert "Oman is warm." not in str(reading.sections)
    TABLES["quarantine"].schema.validate(TABLES["quarantine"].frame(reading.quarantine))


def test_a_page_of_narratives_without_a_known_heading_is_set_aside() -> None:
    assert read(page("<p>Norway is cold.</p>")).page["problem"] == "no_narratives"
    sentences = "".join(f"<p>{MEETS.format(name)}</p>" for name in ("Norway", "Oman", "Peru", "Qatar"))
    assert read(page(sentences, title="Part IV")).page["problem"] == "no_narratives"


def test_a_preface_holds_no_rows() -> None:
    reading = read(page("<p>This report is the eighth.</p>", title="Introduction"))
    assert (reading.page["outcome"], reading.page["kind"]) == ("not_a_report", "index")
    assert reading.quarantine == []


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
def test_a_page_whose_address_says_nothing_says_it_itself(about: str, year: int) -> None:
    body = mobile(f"{about}</p><p>June 3, 2005")
    reading = read(body, "http://m.state.gov/md46614.htm")
    assert (reading.page["year"], reading.page["outcome"]) == (year, "read"), reading.quarantine
    assert assign(Capture("http://m.state.gov/md46614.htm", "", body, digest_of(body), "archive")) == ("tip", year)


def test_a_bare_page_of_an_unknown_host_is_taken_for_no_report() -> None:
    reading = read(mobile("Trafficking in Persons Report 2005</p><p>June 3, 2005"), "https://news.example/story.htm")
    assert reading.page is None
    assert reading.quarantine[0]["reason"] == "unknown_family"


def test_the_same_page_at_five_addresses_counts_once() -> None:
    body = page(narrative("Norway"), narrative("Oman"))
    addresses = [f"{base}/2008/105388.htm" for base in (OLD, MIDDLE, NOW, NOW.replace("/j/", "/g/"))]
    archived = [f"https://web.archive.org/web/2009/{addresses[2]}"]
    resolved = resolve_pages(read(body, url) for url in (*archived, *addresses))
    in_use = [reading for reading in resolved if reading.page["outcome"] == "read"]
    assert [reading.page["source_url"] for reading in in_use] == [addresses[3]]  # of one host, the first in order
    assert {reading.page["outcome"] for reading in resolved if reading not in in_use} == {"superseded"}
    for reading in resolved:
        if reading not in in_use:
            assert reading.record.superseded_by == (addresses[3],)
            assert reading.record.supersession is Supersession.SAME
            assert reading.page["remark"] == f"superseded by {addresses[3]}, which is the same"


def test_different_pages_that_share_a_country_keep_the_rest() -> None:
    first = read(page(narrative("Norway"), narrative("Oman")), f"{NOW}/2008/105388.htm")
    second = read(page(narrative("Oman", "Tier 2"), narrative("Peru")), f"{MIDDLE}/2008/105389.htm")
    kept, cut = resolve_pages([first, second])
    assert kept is first
    assert countries(cut) == ["PER"]
    assert {row["country"] for rows in cut.rows.values() for row in rows} == {"PER"}
    assert cut.page["outcome"] == "read"
    assert cut.page["words"] == sum(row["words"] for row in cut.sections)
    assert cut.page["remark"].endswith(f"OMN superseded by {NOW}/2008/105388.htm, which contradicts it")


@pytest.mark.parametrize(
    ("copied", "supersession", "words"),
    [
        (narrative("Norway"), Supersession.SAME, "is the same"),
        (narrative("Norway", text="Courts met."), Supersession.OTHER_WORDS, "has other wording"),
        (narrative("Norway", "Tier 2", text="Courts met."), Supersession.CONTRADICTS, "contradicts it"),
    ],
)
def test_a_superseded_page_says_how_it_compares(copied: str, supersession: Supersession, words: str) -> None:
    used = read(page(narrative("Norway"), narrative("Oman")), f"{NOW}/2008/1.htm")
    kept, lost = resolve_pages([used, read(page(copied, narrative("Oman")), f"{OLD}/2008/1.htm")])
    assert kept is used
    assert (lost.record.outcome, lost.record.superseded_by) == (PageOutcome.SUPERSEDED, (f"{NOW}/2008/1.htm",))
    assert lost.record.supersession is supersession
    assert lost.page["remark"] == f"superseded by {NOW}/2008/1.htm, which {words}"
    assert lost.rows == {}
    PAGES.schema.validate(PAGES.frame([kept.page, lost.page]))


def test_a_page_superseded_by_several_names_them_all() -> None:
    used = [
        read(page(narrative(country), title=country), f"{NOW}/2008/{country}.htm") for country in ("Norway", "Oman")
    ]
    lost = resolve_pages([*used, read(page(narrative("Norway"), narrative("Oman")), f"{OLD}/2008/105388.htm")])[-1]
    assert lost.record.superseded_by == (f"{NOW}/2008/Norway.htm", f"{NOW}/2008/Oman.htm")


def test_a_page_of_a_countrys_own_and_a_shared_one_are_settled_too() -> None:
    own = read(page(narrative("Norway"), title="Norway"), f"{NOW}/2008/1.htm")
    shared = read(page(narrative("Norway"), narrative("Oman")), f"{MIDDLE}/2008/105388.htm")
    assert (own.page["kind"], own.page["country"]) == ("country", "NOR")
    resolved = resolve_pages([shared, own])
    assert [countries(reading) for reading in resolved] == [["OMN"], ["NOR"]]


WORDS = st.text("abcN (TI2)er<>&\n•:.é\u00a0", max_size=60)
LINES = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            ["NORWAY (Tier 1)", "Oman", "Tier 2", "Prosecution", "Special Cases", "QATAR (TIER 3) He came."]
        ),
    ),
    max_size=20,
)
KINDS = st.sampled_from(["heading", "paragraph", "list_item", "table_row"])


HEADED = st.sampled_from(["NORWAY (Tier 1)", "Oman", "QATAR (TIER 3) He came.", "Peru: Tier 2", "Tier 2 is a tier."])


@given(st.lists(st.tuples(KINDS, WORDS | HEADED, st.booleans()), max_size=20))
def test_parting_a_page_loses_no_block(parts: list[tuple[str, str, bool]]) -> None:
    stream = [
        Block(kind, folded, lead=folded if bold else "", printed=text)  # type: ignore[arg-type]
        for kind, text, bold in parts
        if (folded := " ".join(text.split())) and tier_label(folded) is None
    ]
    before, entries = split_entries(stream, "Countries")
    kept = [block.text for block in before]
    for entry in entries:
        kept += [entry.heading.printed, *(block.text for block in entry.blocks)]
    assert _letters(kept) == _letters([block.text for block in stream])


def _letters(texts: list[str]) -> str:
    """Texts without what may stand between a heading and the text that follows it."""
    return re.sub(r"[\s:.–—-]", "", "".join(texts))


@given(LINES)
def test_any_page_is_read_or_set_aside_and_nothing_is_doubled(lines: list[str]) -> None:
    reading = read(page("".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines)))
    assert reading.page["outcome"] in ("read", "quarantined", "not_a_report")
    keys = [(row["country"], row["position"]) for row in reading.sections]
    assert len(keys) == len(set(keys))


@given(st.lists(st.tuples(WORDS, st.integers(0, 4)), max_size=15))
def test_taking_a_page_out_of_its_frame_keeps_every_word(cells: list[tuple[str, int]]) -> None:
    stream = [
        Block("table_row" if row else "paragraph", " ".join(text.split()), printed=text, row=row)
        for text, row in cells
        if text.split()
    ]
    words = [word for block in without_boilerplate(stream) for word in block.text.split()]
    assert words == [word for block in stream for word in block.text.split()]
