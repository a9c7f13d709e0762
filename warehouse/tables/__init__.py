"""The tables of the warehouse, each declared once. Everything else derives from `TABLES`."""

from typing import Final

from warehouse.tables.decisions import CAPTURE_DECISIONS, MIN_SHARE_OF_WORDS
from warehouse.tables.declaration import Column, ForeignKey, Table
from warehouse.tables.global_enforcement import GLOBAL_ENFORCEMENT
from warehouse.tables.lists import STATUTORY_LISTS
from warehouse.tables.news import (
    ARTICLE_COUNTRIES,
    ARTICLE_TEXTS,
    CLAIM_CHECKS,
    NEWS_ARTICLES,
    NEWS_CLAIMS,
    NEWS_QUOTES,
    VERDICT_CORRECTIONS,
)
from warehouse.tables.panel import COUNTRY_YEARS
from warehouse.tables.quality import QUALITY_RESULTS
from warehouse.tables.recommendations import RECOMMENDATIONS
from warehouse.tables.reference import COUNTRIES, EDITIONS
from warehouse.tables.reports import PAGES, QUARANTINE, REPORT_SECTIONS
from warehouse.tables.statistics import ENFORCEMENT_STATISTICS
from warehouse.tables.tiers import TIER_EVENTS, TIER_PLACEMENTS, TIER_RECORD, TIER_SIGHTINGS

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        COUNTRY_YEARS,
        TIER_PLACEMENTS,
        TIER_SIGHTINGS,
        TIER_EVENTS,
        ENFORCEMENT_STATISTICS,
        REPORT_SECTIONS,
        RECOMMENDATIONS,
        STATUTORY_LISTS,
        GLOBAL_ENFORCEMENT,
        NEWS_ARTICLES,
        ARTICLE_COUNTRIES,
        NEWS_CLAIMS,
        CLAIM_CHECKS,
        NEWS_QUOTES,
        ARTICLE_TEXTS,
        COUNTRIES,
        EDITIONS,
        PAGES,
        CAPTURE_DECISIONS,
        VERDICT_CORRECTIONS,
        QUALITY_RESULTS,
        QUARANTINE,
    )
}
"""The public tables, in the order of the dictionary."""

READ_FROM_PAGES: Final = (
    PAGES,
    REPORT_SECTIONS,
    TIER_SIGHTINGS,
    ENFORCEMENT_STATISTICS,
    RECOMMENDATIONS,
    STATUTORY_LISTS,
    GLOBAL_ENFORCEMENT,
    QUARANTINE,
)
"""The tables that are read from report pages, edition by edition."""

READ_FROM_NEWS: Final = (NEWS_ARTICLES, ARTICLE_COUNTRIES, NEWS_CLAIMS, NEWS_QUOTES)
"""The tables that are read from news pages, year by year."""

__all__ = [
    "ARTICLE_COUNTRIES",
    "ARTICLE_TEXTS",
    "CAPTURE_DECISIONS",
    "CLAIM_CHECKS",
    "COUNTRIES",
    "COUNTRY_YEARS",
    "EDITIONS",
    "ENFORCEMENT_STATISTICS",
    "GLOBAL_ENFORCEMENT",
    "MIN_SHARE_OF_WORDS",
    "NEWS_ARTICLES",
    "NEWS_CLAIMS",
    "NEWS_QUOTES",
    "PAGES",
    "QUALITY_RESULTS",
    "QUARANTINE",
    "READ_FROM_NEWS",
    "READ_FROM_PAGES",
    "RECOMMENDATIONS",
    "REPORT_SECTIONS",
    "STATUTORY_LISTS",
    "TABLES",
    "TIER_EVENTS",
    "TIER_PLACEMENTS",
    "TIER_RECORD",
    "TIER_SIGHTINGS",
    "VERDICT_CORRECTIONS",
    "Column",
    "ForeignKey",
    "Table",
]
