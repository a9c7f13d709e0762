"""What a release may lose of the one before: the ceilings themselves are allowed, the next row is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.drift_rules import FALL
from warehouse.quality.page_rules import QUARANTINE_SHARE
from warehouse.quality.registry import all_checks
from warehouse.tables import TABLES


@dataclass
class Tables:
    """Tables now and in the release; those not given are empty."""

    now: Mapping[str, pl.DataFrame]
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def frame(self, table: str) -> pl.DataFrame:
        return self.now.get(table, pl.DataFrame(schema=TABLES[table].polars_schema()))

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return {}

    def released(self, table: str) -> pl.DataFrame | None:
        return self.before.get(table)

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        rows = self.released(table)
        return rows.lazy() if rows is not None else None


def rows(table: str, count: int, **values: Any) -> pl.DataFrame:
    """Rows of which only some columns matter; the others are null."""
    schema = TABLES[table].polars_schema()
    assert values.keys() <= schema.keys()
    each = [dict.fromkeys(schema) | values for _ in range(count)]
    return pl.DataFrame(each, schema=schema, orient="row")


def result(check: str, tables: Tables) -> CheckResult:
    found = run_check(all_checks()[check], tables, {})
    assert found.observed != "the check could not be run", found.failing
    return found


@pytest.mark.parametrize(("now", "kept"), [(101, True), (100, True), (95, True), (94, False), (0, False)])
def test_a_twentieth_of_the_rows_of_a_year_may_go(now: int, kept: bool) -> None:
    assert FALL == 0.05
    was = {"recommendations": rows("recommendations", 100, year=2018)}
    found = result("rows_kept", Tables({"recommendations": rows("recommendations", now, year=2018)}, was))
    expected = [] if kept else [f"recommendations 2018: {now} rows, 100 in the current release"]
    assert (found.failing, found.passed) == (expected, kept)


@pytest.mark.parametrize(("now", "kept"), [(59, False), (60, True), (100, True), (170, True), (171, False)])
def test_a_report_keeps_its_length_within_bounds(now: int, kept: bool) -> None:
    place = {"country": "KHM", "year": 2018, "family": "tip", "area": "main"}
    was, is_now = (rows("report_sections", 1, words=words, **place) for words in (100, now))
    found = result("words_kept", Tables({"report_sections": is_now}, {"report_sections": was}))
    expected = [] if kept else [f"KHM 2018 tip: {now} words, 100 in the current release"]
    assert found.failing == expected


@pytest.mark.parametrize(("aside", "kept"), [(0, True), (2, True), (3, False)])
def test_a_fiftieth_of_an_edition_may_be_set_aside(aside: int, kept: bool) -> None:
    assert QUARANTINE_SHARE == 0.02
    edition = {"family": "tip", "year": 2018, "kind": "country"}
    pages = [
        rows("pages", count, outcome=outcome, **edition)
        for outcome, count in (("read", 100 - aside), ("quarantined", aside))
    ]
    numbered = pl.concat(pages).with_columns(
        pl.format("https://x.invalid/{}", pl.int_range(pl.len())).alias("source_url")
    )
    found = result("quarantine_share", Tables({"pages": numbered}))
    assert found.failing == ([] if kept else [f"tip 2018: {aside} of 100 pages"])
