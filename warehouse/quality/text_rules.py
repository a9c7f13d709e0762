"""Checks on the health of texts: encoding, navigation, doubles, and editions that are another one's texts."""

from collections.abc import Callable
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

DAMAGED_SHARE: Final = 0.02
"""How many of an edition's rows may be damaged and the release still be published; three rows always may."""

_FEW: Final = 3
STALE_SHARE: Final = 0.8
"""From which share of its words on that stand in the edition before unchanged a report counts as that one; of 493
real reports none has more than a quarter."""

_STALE_PAGES: Final = 0.1
_SHORT: Final = 100  # words: what says as little as this may be said again
_LONG: Final = 20  # words

_TEXTS: Final = {
    "report_sections": ("text", "section_printed", "title_printed"),
    "tier_sightings": ("sentence",),
    "enforcement_statistics": ("sentence",),
    "recommendations": ("text",),
    "pages": ("title_printed", "country_printed"),
}
"""By table, the columns that hold what pages print."""

_BROKEN: Final = (
    r"[\u00c2\u00c3][\u0080-\u00bf\u2018-\u203a\u20ac\u2122]|\u00e2[\u0080\u20ac]|\ufffd"
    r"|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f]|&(?:amp|nbsp|quot|#\d{2,4});"
)
"""UTF-8 that was read as Latin-1 or Windows-1252, replacement and control characters, entities escaped twice."""

_NAVIGATION: Final = (
    r"(?i)skip to (?:main )?content|table of contents|(?:back|return) to top|share this page"
    r"|official website of the united states|here['’]s how you know|secure \.gov websites|print(?:er)?[- ]friendly"
    r"|enable javascript|cookies? (?:policy|settings|preferences)|just a moment\.\.\.|privacy policy|site ?map"
    r"|follow us on|access denied|all rights reserved|« previous|next »|view all reports"
)
"""What pages say about themselves; of 4.4 million words of real reports none holds any of it."""

_ENDS: Final = r"[.!?:;”\"’')\]/*–—]\s*$"
_PAGE: Final = ["family", "country", "area", "year"]


def _matching(pattern: str) -> Callable[[CheckContext], list[tuple[str, pl.DataFrame]]]:
    """The rows of each table that match a pattern in one of their texts."""

    def find(context: CheckContext) -> list[tuple[str, pl.DataFrame]]:
        found = []
        for table, columns in _TEXTS.items():
            hit = pl.any_horizontal(pl.col(name).str.contains(pattern).fill_null(False) for name in columns)
            found.append((table, context.frame(table).select("country", "year", hit.alias("hit"))))
        return found

    return find


def _each(pattern: str, what: str) -> Callable[[CheckContext], Finding]:
    """Names every country and year with a text that matches."""
    matching = _matching(pattern)

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


def _many(pattern: str, what: str) -> Callable[[CheckContext], Finding]:
    """Names every edition with more such texts than may be."""
    matching = _matching(pattern)

    def find(context: CheckContext) -> Finding:
        failing: list[str] = []
        for table, rows in matching(context):
            counted = rows.group_by("year").agg(pl.len().alias("rows"), pl.col("hit").sum().alias("hits")).sort("year")
            failing += [
                f"{table} {year}: {hits} of {total} rows"
                for year, total, hits in counted.iter_rows()
                if hits > max(_FEW, DAMAGED_SHARE * total)
            ]
        expected = f"at most {DAMAGED_SHARE:.0%} of an edition's rows, or {_FEW}"
        return Finding(failing, f"{len(failing)} editions of tables with {what}", expected)

    return find


def _twice(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(pl.col("words") >= _LONG)
    odd = sections.filter(pl.struct(*_PAGE, "text").is_duplicated()).sort("country", "year", "position")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['section']}, part {row['position']}", row["country"], row["year"]
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} long parts stand twice on their page", "none")


def _cut_short(context: CheckContext) -> Finding:
    sections = context.frame("report_sections")
    odd = sections.filter((pl.col("section") != "other") & ~pl.col("text").str.contains(_ENDS)).sort(
        "country", "year", "position"
    )
    failing = [
        Failing(f"{row['country']} {row['year']}: “…{row['text'][-40:]}”", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} of {sections.height} parts end within a sentence", "none")


def _stale(context: CheckContext) -> pl.DataFrame:
    """Every longer report of which the edition before is held, with the share of its words that are unchanged."""
    parts = context.frame("report_sections").select(*_PAGE, "words", pl.col("text").hash().alias("part"))
    before = parts.select("family", "country", "area", (pl.col("year") + 1).cast(pl.Int16).alias("year"), "part")
    compared = parts.join(before.select(_PAGE).unique(), on=_PAGE, how="semi")
    same = compared.join(before.unique().with_columns(pl.lit(True).alias("same")), on=[*_PAGE, "part"], how="left")
    share = pl.col("words").filter(pl.col("same").fill_null(False)).sum() / pl.col("words").sum()
    reports = same.group_by(_PAGE).agg(share.alias("share"), pl.col("words").sum())
    return reports.filter(pl.col("words") > _SHORT).sort(_PAGE)


def _stale_reports(context: CheckContext) -> Finding:
    reports = _stale(context)
    odd = reports.filter(pl.col("share") >= STALE_SHARE)
    failing = [
        Failing(f"{row['country']} {row['year']} {row['family']}: {row['share']:.0%}", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{reports.height} reports beside those of the edition before, {odd.height} nearly word for word",
        f"less than {STALE_SHARE:.0%} of the words unchanged",
    )


def _stale_editions(context: CheckContext) -> Finding:
    editions = (
        _stale(context)
        .group_by("family", "year")
        .agg(pl.len().alias("reports"), (pl.col("share") >= STALE_SHARE).sum().alias("stale"))
        .sort("family", "year")
    )
    odd = editions.filter((pl.col("stale") > 1) & (pl.col("stale") > _STALE_PAGES * pl.col("reports")))
    failing = [
        f"{row['family']} {row['year']}: {row['stale']} of {row['reports']} reports"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{editions.height} editions beside the one before, {odd.height} of them its texts",
        f"at most {_STALE_PAGES:.0%} of the reports",
    )


TEXT_RULES: Final = (
    Check(
        name="text_encoding",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="Broken characters mean that bytes were read in a wrong encoding, here or before they came here.",
        advice="Look at the page's bytes (`tip why`) and at the encoding in pages.",
        find=_each(_BROKEN, "broken characters"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="text_encoding_of_editions",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Broken characters in much of an edition are a fault of the source or a reader, not of a page.",
        advice="Look at the encoding in pages; the source may have changed how it sends its pages.",
        find=_many(_BROKEN, "broken characters"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="no_navigation_text",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="Menus, banners and links between pages are no part of a report.",
        advice="Compare `tip parse` on the page with the page itself; the layout may be new.",
        find=_each(_NAVIGATION, "navigation"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="no_navigation_text_in_editions",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Navigation in much of an edition means that its layout is not understood.",
        advice="Teach the layout to sources/state_department/layouts/.",
        find=_many(_NAVIGATION, "navigation"),
        reads=tuple(_TEXTS),
    ),
    Check(
        name="no_part_twice",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A long part that stands twice on a page was read twice, or the page itself repeats it.",
        advice="Look at the page; add a reviewed exception if it prints the part twice.",
        find=_twice,
    ),
    Check(
        name="no_part_cut_short",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A part that ends within a sentence was cut short.",
        advice="Compare its end with the page; add a reviewed exception if the page ends so.",
        find=_cut_short,
    ),
    Check(
        name="reports_not_stale",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report that says what the edition before says is that edition's, published again as a new one.",
        advice="Look at both pages; very short reports are repeated at times: add a reviewed exception.",
        find=_stale_reports,
    ),
    Check(
        name="editions_not_stale",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Several reports of an edition that are the edition before's show a stale source, not a coincidence.",
        advice="Find out where the pages were taken from; archives name old captures by new addresses at times.",
        find=_stale_editions,
    ),
)
