"""Checks on pages: that every page in the archive is accounted for, and what became of it."""

from collections import Counter
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_NEWS, READ_FROM_PAGES, REPORT_SECTIONS
from warehouse.tables.vocabulary import MAX_REPLACED_SHARE, PageKind, PageOutcome, Reason

QUARANTINE_SHARE: Final = 0.02
"""How much of a family's edition may be set aside and the release still be published."""

_ROWS_OF_PAGES: Final = tuple(table.name for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""The tables of which a page that was read gives rows to at least one."""

_FROM_SOURCES: Final = (*_ROWS_OF_PAGES, *(table.name for table in READ_FROM_NEWS))

_TEXT_SHARE: Final = 0.98
"""How much of a page's words must be in its sections; the rest are headings' labels and links between pages."""


_READ: Final = pl.col("outcome") == PageOutcome.READ
_SHARED: Final = pl.col("kind") == PageKind.NARRATIVES
"""Conditions on rows of `pages`."""

_EDITION: Final = ["family", "year"]
_PLACE: Final = ["family", "year", "country", "area"]


def _accounted(context: CheckContext) -> Finding:
    captures: dict[str, int] = dict(context.facts()["captures"])
    pages = context.frame("pages")
    quarantine = context.frame("quarantine").filter(pl.col("table") == PAGES.name)
    rows = Counter(f"{family}/{year}" for family, year in pages.select("family", "year").iter_rows())
    rows["unknown"] = quarantine.filter(pl.col("family").is_null()).height
    failing = [
        f"{edition}: {captures.get(edition, 0)} pages in the archive, {rows.get(edition, 0)} accounted for"
        for edition in sorted(captures.keys() | rows.keys())
        if captures.get(edition, 0) != rows.get(edition, 0)
    ]
    set_aside = pages.filter(pl.col("outcome") == PageOutcome.QUARANTINED).select("source_url", "problem")
    unexplained = set_aside.join(
        quarantine, left_on=("source_url", "problem"), right_on=("source_url", "reason"), how="anti"
    )
    failing += [f"quarantined without a reason: {url}" for url in unexplained["source_url"]]
    urls = pl.concat(context.frame(table).select("source_url") for table in _ROWS_OF_PAGES)
    unread = pages.filter(_READ).join(urls, on="source_url", how="anti")
    failing += [f"read but without rows: {url}" for url in unread["source_url"]]
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(Counter(pages["outcome"]).items()))
    return Finding(
        failing,
        f"{sum(captures.values())} pages in the archive: {outcomes or 'none'}",
        "every page accounted for",
    )


def _something_read(context: CheckContext) -> Finding:
    rows = {name: context.scan(name).select(pl.len()).collect().item() for name in _FROM_SOURCES}
    full = [name for name, count in rows.items() if count]
    return Finding(
        [] if full else ["no table has a row that was read from a page"],
        f"{sum(rows.values())} rows read from pages",
        "at least one",
    )


def _quarantine_share(context: CheckContext) -> Finding:
    """Counts pages, and on a page of several narratives these: one such page may be a third of an edition."""
    parts = [*_EDITION, "source_url"]
    shared = context.frame("pages").filter(_SHARED & _READ)
    inside = context.frame("report_sections").join(shared, on=parts, how="semi").select(*parts, "country").unique()
    aside = context.frame("quarantine").filter(table=REPORT_SECTIONS.name).join(shared, on=parts, how="semi")
    single = context.frame("pages").filter(pl.col("outcome").is_in([PageOutcome.READ, PageOutcome.QUARANTINED]))
    units = pl.concat(
        [
            single.join(shared, on=parts, how="anti").select(*_EDITION, (~_READ).alias("aside")),
            inside.select(*_EDITION, pl.lit(False).alias("aside")),
            aside.select(*_EDITION, pl.lit(True).alias("aside")),
        ]
    )
    shares = units.group_by(_EDITION).agg(pl.len().alias("pages"), pl.col("aside").sum()).sort(_EDITION)
    failing = [
        f"{row['family']} {row['year']}: {row['aside']} of {row['pages']} pages"
        for row in shares.iter_rows(named=True)
        if row["aside"] > QUARANTINE_SHARE * row["pages"]
    ]
    return Finding(
        failing,
        f"{shares['aside'].sum()} of {shares['pages'].sum()} pages set aside",
        f"at most {QUARANTINE_SHARE:.0%} of an edition",
    )


def _good_pages_kept(context: CheckContext) -> Finding:
    pages, sections = context.released("pages"), context.released("report_sections")
    if pages is None or sections is None:
        return Finding([], "no release yet", "nothing to compare with")
    was = _places_read(pages, sections)
    now = _places_read(context.frame("pages"), context.frame("report_sections"))
    lost = was.join(now, on=_PLACE, how="anti").sort(_PLACE)
    failing = [f"{row['country']} {row['year']} {row['family']} {row['area']}" for row in lost.iter_rows(named=True)]
    return Finding(
        failing,
        f"{was.height} pages read in the current release, {lost.height} of them not any more",
        "none lost",
    )


def _places_read(pages: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """What was read of an edition: a country and area each, whether on a page of its own or on a shared one."""
    read = pages.filter(_READ)
    own = read.filter(~_SHARED).select(_PLACE)
    shared = read.filter(_SHARED)
    inside = sections.join(shared, on=[*_EDITION, "source_url"], how="semi").select(_PLACE)
    return pl.concat([own, inside]).unique()


def _sources_fresh(context: CheckContext) -> Finding:
    hosts = context.facts().get("hosts")
    if hosts is None:
        return Finding([], "no host is asked, pages come from files", "nothing to be late")
    failing = [trouble for _, trouble in sorted(hosts.items()) if trouble]
    return Finding(failing, f"{len(hosts)} hosts asked, {len(failing)} of them stale", "none stale")


def _text_in_sections(context: CheckContext) -> Finding:
    page = [*_EDITION, "source_url"]
    words = context.frame("report_sections").group_by(page).agg(pl.col("words").sum().alias("in_sections"))
    with_sections = _READ & pl.col("kind").is_in([PageKind.COUNTRY, PageKind.NARRATIVES])
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


def _countries_resolved(context: CheckContext) -> Finding:
    unknown = context.frame("quarantine").filter(pl.col("reason") == Reason.UNKNOWN_COUNTRY).sort("source_url")
    return Finding(list(unknown["detail"]), f"{unknown.height} names without a country", "none")


def _nothing_unknown(context: CheckContext) -> Finding:
    unknown = context.frame("quarantine").filter(pl.col("family").is_null()).sort("source_url")
    return Finding(list(unknown["detail"]), f"{unknown.height} pages of no known report", "none")


def _as_declared(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter("encoding_guessed").sort("source_url")
    failing = [f"{row['source_url']}: {row['remark']}" for row in odd.iter_rows(named=True)]
    return Finding(failing, f"{odd.height} pages in another encoding than they say", "none")


def _replaced(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter(_READ & (pl.col("replaced_characters") > 0)).sort("source_url")
    failing = [
        Failing(f"{row['source_url']}: {row['replaced_characters']} characters replaced", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} pages with characters that could not be read", "none")


def _replaced_counted(context: CheckContext) -> Finding:
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


PAGE_RULES: Final = (
    Check(
        name="pages_accounted_for",
        table="pages",
        severity="error",
        blocking=True,
        reason="Every page in the archive is read, or set aside with a reason; nothing is dropped in silence.",
        advice="Run the job again; if it stays, a reader drops pages.",
        find=_accounted,
        facts=("captures",),
        reads=("quarantine", *_ROWS_OF_PAGES),
    ),
    Check(
        name="something_read",
        table="pages",
        severity="error",
        blocking=True,
        reason="A release of nothing but reference data is a mistake: an empty or damaged file, or a wrong folder.",
        advice="See what `tip run` said of the files; give it pages with --archive, or `tip import` them.",
        find=_something_read,
        reads=_FROM_SOURCES,
    ),
    Check(
        name="quarantine_share",
        table="pages",
        severity="error",
        blocking=True,
        reason="A few bad pages must not stop a release, many must: then the source or a reader has changed.",
        advice="See the quarantine table for the reasons (`tip sql` on the staged data, or `tip doctor`).",
        find=_quarantine_share,
        reads=("quarantine", "report_sections"),
    ),
    Check(
        name="good_pages_kept",
        table="pages",
        severity="error",
        blocking=True,
        reason="A page that was good in the current release does not vanish from the next one.",
        advice="Find out why the page is not read any more; the archive still holds the capture that was.",
        find=_good_pages_kept,
        reads=("report_sections",),
        against_release=True,
    ),
    Check(
        name="sources_fresh",
        table="pages",
        severity="warning",
        blocking=False,
        reason="What is held stays right when a source falls silent, but grows old without anybody noticing.",
        advice="`tip doctor` tells what each host answered last, and what to do.",
        find=_sources_fresh,
        facts=("hosts",),
    ),
    Check(
        name="text_in_sections",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="No section is empty where the page has text.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_text_in_sections,
        reads=("pages",),
    ),
    Check(
        name="countries_resolved",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="Every country name that a page prints is known.",
        advice="Add the name to sources/reference/data/countries.csv or areas.csv.",
        find=_countries_resolved,
    ),
    Check(
        name="pages_of_known_reports",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="Pages of no known report take part in nothing; they may be of a report that changed its address.",
        advice="Add the address form to sources/registry/families.py, or leave them.",
        find=_nothing_unknown,
    ),
    Check(
        name="encodings_as_declared",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A page whose declared encoding is wrong may have been damaged on its way.",
        advice="Look at the page's text for broken characters.",
        find=_as_declared,
    ),
    Check(
        name="characters_replaced",
        table="pages",
        severity="warning",
        blocking=False,
        reason="Bytes that are invalid in the encoding of a page are lost; a name or a figure may be among them.",
        advice="Look at the page (`tip why`), and import a whole capture of it.",
        find=_replaced,
    ),
    Check(
        name="replaced_characters_counted",
        table="report_sections",
        severity="error",
        blocking=True,
        reason="A page whose text cannot be read is rejected, and each lost character of another page is counted.",
        advice="Run the job again; if it stays, the reader of the page puts in characters of its own.",
        find=_replaced_counted,
        reads=("pages",),
    ),
)
