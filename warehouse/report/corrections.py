"""Corrections: of verdicts, which people reviewed, and of misprints in the reports."""

from typing import Final

import polars as pl

from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.writing import Site

_COLUMNS: Final = ("id", "subject", "since_release", "verdict", "source")


def write_correction_pages(site: Site, facts: Facts) -> None:
    """Writes `corrections.html` and a page for each correction of a verdict."""
    rows = verdict_corrections(facts)
    subjects = [row["subject"] for row in rows]
    is_about = pl.col("claim_id").is_in(subjects) | pl.col("article_id").is_in(subjects)
    corrected = facts.claims.frame.filter(is_about).to_dicts()
    claims = {row["claim_id"]: row for row in corrected}
    site.page(
        "corrections.html",
        "corrections.html",
        "Corrections",
        rows=rows,
        claims=claims,
        misprints=_misprints(facts),
        name=facts.name,
        place=facts.place,
    )
    for row in rows:
        about = [claim for claim in corrected if row["subject"] in (claim["claim_id"], claim["article_id"])]
        site.page(f"correction/{row['id']}.html", "correction.html", f"Correction {row['id']}", row=row, claims=about)


def verdict_corrections(facts: Facts) -> list[Row]:
    """The reviewed corrections of verdicts."""
    return facts.tables.rows("verdict_corrections", _COLUMNS)


def _misprints(facts: Facts) -> list[Row]:
    """The pages whose remark names a correction of a misprint."""
    pages = facts.tables.rows("pages", ("country", "year", "family", "remark", "source_url"))
    return [page for page in pages if page["remark"] and "corrected:" in page["remark"]]
