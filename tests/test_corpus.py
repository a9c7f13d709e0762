"""All real human rights pages, read completely."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import ParsedPage, read_page
from tests.docs.project_files import ROOT
from tests.support import HUMAN_RIGHTS, needs_corpus
from warehouse.catalog.analyst_kit import DEFINITIONS

pytestmark = [pytest.mark.corpus, needs_corpus]
TOKEN = re.compile(r"\w+")


@pytest.fixture(scope="module")
def pages() -> list[tuple[bytes, ParsedPage]]:
    found = []
    with HUMAN_RIGHTS.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            body = record.reader.read()
            capture = Capture(record.headers["WARC-Target-URI"], "", body, digest_of(body), "archive")
            found.append((body, read_page(capture)))
    return found


def test_every_page_is_read(pages: list[tuple[bytes, ParsedPage]]) -> None:
    assert Counter(parsed.page["outcome"] for _, parsed in pages) == {"read": 493}


def body_tokens(root: LexborNode) -> list[str]:
    """Tokens of all paragraphs and list items; nested items are counted once."""
    outermost = [node for node in root.css("p, li") if not any(within(node, root))]
    return [token for node in outermost for token in TOKEN.findall(node.text())]


def within(node: LexborNode, root: LexborNode) -> Iterator[bool]:
    while (node := node.parent) is not None and node.mem_id != root.mem_id:
        yield node.tag in ("p", "li")


@pytest.mark.soak
def test_all_words_of_the_body_are_read_once_and_in_order(pages: list[tuple[bytes, ParsedPage]]) -> None:
    for body, parsed in pages:
        url = parsed.page["source_url"]
        tree = LexborHTMLParser(body)
        theirs = body_tokens(tree.css_first("#report_content") or tree.css_first(".report__main"))
        ours = [token for row in parsed.sections for token in TOKEN.findall(row["text"])]
        position = 0
        for token in ours:  # in order, and each at its position of the page
            position = theirs.index(token, position) + 1
        absent = Counter(theirs) - Counter(ours)
        # The other words are headings: the label above a section's title, and paragraphs that are only a known
        # subheading. They are in the printed titles.
        titles = {row["section_printed"]: None for row in parsed.sections}
        titles.update({row["title_printed"]: None for row in parsed.sections})
        printed = Counter(token for title in titles for token in TOKEN.findall(title))
        assert (absent - printed).total() <= 0.005 * len(theirs), url
        assert absent.total() <= 0.008 * len(theirs), url  # six of the 778 tokens of the shortest page are labels


def test_one_title_has_one_slug_in_all_editions(pages: list[tuple[bytes, ParsedPage]]) -> None:
    slugs = defaultdict(set)
    for _, parsed in pages:
        for row in parsed.sections:
            if row["subsection"]:
                title = re.sub(r"^[a-z]\. ", "", row["title_printed"]).casefold().rstrip(".:")
                slugs[title].add((row["subsection"], row["part"]))
    assert {title for title, found in slugs.items() if len(found) > 1} == set()


def test_no_heading_is_unknown(pages: list[tuple[bytes, ParsedPage]]) -> None:
    assert Counter(heading for _, parsed in pages for heading in parsed.page["unknown_headings"]) == {}


def test_the_published_analysis_gives_the_documented_figures(pages: list[tuple[bytes, ParsedPage]]) -> None:
    names = ("country", "year", "family", "words", "text")
    sections = pl.DataFrame([{name: row[name] for name in names} for _, page in pages for row in page.sections])
    kit = {definition.name: definition for definition in DEFINITIONS}
    with duckdb.connect() as connection:
        connection.register("sections", sections)
        connection.execute("CREATE TABLE report_sections AS FROM sections")
        for name in ("words_by_edition", "mentions_by_edition"):
            connection.execute(kit[name].statements()[0])
        found = connection.execute(
            "SELECT year, w.countries, words_per_country, mentions, per_10000_words FROM words_by_edition("
            "'human_rights') w JOIN mentions_by_edition('human_rights', 'human rights') USING (year) ORDER BY year"
        ).fetchall()
    documented = re.findall(r"^\| (20\d\d) \|(.*)\|$", (ROOT / "docs/questions.md").read_text(), re.MULTILINE)
    assert [(year, *(float(cell.replace(",", "")) for cell in cells.split("|"))) for year, cells in documented] == [
        (str(year), *map(float, rest)) for year, *rest in found
    ]
