"""Reads the law enforcement tables of the TIP Report, for the world and for each region.

A table has a row of headings (`Year`, `Prosecutions`, ...) and a row for each year, with the figure of labor
trafficking in brackets: `2016 | 14,939 (1,038) | ...`. Each edition prints several years, some of them revised. A
regional table follows its region's name: `Map of Africa.`

A new column heading belongs into `_MEASURES`, a new name of a region into `_REGIONS`. The verbs and nouns of counts in
narratives are in `sources/language/data/lexicon.csv`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sources.html.blocks import Block
from sources.html.tables import Row, with_rows
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

_MEASURES: Final = (
    (re.compile(r"^(?:calendar\s+|report(?:ing)?\s+)?year$", re.IGNORECASE), ("data_year", None)),
    (re.compile(r"^prosecutions?$", re.IGNORECASE), ("prosecutions", "prosecutions_labor")),
    (re.compile(r"^convictions?$", re.IGNORECASE), ("convictions", "convictions_labor")),
    (
        re.compile(r"^(?:victims?\s+identified|identified\s+victims)$", re.IGNORECASE),
        ("victims_identified", "victims_labor"),
    ),
    (
        re.compile(r"^new\s+(?:(?:or|and|/)\s*)?(?:amended|revised)\s+(?:legislation|laws?)$", re.IGNORECASE),
        ("legislation", None),
    ),
)
"""Headings of columns: the measure, and the measure in brackets after it."""
COUNTS: Final = tuple(name for _, names in _MEASURES[1:] for name in names if name is not None)

_REGIONS: Final = {
    "AF": r"africa",
    "EAP": r"east\s+asia(?:\s+(?:and|&)\s+(?:the\s+)?pacific)?",
    "EUR": r"europe(?:\s+(?:and|&)\s+eurasia)?",
    "NEA": r"near\s+east",
    "SCA": r"south(?:\s+(?:and|&)\s+central)?\s+asia",
    "WHA": r"western\s+hemisphere",
    "world": r"global|world(?:wide)?",
}
_REGION: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{code}>{form})" for code, form in _REGIONS.items()) + r")\b", re.IGNORECASE
)
_LONGEST_HEADING_CHARACTERS: Final = 120
_FOOTNOTE_SIGNS: Final = r"[*†‡§#]{0,3}"
_YEAR: Final = re.compile(rf"^((?:19|20)\d\d){_FOOTNOTE_SIGNS}$")
_NUMBER: Final = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}"
_FIGURE: Final = re.compile(
    rf"^(?P<whole>{_NUMBER})\s*{_FOOTNOTE_SIGNS}\s*(?:[(\[]\s*(?P<part>{_NUMBER})\s*{_FOOTNOTE_SIGNS}[)\]])?\s*{_FOOTNOTE_SIGNS}$"
)
_NOT_REPORTED: Final = re.compile(r"^(?:n/?a|not\s+(?:available|reported)|[-–—.]*)$", re.IGNORECASE)
_HEADINGS_IN_ONE_LINE: Final = re.compile(
    r"(?P<year>year)\s+(?P<prosecutions>prosecutions)\s+(?P<convictions>convictions)(?:\s+(?P<victims>victims\s+identified))?"
    r"(?:\s+(?P<laws>new\s+or\s+amended\s+legislation))?",
    re.IGNORECASE,
)
_FIGURES_IN_ONE_LINE: Final = re.compile(rf"(?:{_NUMBER}){_FOOTNOTE_SIGNS}(?:\s*\(\s*(?:{_NUMBER})\s*\))?(?=\s|$)")


@dataclass
class EnforcementRow:
    """A row of a table: the counts of a year in this edition; a count that is not printed is None."""

    region: str
    data_year: int
    counts: dict[str, int | None]

    def columns(self) -> dict[str, Any]:
        """The row with the column names of the `global_enforcement` table."""
        return {"region": self.region, "data_year": self.data_year, **self.counts}


@dataclass
class _Table:
    """A table, with the rows read so far."""

    region: str
    headings: list[tuple[str, str | None]]
    years: dict[int, EnforcementRow] = field(default_factory=dict)


def read_global_enforcement(stream: Sequence[Block], *, year: int, title: str, name: str) -> list[EnforcementRow]:
    """Reads every law enforcement table of a page.

    Args:
        stream: the blocks of the page.
        year: the edition.
        title: the page's title, which names the region of a table without a region's name above it.
        name: name of the page in messages, normally its URL.

    Raises:
        PageProblemError: there is no table, a table has no known region, a region or a year occurs twice, the form of a
            heading or a figure is unknown, or a year is not before the year of the edition.
    """
    reader = _TablesReader(year, title, name)
    for item in with_rows(stream):
        reader.add(item)
    if not reader.tables or any(not table.years for table in reader.tables.values()):
        raise PageProblemError(Reason.NO_ROWS, f"no law enforcement table with rows on the page: {name}")
    return [row for table in reader.tables.values() for row in table.years.values()]


class _TablesReader:
    """Adds each block or table row of a page to the current table."""

    def __init__(self, year: int, title: str, name: str) -> None:
        self.tables: dict[str, _Table] = {}
        self._year = year
        self._name = name
        self._region = _region(title)
        self._table: _Table | None = None

    def add(self, item: Block | Row) -> None:
        """Adds the next block or table row of the page."""
        cells = _cells(item) if isinstance(item, Block) else item
        if cells and _is_heading_row(cells):
            self._begin_table(cells)
        elif cells and self._table is not None and len(cells) - cells.count("") > 1:
            self._add_row(self._table, cells)
        elif isinstance(item, Block):
            self._end_table(item)

    def _end_table(self, block: Block) -> None:
        """Ends the table at a text block; a short text may name the region of the next table."""
        self._table = None
        if len(block.text) <= _LONGEST_HEADING_CHARACTERS and (region := _region(block.text)):
            self._region = region

    def _begin_table(self, cells: Row) -> None:
        if self._region is None:
            raise self._problem(Reason.NO_ROWS, "a law enforcement table has no known region")
        if self._region in self.tables:
            raise self._problem(Reason.NO_ROWS, f"two law enforcement tables for region {self._region}")
        self._table = _Table(self._region, [self._measure(cell) for cell in _trimmed(cells)])
        self.tables[self._region] = self._table

    def _measure(self, cell: str) -> tuple[str, str | None]:
        heading = re.sub(_FOOTNOTE_SIGNS + r"\s*$", "", re.sub(r"\s*\([^)]*\)\s*$", "", cell)).strip()
        for form, names in _MEASURES:
            if form.match(heading):
                return names
        raise self._problem(Reason.UNREADABLE_ROWS, f"a law enforcement table has the unknown heading {cell[:80]!r}")

    def _add_row(self, table: _Table, cells: Row) -> None:
        cells = _trimmed(cells)
        if len(cells) > len(table.headings):
            raise self._problem(
                Reason.UNREADABLE_ROWS, f"more cells than headings in the row {' | '.join(cells)[:120]!r}"
            )
        found = _YEAR.match(cells[0])
        if found is None:
            raise self._problem(Reason.UNREADABLE_ROWS, f"{cells[0][:80]!r} is not a year in a law enforcement table")
        data_year = int(found[1])
        if data_year in table.years:
            raise self._problem(Reason.UNREADABLE_ROWS, f"two rows of {data_year} in the table of {table.region}")
        if data_year >= self._year:
            raise self._problem(Reason.UNREADABLE_ROWS, f"the edition of {self._year} has a row of {data_year}")
        counts: dict[str, int | None] = dict.fromkeys(COUNTS)
        for (whole, part), cell in zip(table.headings[1:], cells[1:], strict=False):
            counts.update(self._figures(whole, part, cell))
        table.years[data_year] = EnforcementRow(table.region, data_year, counts)

    def _figures(self, whole: str, part: str | None, cell: str) -> Iterator[tuple[str, int | None]]:
        if _NOT_REPORTED.match(cell):
            return
        found = _FIGURE.match(cell)
        if found is None or (found["part"] and part is None):
            raise self._problem(Reason.UNREADABLE_ROWS, f"{cell[:80]!r} is not a count of {whole}")
        yield whole, _number(found["whole"])
        if part is not None and found["part"]:
            yield part, _number(found["part"])

    def _problem(self, problem: Reason, detail: str) -> PageProblemError:
        return PageProblemError(problem, f"{detail}: {self._name}")


def _region(text: str) -> str | None:
    """The only region that a heading names; None if it names none or several."""
    found = {match.lastgroup for match in _REGION.finditer(text)}
    regions = found - {"world"} or found
    return regions.pop() if len(regions) == 1 else None


def _cells(block: Block) -> Row:
    """The cells of a row without table markup: separated by bars, or only headings or figures in one line."""
    text = block.text
    if text.count("|") >= 2:
        return tuple(cell.strip() for cell in text.strip("| ").split("|"))
    if found := _HEADINGS_IN_ONE_LINE.fullmatch(text):
        return tuple(heading for heading in found.groups() if heading)
    if _YEAR.match(text[:4]):
        cells = tuple(match.group() for match in _FIGURES_IN_ONE_LINE.finditer(text))
        if "".join("".join(cells).split()) == "".join(text.split()):
            return cells
    return ()


def _trimmed(cells: Row) -> Row:
    """The cells without empty ones at the end."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _is_heading_row(cells: Row) -> bool:
    return _MEASURES[0][0].match(cells[0]) is not None and any("prosecution" in cell.casefold() for cell in cells[1:])


def _number(text: str) -> int:
    return int(text.replace(",", ""))
