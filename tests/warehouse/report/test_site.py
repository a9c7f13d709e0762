"""The site says what the tables say: hostile text as text, nothing held as nothing, the same for the same release."""

import hashlib
import json
import re
from pathlib import Path

import polars as pl
import pytest
from lxml import html

from tests.docs.project_files import ROOT
from tests.warehouse.report.small_release import claim, count, panel, placement, result, site_of, tables_of
from warehouse.release.presentation import presentation_version
from warehouse.report.chains import chains_of
from warehouse.report.chart_words import count_cells
from warehouse.report.claim_review_feed import claim_review_feed
from warehouse.report.figures import chart_data, headline_rows
from warehouse.report.news import interval, marked
from warehouse.report.search import part_of, words_of
from warehouse.report.writing import breakable, link, prose, script_json

HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x\u202egnp.exe'
VENDORED = {
    "d3.min.js": "d3 7.9.2",
    "plot.umd.min.js": "@observablehq/plot 0.6.17",
}

CUT = "KHM 2012: 120134 words, in 2013 2,013"

PLACEMENTS = [
    placement("KHM", 2012, "2"),
    placement("KHM", 2013, "2WL", previous_tier="2", change="downgraded", watch_list_run=1),
    placement("NOR", 2012, "1"),
    placement("NOR", 2013, "1", previous_tier="1", change="unchanged", watch_list_run=0),
    placement("NOR", 2015, "1"),
]


def text_of(page: Path) -> str:
    """The words of a page that a reader sees, without those of scripts."""
    tree = html.fromstring(page.read_bytes().decode())
    for script in tree.iter("script"):
        script.text = ""
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    claims = [
        claim(1),
        claim(2, "wrong_list"),
        claim(3, "conflict", sentence=HOSTILE, title=HOSTILE, publisher=HOSTILE),
        claim(4, country="WLD", claim_kind="world_count"),
    ]
    return site_of(
        tmp_path_factory.mktemp("release"),
        {
            "tier_placements": PLACEMENTS,
            "enforcement_statistics": [
                count("KHM", 2012, 0),
                count("KHM", 2013, None, qualifier="not_reported", ordinal=2),
            ],
            **tables_of(claims),
        },
        results=[result("a_check", passed=False, failing=[HOSTILE, "KHM 2013", CUT]), result("other", passed=True)],
    )


def test_a_page_of_a_country_says_where_it_stood_and_what_is_not_loaded(site: Path) -> None:
    said = text_of(site / "country/KHM.html")
    assert "On the Tier 2 Watch List in 2013, the last loaded edition that covers it" in said
    assert "0 of the 2 loaded editions that cover it place it on Tier 3" in said
    rows = html.fromstring((site / "country/KHM.html").read_text()).xpath("//table[@data-csv='tiers']/tbody/tr")
    cells = [[cell.text_content() for cell in row][:2] for row in rows]
    assert cells == [
        ["2012", "Tier 2"],
        ["2013", "Tier 2 Watch List"],
        ["2014", "edition not loaded"],
        ["2015", "not in this edition"],
    ]


def test_moves_against_an_edition_that_is_not_loaded_are_not_counted(site: Path) -> None:
    assert "Who moved is not known: the edition before is not loaded." in text_of(site / "index.html")
    said = text_of(site / "edition/2015.html")
    assert "Movements are not known" in said
    assert "Moved up" not in said
    assert "Left" not in said  # Cambodia is absent, but 2014 is not loaded
    assert "Moved down: 1" in text_of(site / "edition/2013.html")


def test_a_failed_check_is_on_the_page_of_its_own_edition(site: Path) -> None:
    assert "KHM 2012: 120134 words, in 2013 2,013" in text_of(site / "edition/2012.html")
    assert "120134" not in text_of(site / "edition/2013.html")


def test_a_claim_about_the_world_leads_to_its_edition(site: Path) -> None:
    pages = [html.fromstring(page.read_text()) for page in (site / "claims").iterdir()]
    links = {link for page in pages for link in page.xpath("//p[@class='who']/a/@href")}
    assert links == {"../country/KHM.html#y2013", "../edition/2013.html"}


def test_the_description_of_the_data_names_only_years_held_and_whose_the_texts_are(site: Path) -> None:
    found = json.loads((site / "dataset.json").read_text())
    assert found["temporalCoverage"] == "2012/2015"
    assert "news articles are the work of their publishers" in found["copyrightNotice"]


def test_a_stated_zero_is_zero_and_what_is_not_reported_says_so(site: Path) -> None:
    rows = html.fromstring((site / "country/KHM.html").read_text()).xpath("//table[@data-csv='counts']/tbody/tr")
    assert [[cell.text_content() for cell in row][1:4] for row in rows] == [
        ["2012", "2011", "0"],
        ["2013", "2012", "not reported"],
    ]


def test_the_charts_say_why_an_edition_has_no_total() -> None:
    statuses = {
        2012: panel("KHM", 2012, convictions="not_read"),
        2013: panel("KHM", 2013, convictions="not_reported"),
        2014: panel("KHM", 2014),
        2015: panel("KHM", 2015, convictions="stated"),  # by kind of trafficking; there is no total
        2016: panel("KHM", 2016, convictions="stated"),
        2017: panel("KHM", 2017) | {"words_tip": None, "convictions_status": None},
    }
    stated = [count("KHM", 2016, 5, value_high=None), count("KHM", 2015, 3, trafficking_type="sex")]
    rows = headline_rows(stated)
    data = chart_data(rows, statuses, range(2012, 2019))
    said = {gap["y"]: gap["s"] for gap in data["gaps"] if gap["m"] == "convictions"}
    assert said == {
        2012: "not_read", 2013: "not_reported", 2014: "not_stated", 2015: "parts", 2017: "not_loaded",
        2018: "not_loaded",
    }  # fmt: skip
    assert [(point["y"], point["t"]) for point in data["points"]] == [(2016, "5 persons")]
    shown = [cell[1:4] for cell in count_cells(rows, data["gaps"]) if cell[0] == "Convictions"]
    assert shown == [
        ("2012", "", "not read"),
        ("2013", "", "the report says there is no figure"),
        ("2014", "", "no figure stated"),
        ("2015", "", "stated by kind of trafficking only"),
        ("2016", "2015", "5"),
    ]


def test_an_edition_that_is_not_loaded_has_no_numbers(site: Path) -> None:
    said = text_of(site / "edition/2014.html")
    assert "not loaded in this release. Nothing here means zero" in said
    assert "Moved up" not in said
    assert "Left" not in said  # Cambodia is absent, but 2014 is not loaded
    held = text_of(site / "edition/2013.html")
    assert "Moved down: 1 Cambodia: Tier 2 → Tier 2 Watch List" in held


def test_every_page_names_the_release_and_no_other_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text()
        assert "release <code>0123456789ab</code>" in text, page
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""", text), page
        for address in html.fromstring(text).xpath("//a/@href"):
            assert address.startswith(("https://www.state.gov/", "https://news.example/", "https://www.usa.gov/")) or (
                ":" not in address
            ), (page, address)


def test_links_inside_the_site_lead_to_pages_and_places(site: Path) -> None:
    places = {page: set(html.fromstring(page.read_text()).xpath("//@id")) for page in site.rglob("*.html")}
    for page in places:
        for address in html.fromstring(page.read_text()).xpath("//a/@href|//script/@src|//link/@href"):
            if ":" in address:
                continue
            path, _, place = address.partition("#")
            target = (page.parent / path.partition("?")[0]).resolve() if path else page
            is_in_release = not target.is_relative_to(site)
            assert is_in_release or target.exists(), (page, address)
            is_forwarded = target.name == "claim.html" or (target.parent.name == "country" and place.startswith("y"))
            assert not place or is_in_release or is_forwarded or place in places[target], (page, address)


def test_hostile_text_is_text(site: Path) -> None:
    for page in site.rglob("*.html"):
        tree = html.fromstring(page.read_text())
        scripts = [script for script in tree.iter("script") if script.get("type") is None]
        assert all(script.get("src") and not script.text for script in scripts), page
        assert not tree.xpath("//img|//iframe|//object|//embed|//form[@action]|//@onerror|//@onmouseover"), page
        assert "\u202e" not in page.read_text(), page
    assert "alert(1)</script>" in text_of(site / "claims/00.html")
    assert "<img src=x onerror" in text_of(site / "quality.html")


def test_a_claim_is_on_the_page_that_its_permanent_address_leads_to(site: Path) -> None:
    page = html.fromstring((site / "claims/00.html").read_text())
    article = page.get_element_by_id(f"c_{2:016x}")
    said = " ".join(article.text_content().split())
    assert "Right for another list" in said
    assert "Cambodia is on Tier 2." in said
    assert article.xpath(".//a[@href=$address]", address=f"../claim.html#c_{2:016x}")
    assert html.fromstring((site / "claim.html").read_text()).get_element_by_id("forward").get("data-digits") == "2"


def test_failed_checks_come_first(site: Path) -> None:
    said = text_of(site / "quality.html")
    assert said.index("a_check") < said.index("Coverage") < said.index("Passed checks")


def test_a_sample_release_says_so_on_every_page(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"tier_placements": PLACEMENTS, **tables_of([claim(1)])}, metadata={"kind": "sample"})
    for page in site.rglob("*.html"):
        assert "Sample release." in page.read_text(), page
        assert "ClaimReview" not in page.read_text(), page
    assert "sample" in json.loads((site / "dataset.json").read_text())["description"]


def test_the_site_is_the_same_for_the_same_release(tmp_path: Path) -> None:
    rows = {"tier_placements": PLACEMENTS, **tables_of([claim(1), claim(2)])}
    first, second = (site_of(tmp_path / name, rows) for name in ("a", "b"))
    contents = [
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (first, second)
    ]
    assert contents[0] == contents[1]


def test_a_release_without_rows_has_a_site(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"editions": [], "countries": []})
    assert "No edition of the Trafficking in Persons Report is loaded" in text_of(site / "index.html")
    assert "This release holds no articles" in text_of(site / "news.html")


@pytest.mark.parametrize(
    "changed",
    [
        {"certainty": "likely"},
        {"published_certainty": "likely"},
        {"published": None, "published_certainty": None},
        {"relation": "not_checkable"},
        {"official_url": "https://www.state.gov.sample.invalid/x"},
        {"official_url": None},
        {"year": 2014},
    ],
)
def test_only_a_sure_verdict_is_a_claim_review(tmp_path: Path, changed: dict[str, object]) -> None:
    relation = changed.pop("relation", "wrong_list")
    rows = {"tier_placements": [placement("KHM", 2013, "2WL")]}
    sure = site_of(tmp_path / "sure", {**rows, **tables_of([claim(1, "wrong_list")])})
    other = site_of(tmp_path / "other", {**rows, **tables_of([claim(1, str(relation), **changed)])})
    assert "ClaimReview" in (sure / "claims/00.html").read_text()
    assert "ClaimReview" not in (other / "claims/00.html").read_text()


def test_a_claim_review_has_what_its_readers_need(tmp_path: Path) -> None:
    rows = {"tier_placements": [placement("KHM", 2013, "2WL")], **tables_of([claim(1, "wrong_list", sentence=HOSTILE)])}
    page = html.fromstring((site_of(tmp_path, rows) / "claims/00.html").read_text())
    (review,) = (json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']"))
    assert review["claimReviewed"] == HOSTILE
    assert review["itemReviewed"]["author"]["name"] == "The Paper"
    assert review["reviewRating"] == {
        "@type": "Rating", "ratingValue": 2, "bestRating": 5, "worstRating": 1,
        "alternateName": "Right for another list", "ratingExplanation": "The report says Tier 2.",
    }  # fmt: skip
    assert review["url"] == f"../claim.html#c_{1:016x}"


def test_croissant_names_every_file_with_its_digest(site: Path) -> None:
    described = json.loads((site / "croissant.json").read_text())
    for file in described["distribution"]:
        content = (site / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    records = {item["@id"]: item for item in described["recordSet"]}
    assert {"tier_placements", "claim_checks"} <= records.keys()
    assert records["news_articles"]["field"][6]["repeated"]  # authors


def test_changes_name_the_release_before(tmp_path: Path) -> None:
    tables = {"tier_placements": {"added": 2, "changed": 0, "removed": 1, "by_country_and_year": [
        {"country": "KHM", "year": 2013, "added": 2, "changed": 0, "removed": 1}]}}  # fmt: skip
    changes = {"since": "ba9876543210", "same_data": False, "tables": tables}
    site = site_of(tmp_path, {"tier_placements": PLACEMENTS}, changes=changes)
    assert "against those of release ba9876543210" in text_of(site / "changes.html")
    assert "tier_placements: 2 rows added, 0 changed, 1 removed" in text_of(site / "index.html")


def test_recommendations_of_a_chain_are_one_entry() -> None:
    rows = [
        {"year": 2010, "position": 1, "text": "a", "recurs_from": None},
        {"year": 2010, "position": 2, "text": "b", "recurs_from": None},
        {"year": 2011, "position": 1, "text": "b again", "recurs_from": 2},
        {"year": 2011, "position": 2, "text": "b too", "recurs_from": 2},
        {"year": 2012, "position": 5, "text": "b still", "recurs_from": 1},
    ]
    longest, other = chains_of(rows)
    assert (longest.years, longest.span, longest.newest["text"]) == ([2010, 2011, 2012], "2010 to 2012", "b still")
    assert [row["text"] for row in other.rows] == ["a"]


def test_a_figure_has_the_newest_figure_of_a_later_edition_for_its_period() -> None:
    rows = [
        count("KHM", 2013, 10),
        count("KHM", 2014, 12, role="comparison", period_year=2012),
        count("KHM", 2015, 13, role="comparison", period_year=2012),
        count("KHM", 2015, 99, role="comparison", period_year=2012, unit="cases"),
    ]
    (row,) = headline_rows(rows)
    assert (row["value"], row["again"], row["again_in"]) == (10, 13, 2015)


def test_shared_words_are_marked_and_the_rest_is_escaped() -> None:
    said, recorded = marked("<b>Cambodia</b> was on Tier 2.", "Cambodia: Tier 2")
    assert said == "&lt;b&gt;<mark>Cambodia</mark>&lt;/b&gt; was on <mark>Tier 2</mark>."
    assert recorded == "<mark>Cambodia</mark>: <mark>Tier 2</mark>"


def test_the_interval_of_few_claims_is_not_given() -> None:
    assert interval(9, 9) is None
    low, high = interval(90, 100) or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", None, "file:///etc/passwd", "//evil.example/x"]
)
def test_only_addresses_of_the_web_are_linked(address: str | None) -> None:
    assert link(address, "<b>") == "&lt;b&gt;"


def test_code_and_names_of_columns_are_markup_and_all_else_is_text() -> None:
    assert prose("`tip sql` <b>") == "<code>tip sql</code> &lt;b&gt;"
    assert breakable("a_b.c <i>") == "a_<wbr>b.<wbr>c &lt;i&gt;"


def test_an_address_cannot_leave_its_attribute() -> None:
    assert (
        link('https://a.example/"><script>', "x")
        == '<a href="https://a.example/%22%3E%3Cscript%3E" rel="noreferrer external">x</a>'
    )
    assert "sample page" in link("https://www.state.gov.sample.invalid/a", "x")


@pytest.mark.parametrize("address", [None, "https://a.example/", "https://a.sample.invalid/"])
def test_the_text_of_a_link_has_no_hidden_character(address: str | None) -> None:
    assert "a\\u0002\\u202e&lt;" in link(address, "a\x02\u202e<")


def test_data_cannot_end_a_script_element() -> None:
    assert json.loads(str(script_json(HOSTILE))) == HOSTILE
    assert not set("<>&") & set(str(script_json(HOSTILE)))


def test_words_are_found_without_accents_and_case() -> None:
    texts = pl.DataFrame({"text": ["The Côte d'Ivoire WAS on Tier_2 in 2013", "on"]})
    (words,) = texts.select(words_of(pl.col("text")))
    assert words.to_list() == [["cote", "ivoire", "tier", "2013"], []]
    assert part_of("tier") == "74-69"
    assert part_of("../x") == "2e-2e"


def test_vendored_libraries_are_the_published_ones() -> None:
    folder = ROOT / "warehouse/report/static/vendor"
    digests = json.loads((folder / "digests.json").read_text())
    assert digests.keys() == VENDORED.keys()
    for name, digest in digests.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest["sha256"]
        assert digest["package"] == VENDORED[name]
        assert (folder / f"{name.split('.')[0]}.LICENSE.txt").read_text().startswith("Copyright")


def test_another_template_makes_another_presentation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = presentation_version()
    changed = tmp_path / "site.css"
    changed.write_text("body { color: red }")
    monkeypatch.setattr("warehouse.release.presentation._files_of_site", lambda: iter([changed]))
    assert presentation_version() != before


def test_another_address_of_the_site_makes_another_presentation() -> None:
    assert presentation_version("https://tip.example/") != presentation_version()


def test_the_feed_of_verdicts_has_whole_addresses(tmp_path: Path) -> None:
    rows = {
        "tier_placements": [placement("KHM", 2013, "2WL")],
        **tables_of([claim(1, "wrong_list"), claim(2, "not_checkable")]),
    }
    release = site_of(tmp_path, rows).parent
    manifest = {"release": "0123456789ab", "kind": "real", "published_at": "2026-11-29T00:00:00Z"}
    feed = claim_review_feed(release, manifest, "https://tip.example/report/")
    (item,) = (element["item"] for element in feed["dataFeedElement"])
    assert item["url"] == f"https://tip.example/report/claim.html#c_{1:016x}"
    assert claim_review_feed(release, {**manifest, "kind": "sample"}, "https://tip.example/")["dataFeedElement"] == []


def test_a_correction_has_a_page_and_its_claim_names_it(tmp_path: Path) -> None:
    correction = {
        "id": "k_00000000000000ab", "subject": f"c_{1:016x}", "since_release": "ba9876543210",
        "verdict": "not_checkable", "source": "A letter of <b>June</b>.",
    }  # fmt: skip
    rows = {"verdict_corrections": [correction], **tables_of([claim(1, "not_checkable")])}
    site = site_of(tmp_path, rows)
    said = text_of(site / "correction/k_00000000000000ab.html")
    assert "Since release ba9876543210 the verdict is: Could not be checked" in said
    assert "A letter of <b>June</b>." in said
    assert "Corrected: k_00000000000000ab" in text_of(site / "claims/00.html")
    assert "k_00000000000000ab" in text_of(site / "corrections.html")
