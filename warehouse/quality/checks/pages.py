"""Checks on `pages`: every page of the archive has an outcome, and pages in use are what they say."""

from collections import Counter
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES, REPORT_SECTIONS
from warehouse.tables.vocabulary import (
    PageKind,
    PageOutcome,
    Reason,
    Supersession,
)

QUARANTINE_SHARE: Final = 0.02
QUARANTINE_PAGES: Final = 1
"""The largest share and number of the pages of an edition that may be rejected in a release: the larger counts."""

_ROWS_OF_PAGES: Final = tuple(table.name for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""The tables of report pages: a page that was read has rows in at least one."""

_IS_READ: Final = pl.col("outcome") == PageOutcome.READ
_IS_SHARED: Final = pl.col("kind") == PageKind.NARRATIVES
"""A page with the narratives of several countries."""

_IS_UNSUPPORTED: Final = pl.col("problem").eq_missing(pl.lit(Reason.EDITION_NOT_SUPPORTED.value))
"""A page of an edition for which no layout is declared. The project says so itself: no source and no reader changed."""

_EDITION: Final = ["family", "year"]
_PLACE: Final = ["family", "year", "country", "area"]
_YEAR_PATTERN: Final = r"\b(?:19|20)\d\d\b"
_KEY: Final = ["country", "year"]


def _pages_accounted_for(context: CheckContext) -> Finding:
    captures: dict[str, int] = dict(context.facts()["captures"])
    pages = context.frame("pages")
    quarantine = context.frame("quarantine").filter(pl.col("table") == PAGES.name)
    rows = Counter(f"{family}/{year}" for family, year in pages.select("family", "year").iter_rows())
    rows["unknown"] = quarantine.filter(pl.col("family").is_null())["source_url"].n_unique()
    failing = [
        f"{edition}: {captures.get(edition, 0)} pages in the archive, {rows.get(edition, 0)} accounted for"
        for edition in sorted(captures.keys() | rows.keys())
        if captures.get(edition, 0) != rows.get(edition, 0)
    ]
    rejected = pages.filter(pl.col("outcome") == PageOutcome.QUARANTINED).select("source_url", "problem")
    unexplained = rejected.join(
        quarantine, left_on=("source_url", "problem"), right_on=("source_url", "reason"), how="anti"
    )
    failing += [f"quarantined without a reason: {url}" for url in unexplained["source_url"]]
    urls = pl.concat(context.frame(table).select("source_url") for table in _ROWS_OF_PAGES)
    unread = pages.filter(_IS_READ).join(urls, on="source_url", how="anti")
    failing += [f"read but without rows: {url}" for url in unread["source_url"]]
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(Counter(pages["outcome"]).items()))
    return Finding(
        failing,
        f"{sum(captures.values())} pages in the archive: {outcomes or 'none'}",
        "every page accounted for",
    )


def _quarantine_share(context: CheckContext) -> Finding:
    unsupported = context.frame("pages").filter(_IS_UNSUPPORTED).height
    shares = _rejected_by_edition(context, context.frame("pages").filter(~_IS_UNSUPPORTED))
    too_many = shares.filter(
        pl.col("rejected") > pl.max_horizontal(pl.col("pages") * QUARANTINE_SHARE, pl.lit(QUARANTINE_PAGES))
    )
    return Finding(
        _lines_of_editions(too_many),
        f"{shares['rejected'].sum()} of {shares['pages'].sum()} pages rejected"
        + (f"; {unsupported} more are of editions that are not supported" if unsupported else ""),
        f"at most {QUARANTINE_SHARE:.0%} of an edition, or {QUARANTINE_PAGES} page",
    )


def _pages_rejected(context: CheckContext) -> Finding:
    shares = _rejected_by_edition(context, context.frame("pages"))
    some = shares.filter(pl.col("rejected") > 0)
    return Finding(_lines_of_editions(some), f"{shares['rejected'].sum()} pages rejected", "none")


def _lines_of_editions(shares: pl.DataFrame) -> list[str]:
    return [
        f"{row['family']} {row['year']}: {row['rejected']} of {row['pages']} pages"
        for row in shares.iter_rows(named=True)
    ]


def _rejected_by_edition(context: CheckContext, pages: pl.DataFrame) -> pl.DataFrame:
    """How many of these pages there are in each edition, and how many were rejected.

    Each narrative of a page of several counts as a page: one such page may be a third of an edition.
    """
    parts = [*_EDITION, "source_url"]
    shared = pages.filter(_IS_SHARED & _IS_READ)
    narratives = context.frame("report_sections").join(shared, on=parts, how="semi").select(*parts, "country").unique()
    rejected = context.frame("quarantine").filter(table=REPORT_SECTIONS.name).join(shared, on=parts, how="semi")
    single = pages.filter(pl.col("outcome").is_in([PageOutcome.READ, PageOutcome.QUARANTINED]))
    parts_read = pl.concat(
        [
            single.join(shared, on=parts, how="anti").select(*_EDITION, (~_IS_READ).alias("rejected")),
            narratives.select(*_EDITION, pl.lit(False).alias("rejected")),
            rejected.select(*_EDITION, pl.lit(True).alias("rejected")),
        ]
    )
    return parts_read.group_by(_EDITION).agg(pl.len().alias("pages"), pl.col("rejected").sum()).sort(_EDITION)


def _good_pages_kept(context: CheckContext) -> Finding:
    pages, sections = context.released("pages"), context.released("report_sections")
    if pages is None or sections is None:
        return Finding([], "no release yet", "nothing to compare with")
    was = _places_read(pages, sections)
    now = _places_read(context.frame("pages"), context.frame("report_sections"))
    decided = context.frame("capture_decisions").select("source_url").unique()
    lost = was.join(now, on=_PLACE, how="anti").sort(_PLACE)
    by_decision = lost.join(decided, on="source_url", how="semi")
    lost = lost.join(by_decision, on=_PLACE, how="anti")
    failing = [f"{row['country']} {row['year']} {row['family']} {row['area']}" for row in lost.iter_rows(named=True)]
    return Finding(
        failing,
        f"{was.height} pages read in the current release, {lost.height} of them not any more"
        + (f"; {by_decision.height} not any more by a person's decision" if by_decision.height else ""),
        "none lost",
    )


def _places_read(pages: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """The countries and areas that were read, from a page of their own or from a shared one."""
    read = pages.filter(_IS_READ)
    own = read.filter(~_IS_SHARED).select(*_PLACE, "source_url")
    shared = read.filter(_IS_SHARED)
    inside = sections.join(shared, on=[*_EDITION, "source_url"], how="semi").select(*_PLACE, "source_url")
    return pl.concat([own, inside]).sort(*_PLACE, "source_url").unique(_PLACE, keep="first", maintain_order=True)


def _sources_fresh(context: CheckContext) -> Finding:
    hosts = context.facts().get("hosts")
    if hosts is None:
        return Finding([], "no host is asked, pages come from files", "nothing to be late")
    failing = [error for _, error in sorted(hosts.items()) if error]
    return Finding(failing, f"{len(hosts)} hosts asked, {len(failing)} of them stale", "none stale")


def _encodings_as_declared(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter("encoding_guessed").sort("source_url")
    failing = [f"{row['source_url']}: {row['remark']}" for row in odd.iter_rows(named=True)]
    return Finding(failing, f"{odd.height} pages in another encoding than they say", "none")


def _headings_known(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter(pl.col("unknown_headings").list.len() > 0).sort("source_url")
    failing = [f"{url}: {' | '.join(found)}" for url, found in odd.select("source_url", "unknown_headings").iter_rows()]
    return Finding(failing, f"{odd.height} pages with headings no vocabulary knows", "none")


def _origins_fit_home(context: CheckContext) -> Finding:
    """A home has only sample pages or no sample pages."""
    kind = context.facts().get("kind")
    pages = context.frame("pages").select("origin", "source_url", "country", "year").sort("source_url")
    sample = pages.filter(pl.col("origin") == "sample")
    is_sample = kind == "sample" if kind else sample.height * 2 > pages.height
    strays = pages.filter((pl.col("origin") != "sample") if is_sample else (pl.col("origin") == "sample"))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['origin']}: {row['source_url']}", row["country"], row["year"])
        for row in strays.iter_rows(named=True)
    ]
    holds = "the sample" if is_sample else "real pages"
    return Finding(failing, f"{pages.height} pages of {holds}, {strays.height} of other origin", "one kind of pages")


def _titles_name_their_year(context: CheckContext) -> Finding:
    pages = context.frame("pages").with_columns(pl.col("title_printed").str.extract_all(_YEAR_PATTERN).alias("years"))
    other = (pl.col("years").list.len() > 0) & ~pl.col("years").list.contains(pl.col("year").cast(pl.String))
    odd = pages.filter(other).sort("country", "year", "source_url")
    failing = [
        Failing(f"{row['country']} {row['year']}: titled {row['title_printed']!r}", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} of {pages.height} pages titled with other years", "their own year")


def _one_page_a_country(context: CheckContext) -> Finding:
    superseded = context.frame("pages").filter(pl.col("outcome") == PageOutcome.SUPERSEDED)
    odd = superseded.filter(pl.col("supersession").ne_missing(Supersession.SAME))
    failing = [
        Failing(f"{row['country']} {row['year']} {row['family']}: {row['remark']}", row["country"], row["year"])
        for row in odd.sort(*_KEY, "source_url").iter_rows(named=True)
    ]
    return Finding(failing, f"{superseded.height} pages superseded, {odd.height} of them not the same", "one text each")


def _superseded_pages_agree(context: CheckContext) -> Finding:
    superseded = context.frame("pages").filter(pl.col("outcome") == PageOutcome.SUPERSEDED)
    odd = superseded.filter(pl.col("supersession") == Supersession.CONTRADICTS)
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['remark']}", row["country"], row["year"])
        for row in odd.sort(*_KEY, "source_url").iter_rows(named=True)
    ]
    observed = f"{superseded.height} pages superseded, {odd.height} say otherwise than theirs"
    return Finding(failing, observed, "the same tier")


def _characters_replaced(context: CheckContext) -> Finding:
    odd = context.frame("pages").filter(_IS_READ & (pl.col("replaced_characters") > 0)).sort("source_url")
    failing = [
        Failing(f"{row['source_url']}: {row['replaced_characters']} characters replaced", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} pages with characters that could not be read", "none")


CHECKS: Final = (
    Check(
        name="pages_accounted_for",
        table="pages",
        severity="error",
        blocking=True,
        reason="Every page in the archive is read, or rejected with a reason.",
        advice="Run the job again; if it fails again, a reader drops pages.",
        find=_pages_accounted_for,
        facts=("captures",),
        reads=("quarantine", *_ROWS_OF_PAGES),
    ),
    Check(
        name="quarantine_share",
        table="pages",
        severity="error",
        blocking=True,
        reason=(
            "A few bad pages do not stop a release. Many do: then the source or a reader has changed. Pages of editions"
            " that are declared as not supported do not count; `pages_rejected` names them."
        ),
        advice="See the quarantine table for the reasons (`tip sql` on the staged data, or `tip doctor`).",
        find=_quarantine_share,
        reads=("quarantine", "report_sections"),
    ),
    Check(
        name="pages_rejected",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A rejected page gives no rows; a few are allowed in a release, and this check names them.",
        advice="See the quarantine table for the reasons (`tip sql` on the staged data, or `tip doctor`).",
        find=_pages_rejected,
        reads=("quarantine", "report_sections"),
    ),
    Check(
        name="good_pages_kept",
        table="pages",
        severity="error",
        blocking=True,
        reason="A page that was read for the current release is read for the next one.",
        advice="Find out why the page is not read any more; the archive still has the older capture.",
        find=_good_pages_kept,
        reads=("report_sections", "capture_decisions"),
        against_release=True,
    ),
    Check(
        name="sources_fresh",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A source that stops answering leaves the data correct but old. An answer without news is an answer.",
        advice="`tip doctor` shows the last answer of each host, and what to do.",
        find=_sources_fresh,
        facts=("hosts",),
    ),
    Check(
        name="encodings_as_declared",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A page whose declared encoding is wrong may have been damaged on its way.",
        advice="Look at the page's text for broken characters.",
        find=_encodings_as_declared,
    ),
    Check(
        name="characters_replaced",
        table="pages",
        severity="warning",
        blocking=False,
        reason="Bytes that are invalid in the encoding of a page are lost; a name or a figure may be among them.",
        advice="Look at the page (`tip why`), and import a whole capture of it.",
        find=_characters_replaced,
    ),
    Check(
        name="headings_known",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A heading no vocabulary knows leaves its part without a context.",
        advice="Add the heading to the family's headings, sources/state_department/data/*_headings.csv.",
        find=_headings_known,
    ),
    Check(
        name="titles_name_their_year",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A title that names another year than its edition's is of a page in the wrong place.",
        advice="Look at the page: it may be an older edition under a new address.",
        find=_titles_name_their_year,
    ),
    Check(
        name="origins_fit_home",
        table="pages",
        severity="error",
        blocking=True,
        reason="Sample pages are in the project's own words and must never be taken for the Department's.",
        advice="Start a home of its own for the sample (TIP_HOME); archives of both kinds were mixed.",
        find=_origins_fit_home,
        facts=("kind",),
        owner="data-engineering",
    ),
    Check(
        name="one_page_a_country",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A country has one page in an edition; a second one that is not the same is a copy of something else.",
        advice="Compare the two pages; one of a part of the country needs an area in sources/reference/data/areas.csv.",
        find=_one_page_a_country,
    ),
    Check(
        name="superseded_pages_agree",
        table="pages",
        severity="error",
        blocking=True,
        reason="Two pages of one country and edition say the same; otherwise one of them is of something else.",
        advice="Compare the two pages; the older address may hold another edition.",
        find=_superseded_pages_agree,
    ),
)
