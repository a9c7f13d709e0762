"""The list of all countries by tier: headed lists, lines, paragraphs of names, and tables with a column a tier."""

import re
from dataclasses import dataclass, field
from typing import Final

from sources.html.blocks import Block, fold
from sources.html.layout import Page
from sources.language.tiers import TierPhrase, find_tiers
from sources.problems import PageProblemError
from sources.reference.countries import Place, by_name
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.narrative import NOTHING_SAID
from sources.state_department.tiers.tier_label import TierLabel, tier_label
from warehouse.tables import TIER_SIGHTINGS
from warehouse.tables.vocabulary import AREA_MAIN, Reason

_NOT_A_NAME: Final = re.compile(r"[*†‡§#\d]+$|^[•*·–—-]\s*")
_SAYS: Final = re.compile(
    r"^[)\s]*(?:this year )?(?:countries )?(?:are|is|includes?|comprises?|consists? of)?"
    r"(?: the following(?: countries)?)?\s*:?\s*",
    re.IGNORECASE,
)
_LONGEST_START: Final = 2000  # characters of a sentence that are looked at for a second tier
_SENTENCE_WORDS: Final = 9  # no country's name has as many words
_MOST_COMMAS: Final = 3  # in one name, such as `Korea, Republic of`


@dataclass
class _List:
    """The list being read."""

    name: str
    rows: list[Row] = field(default_factory=list)
    label: TierLabel | None = None
    header_row: int = 0
    columns: dict[int, TierLabel] = field(default_factory=dict)
    prose: int = 0
    words: int = 0


def read_placement_list(page: Page, identity: Identity, name: str) -> RowsRead:
    """The sightings of a placement list; see `Reader.read`.

    Raises:
        PageProblemError: an entry under a tier is no known country, or the page lists none.
    """
    reading = _List(name)
    for block in page.blocks:
        reading.words += len(block.text.split()) if block.kind != "heading" else 0
        _take(reading, block)
    if not reading.rows:
        raise PageProblemError(Reason.NO_TEXT, f"a list of placements without any country: {name}")
    remarks = [f"{reading.prose} paragraphs beside the list"] if reading.prose else []
    return RowsRead({TIER_SIGHTINGS.name: reading.rows}, reading.words, remarks)


def _take(reading: _List, block: Block) -> None:
    if block.row:
        _take_row(reading, block)
        return
    reading.columns.clear()
    if (label := tier_label(block.text)) is not None:
        reading.label = label
    elif block.kind == "heading":
        reading.label = None  # another part of the page begins
    else:
        for line in block.lines:
            _take_line(reading, reading.label, line)


def _take_row(reading: _List, block: Block) -> None:
    """Cells of a table: tiers head its columns, its rows, or the whole of it."""
    for column, cell in enumerate(block.cells, start=block.column):
        if (label := tier_label(fold(cell))) is not None:
            if reading.header_row != block.row:
                reading.columns.clear()
            reading.header_row = block.row
            reading.columns[column] = reading.label = label
            continue
        for line in cell.split("\n"):
            if text := fold(line):
                _take_line(reading, _label_at(reading, block.row, column), text)


def _label_at(reading: _List, row: int, column: int) -> TierLabel | None:
    """The tier a cell stands under: that of its row, of its column, or of the whole table."""
    if row == reading.header_row or len(reading.columns) < 2:
        return reading.label
    return reading.columns.get(column)


def _take_line(reading: _List, label: TierLabel | None, line: str) -> None:
    phrase = next(iter(find_tiers(line)), None)
    if phrase is not None and phrase.start == 0 and line[phrase.end :].lstrip().startswith((":", "–", "—", "-")):
        label = reading.label = TierLabel(phrase.tier, line[: phrase.end])
        line = line[phrase.end :].lstrip(" :–—-")
    elif phrase is not None and (said := _said(line, phrase)) is not None:
        label = reading.label = TierLabel(phrase.tier, line[phrase.start : phrase.end])
        line = said
    names = _names(line)
    if names is None and (label is None or _is_prose(line)):
        reading.prose += 1
        return
    if names is None:
        raise PageProblemError(Reason.UNKNOWN_COUNTRY, f"no country is called {line!r}: {reading.name}")
    if label is None:
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"{line!r} is listed under no tier: {reading.name}")
    for printed, place in names:
        reading.rows.append(_row(len(reading.rows) + 1, label, printed, place))


def _said(line: str, phrase: TierPhrase) -> str | None:
    """The names in a sentence that says who is in a tier; None where it says something else.

    `The countries in Tier 2 are: Albania and Gabon.`, `Tier 3 includes Sudan; Togo.`
    """
    if len(find_tiers(line[:_LONGEST_START])) != 1:
        return None
    found = _SAYS.match(line[phrase.end :])
    names = line[phrase.end + found.end() :] if found else ""
    return names if names and _names(names) is not None else None


def _names(line: str) -> list[tuple[str, Place]] | None:
    """The countries a line names, one or several parted by commas or semicolons; None where a part is no country."""
    line = _NOT_A_NAME.sub("", line.strip()).strip(" .")
    if place := _country(line):
        return [(line, place)]
    parts = [part for part in re.split(r"\s*[;|•]\s*", line) if part]
    if len(parts) > 1:
        found = [_names(part) for part in parts]
        return [name for names in found for name in names] if all(found) else None  # type: ignore[union-attr]
    return _by_commas(line)


def _by_commas(line: str) -> list[tuple[str, Place]] | None:
    """Names parted by commas, some of which hold commas themselves: the longest name that is known comes first."""
    edges = [0, *(match.end() for match in re.finditer(r",\s*|\s+and\s+", line)), len(line) + 2]
    names: list[tuple[str, Place]] = []
    at = 0
    while at < len(edges) - 1:
        for ahead in range(min(at + 1 + _MOST_COMMAS, len(edges) - 1), at, -1):
            printed = re.sub(r"(?:,|\s+and|\s)+$", "", line[edges[at] : edges[ahead]]).removeprefix("and ")
            if place := _country(printed):
                names.append((printed, place))
                at = ahead
                break
        else:
            return None
    return names


def _country(printed: str) -> Place | None:
    place = by_name(printed)
    return place if place is not None and place.area == AREA_MAIN else None


def _is_prose(line: str) -> bool:
    return len(line.split()) > _SENTENCE_WORDS and line.rstrip().endswith((".", ":", "?", "!"))


def _row(position: int, label: TierLabel, printed: str, place: Place) -> Row:
    return {
        **NOTHING_SAID,
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
