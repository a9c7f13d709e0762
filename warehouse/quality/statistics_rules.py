"""Checks on stated counts: their evidence, editions against each other, parts against totals."""

from typing import Final

import polars as pl

from warehouse.derived.restatements import restatements
from warehouse.quality.check import Check, CheckContext, Failing, Finding

_KEY: Final = ["country", "year", "position", "ordinal"]
_SENTENCE_SHOWN: Final = 160


def _evidence(context: CheckContext) -> Finding:
    """Every span gives the sentence in the text of the section it names."""
    rows = context.frame("enforcement_statistics")
    texts = (
        context.frame("report_sections")
        .filter((pl.col("family") == "tip") & (pl.col("area") == "main"))
        .select("country", "year", "position", "text")
    )
    placed = rows.join(texts, on=["country", "year", "position"], how="left").sort(_KEY)
    cut = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    wrong = placed.filter((cut != pl.col("sentence")).fill_null(True))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['measure']} at {row['position']}", row["country"], row["year"])
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{rows.height} counts, {wrong.height} whose span is not their sentence", "all spans right")


def _restated(context: CheckContext) -> Finding:
    found = restatements(context.frame("enforcement_statistics"))
    counts = dict(found.group_by("relation").len().iter_rows())
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} ({row['trafficking_type']}) compared with"
            f" {row['value']}, the edition before says {row['own_value']}: “{_short(row['sentence'])}” against"
            f" “{_short(row['own_sentence'])}”",
            row["country"],
            row["year"],
        )
        for row in found.filter(pl.col("relation") == "conflicts").iter_rows(named=True)
    ]
    parts = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("agrees", "restated", "conflicts"))
    return Finding(failing, f"{found.height} comparisons with the edition before: {parts}", "no conflict")


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SENTENCE_SHOWN else sentence[:_SENTENCE_SHOWN] + "…"


def _parts_fit(context: CheckContext) -> Finding:
    """Sex, labor and other trafficking of one sentence are no more than its total."""
    rows = context.frame("enforcement_statistics").filter(
        (pl.col("value").is_not_null()) & (pl.col("qualifier") == "exact") & (pl.col("role") == "current")
    )
    key = ["country", "year", "position", "char_start", "measure", "unit"]
    sums = rows.group_by(key).agg(
        pl.col("value").filter(pl.col("trafficking_type") == "all").max().alias("total"),
        pl.col("value").filter(pl.col("trafficking_type") != "all").sum().alias("parts"),
        pl.col("sentence").first(),
    )
    odd = sums.filter(pl.col("parts") > pl.col("total")).sort(key)
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} {row['total']}, parts {row['parts']}:"
            f" “{_short(row['sentence'])}”",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    compared = sums.filter((pl.col("parts") > 0) & pl.col("total").is_not_null()).height
    return Finding(failing, f"{compared} totals compared, {odd.height} exceeded", "parts within totals")


STATISTICS_RULES: Final = (
    Check(
        name="statistics_evidence",
        table="enforcement_statistics",
        severity="error",
        blocking=True,
        reason="Every count keeps the sentence that proves it, at the place it names.",
        advice="Run the job again; both tables are read from the same page.",
        find=_evidence,
        reads=("report_sections",),
    ),
    Check(
        name="statistics_against_edition_before",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="What an edition compares with is what the edition before said, or a correction of it.",
        advice="Read both sentences: one of the figures may be misread, or the report corrected itself.",
        find=_restated,
    ),
    Check(
        name="statistics_parts_within_totals",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="Sex, labor and other trafficking in a sentence add up to no more than the total it states.",
        advice="Read the sentence: a figure of another kind may have been taken for a part.",
        find=_parts_fit,
    ),
)
