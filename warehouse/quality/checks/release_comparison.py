"""Checks against the current release: no rows disappear, and unchanged pages give the same rows."""

from collections.abc import Callable
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.quality.nothing_to_check import NO_RELEASE
from warehouse.tables import ARTICLE_TEXTS, PAGES, QUARANTINE, READ_FROM_PAGES, TABLES, Table

MAX_LOSS_SHARE: Final = 0.05
"""The largest share of the rows of a table and year that a release may lose."""

MIN_WORDS_RATIO: Final = 0.6
MAX_WORDS_RATIO: Final = 1.7
"""The ratio of the words of a report to those in the current release is within these bounds."""

_TABLES_WITH_YEARS: Final = tuple(
    table.name for table in TABLES.values() if table.in_identity and "year" in table.columns
)
_TABLES_OF_PAGES: Final = tuple(table for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
_REFERENCE_TABLES: Final = ("countries", "editions", "tier_events")
_COMPUTED_COLUMNS: Final = {"held", "status", "country_pages", "list_held"}
"""Columns of the reference tables that are computed from pages."""

_MAY_SHRINK: Final = (QUARANTINE.name, ARTICLE_TEXTS.name)
"""Tables that may lose rows: rejected rows become good ones, and article texts can be switched off."""

_NO_RELEASE: Final = Finding([], NO_RELEASE, "nothing to compare with")


def _rows_kept(context: CheckContext) -> Finding:
    failing, compared = [], 0
    for name in _TABLES_WITH_YEARS:
        before = context.scan_released(name)
        if before is None or name in _MAY_SHRINK:
            continue
        was = _without_forgotten(context, name, before).group_by("year").len("was").collect()
        now = context.scan(name).group_by("year").len("now").collect()
        both = was.join(now, on="year", how="left").with_columns(pl.col("now").fill_null(0)).sort("year")
        compared += both.height
        failing += [
            f"{name} {year}: {count} rows, {rows} in the current release"
            for year, rows, count in both.select("year", "was", "now").iter_rows()
            if count < rows * (1 - MAX_LOSS_SHARE)
        ]
    if not compared:
        return _NO_RELEASE
    return Finding(
        failing,
        f"{compared} tables and years compared, {len(failing)} lost rows",
        f"at most {MAX_LOSS_SHARE:.0%} fewer",
    )


def _without_forgotten(context: CheckContext, name: str, before: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a table in the current release, without those of articles that were taken out of the archive."""
    urls = list(context.facts()["forgotten"])
    articles, claims = context.scan_released("news_articles"), context.scan_released("news_claims")
    if not urls or articles is None or claims is None:
        return before
    of = articles.filter(pl.col("source_url").is_in(urls)).select("article_id")
    columns = TABLES[name].columns
    if "article_id" in columns:
        return before.join(of, on="article_id", how="anti")
    if name == "claim_checks":
        return before.join(claims.join(of, on="article_id", how="semi").select("claim_id"), on="claim_id", how="anti")
    return before


def _words_kept(context: CheckContext) -> Finding:
    before = context.released("report_sections")
    if before is None:
        return _NO_RELEASE
    key = ["family", "country", "area", "year"]
    was = before.group_by(key).agg(pl.col("words").sum().alias("was"))
    now = context.frame("report_sections").group_by(key).agg(pl.col("words").sum().alias("now"))
    both = was.join(now, on=key, how="inner").with_columns((pl.col("now") / pl.col("was")).alias("ratio"))
    odd = both.filter(~pl.col("ratio").is_between(MIN_WORDS_RATIO, MAX_WORDS_RATIO)).sort(key)
    failing = [
        Failing(
            f"{row['country']} {row['year']} {row['family']}: {row['now']} words, {row['was']} in the current release",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{both.height} reports compared, {odd.height} of other length",
        f"{MIN_WORDS_RATIO} to {MAX_WORDS_RATIO} times",
    )


_COLUMNS_OF_EARLIER_EDITIONS: Final = ("chain", "chain_length")
"""Columns that change for unchanged pages when pages of any earlier edition are added."""


def _same_pages_same_rows(context: CheckContext) -> Finding:
    """Pages with the same bytes as in the current release give the same rows."""
    failing: list[Failing] = []
    compared = 0
    for table in _TABLES_OF_PAGES:
        before = context.released(table.name)
        if before is None:
            continue
        counts, pages = _changed_rows(table, before, context.frame(table.name))
        compared += pages
        failing += [
            Failing(f"{country} {year}: {count} rows of {table.name}", country, year)
            for country, year, count in counts.iter_rows()
        ]
    if not compared:
        return _NO_RELEASE
    return Finding(failing, f"{compared} unchanged pages compared, {len(failing)} read otherwise", "the same rows")


def _changed_rows(table: Table, before: pl.DataFrame, now: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The number of changed rows of unchanged pages by country and year, and the number of these pages."""
    columns = [
        name
        for name in table.columns
        if name in before.columns and name in now.columns and name not in _COLUMNS_OF_EARLIER_EDITIONS
    ]
    page = ["source_url", "page_digest"]
    both = before.select(page).unique().join(now.select(page).unique(), on=page, how="semi")
    was, is_now = (frame.select(columns).join(both, on=page, how="semi") for frame in (before, now))
    gone = was.join(is_now, on=columns, how="anti", nulls_equal=True)
    new = is_now.join(was, on=columns, how="anti", nulls_equal=True)
    keys = pl.concat([gone.select(table.key), new.select(table.key)]).unique()
    return keys.group_by("country", "year").len().sort("country", "year"), both.height


def _reference_kept(context: CheckContext) -> Finding:
    failing, compared = [], 0
    for name in _REFERENCE_TABLES:
        before = context.released(name)
        if before is None:
            continue
        now = context.frame(name)
        columns = [column for column in now.columns if column in before.columns and column not in _COMPUTED_COLUMNS]
        was, is_now = before.select(columns), now.select(columns)
        compared += was.height
        changed = was.filter(~_as_text(was).is_in(_as_text(is_now).implode()))
        key = TABLES[name].key
        failing += [f"{name} {' '.join(map(str, row))}" for row in changed.select(key).sort(key).iter_rows()]
    if not compared:
        return _NO_RELEASE
    return Finding(failing, f"{compared} rows compared, {len(failing)} changed or gone", "as they were")


def _as_text(frame: pl.DataFrame) -> pl.Series:
    """Each row as one text; rows with lists cannot be compared otherwise."""
    return pl.Series([repr(row) for row in frame.iter_rows()], dtype=pl.String)


def _comparison(
    name: str,
    table: str,
    find: Callable[[CheckContext], Finding],
    reason: str,
    advice: str,
    reads: tuple[str, ...] = (),
    *,
    blocking: bool = False,
    facts: tuple[str, ...] = (),
) -> Check:
    return Check(
        name=name,
        table=table,
        severity="error" if blocking else "warning",
        blocking=blocking,
        reason=reason,
        advice=advice,
        find=find,
        reads=reads,
        facts=facts,
        against_release=True,
    )


CHECKS: Final = (
    _comparison(
        "rows_kept",
        "pages",
        _rows_kept,
        "An edition does not lose rows of a table from one release to the next, whatever the cause.",
        "See `tip diff` on the staged data; the archive has the captures that the current release was read from.",
        _TABLES_WITH_YEARS,
        blocking=True,
        facts=("forgotten",),
    ),
    _comparison(
        "words_kept",
        "report_sections",
        _words_kept,
        "A report that is suddenly much shorter or longer was cut, or contains other text.",
        "Compare both releases' texts of the country and edition.",
    ),
    _comparison(
        "same_pages_same_rows",
        "pages",
        _same_pages_same_rows,
        "Other rows from the same bytes come from a changed reader; such a change is reviewed.",
        "Look at `tip diff`; nothing to do where the change is intended.",
        tuple(table.name for table in _TABLES_OF_PAGES),
    ),
    _comparison(
        "reference_kept",
        "countries",
        _reference_kept,
        "Countries, editions and events change by review alone.",
        "Look at the history of sources/reference/data; nothing to do where the change is intended.",
        _REFERENCE_TABLES,
    ),
)
