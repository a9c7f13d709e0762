"""All real pages, read whole."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import ParsedPage, read_page
from tests.support import HUMAN_RIGHTS, needs_corpus

pytestmark = [pytest.mark.corpus, needs_corpus]
TOKEN = re.compile(r"\w+")


@pytest.fixture(scope="module")
def readings() -> list[tuple[bytes, ParsedPage]]:
    found = []
    with HUMAN_RIGHTS.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            body = record.reader.read()
            capture = Capture(record.headers["WARC-Target-URI"], "", body, digest_of(body), "archive")
            found.append((body, read_page(capture)))
    return found


def test_every_page_is_read(readings: list[tuple[bytes, ParsedPage]]) -> None:
    assert Counter(reading.page["outcome"] for _, reading in readings) == {"read": 493}


def body_tokens(root: LexborNode) -> list[str]:
    """Tokens of all paragraphs and list items, those within others not twice; nothing is left out."""
    outermost = [node for node in root.css("p, li") if not any(within(node, root))]
    return [token for node in outermost for token in TOKEN.findall(node.text())]


def within(node: LexborNode, root: LexborNode) -> Iterator[bool]:
    while (node := node.parent) is not None and node.mem_id != root.mem_id:
        yield node.tag in ("p", "li")


def test_all_words_of_the_body_are_there_once_and_in_order(readings: list[tuple[bytes, ParsedPage]]) -> None:
    for body, reading in readings:
        url = reading.page["source_url"]
        tree = LexborHTMLParser(body)
        theirs = body_tokens(tree.css_first("#report_content") or tree.css_first(".report__main"))
        ours = [token for row in reading.sections for token in TOKEN.findall(row["text"])]
        position = 0
        for token in ours:  # in order, and none that the page does not have at that place
            position = theirs.index(token, position) + 1
        absent = Counter(theirs) - Counter(ours)
        # What is not text is a heading in the page's eyes or ours: the label above a section's title, a paragraph
        # that is nothing but a known subheading. It stands in the titles, as printed.
        titles = {row["section_printed"]: None for row in reading.sections}
        titles.update({row["title_printed"]: None for row in reading.sections})
        printed = Counter(token for title in titles for token in TOKEN.findall(title))
        assert (absent - printed).total() <= 0.005 * len(theirs), url
        assert absent.total() <= 0.008 * len(theirs), url  # six of the 778 tokens of the shortest page are labels


def test_sections_are_named_alike_across_editions(readings: list[tuple[bytes, ParsedPage]]) -> None:
    slugs = defaultdict(set)
    for _, reading in readings:
        for row in reading.sections:
            if row["subsection"]:
                title = re.sub(r"^[a-z]\. ", "", row["title_printed"]).casefold().rstrip(".:")
                slugs[title].add((row["subsection"], row["part"]))
    assert {title for title, found in slugs.items() if len(found) > 1} == set()


def test_no_heading_is_unknown(readings: list[tuple[bytes, ParsedPage]]) -> None:
    assert Counter(heading for _, reading in readings for heading in reading.page["unknown_headings"]) == {}
