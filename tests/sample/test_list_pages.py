"""Lists and tables of the sample give the facts that they were written from."""

from collections import defaultdict

from sources.html.layout import Layout, open_page
from sources.reference.countries import by_name
from sources.reference.worldwide import COUNTS, enforcement_rows, statutory_rows
from sources.sample.trafficking.list_pages import enforcement_pages, list_pages, statutory_list_pages
from sources.state_department.lists_and_tables.global_enforcement import read_global_enforcement
from sources.state_department.lists_and_tables.statutory_lists import read_statutory_lists

LAYOUT = Layout(name="report", root="#report_content", title="h1.report-header__headline")


def opened():
    return {url: open_page(html, [LAYOUT], name=url) for url, html in list_pages()}


def test_every_address_is_of_the_sample_and_occurs_once() -> None:
    urls = [url for url, _ in list_pages()]
    assert len(urls) == len(set(urls)) == len([*statutory_list_pages(), *enforcement_pages()])
    assert all(url.startswith("https://www.state.gov.sample.invalid/reports/2") for url in urls)


def test_lists_give_the_reference_rows() -> None:
    pages = opened()
    found = set()
    for page in statutory_list_pages():
        read = read_statutory_lists(pages[page.url].blocks, title=page.title, name=page.url)
        assert read.unresolved == []
        found |= {(listed.list, page.year, listed.country, listed.printed) for listed in read.listed}
    assert found == {(row["list"], row["year"], row["country"], row["name"]) for row in statutory_rows()}


def test_tables_give_the_reference_rows() -> None:
    pages = opened()
    found = defaultdict(dict)
    for page in enforcement_pages():
        for row in read_global_enforcement(pages[page.url].blocks, year=page.year, title=page.title, name=page.url):
            found[page.year][row.region, row.data_year] = row.counts
    expected = defaultdict(dict)
    for row in enforcement_rows():
        expected[row["year"]][row["region"], row["data_year"]] = {name: row[name] for name in COUNTS}
    assert found == expected


def test_reference_names_are_those_of_their_countries() -> None:
    for row in statutory_rows():
        place = by_name(row["name"])
        assert place is not None and place.country == row["country"]
