"""All real pages, read whole."""

import re
from collections import Counter, defaultdict

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser

from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import Reading, read_page
from tests.support import HUMAN_RIGHTS, needs_corpus

pytestmark = [pytest.mark.corpus, needs_corpus]
TOKEN = re.compile(r"\w+")


@pytest.fixture(scope="module")
def readings() -> list[tuple[bytes, Reading]]:
    found = []
    with HUMAN_RIGHTS.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            body = record.reader.read()
            capture = Capture(record.headers["WARC-Target-URI"], "", body, digest_of(body), "archive")
            found.append((body, read_page(capture)))
    return found


def test_every_page_is_read(readings: list[tuple[bytes, Reading]]) -> None:
    assert Counter(reading.page["outcome"] for _, reading in readings) == {"read": 493}


def test_all_words_of_the_body_are_there_once_and_in_order(readings: list[tuple[bytes, Reading]]) -> None:
    for body, reading in readings:
        tree = LexborHTMLParser(body)
        root = tree.css_first("#report_content") or tree.css_first(".report__main")
        for label in root.css("p.report-toc-section, p.related-tags__label"):
            label.decompose()  # the number above a section's title, and the word "Tags"
        theirs = [token for node in root.css("p, li") for token in TOKEN.findall(node.text())]
        ours = [token for row in reading.sections for token in TOKEN.findall(row["text"])]
        assert not Counter(ours) - Counter(theirs), reading.page["source_url"]
        assert len(ours) >= 0.995 * len(theirs), reading.page["source_url"]
        position = 0
        for token in ours:
            position = theirs.index(token, position) + 1


def test_sections_are_named_alike_across_editions(readings: list[tuple[bytes, Reading]]) -> None:
    slugs = defaultdict(set)
    for _, reading in readings:
        for row in reading.sections:
            if row["subsection"]:
                title = re.sub(r"^[a-z]\. ", "", row["title_printed"]).casefold().rstrip(".:")
                slugs[title].add((row["subsection"], row["part"]))
    assert {title for title, found in slugs.items() if len(found) > 1} == set()


def test_no_heading_is_unknown(readings: list[tuple[bytes, Reading]]) -> None:
    remarks = Counter(reading.page["remark"] for _, reading in readings)
    assert [remark for remark in remarks if remark and "unknown" in remark] == []
