"""The analyst's kit: every macro and view answers, tells empty from not loaded, and opens in older DuckDBs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.small_release import write_release
from warehouse.catalog.analyst_kit import DEFINITIONS

OLDEST_DUCKDB = "1.4.0"
"""The oldest DuckDB that a release must open in."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("small") / "abc") / "warehouse.duckdb"


@pytest.fixture(scope="module")
def ask(file: Path) -> Iterator[Any]:
    with duckdb.connect(str(file), read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)
def test_the_example_of_each_definition_runs(ask: Any, definition: Any) -> None:
    if definition.name != "partitions":  # it reads files, and tests of partitions run it
        ask(definition.example)
    catalog = (
        "duckdb_views() WHERE view_name" if definition.parameters is None else "duckdb_functions() WHERE function_name"
    )
    assert ask(f"SELECT comment FROM {catalog} = '{definition.name}'") == [(definition.comment,)]


def test_an_edition_without_the_country_differs_from_one_that_is_not_loaded(ask: Any) -> None:
    assert ask("SELECT year, status FROM tier_history('THA')") == [
        (2012, "not_loaded"),
        *((year, "placed") for year in (2013, 2014, 2015)),
    ]
    assert {status for (status,) in ask("SELECT status FROM tier_history('XXX') WHERE year > 2012")} == {
        "not_in_edition"
    }


def test_only_countries_that_no_later_edition_raised_again_are_never_back(ask: Any) -> None:
    assert ask("SELECT country FROM downgraded_in(2014)") == [("QAT",), ("THA",), ("VEN",)]
    assert ask("SELECT country, tier_before, tier, best_since FROM never_back(2014)") == [
        ("QAT", "2", "2WL", "2WL"),
        ("VEN", "2WL", "3", "3"),
    ]


def test_a_count_has_its_newest_restatement_and_a_reason_where_there_is_none(ask: Any) -> None:
    assert ask("SELECT year, status, value, newest_value, newest_edition FROM convictions('NOR')") == [
        (2012, "rejected", None, None, None),
        (2013, "stated", 5, 6, 2014),
        (2014, "not_reported", None, None, None),
        (2015, "none_read", None, None, None),
    ]
    assert ask("SELECT DISTINCT status FROM convictions('THA')") == [("not_loaded",)]


def test_coverage_tells_empty_from_not_loaded(ask: Any) -> None:
    narrative = (
        "SELECT year, status FROM coverage WHERE table_name = 'recommendations' AND country = 'NOR' ORDER BY year"
    )
    assert ask(narrative) == [(2012, "rejected"), (2013, "empty"), (2014, "empty"), (2015, "empty")]
    assert ask("SELECT year, status, countries FROM listed_countries('cspa') WHERE year > 2012") == [
        (2013, "not_loaded", 0),
        (2014, "rows", 1),
        (2015, "not_loaded", 0),
    ]
    assert ask("SELECT DISTINCT status FROM listed_countries('policy_or_pattern')") == [("no_such_list",)]


def test_a_phrase_is_counted_as_whole_words_in_any_case(ask: Any) -> None:
    found = ask("SELECT year, mentions, per_10000_words FROM mentions_by_edition('tip', 'human rights')")
    assert found == [(2013, 2, 5000.0), (2014, 0, 0.0), (2015, 0, 0.0)]


def claimed_upgrades(*placed: tuple[str, str, bool]) -> dict[str, list[dict[str, Any]]]:
    """A paper that says of each country that it was upgraded in 2014, and what the record says: change and waiver."""
    place = [{"country": country, "year": 2014} for country, _, _ in placed]
    known = [row | {"claim_id": f"c_{row['country']}", "article_id": "a_1"} for row in place]
    claims = [row | {"claim_kind": "tier_change", "value": "upgraded", "sentence": "It was upgraded."} for row in known]
    article = {
        "country": "WLD",
        "year": 2014,
        "article_id": "a_1",
        "publisher": "The Paper",
        "url": "https://p.example",
    }
    return {
        "tier_placements": [
            row | {"tier": "2WL", "change": change, "waiver_stated": waiver}
            for row, (_, change, waiver) in zip(place, placed, strict=True)
        ],
        "news_articles": [article],
        "news_claims": claims,
        "claim_checks": [row | {"relation": "conflict", "explanation": "An explanation."} for row in known],
    }


def test_a_waiver_that_a_paper_called_an_upgrade_is_found(tmp_path: Path) -> None:
    placed = (("QAT", "unchanged", True), ("THA", "upgraded", True), ("VEN", "unchanged", False))
    file = write_release(tmp_path / "abc", claimed_upgrades(*placed)) / "warehouse.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute("SELECT publisher, country, edition FROM waivers_called_upgrades").fetchall()
    assert found == [("The Paper", "QAT", 2014)]


def test_the_format_of_the_file_is_old_enough(ask: Any) -> None:
    ((tags,),) = ask("SELECT tags FROM duckdb_databases() WHERE database_name = 'warehouse'")
    assert tags["storage_version"].startswith("v1.2.0")


@pytest.mark.soak
def test_the_oldest_supported_duckdb_opens_the_file(file: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", f"duckdb=={OLDEST_DUCKDB}"]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        pytest.skip(f"duckdb {OLDEST_DUCKDB} cannot be installed here")
    examples = [definition.example for definition in DEFINITIONS if definition.name != "partitions"]
    script = (
        f"import duckdb; assert duckdb.__version__ == {OLDEST_DUCKDB!r}; "
        f"found = duckdb.connect({str(file)!r}, read_only=True); "
        f"[found.execute(sql).fetchall() for sql in {examples!r}]; "
        "print(found.execute(\"SELECT comment FROM duckdb_columns() WHERE column_name = 'chain'\").fetchone()[0])"
    )
    done = subprocess.run([python, "-c", script], env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "chain of repeats" in done.stdout
