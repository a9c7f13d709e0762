"""A country narrative to sections and to sightings of its tier.

Before 2017 a narrative opens with what trafficking in the country is like and then says how the government does;
since then the verdict stands first. What stands before the first section heading is parted by what it says: the
paragraph that measures the government against the minimum standards begins the verdict, those before it are profile.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sources.html.blocks import Block
from sources.html.layout import Page
from sources.problems import PageProblemError
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.narrative_boxes import Boxes
from sources.state_department.sections.narrative_headings import section_start
from sources.state_department.sections.recommendations import split_recommendations
from sources.state_department.statistics import TextSection, read_statistics
from sources.state_department.tiers.country_heading import (
    CountryHeading,
    country_heading,
    heading_of_unknown_tier,
)
from sources.state_department.tiers.verdict import read_verdict
from warehouse.tables import ENFORCEMENT_STATISTICS, RECOMMENDATIONS, REPORT_SECTIONS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import Reason

_FIRST_WITH_HEADINGS: Final = 2004
"""From this edition on every ranked country's narrative has section headings; those before may have none."""

_MEASURED: Final = re.compile(
    r"minimum\s+standards|\bspecial\s+case\b|\b(?:placed|remain\w*|upgraded|downgraded)\b[^.]{0,80}\btier\b",
    re.IGNORECASE,
)


@dataclass
class Section:
    """A section of a narrative, being collected."""

    section: str
    title_printed: str
    known: bool = True
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass
class Narrative:
    """What was read of one country."""

    heading: CountryHeading | None
    sections: list[Section]
    words: int
    unknown_tiers: list[str] = field(default_factory=list)

    @property
    def unknown_headings(self) -> list[str]:
        """Headings no vocabulary knows."""
        return [section.title_printed for section in self.sections if not section.known]


def read_narrative(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a page that holds one country's narrative; see `Reader.read`."""
    narrative = parse_narrative(page.blocks, identity, title=page.title, name=name)
    return RowsRead(
        rows_of(narrative, identity.year),
        narrative.words,
        unknown_headings=narrative.unknown_headings,
        rejected=[_unknown_tier(identity, printed, name) for printed in narrative.unknown_tiers],
    )


def _unknown_tier(identity: Identity, printed: str, url: str) -> RejectedRow:
    detail = f"the heading {printed!r} names a tier no vocabulary knows: {url}"
    table = TIER_SIGHTINGS.name
    return RejectedRow(table, url, Reason.UNKNOWN_TIER, printed, detail, identity.family, identity.year)


def rows_of(narrative: Narrative, year: int) -> dict[str, list[Row]]:
    """The rows of a narrative of an edition by table."""
    return {
        REPORT_SECTIONS.name: _section_rows(narrative),
        TIER_SIGHTINGS.name: [*_heading_sighting(narrative), *_verdict_sighting(narrative)],
        RECOMMENDATIONS.name: _recommendation_rows(narrative),
        ENFORCEMENT_STATISTICS.name: _statistic_rows(narrative, year),
    }


def parse_narrative(
    stream: Sequence[Block], identity: Identity, *, title: str, name: str, heading: CountryHeading | None = None
) -> Narrative:
    """Reads a country's narrative.

    Args:
        stream: the blocks of the narrative, from its heading on.
        identity: which country it is of.
        title: the page's title, which heads text that stands before the first heading.
        name: what messages call the page.
        heading: the country's heading, where the blocks begin behind it.

    Raises:
        PageProblemError: it names another country, holds no text, or has no known section where its edition has some.
    """
    reader = _Reader(identity, title, name, heading)
    for block in stream:
        reader.take(block)
    sections = [section for section in (*reader.sections, *reader.beside) if section.paragraphs]
    if not sections:
        raise PageProblemError(Reason.NO_TEXT, f"the page has a known layout but no section with text: {name}")
    heading = reader.heading
    ranked = heading is not None and heading.tier not in (None, "special_case")
    if ranked and identity.year >= _FIRST_WITH_HEADINGS and not reader.knows_sections:
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"no section heading of it is known: {name}")
    return Narrative(heading, sections, reader.words, reader.unknown_tiers)


class _Reader:
    """The grammar: where in the narrative the next block stands."""

    def __init__(self, identity: Identity, title: str, name: str, heading: CountryHeading | None) -> None:
        self.heading = heading
        self.sections: list[Section] = []
        self.beside: list[Section] = []
        self.unknown_tiers: list[str] = []
        self.words = 0
        self.knows_sections = False
        self._identity = identity
        self._title = title
        self._name = name
        self._boxes = Boxes(identity.year)

    def take(self, block: Block) -> None:
        """Takes the next block of the narrative."""
        if (title := self._boxes.title_of(block)) is not None:
            self._take_beside(block, title)
            return
        if self._wants_heading and (found := country_heading(block, self._identity, self._name)):
            self.heading = found if self.heading is None or self.heading.tier is None else self.heading
            return
        if self._wants_heading and (found := heading_of_unknown_tier(block, self._identity)):
            self.heading = self.heading or found
            self.unknown_tiers.append(block.text)
            return
        start = section_start(block)
        if start is not None:
            self.knows_sections = True
            self.sections.append(Section(start.section, start.printed))
            self._add(block.text[start.length :])
        elif block.kind == "heading":
            around = self.sections[-1].section if self.sections else "other"
            self.sections.append(Section(around, block.text, known=False))
        else:
            self._add(block.text)

    @property
    def _wants_heading(self) -> bool:
        """Whether the country's heading, or a line with its tier, can still come."""
        return not self.sections and (self.heading is None or self.heading.tier is None)

    def _take_beside(self, block: Block, title: str) -> None:
        """Takes a block of a box or a caption, which is kept apart from the narrative it interrupts."""
        is_title = block.kind == "heading" or block.text == title
        country = self.heading.printed if self.heading else self._title
        printed = title or (block.text if is_title else country)
        if not self.beside or self._boxes.is_new or (is_title and self.beside[-1].paragraphs):
            self.beside.append(Section("other", printed))
        if not is_title:
            self.words += len(block.text.split())
            self.beside[-1].paragraphs.append(block.text)

    def _add(self, text: str) -> None:
        if not text:
            return
        self.words += len(text.split())
        if not self.knows_sections:
            self._open_by_what_it_says(text)
        self.sections[-1].paragraphs.append(text)

    def _open_by_what_it_says(self, text: str) -> None:
        """Before any section heading: profile until the paragraph that measures the government, then verdict."""
        section = "verdict" if _MEASURED.search(text) else "profile"
        if not self.sections or (section == "verdict" and self.sections[-1].section == "profile"):
            title = self.heading.printed if self.heading else self._title
            self.sections.append(Section(section, title))


def _section_rows(narrative: Narrative) -> list[Row]:
    return [
        {
            "position": position,
            "section": section.section,
            "section_printed": section.title_printed,
            "subsection": None,
            "part": None,
            "title_printed": section.title_printed,
            "level": 1,
            "text": section.text,
            "words": len(section.text.split()),
        }
        for position, section in enumerate(narrative.sections, start=1)
    ]


def _recommendation_rows(narrative: Narrative) -> list[Row]:
    texts = [section.text for section in narrative.sections if section.section == "recommendations"]
    found = [recommendation.text for text in texts for recommendation in split_recommendations(text)]
    return [{"position": position, "text": text, "recurs_from": None} for position, text in enumerate(found, start=1)]


def _statistic_rows(narrative: Narrative, year: int) -> list[Row]:
    sections = [
        TextSection(section.section, position, section.text)
        for position, section in enumerate(narrative.sections, start=1)
    ]
    return [asdict(row) for row in read_statistics(sections, year)]


def _heading_sighting(narrative: Narrative) -> list[Row]:
    heading = narrative.heading
    if heading is None or heading.tier is None:
        return []
    return [
        {
            **NOTHING_SAID,
            "place": "heading",
            "position": 0,
            "tier": heading.tier,
            "tier_printed": heading.tier_printed,
            "country_printed": heading.country_printed,
            "sentence": heading.printed,
            "char_start": 0,
            "char_end": len(heading.printed),
        }
    ]


def _verdict_sighting(narrative: Narrative) -> list[Row]:
    """The tier as the verdict says it. A definition that fits Tier 2 and the Watch List alike is no sighting."""
    for position, section in enumerate(narrative.sections, start=1):
        verdict = read_verdict(section.text) if section.section == "verdict" else None
        if verdict is not None and len(verdict.admits) == 1:
            printed = section.text[verdict.phrase_start : verdict.phrase_end]
            return [
                {
                    "place": "verdict",
                    "position": position,
                    "tier": verdict.tier,
                    "tier_printed": printed,
                    "country_printed": None,
                    "sentence": verdict.sentence,
                    "char_start": verdict.char_start,
                    "char_end": verdict.char_end,
                    "change_stated": verdict.change,
                    "consecutive_year_stated": verdict.consecutive_years,
                    "waiver_stated": verdict.waiver_stated,
                    "automatic_downgrade_stated": verdict.automatic_downgrade,
                    "policy_or_pattern_stated": verdict.policy_or_pattern,
                    "child_soldiers_stated": verdict.child_soldier_list,
                }
            ]
    return []


NOTHING_SAID: Final[dict[str, Any]] = dict.fromkeys(
    (
        "change_stated",
        "consecutive_year_stated",
        "waiver_stated",
        "automatic_downgrade_stated",
        "policy_or_pattern_stated",
        "child_soldiers_stated",
    )
)
"""What only a verdict can say, for a sighting that is none."""
