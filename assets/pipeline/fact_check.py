"""One article held against a release, without a run: its claims, with verdict, official sentence and address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

import polars as pl

from sources.archive.capture import Capture
from sources.archive.capture_in_use import Parts, choose_capture
from sources.archive.stored import StoredCapture, load_stored
from sources.news.article_rows import ParsedArticle, metadata_row, read_article
from sources.reference.placements import placement_rows
from sources.rejected import RejectedRow
from warehouse.builds.reference import table_of
from warehouse.derived.claim_checks import claim_checks, days_of, doubtful_days, numbers_of_narratives
from warehouse.derived.official_record import OfficialRecord
from warehouse.report.tables import ReleaseTables
from warehouse.staging.table_files import compact_path
from warehouse.tables import (
    CLAIM_CHECKS,
    NEWS_ARTICLES,
    NEWS_CLAIMS,
    NEWS_QUOTES,
    REPORT_SECTIONS,
    TABLES,
    TIER_RECORD,
)
from warehouse.tables.vocabulary import ArticleOutcome

Tables = dict[str, list[dict[str, Any]]]
"""Rows by table."""


@dataclass(frozen=True)
class FactCheck:
    """The result of one article.

    Attributes:
        tables: rows of `news_articles`, `news_claims`, `claim_checks` and `news_quotes`.
        is_about_report: whether the article is about the report; otherwise it has no claims.
        rejected: why the page could not be read, if it could not.
    """

    tables: Tables
    is_about_report: bool = True
    rejected: tuple[RejectedRow, ...] = field(default=())


@dataclass(frozen=True)
class ReadCapture:
    """A capture of an article, parsed: what the choice between captures compares (`sources.archive.capture_in_use`).

    Attributes:
        capture: the page, or plain text.
        published: its day of publication, as a person says.
        parsed: what is read from it.
    """

    capture: Capture
    published: date | None
    parsed: ParsedArticle

    @classmethod
    def of(cls, capture: Capture, published: date | None) -> Self:
        """Reads a capture."""
        return cls(capture, published, read_article(capture, published))

    @property
    def is_good(self) -> bool:
        """Whether the page was read."""
        return self.parsed.outcome == ArticleOutcome.READ

    @property
    def content(self) -> str:
        """The digest of the page."""
        return self.capture.digest

    @property
    def parts(self) -> Parts:
        """None: an article is one part."""
        return frozenset()

    @property
    def words(self) -> int:
        """The number of words of its text."""
        return len(self.parsed.text.split())


def fact_check(article: ReadCapture, release: Path) -> FactCheck:
    """Compares the claims of an article with a release.

    Args:
        article: the article.
        release: the folder of the release.
    """
    parsed = article.parsed
    if parsed.outcome == ArticleOutcome.IRRELEVANT and parsed.article is not None:
        return FactCheck(_tables([metadata_row(article.capture, parsed.article)]), is_about_report=False)
    if parsed.outcome != ArticleOutcome.READ:
        return FactCheck(_tables([]), rejected=tuple(parsed.rejected))
    return FactCheck(_checked(parsed, release))


def archived_article(folder: Path, captures: Iterable[StoredCapture]) -> ReadCapture | None:
    """The capture of an article that is in use; None where there is none.

    Args:
        folder: the folder of the archive.
        captures: the captures of its page.
    """

    def read(stored: StoredCapture) -> ReadCapture:
        published = date.fromisoformat(stored.published) if stored.published else None
        return ReadCapture.of(load_stored(folder, stored), published)

    good = [each for each in captures if each.entry.status in (None, 200)]
    chosen = choose_capture(good, read) if good else None
    if chosen is None or chosen.is_refused:
        return None
    return chosen.parsed


def _checked(parsed: ParsedArticle, release: Path) -> Tables:
    articles, claims = parsed.rows[NEWS_ARTICLES.name], parsed.rows[NEWS_CLAIMS.name]
    checks: list[dict[str, Any]] = []
    if claims:
        told = NEWS_CLAIMS.frame(claims)
        record = official_record(release, set(told["country"]))
        record.add_mentioned(numbers_of_narratives(told, _sections(release, told["country"])))
        rows = claim_checks(
            told,
            record,
            doubtful_days=doubtful_days(NEWS_ARTICLES.frame(articles)),
            published=days_of(NEWS_ARTICLES.frame(articles)),
            corrections=_frame(release, "verdict_corrections").to_dicts(),
        )
        checks = rows.to_dicts()
    return _tables(articles, claims, checks, parsed.rows[NEWS_QUOTES.name])


def official_record(release: Path, countries: Iterable[str]) -> OfficialRecord:
    """The record of a release: placements of all countries, figures and sentences of some.

    A table or column that an older release does not have is empty.

    Args:
        release: the folder of the release.
        countries: the countries of the claims.
    """
    only = pl.col("country").is_in(sorted(countries))
    return OfficialRecord.of(
        placements=_frame(release, "tier_placements"),
        sightings=_frame(release, "tier_sightings", only),
        statistics=_frame(release, "enforcement_statistics", only),
        world=_frame(release, "global_enforcement"),
        lists=_frame(release, "statutory_lists", only),
        editions=_frame(release, "editions"),
        recorded=table_of(TIER_RECORD, placement_rows()),
        countries=_frame(release, "countries"),
        events=_frame(release, "tier_events", only),
    )


def _sections(release: Path, countries: Iterable[str]) -> list[pl.DataFrame]:
    """The sections of the narratives of some countries; none where an older release does not have the table."""
    path = release / compact_path(REPORT_SECTIONS.name)
    only = pl.col("country").is_in(sorted(set(countries)))
    return [pl.scan_parquet(path).filter(only).collect()] if path.exists() else []


def _frame(release: Path, table: str, only: pl.Expr | None = None) -> pl.DataFrame:
    rows = ReleaseTables(release).frame(table, TABLES[table].columns)
    return rows if only is None else rows.filter(only)


def _tables(
    articles: list[dict[str, Any]],
    claims: Iterable[dict[str, Any]] = (),
    checks: Iterable[dict[str, Any]] = (),
    quotes: Iterable[dict[str, Any]] = (),
) -> Tables:
    return {
        NEWS_ARTICLES.name: articles,
        NEWS_CLAIMS.name: list(claims),
        CLAIM_CHECKS.name: list(checks),
        NEWS_QUOTES.name: list(quotes),
    }
