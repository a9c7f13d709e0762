"""The quality statement of a release: results of the checks, and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.catalog import markdown
from warehouse.derived.claim_shares import reader_scores, reasons, shares_by_kind
from warehouse.derived.reading_quality import shares_by_edition
from warehouse.quality.check import CheckResult
from warehouse.quality.nothing_to_check import had_nothing_to_check
from warehouse.staging.table_files import compact_path

_NAMED_FAILURES: Final = 5
_LISTED_LINES: Final = 20


def quality_statement(
    release: Path, name: str, rows: Mapping[str, int], results: Sequence[CheckResult], metadata: Mapping[str, Any]
) -> str:
    """The quality statement as Markdown.

    Args:
        release: the folder of the release, with its compact files.
        name: the name of the release.
        rows: rows by table.
        results: its check results.
        metadata: fields of the manifest: `kind`, sample or real, and `override`, the reason of an override and the
            failed checks, or None.
    """
    parts = [f"# Quality of release {name}", _checked(results, rows)]
    if metadata["kind"] == "sample":
        parts.append("It holds the sample: the facts are true, the sentences are the project's own.")
    if override := metadata["override"]:
        failing = ", ".join(override["failing"])
        parts.append(f"**The gate was overridden**: {markdown.escaped(override['reason'])}. It failed: {failing}.")
    failed = [result for result in results if not result.passed]
    if failed:
        parts += ["## What fails", markdown.table(("check", "found", "such as", "what to do"), map(_failed, failed))]
    if accepted := [f"{result.check}: {line}" for result in results for line in result.accepted]:
        parts += [f"## Accepted after review: {len(accepted)}", _shortened_list(accepted)]
    parts += ["## How the sightings of placements agree", _agreement(release)]
    parts += ["## How claims of the news were judged", *_claims(release)]
    parts += ["## How well the counts of narratives were read", _counts_read(release)]
    parts += ["## What is not here", _missing(release)]
    return "\n\n".join(parts) + "\n"


def _checked(results: Sequence[CheckResult], rows: Mapping[str, int]) -> str:
    blocking = [result for result in results if result.blocking]
    empty = sum(had_nothing_to_check(result, rows) for result in results)
    return (
        f"{sum(result.passed for result in results)} of {len(results)} checks passed, {empty} of which had nothing to"
        f" check because their table is empty or there is no release before; of the {len(blocking)} that"
        f" keep a release from being published, {sum(result.passed for result in blocking)} passed. Every result"
        " with its reason is in `quality.json`."
    )


def _failed(result: CheckResult) -> tuple[str, str, str, str]:
    return result.check, result.observed, "; ".join(result.failing[:_NAMED_FAILURES]), result.advice


def _agreement(release: Path) -> str:
    counts = Counter(_column(release, "tier_placements", "agreement"))
    meanings = {
        "all": "all places where the tier is printed agree",
        "majority": "most do",
        "conflict": "they contradict each other",
        "single": "it is printed in one loaded place",
    }
    return markdown.bullets(f"{counts[word]:,}: {meaning}" for word, meaning in meanings.items())


def _claims(release: Path) -> list[str]:
    """Shares of verdicts by kind of claim, reasons of withheld ones, reviewed corrections, and the reader's scores."""
    checks, claims = _lazy(release, "claim_checks"), _lazy(release, "news_claims")
    shares = shares_by_kind(checks, claims)
    corrections = _frame(release, "verdict_corrections").sort("id")
    parts = ["The record contradicts a claim only where claim, record and day of publication are sure; the others are"]
    parts[0] += " withheld, with the reason in `claim_checks.reason`."
    if shares.height:
        parts.append(markdown.table(shares.columns, ([str(cell) for cell in row] for row in shares.rows())))
        withheld = [f"withheld, {reason.replace('_', ' ')}: {count:,}" for reason, count in reasons(checks).rows()]
        parts.append(markdown.bullets(withheld))
    if corrections.height:
        lines = (f"{row['subject']}: {row['verdict']} ({row['source']})" for row in corrections.iter_rows(named=True))
        parts.append(f"Reviewed corrections of verdicts: {corrections.height}\n\n{_shortened_list(list(lines))}")
    parts.append(
        "How well claims are read, on labelled texts (`sure`: the share of true claims that are read as sure):"
    )
    scores = reader_scores()
    parts.append(markdown.table(list(scores[0]), (list(row.values()) for row in scores)))
    return parts


def _counts_read(release: Path) -> str:
    shares = shares_by_edition(
        _columns(release, "report_sections", "year", "numbers_unread"),
        _columns(release, "enforcement_statistics", "country", "year", "position", "char_start", "value", "certainty"),
    )
    if not shares.height:
        return "No count was read."
    lead = "The certainty of counts, and the numbers that may be counts but were not read, in percent by edition:"
    return f"{lead}\n\n{markdown.table(shares.columns, ([str(cell) for cell in row] for row in shares.iter_rows()))}"


def _missing(release: Path) -> str:
    editions = _frame(release, "editions").filter(pl.col("status") != "complete").sort("family", "year")
    partial = [
        f"{row['family']} {row['year']}: {row['status'].replace('_', ' ')}, {row['held'] or 0} of"
        f" {row['expected'] or 'an unknown number of'} countries"
        for row in editions.iter_rows(named=True)
    ]
    reasons = Counter(_column(release, "quarantine", "reason"))
    rejected = [f"rejected, {reason.replace('_', ' ')}: {count:,}" for reason, count in sorted(reasons.items())]
    return _shortened_list([*partial, *rejected]) or "Every known edition is complete, and nothing was rejected."


def _shortened_list(lines: Sequence[str]) -> str:
    rest = [f"and {len(lines) - _LISTED_LINES} more"] if len(lines) > _LISTED_LINES else []
    return markdown.bullets([*lines[:_LISTED_LINES], *rest])


def _column(release: Path, table: str, column: str) -> list[Any]:
    return _frame(release, table)[column].to_list()


def _columns(release: Path, table: str, *columns: str) -> pl.DataFrame:
    return _lazy(release, table).select(columns).collect()


def _lazy(release: Path, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(release / compact_path(table))


def _frame(release: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(release / compact_path(table))
