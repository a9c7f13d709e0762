"""Checks on `quarantine`: rejected pages and names that a person can put right."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Finding
from warehouse.tables import READ_FROM_NEWS
from warehouse.tables.vocabulary import Reason


def _countries_resolved(context: CheckContext) -> Finding:
    unknown = context.frame("quarantine").filter(pl.col("reason") == Reason.UNKNOWN_COUNTRY).sort("source_url")
    return Finding(list(unknown["detail"]), f"{unknown.height} names without a country", "none")


def _pages_of_known_reports(context: CheckContext) -> Finding:
    of_news = pl.col("table").is_in([table.name for table in READ_FROM_NEWS])
    unknown = context.frame("quarantine").filter(~of_news & pl.col("family").is_null()).sort("source_url")
    return Finding(list(unknown["detail"]), f"{unknown.height} pages of no known report", "none")


def _news_dated(context: CheckContext) -> Finding:
    odd = context.frame("quarantine").filter(pl.col("reason").is_in(["no_date", "impossible_date"])).sort("source_url")
    return Finding(list(odd["detail"]), f"{odd.height} news pages without a possible date", "none")


CHECKS: Final = (
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
        reason="Pages of no known report give no rows; they may be of a report that changed its address.",
        advice="Add the address form to sources/registry/families.py, or leave them.",
        find=_pages_of_known_reports,
    ),
    Check(
        name="news_dated",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="A claim is about the edition of its day; an article without a date cannot be matched with one.",
        advice="Import the page again with --published.",
        find=_news_dated,
    ),
)
