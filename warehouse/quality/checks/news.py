"""Checks on news: every page has an outcome, and every claim has a result."""

from typing import Any, Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_CLAIM_KEY: Final = ["country", "year", "claim_id"]
_OUTCOMES: Final = ("read", "quarantined", "irrelevant")


def _news_accounted_for(context: CheckContext) -> Finding:
    by_edition: dict[str, dict[str, Any]] = dict(context.facts()["news"])
    failing = [
        f"{edition}: {counts['pages']} pages in the archive, {sum(counts[name] for name in _OUTCOMES)} accounted for"
        for edition, counts in sorted(by_edition.items())
        if counts["pages"] != sum(counts[name] for name in _OUTCOMES)
    ]
    totals = ", ".join(f"{sum(counts[name] for counts in by_edition.values())} {name}" for name in _OUTCOMES)
    pages = sum(counts["pages"] for counts in by_edition.values())
    return Finding(failing, f"{pages} news pages in the archive: {totals}", "every page accounted for")


def _claims_checked(context: CheckContext) -> Finding:
    claims = context.scan("news_claims").select(_CLAIM_KEY).collect()
    checks = context.scan("claim_checks").select(*_CLAIM_KEY, "relation").collect()
    unchecked = claims.join(checks, on=_CLAIM_KEY, how="anti").sort(_CLAIM_KEY)
    failing = [f"{row['country']} {row['year']}: claim {row['claim_id']}" for row in unchecked.iter_rows(named=True)]
    counts = checks["relation"].value_counts().sort("relation")
    relations = ", ".join(f"{count} {relation}" for relation, count in counts.iter_rows())
    return Finding(
        failing, f"{claims.height} claims, {unchecked.height} unchecked: {relations or 'none'}", "all checked"
    )


def _article_characters_replaced(context: CheckContext) -> Finding:
    odd = context.frame("news_articles").filter(pl.col("replaced_characters") > 0).sort("source_url")
    failing = [
        Failing(f"{row['source_url']}: {row['replaced_characters']} characters replaced", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} articles with characters that could not be read", "none")


def _verdict_corrections_used(context: CheckContext) -> Finding:
    corrections = context.frame("verdict_corrections").sort("id")
    articles = context.scan("news_articles").select(subject="article_id")
    claims = context.scan("news_claims").select(subject="claim_id")
    known = pl.concat([articles, claims]).unique().collect()
    unused = corrections.join(known, on="subject", how="anti", maintain_order="left")
    failing = [f"{row['id']}: {row['subject']} is not in the tables" for row in unused.iter_rows(named=True)]
    return Finding(failing, f"{corrections.height} corrections of verdicts, {unused.height} without a subject", "none")


CHECKS: Final = (
    Check(
        name="news_accounted_for",
        table="news_articles",
        severity="error",
        blocking=True,
        reason="Every news page in the archive is read, rejected with a reason, or about something else.",
        advice="Run the job again; if it fails again, a reader drops pages.",
        find=_news_accounted_for,
        facts=("news",),
    ),
    Check(
        name="claims_checked",
        table="claim_checks",
        severity="error",
        blocking=True,
        reason="Every claim has a result, even where it cannot be compared with the record.",
        advice="Run the job again; both tables are made from the same claims.",
        find=_claims_checked,
        reads=("news_claims",),
    ),
    Check(
        name="verdict_corrections_used",
        table="verdict_corrections",
        severity="warning",
        blocking=False,
        reason="A correction of a verdict whose claim or article is not in the tables has no effect.",
        advice="Correct the subject in sources/reference/data/verdict_corrections.csv: claims have new ids where they"
        " are read differently.",
        find=_verdict_corrections_used,
        reads=("news_articles", "news_claims"),
    ),
    Check(
        name="article_characters_replaced",
        table="news_articles",
        severity="warning",
        blocking=False,
        reason="Bytes that are invalid in the encoding of a page are lost; a name or a figure may be among them.",
        advice="Look at the page, and import a whole capture of it.",
        find=_article_characters_replaced,
    ),
)
