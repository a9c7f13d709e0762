"""Values that surely fit their columns fit them for Polars too; what does not fit is an error as before."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.tables import TABLES
from warehouse.tables.declaration import Table
from warehouse.tables.schema_library import dy
from warehouse.tables.value_types import surely_fit


class _Kinds(dy.Schema):
    text = dy.String(nullable=True)
    small = dy.Int8(nullable=True)
    large = dy.Int64(nullable=True)
    truth = dy.Bool(nullable=True)
    day = dy.Date(nullable=True)
    texts = dy.List(dy.String(nullable=False), nullable=True)


KINDS = Table(name="kinds", declaration=_Kinds, grain="a value of each kind")
NONE = dict.fromkeys(KINDS.columns)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.integers(-129, 129),
    st.floats(),
    st.text(st.characters(exclude_categories=()), max_size=3),
    st.dates(),
    st.lists(st.one_of(st.none(), st.text(max_size=2), st.integers(0, 3)), max_size=3),
)


@given(st.fixed_dictionaries(dict.fromkeys(KINDS.columns, VALUES)))
def test_what_surely_fits_keeps_its_value(row):
    if surely_fit(KINDS.declaration, [row]):
        assert KINDS.frame([row]).row(0, named=True) == row


def test_plain_values_surely_fit():
    row = {"text": "Žluť", "small": -128, "large": 2**63 - 1, "truth": True, "day": date(2020, 1, 1), "texts": ["a"]}
    assert surely_fit(KINDS.declaration, [row, NONE])


@pytest.mark.parametrize("wrong", [{"text": "\ud800"}, {"small": 128}, {"large": "two"}, {"day": "today"}])
def test_a_value_of_another_type_is_an_error(wrong):
    with pytest.raises(Exception):  # noqa: B017 - Polars raises errors of several types
        KINDS.validate_types([NONE | wrong])


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_declaration_is_the_schema_that_validates(table):
    assert table.columns == table.schema.column_names()
    assert table.empty().schema == table.polars_schema()
    assert isinstance(table.polars_schema(), pl.Schema)
