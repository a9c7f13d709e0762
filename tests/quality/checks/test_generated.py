"""Checks that follow from declarations: columns, keys, rows, references, and bad rows told from good ones."""

from dataclasses import FrozenInstanceError
from typing import Any

import polars as pl
import pytest

from tests.quality.contexts import Tables, rows
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.checks import generated
from warehouse.quality.checks.generated import generated_checks
from warehouse.quality.invalid_rows import InvalidRow, find_invalid_rows
from warehouse.tables import RECOMMENDATIONS, TABLES, TIER_RECORD, TIER_SIGHTINGS

DIGEST = "0" * 64


def result(check: str, frame: pl.DataFrame, **others: pl.DataFrame) -> CheckResult:
    checks = {each.name: each for each in generated_checks()}
    said = run_check(checks[check], Tables({checks[check].table: frame, **others}), {})
    assert said.observed != "the check could not be run", said.failing
    return said


def country(code: str | None, **values: Any) -> dict[str, Any]:
    return {"country": code, "name": "A name", "aliases": [], **values}


def countries(*codes: str | None) -> pl.DataFrame:
    return rows("countries", *map(country, codes))


def test_the_tables_of_a_release_are_checked_and_no_others() -> None:
    names = {check.table for check in generated_checks()}
    assert names == {table.name for table in TABLES.values() if table.in_identity}
    assert names.isdisjoint({"quality_results", TIER_RECORD.name})
    with_keys = {check.table for check in generated_checks() if check.name.endswith("__references")}
    assert with_keys == {table.name for table in TABLES.values() if table.foreign_keys}
    assert all(check.blocking and check.severity == "error" for check in generated_checks())


def test_columns_and_types_are_those_declared() -> None:
    frame = countries("LAO")
    said = result("countries__schema", frame)
    assert (said.failing, said.observed) == ([], "12 columns")
    assert said.expected == "the 12 declared columns and types"
    other = frame.drop("name", "region").with_columns(pl.lit(1).alias("more"), pl.col("last_edition").cast(pl.Int64))
    said = result("countries__schema", other)
    assert said.failing == [
        "name is missing",
        "region is missing",
        "more is not declared",
        "last_edition is Int64, declared Int16",
    ]
    assert said.observed == "11 columns"


def test_no_two_rows_have_one_key() -> None:
    codes = [f"{letter}AA" for letter in "QWERTYUIOPLKJ"]
    said = result("countries__key", countries(*codes, "ZZZ", *codes))
    assert said.failing == [f"twice: country={code}" for code in codes]
    assert said.observed == "27 rows, 0 with a null in the key, 13 keys used twice"


def test_no_key_has_a_null() -> None:
    frame = rows("quarantine", {"table": "pages", "source_url": "https://1", "reason": "empty", "record": "{}"},
                 {"table": "pages", "reason": "empty", "record": "{}"})  # fmt: skip
    said = result("quarantine__key", frame)
    assert said.failing == ["null in table=pages source_url=None reason=empty record={}"]
    assert said.observed == "2 rows, 1 with a null in the key, 0 keys used twice"


def test_rows_keep_their_declaration() -> None:
    bad = [
        country("LAO", region="XX", name=""),
        country("lao"),
        country("KHM"),
        country("KHM"),
        country("THA", name=""),
    ]
    said = result("countries__rows", rows("countries", *bad))
    assert said.failing == ["country|regex: 1 rows", "name|min_length: 2 rows", "region|check__in_vocabulary: 1 rows"]
    assert said.observed == "4 broken rules in 5 rows"


@pytest.mark.parametrize("at_once", [1, 2, 3, 7])
def test_rows_are_checked_some_at_a_time(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "_ROWS_AT_ONCE", at_once)
    said = result("countries__rows", countries("aaa", "KHM", "THA", "ddd", "VNM", "fff"))
    assert said.failing == ["country|regex: 3 rows"]
    assert said.observed == "3 broken rules in 3 rows"


def test_a_table_without_rows_keeps_its_declaration() -> None:
    said = result("countries__rows", countries())
    assert (said.failing, said.observed) == ([], "0 broken rules in 0 rows")
    missing = run_check(_check("countries__rows"), Tables({"countries": countries().drop("name")}), {})
    assert not missing.passed


def _check(name: str) -> Any:
    return next(check for check in generated_checks() if check.name == name)


def test_rows_find_those_they_refer_to() -> None:
    codes = [f"{letter}AA" for letter in "QWERTYUIOPLKJ"]
    frame = rows("pages", *({"country": code, "family": "tip", "year": 2018} for code in (*codes, *codes, "KHM")),
                 {"country": "KHM", "family": "tip", "year": 2019}, {"family": "tip", "year": 2018})  # fmt: skip
    editions = rows("editions", {"family": "tip", "year": 2018})
    said = result("pages__references", frame, countries=countries("KHM", "THA"), editions=editions)
    missing = [f"countries has no country={code}" for code in sorted(codes)]
    assert said.failing == [*missing, "editions has no family=tip year=2019"]
    assert said.observed == "14 values without a match"


def recommendation(position: int, **values: Any) -> dict[str, Any]:
    known = {"country": "LAO", "year": 2018, "text": "Do.", "source_url": "https://a", "page_digest": DIGEST}
    return {**known, "position": position, "origin": "live", **values}


def test_bad_rows_are_told_with_the_checks_they_break() -> None:
    good, short, low = recommendation(1), recommendation(2, text=""), recommendation(0, origin="moon")
    assert find_invalid_rows(RECOMMENDATIONS, rows("recommendations", good)) == []
    assert find_invalid_rows(RECOMMENDATIONS, rows("recommendations")) == []
    found = find_invalid_rows(RECOMMENDATIONS, rows("recommendations", good, short, low))
    whole = {"recurs_from": None, "chain": None, "chain_length": None}
    assert found == [
        InvalidRow({**short, **whole}, ["text|min_length"]),
        InvalidRow({**low, **whole}, ["position|min", "origin|check__in_vocabulary"]),
    ]
    with pytest.raises(FrozenInstanceError):
        found[0].rules = []  # type: ignore[misc]


def test_a_check_over_several_columns_is_told_by_its_name() -> None:
    sighting = recommendation(1, place="heading", tier="2", tier_printed="Tier 2", sentence="Laos")
    del sighting["text"]
    sighting |= {"char_start": 0, "char_end": 5}
    (bad,) = find_invalid_rows(TIER_SIGHTINGS, rows("tier_sightings", sighting))
    assert bad.rules == ["span_is_the_sentence"]
