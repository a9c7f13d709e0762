"""Checks on the texts of all tables that are read from report pages: encoding and navigation."""

from collections.abc import Callable
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

DAMAGED_SHARE: Final = 0.02
"""The largest share of an edition's rows that may be damaged in a release; three rows always may."""

_DAMAGED_ROWS_ALLOWED: Final = 3
_TEXTS: Final = {
    "report_sections": ("text", "section_printed", "title_printed"),
    "tier_sightings": ("sentence",),
    "enforcement_statistics": ("sentence",),
    "recommendations": ("text",),
    "pages": ("title_printed", "country_printed"),
}
"""By table, the columns with text of pages."""

_BROKEN: Final = (
    r"[\u00c2\u00c3][\u0080-\u00bf\u2018-\u203a\u20ac\u2122]|\u00e2[\u0080\u20ac]|\ufffd"
    r"|[\u00d4\u0393]\u00c7|[\u2500-\u256c]"
    r"|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f]|&(?:amp|nbsp|quot|#\d{2,4});"
)
"""UTF-8 decoded as Latin-1 or Windows-1252, replacement and control characters, entities escaped twice."""

_NAVIGATION: Final = (
    r"(?i)skip to (?:main )?content|table of contents|(?:back|return) to top|share this page"
    r"|official website of the united states|here['’]s how you know|secure \.gov websites|print(?:er)?[- ]friendly"
    r"|enable javascript|cookies? (?:policy|settings|preferences)|just a moment\.\.\.|privacy policy|site ?map"
    r"|follow us on|access denied|all rights reserved|« previous|next »|view all reports"
)
"""Texts of menus and banners; 4.4 million words of real reports contain none of them."""


def _rows_matching(pattern: str) -> Callable[[CheckContext], list[tuple[str, pl.DataFrame]]]:
    """The rows of each table that match a pattern in one of their texts."""

    def find(context: CheckContext) -> list[tuple[str, pl.DataFrame]]:
        found = []
        for table, columns in _TEXTS.items():
            hit = pl.any_horizontal(pl.col(name).str.contains(pattern).fill_null(False) for name in columns)
            found.append((table, context.frame(table).select("country", "year", hit.alias("hit"))))
        return found

    return find


def _finds_each(pattern: str, what: str) -> Callable[[CheckContext], Finding]:
    """A check that names every country and year with a matching text."""
    matching = _rows_matching(pattern)

    def find(context: CheckContext) -> Finding:
        failing: list[Failing] = []
        for table, rows in matching(context):
            counted = rows.filter("hit").group_by("country", "year").len().sort("country", "year")
            failing += [
                Failing(f"{country} {year}: {count} rows of {table}", country, year)
                for country, year, count in counted.iter_rows()
            ]
        return Finding(failing, f"{len(failing)} countries' tables and years with {what}", "none")

    return find


def _finds_many(pattern: str, what: str) -> Callable[[CheckContext], Finding]:
    """A check that names every edition with more matching texts than allowed."""
    matching = _rows_matching(pattern)

    def find(context: CheckContext) -> Finding:
        failing: list[str] = []
        for table, rows in matching(context):
            counted = rows.group_by("year").agg(pl.len().alias("rows"), pl.col("hit").sum().alias("hits")).sort("year")
            failing += [
                f"{table} {year}: {hits} of {total} rows"
                for year, total, hits in counted.iter_rows()
                if hits > max(_DAMAGED_ROWS_ALLOWED, DAMAGED_SHARE * total)
            ]
        expected = f"at most {DAMAGED_SHARE:.0%} of an edition's rows, or {_DAMAGED_ROWS_ALLOWED}"
        return Finding(failing, f"{len(failing)} editions of tables with {what}", expected)

    return find


CHECKS: Final = (
    Check(
        name="text_encoding",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="Broken characters mean that bytes were decoded in a wrong encoding, here or at the source.",
        advice="Look at the page's bytes (`tip why`) and at the encoding in pages.",
        find=_finds_each(_BROKEN, "broken characters"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="text_encoding_of_editions",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Broken characters in much of an edition are a fault of the source or a reader, not of a page.",
        advice="Look at the encoding in pages; the source may have changed how it sends its pages.",
        find=_finds_many(_BROKEN, "broken characters"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="no_navigation_text",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="Menus, banners and links between pages are no part of a report.",
        advice="Compare `tip parse` on the page with the page itself; the layout may be new.",
        find=_finds_each(_NAVIGATION, "navigation"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="no_navigation_text_in_editions",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Navigation in much of an edition means that its layout is not understood.",
        advice="Add the layout to sources/state_department/layouts/.",
        find=_finds_many(_NAVIGATION, "navigation"),
        reads=tuple(_TEXTS),
    ),
)
