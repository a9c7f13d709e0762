"""Reads the list of all countries by tier: lists and paragraphs under headings, and tables with a column per tier.

`_INTRODUCTION` has the words of a sentence that introduces the countries of a tier; lines that name only a tier are in
`tier_label`.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from sources.html.blocks import Block, fold
from sources.html.layout import Page
from sources.language.tiers import TierPhrase, find_tiers, unread_tiers
from sources.problems import PageProblemError
from sources.reference.countries import Place, by_name
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.narrative import NO_STATEMENTS, remarks_on_tiers
from sources.state_department.tiers.tier_label import TierLabel, tier_label
from warehouse.tables import TIER_SIGHTINGS
from warehouse.tables.vocabulary import AREA_MAIN, Reason

_AROUND_NAME: Final = re.compile(r"[*†‡§#\d]+$|^[•*·–—-]\s*")
_INTRODUCTION: Final = re.compile(
    r"^[)\s]*(?:this year )?(?:countries )?(?:are|is|includes?|comprises?|consists? of)?"
    r"(?: the following(?: countries)?)?\s*:?\s*",
    re.IGNORECASE,
)
_LONGEST_START_CHARACTERS: Final = 2000
"""The part of a sentence that is searched for a second tier."""
_LONGEST_NAME_WORDS: Final = 9
"""A line with more words can be a sentence."""
_MOST_COMMAS: Final = 3
"""In one name, such as `Korea, Republic of`."""


@dataclass
class _PlacementList:
    """The rows read so far, and the tier labels that apply to the next name."""

    name: str
    rows: list[Row] = field(default_factory=list)
    label: TierLabel | None = None
    header_row: int = 0
    columns: dict[int, TierLabel] = field(default_factory=dict)
    prose: int = 0
    words: int = 0


def read_placement_list(page: Page, identity: Identity, name: str) -> RowsRead:
    """The tier sightings of a placement list; see `Reader.read`.

    Raises:
        PageProblemError: a name under a tier is no known country, or the page lists none.
    """
    listed = _PlacementList(name)
    for block in page.blocks:
        listed.words += len(block.text.split()) if block.kind != "heading" else 0
        _read_block(listed, block)
    if not listed.rows:
        raise PageProblemError(Reason.NO_TEXT, f"a list of placements without any country: {name}")
    remarks = [f"{listed.prose} paragraphs beside the list"] if listed.prose else []
    rows, rejected = _without_conflicts(listed.rows, identity, name)
    return RowsRead({TIER_SIGHTINGS.name: rows}, listed.words, [*remarks, *remarks_on_tiers(rows)], rejected=rejected)


def _without_conflicts(rows: list[Row], identity: Identity, url: str) -> tuple[list[Row], list[RejectedRow]]:
    """The rows of countries on one tier of the list, and a rejected row for each country on several."""
    tiers: dict[str, dict[str, str]] = {}
    for row in rows:
        tiers.setdefault(row["country"], {}).setdefault(row["tier"], row["tier_printed"])
    rejected = []
    for country, printed in tiers.items():
        if len(printed) > 1:
            names = " | ".join(printed.values())
            detail = f"{country} is in the list under {names!r}: {url}"
            rejected.append(
                RejectedRow(
                    TIER_SIGHTINGS.name,
                    url,
                    Reason.CONFLICTING_TIERS,
                    f"{country}: {names}",
                    detail,
                    identity.family,
                    identity.year,
                )
            )
    return [row for row in rows if len(tiers[row["country"]]) == 1], rejected


def _read_block(listed: _PlacementList, block: Block) -> None:
    if block.row:
        _read_row(listed, block)
        return
    listed.columns.clear()
    if (label := tier_label(block.text)) is not None:
        listed.label = label
    elif block.kind == "heading":
        listed.label = None  # a new part of the page begins
    else:
        for line in block.lines:
            _read_line(listed, listed.label, line)


def _read_row(listed: _PlacementList, block: Block) -> None:
    """Reads the cells of a table; a tier labels a column, a row or the whole table."""
    for column, cell in enumerate(block.cells, start=block.column):
        if (label := tier_label(fold(cell))) is not None:
            if listed.header_row != block.row:
                listed.columns.clear()
            listed.header_row = block.row
            listed.columns[column] = listed.label = label
            continue
        for line in cell.split("\n"):
            if text := fold(line):
                _read_line(listed, _label_of_cell(listed, block.row, column), text)


def _label_of_cell(listed: _PlacementList, row: int, column: int) -> TierLabel | None:
    """The tier label of a cell: that of its row, of its column, or of the whole table."""
    if row == listed.header_row or len(listed.columns) < 2:
        return listed.label
    return listed.columns.get(column)


def _read_line(listed: _PlacementList, label: TierLabel | None, line: str) -> None:
    unread = next(iter(unread_tiers(line)), None)
    if unread is not None and unread.start == 0 and not _is_prose(line):
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"{line!r} names an unknown tier: {listed.name}")
    phrase = next(iter(find_tiers(line)), None)
    if phrase is not None and phrase.start == 0 and line[phrase.end :].lstrip().startswith((":", "–", "—", "-")):
        label = listed.label = TierLabel(phrase.tier, line[: phrase.end])
        line = line[phrase.end :].lstrip(" :–—-")
    elif phrase is not None and (introduced := _names_introduced(line, phrase)) is not None:
        label = listed.label = TierLabel(phrase.tier, line[phrase.start : phrase.end])
        line = introduced
    names = _countries_in(line)
    if names is None and (label is None or _is_prose(line)):
        listed.prose += 1
        return
    if names is None:
        raise PageProblemError(Reason.UNKNOWN_COUNTRY, f"no country is called {line!r}: {listed.name}")
    if label is None:
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"{line!r} is listed under no tier: {listed.name}")
    for printed, place in names:
        listed.rows.append(_sighting_row(len(listed.rows) + 1, label, printed, place))


def _names_introduced(line: str, phrase: TierPhrase) -> str | None:
    """The names in a sentence that lists the countries of a tier; None for another sentence.

    `The countries in Tier 2 are: Albania and Gabon.`, `Tier 3 includes Sudan; Togo.`
    """
    if len(find_tiers(line[:_LONGEST_START_CHARACTERS])) != 1:
        return None
    found = _INTRODUCTION.match(line[phrase.end :])
    names = line[phrase.end + found.end() :] if found else ""
    return names if names and _countries_in(names) is not None else None


def _countries_in(line: str) -> list[tuple[str, Place]] | None:
    """The countries in a line, separated by commas or semicolons; None if a part is no country."""
    line = _AROUND_NAME.sub("", line.strip()).strip(" .")
    if place := _country(line):
        return [(line, place)]
    parts = [part for part in re.split(r"\s*[;|•]\s*", line) if part]
    if len(parts) > 1:
        found = [_countries_in(part) for part in parts]
        return [name for names in found for name in names] if all(found) else None  # type: ignore[union-attr]
    return _countries_between_commas(line)


def _countries_between_commas(line: str) -> list[tuple[str, Place]] | None:
    """Names separated by commas; a name may have commas itself, so the longest known name is used."""
    edges = [0, *(match.end() for match in re.finditer(r",\s*|\s+and\s+", line)), len(line) + 2]
    names: list[tuple[str, Place]] = []
    start = 0
    while start < len(edges) - 1:
        for end in range(min(start + 1 + _MOST_COMMAS, len(edges) - 1), start, -1):
            printed = re.sub(r"(?:,|\s+and|\s)+$", "", line[edges[start] : edges[end]]).removeprefix("and ")
            if place := _country(printed):
                names.append((printed, place))
                start = end
                break
        else:
            return None
    return names


def _country(printed: str) -> Place | None:
    place = by_name(printed)
    return place if place is not None and place.area == AREA_MAIN else None


def _is_prose(line: str) -> bool:
    return len(line.split()) > _LONGEST_NAME_WORDS and line.rstrip().endswith((".", ":", "?", "!"))


def _sighting_row(position: int, label: TierLabel, printed: str, place: Place) -> Row:
    return {
        **NO_STATEMENTS,
        "country": place.country,
        "place": "placement_list",
        "position": position,
        "tier": label.tier,
        "tier_printed": label.printed,
        "country_printed": printed,
        "sentence": printed,
        "char_start": 0,
        "char_end": len(printed),
    }
