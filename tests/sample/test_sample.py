"""The sample archive: built with the same bytes every time, and completely read by the readers of real pages."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sources.archive.capture import Capture
from sources.archive.page_archive import PageArchive
from sources.archive.warc import WarcRecord, read_warc
from sources.html.layout import Page, open_page
from sources.sample import sample_archive
from sources.sample.build import build
from sources.sample.document import Document, read_document, read_documents
from sources.sample.layouts import render
from sources.state_department.layouts.human_rights import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.pages import ParsedPage, assign, read_page
from warehouse.tables.vocabulary import SECTIONS

_SAYS_SO = "This is a sample text written for the tip-warehouse project; it is no text of the Department of State."
_PAGES = {
    ("KHM", 2016): "state_report_accordion",
    ("GHA", 2019): "state_report_early",
    ("KHM", 2020): "state_report_accordion",
    ("CHN", 2022): "state_report_accordion",
    ("CRI", 2023): "state_report_accordion",
    ("KHM", 2023): "state_report_accordion",
    ("NOR", 2023): "state_report_accordion",
    ("CRI", 2024): "state_report_flat",
    ("KHM", 2024): "state_report_flat",
    ("NOR", 2024): "state_report_flat",
}


@dataclass(frozen=True)
class Sample:
    """A page of the sample and its parse result."""

    capture: Capture
    parsed: ParsedPage

    @property
    def place(self) -> tuple[str, int]:
        assert self.parsed.page is not None
        return self.parsed.page["country"], self.parsed.page["year"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Sample]]:
    archive = PageArchive(tmp_path_factory.mktemp("archive"))
    report = archive.import_warc(sample_archive(), origin="archive", assign=assign)
    assert report.lines == []
    captures = list(map(archive.load, archive.index.all_entries()))
    yield [Sample(capture, read_page(capture)) for capture in captures]
    archive.close()


def test_building_gives_the_records_in_the_package(tmp_path: Path) -> None:
    built = tmp_path / "built.warc.gz"
    assert build(built) == len(_PAGES)
    assert gzip.decompress(built.read_bytes()) == gzip.decompress(sample_archive().read_bytes())


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs the same records into other bytes")
def test_building_gives_the_file_in_the_package_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path / "built.warc.gz")
    assert (tmp_path / "built.warc.gz").read_bytes() == sample_archive().read_bytes()


def test_every_record_is_its_own_gzip_member() -> None:
    records = list(read_warc(sample_archive()))
    content = sample_archive().read_bytes()
    assert len(records) == len(_PAGES)
    for record in records:
        assert isinstance(record, WarcRecord)
        assert gzip.decompress(content[record.offset : record.end]).startswith(b"WARC/1.0\r\n")


def test_every_page_is_read_and_has_the_sample_notice(samples: list[Sample]) -> None:
    assert {sample.place for sample in samples} == _PAGES.keys()
    for sample in samples:
        page = sample.parsed.page
        assert page is not None
        assert (page["outcome"], page["problem"], page["remark"]) == ("read", None, None)
        assert (page["origin"], page["area"], page["layout"]) == ("sample", "main", _PAGES[sample.place])
        assert page["source_url"].startswith("https://www.state.gov.sample.invalid/reports/")
        assert sample.parsed.quarantine == []
        assert sample.parsed.sections[0]["text"].startswith(_SAYS_SO)


def test_all_sections_of_the_edition_are_read_in_order(samples: list[Sample]) -> None:
    for sample in samples:
        numbered = 3 if sample.place[1] >= 2024 else 7
        found = list(dict.fromkeys(row["section"] for row in sample.parsed.sections))
        assert found == list(SECTIONS["human_rights"][: numbered + 1]), sample.capture.url


def test_every_subject_occurs_once(samples: list[Sample]) -> None:
    for sample in samples:
        subjects = [(row["section"], row["subsection"], row["part"]) for row in sample.parsed.sections]
        assert len(subjects) == len(set(subjects)), sample.capture.url
        by_section = {(section, subsection) for section, subsection, _ in subjects}
        if sample.place[1] < 2024:
            lettered = {f"1.{letter}" for letter in "abcdef"} | {f"2.{letter}" for letter in "acd"}
            lettered |= {"2.refugees", "2.stateless_persons", "3.elections", "6.women", "6.children"}
            lettered |= {"6.antisemitism", "6.trafficking_in_persons", "6.persons_with_disabilities"}
            lettered |= {f"7.{letter}" for letter in "abcde"}
        else:
            lettered = {"1.a", "1.coercion_in_population_control", "2.a", "7.a", "7.b", "7.e", "1.b", "2.c"}
            lettered |= {"6.trafficking_in_persons", "1.c", "7.c", "2.refugees", "6.antisemitism"}
        assert lettered <= {subsection for _, subsection in by_section}, sample.capture.url


def test_boilerplate_is_no_part_of_a_report(samples: list[Sample]) -> None:
    words = ("cookies", "Build a report", "Tags", "In this section", "On This Page", "Contact", "Another article")
    for sample in samples:
        text = "\n".join(row["title_printed"] + "\n" + row["text"] for row in sample.parsed.sections)
        assert all(word.encode() in sample.capture.body for word in ("Tags", "In this section", "Build a report"))
        assert [word for word in words if word in text] == [], sample.capture.url
        assert not any(mark in text for mark in ("*", "~", "](", "<")), sample.capture.url


def test_every_paragraph_is_read_once_and_in_order(samples: list[Sample]) -> None:
    written = {document.url: _source_paragraphs(document) for document in read_documents()}
    for sample in samples:
        read = [line for row in sample.parsed.sections for line in row["text"].splitlines()]
        assert read == written[sample.capture.url]


def test_both_parsers_see_the_same_blocks(samples: list[Sample]) -> None:
    for sample in samples:
        first, second = _opened(sample.capture, "lexbor"), _opened(sample.capture, "soup")
        assert first.layout.name == second.layout.name
        assert (first.title, first.blocks, first.addresses) == (second.title, second.blocks, second.addresses)


def test_editions_of_2024_are_less_than_half_as_long(samples: list[Sample]) -> None:
    words = {sample.place: sample.parsed.page["words"] for sample in samples if sample.parsed.page}
    for country in ("CRI", "KHM", "NOR"):
        assert words[country, 2024] < words[country, 2023] / 2


def test_links_between_the_parts_of_china_are_no_text(samples: list[Sample]) -> None:
    china = next(sample for sample in samples if sample.place == ("CHN", 2022))
    assert b"READ A SECTION:" in china.capture.body
    assert not any("READ A SECTION" in row["text"] for row in china.parsed.sections)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("year: 2023\ncountry: Norway\nslug: norway\n\n# EXECUTIVE SUMMARY\n\nText.", "layout"),
        ("year: 2023\ncountry: Norway\nslug: norway\nlayout: flat\n\nText.", "before the first section"),
        ("year: 2023\ncountry: Norway\nslug: norway\nlayout: flat\n\n# Section 1. Life\n\nText.", "summary"),
    ],
)
def test_a_wrong_source_file_is_rejected(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=rf"norway\.md: .*{says}"):
        read_document(text, "norway.md")


def test_text_of_pages_is_escaped() -> None:
    text = "year: 2023\ncountry: A & B\nslug: a-b\nlayout: {}\n\n# EXECUTIVE SUMMARY\n\n1 < 2 & 3"
    for layout in ("accordion", "flat", "early"):
        html = render(read_document(text.format(layout), "a-b.md"))
        assert "<p>1 &lt; 2 &amp; 3</p>" in html
        assert "Practices: A &amp; B" in html


def _source_paragraphs(document: Document) -> list[str]:
    """The paragraphs of a page without markers, rules and links between pages."""
    found: list[str] = []
    for section in (document.summary, *document.sections):
        for subsection in section.subsections:
            found += subsection.paragraphs
            found += [text for part in subsection.parts for text in part.paragraphs]
    plain = (re.sub(r"\]\(\S+?\)|[*\[]", "", text.replace("~", " ")) for text in found)
    return [" ".join(text.split()) for text in plain if text != "---" and not text.startswith("READ A SECTION")]


def _opened(capture: Capture, parser: str) -> Page:
    layouts = [replace(layout, parser=parser) for layout in HUMAN_RIGHTS_LAYOUTS]
    return open_page(capture.body.decode(), layouts, name=capture.url)
