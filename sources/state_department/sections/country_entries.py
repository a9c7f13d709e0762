"""The narratives of a page that holds those of several countries, parted by the heading each begins with.

To 2012 a page held a part of the alphabet, a region or a tier. A country's narrative begins with a line that names
country and tier (`HONDURAS (TIER 2)`), set as a heading, in bold, alone in its paragraph or in front of its first
sentence. Where no heading of a page names a tier, and among special cases, a country's bare name heads its narrative;
its tier is then that of the group it stands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sources.html.blocks import ASIDE, Block
from sources.language.tiers import TierPhrase, find_tiers
from sources.reference.countries import Place, by_name
from sources.state_department.sections.narrative_headings import section_start
from sources.state_department.tiers.country_heading import CountryHeading
from sources.state_department.tiers.tier_label import TierLabel, tier_label
from warehouse.tables.vocabulary import AREA_MAIN

_LONGEST: Final = 120  # characters
_LONGEST_NAME: Final = 8  # words
_EDGE: Final = re.compile(r"^[\s:;,.*•\[\]–—-]+|[\s:;,.*†‡\[\]–—-]+$")
_BEHIND: Final = re.compile(r"^[\s)\]*†‡:.–—-]*(?:\(revised\))?\W*$", re.IGNORECASE)
_RUN_IN: Final = re.compile(r"^[^()\n]{2,70}?\s?\([^()\n]{4,40}\)(?=[\s:.–—-]+[\"“(]?[A-Z])")
_CLAUSE: Final = re.compile(r"[.:;?!]\s|,.*,")


@dataclass
class Entry:
    """A country's narrative.

    Attributes:
        heading: the line it begins with.
        place: the country; None where no country is called so.
        blocks: what follows the heading.
    """

    heading: CountryHeading
    place: Place | None
    blocks: list[Block] = field(default_factory=list)


class _Start(NamedTuple):
    """A heading at the start of a block, and what is left of the block behind it."""

    printed: str
    name: str
    phrase: TierPhrase | None
    rest: Block | None


def part_entries(stream: Sequence[Block], title: str) -> tuple[list[Block], list[Entry]]:
    """What stands before the first country, and the countries' narratives in their order.

    Args:
        stream: the blocks of the page.
        title: the page's title, which may name the tier of all of its countries.
    """
    tiered = any(_tiered(block) for block in stream)
    group = _group_of(title)
    before: list[Block] = []
    entries: list[Entry] = []
    for block in stream:
        label = tier_label(block.text)
        if label is not None and not _wants_tier(entries):
            group = label
            continue
        start = _tiered(block)
        if start is None and (not tiered or (group is not None and group.tier == "special_case")):
            start = _bare(block, alone=not tiered)
        if start is None:
            (entries[-1].blocks if entries else before).append(block)
            continue
        entries.append(_entry(start, group))
    return before, entries


def _group_of(title: str) -> TierLabel | None:
    phrases = find_tiers(title.replace("Cases", "Case").replace("cases", "case"))
    return TierLabel(phrases[0].tier, title) if len(phrases) == 1 else None


def _wants_tier(entries: Sequence[Entry]) -> bool:
    """Whether the last line was a country's bare name, so that a tier on this line is the country's."""
    return bool(entries) and entries[-1].heading.tier is None and not entries[-1].blocks


def _entry(start: _Start, group: TierLabel | None) -> Entry:
    place = by_name(start.name)
    place = place if place is not None and place.area == AREA_MAIN else None
    if start.phrase is not None:
        tier, printed = start.phrase.tier, start.printed[start.phrase.start : start.phrase.end]
        heading = CountryHeading(start.printed, start.name, tier, printed)
    elif group is not None:
        heading = CountryHeading(start.printed, start.name, group.tier, group.printed)
    else:
        heading = CountryHeading(start.printed, start.name, None, None)
    return Entry(heading, place, [start.rest] if start.rest else [])


def _tiered(block: Block) -> _Start | None:
    """The heading with a tier that a block is or begins with; of a name that is no country's only where set apart."""
    for printed, apart in _candidates(block):
        phrases = find_tiers(printed)
        if len(phrases) != 1 or not _BEHIND.match(printed[phrases[0].end :]):
            continue
        name = _EDGE.sub("", printed[: phrases[0].start].rstrip(" (["))
        if by_name(name) is not None or (apart and _could_be_a_name(name)):
            return _Start(printed, name, phrases[0], _rest(block, printed))
    return None


def _bare(block: Block, *, alone: bool) -> _Start | None:
    """The heading without a tier that a block is or begins with: a country's name, set apart.

    Args:
        block: a block of the page.
        alone: whether a name that is a whole paragraph counts as set apart.
    """
    for printed, apart in _candidates(block):
        name = _EDGE.sub("", printed)
        if (
            (apart or printed.isupper() or (alone and printed == block.text))
            and (place := by_name(name)) is not None
            and place.area == AREA_MAIN
        ):
            return _Start(printed, name, None, _rest(block, printed))
    return None


def _candidates(block: Block) -> Iterator[tuple[str, bool]]:
    """What may be a heading at the start of a block, and whether the page sets it apart."""
    if block.kind not in ("heading", "paragraph") or block.role == ASIDE:
        return
    whole = block.text
    if len(whole) <= _LONGEST:
        yield whole, block.kind == "heading" or block.lead == whole
    if block.kind == "heading":
        return
    if 0 < len(block.lead) <= _LONGEST and block.lead != whole and whole.startswith(block.lead):
        yield block.lead, True
    lines = block.lines
    if len(lines) > 1 and len(lines[0]) <= _LONGEST and whole.startswith(lines[0]):
        yield lines[0], block.lead.startswith(lines[0])
    if found := _RUN_IN.match(whole):
        yield found[0], False


def _could_be_a_name(name: str) -> bool:
    """Whether a heading with a tier that names no known country is of a country all the same."""
    return bool(name) and name[0].isupper() and len(name.split()) <= _LONGEST_NAME and not _CLAUSE.search(name)


def _rest(block: Block, printed: str) -> Block | None:
    """The block without the heading it begins with."""
    text = block.text[len(printed) :].lstrip(" \t:.–—-")
    if not text:
        return None
    return block._replace(text=text, lead=_lead_behind(block, printed), printed=text)


def _lead_behind(block: Block, printed: str) -> str:
    """A section title may follow the country's heading in the same bold type."""
    lead = block.lead[len(printed) :].lstrip(" \t:.–—-") if block.lead.startswith(printed) else ""
    return lead if lead and section_start(block._replace(text=lead, lead="", printed=lead)) else ""
