"""Identifiers stay text in every program that reads CSV."""

import io
import re

import duckdb
import pandas as pd
import polars as pl
import pytest

from warehouse.tables import TABLES
from warehouse.tables.identifiers import IdPrefix

DIGITS = ["954350e999468447", "1234567890123456", "0000000000000012", "12345678e0123456", "deadbeefdeadbeef"]


@pytest.mark.parametrize("prefix", IdPrefix)
@pytest.mark.parametrize("digits", DIGITS)
def test_an_identifier_is_read_from_csv_as_it_is(prefix: IdPrefix, digits: str) -> None:
    identifier = prefix + digits
    assert re.fullmatch(prefix.pattern, identifier)
    assert not re.fullmatch(prefix.pattern, digits)
    text = f"id,words\n{identifier},1\n"
    assert pd.read_csv(io.StringIO(text))["id"].tolist() == [identifier]
    assert pl.read_csv(text.encode())["id"].to_list() == [identifier]
    assert duckdb.read_csv(io.StringIO(text)).fetchall() == [(identifier, 1)]


def test_digits_alone_are_not_read_as_they_are() -> None:
    """Why there is a prefix."""
    assert pd.read_csv(io.StringIO(f"id\n{DIGITS[0]}\n"))["id"].tolist() != [DIGITS[0]]


def test_every_column_of_identifiers_has_a_prefix() -> None:
    prefixes = {"article_id": "a_", "original_id": "a_", "claim_id": "c_"}
    found = {
        (name, column.regex)
        for table in TABLES.values()
        for name, column in table.schema.columns().items()
        if name.endswith("_id")
    }
    assert found == {(name, IdPrefix(prefix).pattern) for name, prefix in prefixes.items()}
