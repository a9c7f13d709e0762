"""The site in a real Chromium, opened from the disk: no error, no other host, accessible, hostile text as text."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.report.small_release import claim, count, panel, placement, result, site_of, tables_of
from warehouse.report import search

pytestmark = pytest.mark.soak
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium)", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
HOSTILE = f'<script>document.title="hacked"</script><img src=x onerror="document.title=1">\u202e{"x" * 1000}'
PAGES = (
    "index.html", "country/KHM.html", "edition/2013.html", "edition/2014.html", "countries.html", "map.html",
    "editions.html", "news.html", "claim.html", "claims/00.html", "corrections.html", "changes.html", "quality.html",
    "coverage.html", "data.html", "table/claim_checks.html",
)  # fmt: skip
MOST_BYTES = 1_500_000
OVERLAPS = """() => [...document.querySelectorAll(".plot svg")].flatMap((drawing) => {
  const labels = [...drawing.querySelectorAll("text, tspan")].filter((label) => !label.querySelector("tspan"));
  const boxes = labels.map((label) => [label.textContent, label.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return boxes.flatMap(([text, box], i) => boxes.slice(i + 1)
    .filter(([other, at]) => text && other && meet(box, at)).map(([other]) => `${text} | ${other}`));
})"""
"""The labels of charts that lie on each other."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    claims = [claim(number, "wrong_list" if number % 3 else "exact") for number in range(30)]
    claims.append(claim(31, "conflict", sentence=HOSTILE, title=HOSTILE, publisher=HOSTILE, explanation=HOSTILE))
    rows = {
        "tier_placements": [
            placement("KHM", 2012, "2"), placement("KHM", 2013, "2WL", previous_tier="2", change="downgraded"),
            placement("NOR", 2012, "1"), placement("NOR", 2013, "1", previous_tier="1", change="unchanged"),
            placement("NOR", 2015, "1", previous_tier="special_case", change=None),
        ],
        "enforcement_statistics": [
            count("KHM", 2012, 7, sentence=HOSTILE),
            count("KHM", 2013, 0, certainty="likely"),
            *(count("NOR", year, 1_234_567, measure="victims_identified") for year in (2012, 2013)),
        ],
        "country_years": [
            panel("KHM", 2012, convictions="stated", prosecutions="not_reported", investigations="stated"),
            panel("KHM", 2013, convictions="stated", prosecutions="not_read"),
        ],
        **tables_of(claims),
    }  # fmt: skip
    results = [result("a_check", passed=False, failing=[HOSTILE])]
    return site_of(tmp_path_factory.mktemp("release"), rows, results=results)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_pages_open_without_errors_and_other_hosts(browser: Browser, site: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:")) or seen.append(request.url))
    for name in PAGES:
        page.goto(f"file://{site}/{name}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (name, wider)
        assert "hacked" not in page.title()
        assert page.locator("main img, main script:not([type])").count() == 0, name
    context.close()
    assert not seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for name in PAGES:
        page.goto(f"file://{site}/{name}")
        violations = Axe().run(page).response["violations"]
        found += [(name, item["id"]) for item in violations if item["impact"] in ("serious", "critical")]
    context.close()
    assert not found


def test_pages_are_light(page: Page, site: Path) -> None:
    for name in PAGES:
        loaded: list[str] = []
        page.on("request", lambda request, loaded=loaded: loaded.append(request.url))
        page.goto(f"file://{site}/{name}")
        paths = {Path(url.removeprefix("file://").partition("#")[0]) for url in loaded if url.startswith("file:")}
        assert sum(path.stat().st_size for path in paths if path.exists()) <= MOST_BYTES, name


def test_the_first_page_answers_a_country_and_a_year(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html")
    page.fill("#query", "kampuchea 2013")
    page.wait_for_selector("#answer h2")
    said = page.inner_text("#answer")
    assert "Cambodia, 2013" in said
    assert "Tier 2 Watch List" in said
    assert "downgraded from Tier 2" in said


def test_a_code_counts_only_alone_or_in_capitals(page: Page, site: Path) -> None:
    for query, is_country in [("nor", True), ("NOR and its claims", True), ("neither this nor that", False)]:
        page.goto(f"file://{site}/index.html?q={query.replace(' ', '+')}")
        page.wait_for_selector("#answer > *")
        assert ("Norway" in page.inner_text("#answer")) == is_country, query


def test_a_special_case_before_is_not_as_the_year_before(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html?q=Norway+2013")
    page.wait_for_selector("#answer h2")
    assert "Tier 1, as the year before" in page.inner_text("#answer")
    page.fill("#query", "Norway 2015")
    expect(page.locator("#answer")).to_contain_text("Tier 1 – from special case")


def test_all_claims_of_a_country_can_be_shown(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html?q=Cambodia")
    more = page.locator("#answer button")
    more.wait_for()
    listed = page.locator("#answer ul").last.locator("li")
    assert listed.count() == 20
    more.click()
    more.wait_for(state="detached")
    assert listed.count() == 31


def test_a_word_that_every_object_has_finds_nothing(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html?q=Cambodia+2013")
    page.wait_for_selector("#answer h2")
    page.fill("#query", "constructor")
    expect(page.locator("#answer")).to_contain_text("Nothing here has these words")


def test_the_first_page_finds_words_of_claims(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html")
    page.fill("#query", "paper 17 said")
    page.press("#query", "Enter")
    page.wait_for_selector("#answer a[href^='claim.html']")
    page.click("#answer a[href^='claim.html']")
    page.wait_for_url("**/claims/00.html#c_*")
    assert page.locator("article.claim:visible").count() == 1


def test_words_are_found_in_all_segments_the_newest_first(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEGMENT", 2)
    claims = [claim(number, published=date(2010 + number // 2, 6, 20)) for number in range(8)]
    claims.append(claim(9, published=None, year=2009))
    site = site_of(tmp_path, tables_of(claims))
    assert len(list((site / "search" / "words").iterdir())) == 4
    page.goto(f"file://{site}/index.html?q=paper+said")
    page.wait_for_selector("#answer h2")
    assert "9 claims with these words" in page.inner_text("#answer")
    said = page.locator("#answer ul li").all_inner_texts()
    assert [line.split("paper ")[1][0] for line in said] == list("674523019")


def test_a_permanent_address_shows_its_claim(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/claim.html#c_{31:016x}")
    page.wait_for_url(f"**/claims/00.html#c_{31:016x}")
    assert page.locator("article.claim:visible").get_attribute("id") == f"c_{31:016x}"
    assert '<script>document.title="hacked"</script>' in page.inner_text("article.claim:visible")
    assert "\\u202e" in page.inner_text("article.claim:visible")
    cited = page.inner_text(".cite")
    assert f"“Claim c_{31:016x}”" in cited
    assert cited.endswith(f"report/claim.html#c_{31:016x}.")


def test_tables_sort_by_keyboard_and_give_their_rows_as_csv(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/countries.html")
    page.focus("#heat thead button")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    names = page.locator("#heat tbody th").all_inner_texts()
    assert names == ["Norway", "Cambodia"]
    with page.expect_download() as download:
        page.click("a.csv")
    content = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert content[0].startswith("Country,Region")
    assert content[1].startswith("Norway,EUR,1,0,1,1")


def test_the_charts_of_counts_tell_why_an_edition_has_no_figure(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/country/KHM.html")
    drawn = page.locator("figure[data-chart=counts] .panels > div")
    signs = dict(zip(drawn.locator("h4").all_inner_texts(), drawn.all(), strict=True))
    for measure, sign in [("Prosecutions", "×"), ("Investigations", "△"), ("Victims identified", "–")]:
        found = signs[measure].locator("svg text", has_text=sign)
        assert found.count() == (2 if measure == "Victims identified" else 1), measure
    for pattern, count_of in [("#hatch", 2), ("#dotted", 1)]:
        bands = signs["Prosecutions"].locator(f"svg g[fill='url({pattern})'] rect, svg rect[fill='url({pattern})']")
        assert bands.count() == count_of, pattern


@pytest.mark.parametrize("width", [390, 600, 820, 1000, 1280])
def test_labels_of_charts_do_not_overlap(browser: Browser, site: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for name in ("country/KHM.html", "country/NOR.html", "editions.html", "edition/2013.html", "coverage.html"):
        page.goto(f"file://{site}/{name}")
        assert page.evaluate(OVERLAPS) == [], name
    context.close()


def test_the_map_follows_its_slider(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/map.html")
    assert page.get_attribute("#m-KHM", "class") == "to"
    page.locator("#year").fill("2013")
    assert page.get_attribute("#m-KHM", "class") == "tw"
    page.locator("#year").fill("2012")
    assert page.get_attribute("#m-KHM", "class") == "t2"
    page.locator("#year").fill("2014")
    assert page.get_attribute("#m-KHM", "class") == "tn"


def test_pages_say_what_they_say_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/country/KHM.html")
    assert "On the Tier 2 Watch List in 2013" in page.inner_text("main")
    assert page.locator("table[data-csv=tiers] tbody tr").count() == 4
    context.close()
