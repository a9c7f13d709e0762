"""The quality statement says what fails, what was overridden and what is missing, and lets no page speak Markdown."""

from pathlib import Path

import pytest

from warehouse.catalog.markdown import escaped
from warehouse.catalog.quality_statement import quality_statement
from warehouse.quality.check import CheckResult
from warehouse.quality.nothing_to_check import passed_line
from warehouse.staging.parquet import compact_bytes
from warehouse.staging.table_files import compact_path
from warehouse.tables import (
    CLAIM_CHECKS,
    EDITIONS,
    ENFORCEMENT_STATISTICS,
    NEWS_CLAIMS,
    QUARANTINE,
    REPORT_SECTIONS,
    TIER_PLACEMENTS,
    VERDICT_CORRECTIONS,
)

ROWS = {"pages": 12}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    edition = dict.fromkeys(EDITIONS.columns, None) | {
        "family": "tip", "year": 2010, "status": "partial", "held": 12, "expected": 177,
        "country_pages": 12, "quarantined": 0, "list_held": False,
    }  # fmt: skip
    empty = (QUARANTINE, TIER_PLACEMENTS, CLAIM_CHECKS, NEWS_CLAIMS, VERDICT_CORRECTIONS)
    place = {"country": "KHM", "year": 2010, "position": 1}
    section = dict.fromkeys(REPORT_SECTIONS.columns) | place | {"numbers_unread": 1}
    counts = [
        dict.fromkeys(ENFORCEMENT_STATISTICS.columns)
        | place
        | {"ordinal": value, "value": value, "char_start": 0, "certainty": certainty}
        for value, certainty in enumerate(("sure", "sure", "doubtful"), start=1)
    ]
    for table, rows in ((EDITIONS, [edition]), *((table, []) for table in empty)):
        path = tmp_path / compact_path(table.name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(compact_bytes(table, table.frame(rows)))
    for table, rows in ((REPORT_SECTIONS, [section]), (ENFORCEMENT_STATISTICS, counts)):  # with the columns that count
        table.frame(rows).write_parquet(tmp_path / compact_path(table.name))
    return tmp_path


def result(name: str, *, passed: bool, failing: tuple[str, ...] = (), accepted: tuple[str, ...] = ()) -> CheckResult:
    return CheckResult(
        check=name, table="pages", severity="error", blocking=True, passed=passed, observed="1 page", expected="none",
        failing=list(failing), failing_count=len(failing), reason="", advice="Look.", accepted=list(accepted),
    )  # fmt: skip


def test_what_fails_what_was_accepted_and_what_is_missing(release: Path) -> None:
    results = [
        result("titles", passed=False, failing=("[x](javascript:alert(1)) <b>",)),
        result("steps", passed=True, accepted=("KHM 2010",)),
    ]
    said = quality_statement(release, "abc", ROWS, results, {"kind": "real", "override": None})
    assert (
        "1 of 2 checks passed, 0 of which had nothing to check because their table is empty or there is no release"
        " before; of the 2 that keep a release from being published, 1 passed"
    ) in said
    assert "| titles | 1 page | `[x](javascript:alert(1)) <b>` | Look. |" in said
    assert "- steps: KHM 2010" in said
    assert "- tip 2010: partial, 12 of 177 countries" in said
    assert "| year | counts | sure | likely | doubtful | unread |" in said
    assert "| 2010 | 3 | 67 | 0 | 33 | 25 |" in said
    assert "overridden" not in said


def test_an_override_is_told(release: Path) -> None:
    notes = {"kind": "sample", "override": {"reason": "seen *by* me", "failing": ["titles"]}}
    said = quality_statement(release, "abc", ROWS, [result("titles", passed=False)], notes)
    assert "**The gate was overridden**: `seen *by* me`. It failed: titles." in said
    assert "the sentences are the project's own" in said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, 3 of 4", "plain words, 3 of 4"),
        ("tier_placements & more", "`tier_placements & more`"),
        ("a `tick` and ``two``", "``` a `tick` and ``two`` ```"),
        ("<b>x</b> | y", "`<b>x</b> ¦ y`"),
    ],
)
def test_signs_of_markup_are_in_code_and_have_no_escapes(text: str, written: str) -> None:
    assert escaped(text) == written


def test_a_check_of_an_empty_table_had_nothing_to_check() -> None:
    results = [result("titles", passed=True), result("steps", passed=False)]
    assert passed_line(results, {"pages": 1}) == "1 of 2 passed"
    assert passed_line(results, {}) == "1 of 2 passed (1 had nothing to check)"
