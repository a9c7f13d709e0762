"""The table of enforcement statistics: what the reader gives fits it, what breaks its rules does not."""

from dataclasses import asdict

import polars as pl
import pytest

from sources.state_department.statistics import TextSection, read_statistics
from warehouse.tables.statistics import ENFORCEMENT_STATISTICS as TABLE

TEXT = (
    "The government investigated between 20 and 30 cases (16 in 2016), prosecuted three suspects, and did not convict "
    "any traffickers. It did not report the number of arrests.\nAuthorities identified at least 1,204 victims (1,100 "
    "for sex trafficking and 104 for forced labor) and referred 12 victims to shelters."
)


def frame() -> pl.DataFrame:
    rows = read_statistics([TextSection("prosecution", 4, TEXT)], 2018)
    page = {"source_url": "https://example.org/page", "page_digest": "0" * 64, "origin": "sample"}
    return TABLE.frame([{"country": "NOR", "year": 2018, **page, **asdict(row)} for row in rows])


def test_what_is_read_fits_the_table() -> None:
    data = frame()
    assert data.height == 9
    assert TABLE.schema.validate(data).columns == TABLE.columns
    assert all(column.description for column in TABLE.describe())


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("char_end", pl.col("char_end") + 1),
        ("value", pl.lit(None, pl.Int64)),
        ("qualifier", pl.lit("not_reported")),
        ("value_high", pl.lit(0, pl.Int64)),
        ("measure", pl.lit("sightings")),
        ("period_year", pl.lit(2030, pl.Int16)),
        ("value", pl.lit(-1, pl.Int64)),
    ],
)
def test_rows_that_break_a_rule_are_refused(column: str, wrong: pl.Expr) -> None:
    counted = frame().filter(pl.col("value") > 0)
    broken = counted.with_columns(wrong.alias(column))
    assert not TABLE.schema.is_valid(broken)
    assert TABLE.schema.is_valid(counted)
