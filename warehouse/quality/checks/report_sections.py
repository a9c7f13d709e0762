"""Checks on `report_sections`: reports are whole, name their country and are not those of another edition."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import (
    AREA_MAIN,
    MAX_REPLACED_SHARE,
    PageKind,
    PageOutcome,
    ReportFamily,
)

_TEXT_SHARE: Final = 0.98
"""The smallest share of a page's words that must be in its sections; the rest are labels and links between pages."""

_IS_READ: Final = pl.col("outcome") == PageOutcome.READ
_EDITION: Final = ["family", "year"]
_PLACE: Final = ["family", "year", "country", "area"]
_LAST_NUMBERED_EDITION: Final = 2023
"""The human rights edition of 2024 has three numbered sections, those before it seven."""

_NARRATIVE_SECTIONS: Final = ("verdict", "prosecution", "protection", "prevention")
_FIRST_DIVIDED_EDITION: Final = 2003
"""The first edition whose narratives are divided into sections."""

STALE_SHARE: Final = 0.8
"""A report with this share of its words unchanged from the edition before counts as that report; of 493 real reports
none has more than a quarter."""

_STALE_REPORTS_SHARE: Final = 0.1
_SHORT_WORDS: Final = 100  # shorter texts may be repeated
_LONG_WORDS: Final = 20
_ENDING: Final = r"[.!?:;”\"’')\]/*–—]\s*$"
_REPORT: Final = ["family", "country", "area", "year"]


def _text_in_sections(context: CheckContext) -> Finding:
    page = [*_EDITION, "source_url"]
    words = context.frame("report_sections").group_by(page).agg(pl.col("words").sum().alias("in_sections"))
    with_sections = _IS_READ & pl.col("kind").is_in([PageKind.COUNTRY, PageKind.NARRATIVES])
    pages = context.frame("pages").filter(with_sections).join(words, on=page, how="left")
    poor = pages.filter(pl.col("in_sections").fill_null(0) < pl.col("words") * _TEXT_SHARE).sort(_PLACE)
    failing = [
        f"{row['country']} {row['year']} {row['family']}: {row['in_sections'] or 0} of {row['words']} words"
        for row in poor.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{poor.height} pages with words outside their sections",
        f"at least {_TEXT_SHARE:.0%} of the words",
    )


def _human_rights_sections_present(context: CheckContext) -> Finding:
    numbered = pl.when(pl.col("year") > _LAST_NUMBERED_EDITION).then(3).otherwise(7)
    pages = (
        context.frame("report_sections")
        .filter((pl.col("family") == ReportFamily.HUMAN_RIGHTS) & (pl.col("area") == AREA_MAIN))
        .group_by("country", "year")
        .agg(pl.col("section").unique().sort().alias("sections"))
        .with_columns((numbered + 1).alias("expected"))
        .filter(pl.col("sections").list.len() != pl.col("expected"))
        .sort("country", "year")
    )
    failing = [
        f"{row['country']} {row['year']}: {len(row['sections'])} of {row['expected']} sections"
        for row in pages.iter_rows(named=True)
    ]
    return Finding(failing, f"{pages.height} reports without all their sections", "summary and every numbered section")


def _narratives_whole(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(
        (pl.col("family") == ReportFamily.TIP) & (pl.col("area") == AREA_MAIN)
    )
    held = (
        sections.group_by("country", "year").agg(pl.col("section").unique().alias("sections")).sort("country", "year")
    )
    failing = []
    for country, year, found in held.iter_rows():
        wanted = _NARRATIVE_SECTIONS if year >= _FIRST_DIVIDED_EDITION else _NARRATIVE_SECTIONS[:1]
        if missing := [name for name in wanted if name not in found]:
            failing.append(Failing(f"{country} {year}: no {', '.join(missing)}", country, year))
    return Finding(failing, f"{held.height} narratives, {len(failing)} without all their sections", "every section")


def _reports_name_their_country(context: CheckContext) -> Finding:
    """A report mentions the country it is about, by one of its names."""
    names = {
        country: [each.casefold() for each in (name, *aliases)]
        for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows()
    }
    main = context.frame("report_sections").filter(pl.col("area") == "main")
    named: dict[tuple[str, int, str], bool] = {}
    for *place, text in main.select("country", "year", "family", "text").iter_rows():
        report = (place[0], place[1], place[2])
        if not named.get(report, False):  # most name it in their first sentence
            folded = text.casefold()
            named[report] = any(name in folded for name in names.get(report[0], [""]))
    failing = [
        Failing(f"{country} {year}: {family}", country, year)
        for (country, year, family), is_named in sorted(named.items())
        if not is_named
    ]
    return Finding(failing, f"{len(named)} reports, {len(failing)} that never name their country", "all name it")


def _no_part_twice(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(pl.col("words") >= _LONG_WORDS)
    odd = sections.filter(pl.struct(*_REPORT, "text").is_duplicated()).sort("country", "year", "position")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['section']}, part {row['position']}", row["country"], row["year"]
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} long parts stand twice on their page", "none")


def _no_part_cut_short(context: CheckContext) -> Finding:
    sections = context.frame("report_sections")
    odd = sections.filter((pl.col("section") != "other") & ~pl.col("text").str.contains(_ENDING)).sort(
        "country", "year", "position"
    )
    failing = [
        Failing(f"{row['country']} {row['year']}: “…{row['text'][-40:]}”", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} of {sections.height} parts end within a sentence", "none")


def _unchanged_shares(context: CheckContext) -> pl.DataFrame:
    """Every long report whose edition before is loaded, with the share of its words that are unchanged."""
    parts = context.frame("report_sections").select(*_REPORT, "words", pl.col("text").hash().alias("part"))
    before = parts.select("family", "country", "area", (pl.col("year") + 1).cast(pl.Int16).alias("year"), "part")
    compared = parts.join(before.select(_REPORT).unique(), on=_REPORT, how="semi")
    same = compared.join(before.unique().with_columns(pl.lit(True).alias("same")), on=[*_REPORT, "part"], how="left")
    share = pl.col("words").filter(pl.col("same").fill_null(False)).sum() / pl.col("words").sum()
    reports = same.group_by(_REPORT).agg(share.alias("share"), pl.col("words").sum())
    return reports.filter(pl.col("words") > _SHORT_WORDS).sort(_REPORT)


def _reports_not_stale(context: CheckContext) -> Finding:
    reports = _unchanged_shares(context)
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


def _editions_not_stale(context: CheckContext) -> Finding:
    editions = (
        _unchanged_shares(context)
        .group_by("family", "year")
        .agg(pl.len().alias("reports"), (pl.col("share") >= STALE_SHARE).sum().alias("stale"))
        .sort("family", "year")
    )
    odd = editions.filter((pl.col("stale") > 1) & (pl.col("stale") > _STALE_REPORTS_SHARE * pl.col("reports")))
    failing = [
        f"{row['family']} {row['year']}: {row['stale']} of {row['reports']} reports"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{editions.height} editions beside the one before, {odd.height} of them its texts",
        f"at most {_STALE_REPORTS_SHARE:.0%} of the reports",
    )


def _replaced_characters_counted(context: CheckContext) -> Finding:
    page = [*_EDITION, "source_url"]
    text = pl.col("text")
    sections = (
        context.frame("report_sections")
        .group_by(page)
        .agg(
            text.str.count_matches("\ufffd", literal=True).sum().alias("lost"), text.str.len_chars().sum().alias("size")
        )
    )
    lost = sections.filter(pl.col("lost") > 0).join(context.frame("pages"), on=page, how="left")
    uncounted = pl.col("lost") > pl.col("replaced_characters").fill_null(0)
    too_many = (pl.col("lost") > 1) & (pl.col("lost") > MAX_REPLACED_SHARE * pl.col("size"))
    odd = lost.filter(uncounted | too_many).sort("source_url")
    failing = [
        Failing(
            f"{row['source_url']}: {row['lost']} in {row['size']} characters of text,"
            f" {row['replaced_characters'] or 0} counted on the page",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{lost.height} pages with replacement characters in their text",
        f"all counted, and at most {MAX_REPLACED_SHARE:.0%} of the text of a page",
    )


CHECKS: Final = (
    Check(
        name="text_in_sections",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="The text of a page is in its sections.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_text_in_sections,
        reads=("pages",),
    ),
    Check(
        name="human_rights_sections_present",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report that lacks a section was cut short, or its heading was not recognised.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_human_rights_sections_present,
    ),
    Check(
        name="narratives_whole",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A narrative has a verdict, and since 2003 prosecution, protection and prevention; one without was cut.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_narratives_whole,
    ),
    Check(
        name="reports_name_their_country",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report that never names its country is another one's, or a page without the report.",
        advice="Look at the page; add the name that it uses to sources/reference/data/countries.csv.",
        find=_reports_name_their_country,
        reads=("countries",),
    ),
    Check(
        name="no_part_twice",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A long part that is twice on a page was read twice, or the page repeats it.",
        advice="Look at the page; add a reviewed exception if it prints the part twice.",
        find=_no_part_twice,
    ),
    Check(
        name="no_part_cut_short",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A part that ends within a sentence was cut short.",
        advice="Compare its end with the page; add a reviewed exception if the page ends so.",
        find=_no_part_cut_short,
    ),
    Check(
        name="reports_not_stale",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report with the text of the edition before is that edition's, published again as a new one.",
        advice="Look at both pages; very short reports are repeated at times: add a reviewed exception.",
        find=_reports_not_stale,
    ),
    Check(
        name="editions_not_stale",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="Several reports with the text of the edition before come from a stale source.",
        advice="Find the source of the pages; archives sometimes serve old captures under new addresses.",
        find=_editions_not_stale,
    ),
    Check(
        name="replaced_characters_counted",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="A page whose text cannot be read is rejected, and each lost character of another page is counted.",
        advice="Run the job again; if it stays, the reader of the page puts in characters of its own.",
        find=_replaced_characters_counted,
        reads=("pages",),
    ),
)
