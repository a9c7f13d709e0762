"""Checks on `recommendations`: each is in the section of its narrative."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_KEY: Final = ["country", "year"]
_SPACES: Final = r"\s+"


def _recommendations_evidence(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(
        (pl.col("family") == "tip") & (pl.col("area") == "main") & (pl.col("section") == "recommendations")
    )
    texts = sections.sort(*_KEY, "position").group_by(_KEY).agg(_without_line_breaks("text").str.join(" "))
    rows = context.frame("recommendations").select(*_KEY, "position", _without_line_breaks("text").alias("words"))
    placed = rows.join(texts, on=_KEY, how="left").sort(*_KEY, "position")
    at = pl.col("text").str.find(pl.col("words"), literal=True)
    found = placed.with_columns(at.cast(pl.Int64).alias("at"))
    earlier = pl.col("at") < pl.col("at").cum_max().over(_KEY)
    repeated = pl.struct(*_KEY, "words").is_duplicated()
    wrong = found.filter(pl.col("at").is_null() | (earlier & ~repeated))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['position']}", row["country"], row["year"])
        for row in wrong.sort(*_KEY, "position").iter_rows(named=True)
    ]
    unread = texts.join(rows, on=_KEY, how="anti").sort(_KEY)
    failing += [
        Failing(f"{row['country']} {row['year']}: a section without recommendations", row["country"], row["year"])
        for row in unread.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{rows.height} recommendations, {len(failing)} not found in their place",
        "all in their section, in order",
    )


def _without_line_breaks(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(_SPACES, " ").str.strip_chars()


CHECKS: Final = (
    Check(
        name="recommendations_evidence",
        table="recommendations",
        severity="error",
        blocking=True,
        reason="Every recommendation is in its narrative's section, and every such section has recommendations.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_recommendations_evidence,
        reads=("report_sections",),
    ),
)
