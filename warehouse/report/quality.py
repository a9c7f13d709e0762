"""How good a release is: failed checks first, coverage, certainty, rejected rows."""

from collections import Counter
from typing import Any, Final

from warehouse.quality.nothing_to_check import had_nothing_to_check
from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.words import MEASURES
from warehouse.report.writing import Site

_FAMILIES: Final = ("tip", "human_rights")
_SIGNS: Final = {"held": "●", "partial": "◐", "not_loaded": "", "absent": ""}
_SHOWN_REJECTED: Final = 200
_REJECTED: Final = ("country", "year", "table", "reason", "detail", "source_url")


def write_quality_pages(site: Site, facts: Facts) -> None:
    """Writes `quality.html` and `coverage.html`."""
    results = facts.release.results
    failed = sorted((row for row in results if not row.passed), key=lambda row: (not row.blocking, row.check))
    rejected = facts.tables.rows("quarantine", _REJECTED)
    site.page(
        "quality.html",
        "quality.html",
        "How good this release is",
        failed=failed,
        passed=sorted((row for row in results if row.passed), key=lambda row: (row.table, row.check)),
        empty={row.check for row in results if had_nothing_to_check(row, facts.release.rows)},
        override=facts.release.metadata["override"],
        certainty=certainty(facts),
        editions={name: facts.editions.get(name, []) for name in _FAMILIES},
        reasons=Counter(row["reason"] for row in rejected).most_common(),
        rejected=rejected[:_SHOWN_REJECTED],
        rejected_count=len(rejected),
        name=facts.name,
    )
    site.page(
        "coverage.html",
        "coverage.html",
        "Coverage",
        families=[coverage(facts, name) for name in _FAMILIES],
        signs=_SIGNS,
    )


def certainty(facts: Facts) -> list[Row]:
    """The stated counts by measure and certainty."""
    counts = facts.tables.frame("enforcement_statistics", ("measure", "certainty"))
    if counts.is_empty():
        return []
    found = counts.group_by("measure", "certainty").len()
    by_measure: dict[str, dict[str, int]] = {}
    for measure, grade, number in found.iter_rows():
        by_measure.setdefault(measure, {})[grade] = number
    return [{"measure": measure, **by_measure[measure]} for measure in MEASURES if measure in by_measure]


def coverage(facts: Facts, family: str) -> dict[str, Any]:
    """What is held of each country in each edition of a family: a report, only a placement, or nothing.

    A country of which an edition that is held whole has nothing was not in it.
    """
    editions = {row["year"]: row for row in facts.editions.get(family, [])}
    years = list(editions)
    rows = []
    for code, country in facts.countries.items():
        reports = facts.words.get((code, family), {})
        placed = facts.placed.get(code, {}) if family == "tip" else {}
        if reports or placed:
            cells = [_cell(year in reports, year in placed, editions[year]) for year in years]
            rows.append({"code": code, "name": country["name"], "cells": cells})
    return {"family": family, "years": years, "editions": editions, "rows": rows}


def _cell(has_report: bool, is_placed: bool, edition: Row) -> str:
    if has_report:
        return "held"
    if is_placed:
        return "partial"
    is_whole = edition["status"] == "complete" or edition["list_held"]
    return "absent" if is_whole else "not_loaded"


def checks_by_result(facts: Facts) -> dict[str, int]:
    """How many checks passed, failed, and passed with nothing to check."""
    results = facts.release.results
    passed = [row for row in results if row.passed]
    return {
        "all": len(results),
        "passed": len(passed),
        "failed": len(results) - len(passed),
        "blocking": sum(row.blocking for row in results if not row.passed),
        "empty": sum(had_nothing_to_check(row, facts.release.rows) for row in results),
    }


def held_share(facts: Facts, family: str) -> tuple[int, int]:
    """The editions of a family of which something is held, and all that are known."""
    editions = facts.editions.get(family, [])
    return sum(row["status"] != "not_loaded" for row in editions), len(editions)
