"""Checks on news: every page accounted for, every claim held against the record."""

from typing import Any, Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_KEY: Final = ["country", "year", "claim_id"]


def _articles_accounted(context: CheckContext) -> Finding:
    notes: dict[str, dict[str, Any]] = dict(context.facts()["news"])
    failing = [
        f"{edition}: {counts['pages']} pages in the archive, {sum(counts[name] for name in _OUTCOMES)} accounted for"
        for edition, counts in sorted(notes.items())
        if counts["pages"] != sum(counts[name] for name in _OUTCOMES)
    ]
    totals = ", ".join(f"{sum(counts[name] for counts in notes.values())} {name}" for name in _OUTCOMES)
    pages = sum(counts["pages"] for counts in notes.values())
    return Finding(failing, f"{pages} news pages in the archive: {totals}", "every page accounted for")


_OUTCOMES: Final = ("read", "quarantined", "irrelevant")


def _claims_checked(context: CheckContext) -> Finding:
    claims = context.scan("news_claims").select(_KEY).collect()
    checks = context.scan("claim_checks").select(*_KEY, "relation").collect()
    unchecked = claims.join(checks, on=_KEY, how="anti").sort(_KEY)
    failing = [f"{row['country']} {row['year']}: claim {row['claim_id']}" for row in unchecked.iter_rows(named=True)]
    counts = checks["relation"].value_counts().sort("relation")
    said = ", ".join(f"{count} {relation}" for relation, count in counts.iter_rows())
    return Finding(failing, f"{claims.height} claims, {unchecked.height} unchecked: {said or 'none'}", "all checked")


def _articles_dated(context: CheckContext) -> Finding:
    odd = context.frame("quarantine").filter(pl.col("reason").is_in(["no_date", "impossible_date"])).sort("source_url")
    return Finding(list(odd["detail"]), f"{odd.height} news pages without a possible date", "none")


def _articles_replaced(context: CheckContext) -> Finding:
    odd = context.frame("news_articles").filter(pl.col("replaced_characters") > 0).sort("source_url")
    failing = [
        Failing(f"{row['source_url']}: {row['replaced_characters']} characters replaced", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} articles with characters that could not be read", "none")


NEWS_RULES: Final = (
    Check(
        name="news_accounted_for",
        table="news_articles",
        severity="error",
        blocking=True,
        reason="Every news page in the archive is read, set aside with a reason, or about something else.",
        advice="Run the job again; if it stays, a reader drops pages.",
        find=_articles_accounted,
        facts=("news",),
    ),
    Check(
        name="claims_checked",
        table="claim_checks",
        severity="error",
        blocking=True,
        reason="Every claim is held against the record, if only to say that it cannot be.",
        advice="Run the job again; both tables are made from the same claims.",
        find=_claims_checked,
        reads=("news_claims",),
    ),
    Check(
        name="news_dated",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="A claim speaks of the edition of its day; an article without one cannot be placed.",
        advice="Import the page again with --published.",
        find=_articles_dated,
    ),
    Check(
        name="article_characters_replaced",
        table="news_articles",
        severity="warning",
        blocking=False,
        reason="Bytes that are invalid in the encoding of a page are lost; a name or a figure may be among them.",
        advice="Look at the page, and import a whole capture of it.",
        find=_articles_replaced,
    ),
)
