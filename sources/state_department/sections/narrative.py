"""Reads a country narrative: its sections, tier sightings, recommendations and statistics.

Before 2017 a narrative begins with the profile of trafficking in the country, then the verdict follows; since 2017 the
verdict is first. The text before the first section heading is split by its words: the paragraph that evaluates the
government by the minimum standards begins the verdict, the paragraphs before it are the profile.

The phrases: section headings are in `narrative_headings`, boxes in `narrative_boxes`, country headings in
`tiers/country_heading`, verdicts in `tiers/verdict_phrases`, counts in `statistics`. This module has only the pattern
that finds the paragraph of the verdict in a text without headings.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sources.html.blocks import Block
from sources.html.layout import Page
from sources.language.lookalikes import is_plain, plain_text
from sources.language.tiers import find_tiers
from sources.problems import PageProblemError
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.narrative_boxes import Boxes
from sources.state_department.sections.narrative_counts import NarrativeCounts, read_counts
from sources.state_department.sections.narrative_headings import section_start
from sources.state_department.sections.recommendations import split_recommendations
from sources.state_department.statistics import TextSection
from sources.state_department.tiers.country_heading import (
    CountryHeading,
    country_heading,
    heading_of_unknown_tier,
)
from sources.state_department.tiers.verdict import UnreadVerdict, Verdict, evaluate_verdict
from warehouse.tables import ENFORCEMENT_STATISTICS, RECOMMENDATIONS, REPORT_SECTIONS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import Reason

_FIRST_WITH_HEADINGS: Final = 2004
"""Since this edition every narrative of a ranked country has section headings; earlier ones may have none."""

_EVALUATION: Final = re.compile(
    r"minimum\s+standards|\bspecial\s+case\b|\b(?:placed|remain\w*|upgraded|downgraded)\b[^.]{0,80}\btier\b",
    re.IGNORECASE,
)


@dataclass
class NarrativeSection:
    """A section of a narrative, with the paragraphs read so far; `listed` if some of them are items of a list."""

    section: str
    title_printed: str
    known: bool = True
    paragraphs: list[str] = field(default_factory=list)
    listed: bool = False

    @property
    def text(self) -> str:
        """The paragraphs, one per line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class RejectedTier:
    """A place of a narrative that names an unknown tier, or tiers that contradict each other."""

    reason: Reason
    printed: str
    detail: str


@dataclass
class Narrative:
    """The narrative of one country.

    Attributes:
        heading: its heading; None where it has none.
        sections: its sections in order, boxes last.
        words: words of its text.
        divided: whether it has section headings.
        verdict: the position of the section with the verdict, and what was read.
        rejected_tiers: places that name an unknown tier, or tiers that contradict each other.
    """

    heading: CountryHeading | None
    sections: list[NarrativeSection]
    words: int
    divided: bool
    verdict: tuple[int, Verdict] | None = None
    rejected_tiers: list[RejectedTier] = field(default_factory=list)

    @property
    def unknown_headings(self) -> list[str]:
        """Headings that are in no vocabulary."""
        return [section.title_printed for section in self.sections if not section.known]


def read_narrative(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a page with one country's narrative; see `Reader.read`."""
    narrative = parse_narrative(page.blocks, identity, title=page.title, name=name)
    rows = rows_of(narrative, identity.year)
    return RowsRead(
        rows,
        narrative.words,
        remarks_on_tiers(rows[TIER_SIGHTINGS.name]),
        unknown_headings=narrative.unknown_headings,
        rejected=rejected_tier_rows(narrative, identity, name),
    )


def rejected_tier_rows(narrative: Narrative, identity: Identity, url: str) -> list[RejectedRow]:
    """The rejected tier sightings of a narrative."""
    return [
        RejectedRow(
            TIER_SIGHTINGS.name,
            url,
            rejected.reason,
            rejected.printed,
            f"{identity.country}: {rejected.detail}: {url}",
            identity.family,
            identity.year,
        )
        for rejected in narrative.rejected_tiers
    ]


def remarks_on_tiers(sightings: Sequence[Row]) -> list[str]:
    """A remark on each tier that is printed with letters that only look Latin or with marks that nobody sees."""
    printed = dict.fromkeys(row["tier_printed"] for row in sightings)
    odd = [tier for tier in printed if not is_plain(tier) and find_tiers(tier)]
    return [f"{tier!a} is read as {plain_text(tier).text!r}" for tier in odd]


def rows_of(narrative: Narrative, year: int) -> dict[str, list[Row]]:
    """The rows of a narrative by table."""
    texts = [
        TextSection(section.section, position, section.text)
        for position, section in enumerate(narrative.sections, start=1)
    ]
    counts = read_counts(texts, year, divided=narrative.divided)
    return {
        REPORT_SECTIONS.name: _section_rows(narrative, counts),
        TIER_SIGHTINGS.name: [*_heading_sighting(narrative), *_verdict_sighting(narrative)],
        RECOMMENDATIONS.name: _recommendation_rows(narrative),
        ENFORCEMENT_STATISTICS.name: [asdict(row) for row in counts.rows],
    }


def parse_narrative(
    stream: Sequence[Block], identity: Identity, *, title: str, name: str, heading: CountryHeading | None = None
) -> Narrative:
    """Reads a country's narrative.

    Args:
        stream: the blocks of the narrative, from its heading on.
        identity: the identity of the narrative, with its country.
        title: the page's title, the heading of text before the first heading.
        name: name of the page in messages.
        heading: the country's heading, if the blocks begin after it.

    Raises:
        PageProblemError: the narrative names another country, has no text, or has no known section although narratives
            of its edition have sections.
    """
    reader = _NarrativeReader(identity, title, name, heading)
    for block in stream:
        reader.add(block)
    sections = [section for section in (*reader.sections, *reader.box_sections) if section.paragraphs]
    if not sections:
        raise PageProblemError(Reason.NO_TEXT, f"the page has a known layout but no section with text: {name}")
    heading = reader.heading
    ranked = heading is not None and heading.tier not in (None, "special_case")
    if ranked and identity.year >= _FIRST_WITH_HEADINGS and not reader.knows_sections:
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"no section heading of it is known: {name}")
    verdict, unread = _verdict_of(sections, identity.year)
    rejected = [*reader.rejected_tiers, *reader.conflicting_headings(), *unread]
    heading = heading._replace(tier=None, tier_printed=None) if heading and reader.conflicting_headings() else heading
    return Narrative(heading, sections, reader.words, reader.knows_sections, verdict, rejected)


def _verdict_of(
    sections: Sequence[NarrativeSection], edition: int
) -> tuple[tuple[int, Verdict] | None, list[RejectedTier]]:
    """The first verdict that admits one tier, and its position; and what contradicts it or cannot be read.

    A verdict that contradicts another one of the narrative is none. A definition that admits both Tier 2 and the Watch
    List places the country on neither.
    """
    found: list[tuple[int, Verdict]] = []
    unread: list[RejectedTier] = []
    for position, section in enumerate(sections, start=1):
        verdict = evaluate_verdict(section.text, edition) if section.section == "verdict" else None
        if isinstance(verdict, UnreadVerdict):
            unread.append(RejectedTier(verdict.reason, verdict.printed, _DETAILS[verdict.reason]))
        elif verdict is not None and len(verdict.admits) == 1:
            found.append((position, verdict))
    if len({verdict.tier for _, verdict in found}) > 1:
        printed = " | ".join(verdict.sentence for _, verdict in found)
        unread.append(RejectedTier(Reason.CONFLICTING_TIERS, printed, _DETAILS[Reason.CONFLICTING_TIERS]))
    return (found[0] if found and not unread else None), unread


_DETAILS: Final = {
    Reason.CONFLICTING_TIERS: "sentences of the verdict name different tiers",
    Reason.UNKNOWN_TIER: "a sentence of the verdict names an unknown tier",
}


class _NarrativeReader:
    """Adds each block to the heading, a section or a box."""

    def __init__(self, identity: Identity, title: str, name: str, heading: CountryHeading | None) -> None:
        self.heading = heading
        self.sections: list[NarrativeSection] = []
        self.box_sections: list[NarrativeSection] = []
        self.rejected_tiers: list[RejectedTier] = []
        self.words = 0
        self.knows_sections = False
        self._identity = identity
        self._title = title
        self._name = name
        self._boxes = Boxes(identity.year)
        self._second_headings: list[str] = []

    def add(self, block: Block) -> None:
        """Adds the next block of the narrative."""
        if (title := self._boxes.title_of(block)) is not None:
            self._add_to_box(block, title)
            return
        if self._heading_can_follow and (found := country_heading(block, self._identity, self._name)):
            self.heading = found if self.heading is None or self.heading.tier is None else self.heading
            return
        if self._heading_can_follow and (found := heading_of_unknown_tier(block, self._identity)):
            self.heading = self.heading or found
            self.rejected_tiers.append(
                RejectedTier(Reason.UNKNOWN_TIER, block.text, f"the heading {block.text!r} names an unknown tier")
            )
            return
        if self._contradicts_heading(block):
            self._second_headings.append(block.text)
            return
        start = section_start(block)
        if start is not None:
            self.knows_sections = True
            self.sections.append(NarrativeSection(start.section, start.printed))
            self._add_text(block, start.length)
        elif block.kind == "heading":
            section = self.sections[-1].section if self.sections else "other"
            self.sections.append(NarrativeSection(section, block.text, known=False))
        else:
            self._add_text(block)

    @property
    def _heading_can_follow(self) -> bool:
        """Whether the country's heading, or a line with its tier, can still follow."""
        return not self.sections and (self.heading is None or self.heading.tier is None)

    def _contradicts_heading(self, block: Block) -> bool:
        """Whether a block is a further heading of the country, with another tier."""
        if self.heading is None or self.heading.tier is None:
            return False
        try:
            found = country_heading(block, self._identity, self._name)
        except PageProblemError:
            return False  # a heading of another country: a link to its narrative
        if found is None:
            return heading_of_unknown_tier(block, self._identity) is not None
        return found.tier not in (None, self.heading.tier)

    def conflicting_headings(self) -> list[RejectedTier]:
        """The headings of the country, if they name different tiers."""
        if self.heading is None or not self._second_headings:
            return []
        printed = " | ".join((self.heading.printed, *self._second_headings))
        return [RejectedTier(Reason.CONFLICTING_TIERS, printed, f"the headings {printed!r} name different tiers")]

    def _add_to_box(self, block: Block, title: str) -> None:
        """Adds a block of a box or a caption to a section of its own."""
        is_title = block.kind == "heading" or block.text == title
        country = self.heading.printed if self.heading else self._title
        printed = title or (block.text if is_title else country)
        if not self.box_sections or self._boxes.is_new or (is_title and self.box_sections[-1].paragraphs):
            self.box_sections.append(NarrativeSection("other", printed))
        if not is_title:
            self.words += len(block.text.split())
            self.box_sections[-1].paragraphs.append(block.text)

    def _add_text(self, block: Block, start: int = 0) -> None:
        text = block.text[start:]
        if not text:
            return
        self.words += len(text.split())
        if not self.knows_sections:
            self._open_profile_or_verdict(text)
        self.sections[-1].paragraphs.append(text)
        self.sections[-1].listed |= block.kind == "list_item"

    def _open_profile_or_verdict(self, text: str) -> None:
        """Opens a section before any heading: the profile, or the verdict at its first paragraph."""
        section = "verdict" if _EVALUATION.search(plain_text(text).text) else "profile"
        if not self.sections or (section == "verdict" and self.sections[-1].section == "profile"):
            title = self.heading.printed if self.heading else self._title
            self.sections.append(NarrativeSection(section, title))


def _section_rows(narrative: Narrative, counts: NarrativeCounts) -> list[Row]:
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
            "numbers_unread": counts.unread.get(position),
        }
        for position, section in enumerate(narrative.sections, start=1)
    ]


def _recommendation_rows(narrative: Narrative) -> list[Row]:
    sections = [section for section in narrative.sections if section.section == "recommendations"]
    found = [found.text for section in sections for found in split_recommendations(section.text, listed=section.listed)]
    return [
        {"position": position, "text": text, "recurs_from": None, "chain": None, "chain_length": None}
        for position, text in enumerate(found, start=1)
    ]


def _heading_sighting(narrative: Narrative) -> list[Row]:
    heading = narrative.heading
    if heading is None or heading.tier is None:
        return []
    return [
        {
            **NO_STATEMENTS,
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
    """The tier of the verdict."""
    if narrative.verdict is None:
        return []
    position, verdict = narrative.verdict
    text = narrative.sections[position - 1].text
    return [
        {
            "place": "verdict",
            "position": position,
            "tier": verdict.tier,
            "tier_printed": text[verdict.phrase_start : verdict.phrase_end],
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


NO_STATEMENTS: Final[dict[str, Any]] = dict.fromkeys(
    (
        "change_stated",
        "consecutive_year_stated",
        "waiver_stated",
        "automatic_downgrade_stated",
        "policy_or_pattern_stated",
        "child_soldiers_stated",
    )
)
"""The columns that only a verdict fills, for other sightings."""
