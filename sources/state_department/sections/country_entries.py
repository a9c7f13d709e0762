"""Splits a page with the narratives of several countries at the country headings.

To 2012 a page contained a part of the alphabet, a region or a tier. A narrative begins with a line that names country
and tier (`HONDURAS (TIER 2)`): a heading, bold words, a paragraph of its own, or words before the first sentence. On a
page without tiers in its headings, and among special cases, the heading is only the country's name; the tier is then
that of the group on the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sources.html.blocks import ASIDE, Block
from sources.language.tiers import TierPhrase, find_tiers, unread_tiers
from sources.reference.countries import Place, by_name
from sources.state_department.sections.narrative_headings import section_start
from sources.state_department.tiers.country_heading import CountryHeading
from sources.state_department.tiers.tier_label import TierLabel, tier_label
from warehouse.tables.vocabulary import AREA_MAIN

_LONGEST_HEADING_CHARACTERS: Final = 120
_LONGEST_NAME_WORDS: Final = 8
_EDGE: Final = re.compile(r"^[\s:;,.*•\[\]–—-]+|[\s:;,.*†‡\[\]–—-]+$")
_AFTER_TIER: Final = re.compile(r"^[\s)\]*†‡:.–—-]*(?:\(revised\))?\W*$", re.IGNORECASE)
_RUN_IN: Final = re.compile(r"^[^()\n]{2,70}?\s?\([^()\n]{4,40}\)(?=[\s:.–—-]+[\"“(]?[A-Z])")
_CLAUSE: Final = re.compile(r"[.:;?!]\s|,.*,")


@dataclass
class CountryEntry:
    """The narrative of one country on a page of several.

    Attributes:
        heading: the heading of the narrative.
        place: the country; None if the name is no known country.
        blocks: the blocks after the heading.
        names_unknown_tier: whether the heading names a tier that is not known; it then has none.
    """

    heading: CountryHeading
    place: Place | None
    blocks: list[Block] = field(default_factory=list)
    names_unknown_tier: bool = False


class _Start(NamedTuple):
    """A heading at the start of a block, and the rest of the block."""

    printed: str
    name: str
    phrase: TierPhrase | None
    rest: Block | None
    names_unknown_tier: bool = False


def split_entries(stream: Sequence[Block], title: str) -> tuple[list[Block], list[CountryEntry]]:
    """The blocks before the first country, and the narratives of the countries in order.

    Args:
        stream: the blocks of the page.
        title: the page's title, which may name the tier of all its countries.
    """
    has_tiers = any(_heading_with_tier(block) or _heading_with_unknown_tier(block) for block in stream)
    group = _group_of(title)
    before: list[Block] = []
    entries: list[CountryEntry] = []
    for block in stream:
        label = tier_label(block.text)
        if label is not None and not _lacks_tier(entries):
            group = label
            continue
        start = _heading_with_tier(block) or _heading_with_unknown_tier(block)
        if start is None and (not has_tiers or (group is not None and group.tier == "special_case")):
            start = _heading_without_tier(block, alone=not has_tiers)
        if start is None:
            (entries[-1].blocks if entries else before).append(block)
            continue
        entries.append(_entry_of(start, group))
    return before, entries


def _group_of(title: str) -> TierLabel | None:
    phrases = find_tiers(title.replace("Cases", "Case").replace("cases", "case"))
    return TierLabel(phrases[0].tier, title) if len(phrases) == 1 else None


def _lacks_tier(entries: Sequence[CountryEntry]) -> bool:
    """Whether the last line was only a country's name, so that a tier on this line belongs to that country."""
    return bool(entries) and entries[-1].heading.tier is None and not entries[-1].blocks


def _entry_of(start: _Start, group: TierLabel | None) -> CountryEntry:
    place = by_name(start.name)
    place = place if place is not None and place.area == AREA_MAIN else None
    if start.names_unknown_tier:
        heading = CountryHeading(start.printed, start.name, None, None)
    elif start.phrase is not None:
        tier, printed = start.phrase.tier, start.printed[start.phrase.start : start.phrase.end]
        heading = CountryHeading(start.printed, start.name, tier, printed)
    elif group is not None:
        heading = CountryHeading(start.printed, start.name, group.tier, group.printed)
    else:
        heading = CountryHeading(start.printed, start.name, None, None)
    return CountryEntry(heading, place, [start.rest] if start.rest else [], start.names_unknown_tier)


def _heading_with_tier(block: Block) -> _Start | None:
    """The heading with a tier at the start of a block. An unknown name is accepted only if it is set apart."""
    for printed, set_apart in _candidates(block):
        phrases = find_tiers(printed)
        if len(phrases) != 1 or unread_tiers(printed) or not _AFTER_TIER.match(printed[phrases[0].end :]):
            continue
        name = _EDGE.sub("", printed[: phrases[0].start].rstrip(" (["))
        if by_name(name) is not None or (set_apart and _could_be_a_name(name)):
            return _Start(printed, name, phrases[0], _rest(block, printed))
    return None


def _heading_with_unknown_tier(block: Block) -> _Start | None:
    """The heading with a known country and an unknown tier, or several tiers, at the start of a block."""
    for printed, _ in _candidates(block):
        unread = unread_tiers(printed)
        if not unread or not _AFTER_TIER.match(printed[unread[-1].end :]):
            continue
        name = _EDGE.sub("", printed[: unread[0].start].rstrip(" (["))
        if by_name(name) is not None:
            return _Start(printed, name, None, _rest(block, printed), names_unknown_tier=True)
    return None


def _heading_without_tier(block: Block, *, alone: bool) -> _Start | None:
    """The heading without a tier at the start of a block: a country's name, set apart.

    Args:
        block: a block of the page.
        alone: whether a name that is a whole paragraph counts as set apart.
    """
    for printed, set_apart in _candidates(block):
        name = _EDGE.sub("", printed)
        if (
            (set_apart or printed.isupper() or (alone and printed == block.text))
            and (place := by_name(name)) is not None
            and place.area == AREA_MAIN
        ):
            return _Start(printed, name, None, _rest(block, printed))
    return None


def _candidates(block: Block) -> Iterator[tuple[str, bool]]:
    """Texts at the start of a block that may be a heading, and whether the markup sets each apart."""
    if block.kind not in ("heading", "paragraph") or block.role == ASIDE:
        return
    whole = block.text
    if len(whole) <= _LONGEST_HEADING_CHARACTERS:
        yield whole, block.kind == "heading" or block.lead == whole
    if block.kind == "heading":
        return
    if 0 < len(block.lead) <= _LONGEST_HEADING_CHARACTERS and block.lead != whole and whole.startswith(block.lead):
        yield block.lead, True
    lines = block.lines
    if len(lines) > 1 and len(lines[0]) <= _LONGEST_HEADING_CHARACTERS and whole.startswith(lines[0]):
        yield lines[0], block.lead.startswith(lines[0])
    if found := _RUN_IN.match(whole):
        yield found[0], False


def _could_be_a_name(name: str) -> bool:
    """Whether an unknown name in a heading with a tier can be a country's name."""
    return bool(name) and name[0].isupper() and len(name.split()) <= _LONGEST_NAME_WORDS and not _CLAUSE.search(name)


def _rest(block: Block, printed: str) -> Block | None:
    """The block without the heading at its start; None if nothing remains."""
    text = block.text[len(printed) :].lstrip(" \t:.–—-")
    if not text:
        return None
    return block._replace(text=text, lead=_lead_after(block, printed), printed=text)


def _lead_after(block: Block, printed: str) -> str:
    """The bold words after the country heading, if they are a section heading."""
    lead = block.lead[len(printed) :].lstrip(" \t:.–—-") if block.lead.startswith(printed) else ""
    return lead if lead and section_start(block._replace(text=lead, lead="", printed=lead)) else ""
