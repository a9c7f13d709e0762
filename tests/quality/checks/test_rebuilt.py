"""Computed tables are what their builds make of their inputs: every row that differs is named."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl
import pytest

from tests.quality.contexts import Tables, at, rows
from warehouse.builds.build import Build, Editions, Reference, Staged
from warehouse.builds.registry import all_builds
from warehouse.quality.check import Check, CheckResult, Failing, run_check
from warehouse.quality.checks import rebuilt
from warehouse.tables import COUNTRIES, TIER_RECORD

CHECKS = {check.name: check for check in rebuilt.rebuild_checks()}


def test_every_computed_table_is_made_again() -> None:
    named = {build.rebuilds_as: build for build in all_builds().values() if build.rebuilds_as is not None}
    assert CHECKS.keys() == named.keys() != set()
    for name, check in CHECKS.items():
        build = named[name]
        assert (check.table, check.reads, check.severity, check.blocking) == (build.name, build.tables, "error", True)
        assert check.facts == (("references",) if name == "editions_follow_pages" else ())
        assert check.code == (build.module,)


def compared(
    build: Build, *, facts: dict[str, Any] | None = None, **tables: pl.DataFrame
) -> tuple[CheckResult, list[Failing]]:
    """The result on a table of a build, and all that fails."""
    check: Check = rebuilt.check_of_build(build, "follows")
    context = Tables(tables, known_facts=facts or {})
    said = run_check(check, context, {})
    assert said.observed != "the check could not be run", said.failing
    return said, list(check.find(context).failing)  # type: ignore[arg-type]


def placed(*tiers: tuple[str, int, str]) -> pl.DataFrame:
    return rows("tier_record", *(at(country, year, tier=tier, source="x") for country, year, tier in tiers))


MADE = placed(("KHM", 2018, "2"), ("LAO", 2018, "3"), ("THA", 2018, "1"))


@pytest.mark.parametrize(
    ("staged", "failing"),
    [
        (MADE, []),
        (placed(("KHM", 2018, "2"), ("THA", 2018, "1")), [Failing("LAO 2018: missing", "LAO", 2018)]),
        (placed(("KHM", 2018, "2"), ("LAO", 2018, "3")), [Failing("THA 2018: missing", "THA", 2018)]),
        (placed(("KHM", 2018, "2"), ("LAO", 2018, "2"), ("THA", 2018, "1")), [Failing("LAO 2018: tier", "LAO", 2018)]),
        (
            placed(("KHM", 2018, "2"), ("LAO", 2018, "3"), ("THA", 2018, "1"), ("VNM", 2018, "1")),
            [Failing("VNM 2018: made of nothing", "VNM", 2018)],
        ),
        (
            placed(("KHM", 2017, "2"), ("LAO", 2018, "1"), ("THA", 2018, "1")).with_columns(source=pl.lit("y")),
            [
                Failing("KHM 2017: made of nothing", "KHM", 2017),
                Failing("KHM 2018: missing", "KHM", 2018),
                Failing("LAO 2018: tier, source", "LAO", 2018),
                Failing("THA 2018: source", "THA", 2018),
            ],
        ),
        (MADE.with_columns(source=pl.lit(None, pl.String)), [
            Failing(f"{country} 2018: source", country, 2018) for country in ("KHM", "LAO", "THA")
        ]),
        (placed(), [Failing(f"{country} 2018: missing", country, 2018) for country in ("KHM", "LAO", "THA")]),
    ],
)  # fmt: skip
def test_rows_that_differ_are_named(staged: pl.DataFrame, failing: list[Failing]) -> None:
    said, found = compared(Build(TIER_RECORD, make=lambda: MADE), tier_record=staged)
    assert found == failing
    assert said.observed == f"{staged.height} rows made again, {len(failing)} differ"


def test_rows_without_a_year_are_named_by_their_key() -> None:
    def named(*names: str) -> pl.DataFrame:
        each = zip("AB", names, strict=True)
        return rows("countries", *({"country": code, "name": name, "aliases": []} for code, name in each))

    _, found = compared(Build(COUNTRIES, make=lambda: named("x", "y")), countries=named("x", "z"))
    assert found == [Failing("B: name", "B", None)]


def chunked(*frames: pl.DataFrame) -> Build:
    """A build that makes its rows some at a time."""
    return Build(TIER_RECORD, make=lambda: iter(frames))


CHUNKS = (placed(("KHM", 2018, "2"), ("LAO", 2018, "3")), placed(("THA", 2018, "1")))
MORE = placed(("KHM", 2018, "2"), ("LAO", 2018, "3"), ("THA", 2018, "1"), ("VNM", 2018, "1"))


@pytest.mark.parametrize(
    ("staged", "failing"),
    [
        (MADE, []),
        (MORE, [Failing("VNM 2018: made of nothing", "VNM", 2018)]),
        (placed(("KHM", 2018, "2"), ("LAO", 2018, "3")), [Failing("THA 2018: missing", "THA", 2018)]),
        (placed(("KHM", 2018, "2"), ("LAO", 2018, "3"), ("THA", 2018, "3")), [Failing("THA 2018: tier", "THA", 2018)]),
    ],
)
def test_rows_made_some_at_a_time_are_compared_some_at_a_time(staged: pl.DataFrame, failing: list[Failing]) -> None:
    said, found = compared(chunked(*CHUNKS), tier_record=staged)
    assert found == failing
    assert said.observed == f"{staged.height} rows made again, {len(failing)} differ"


def test_a_table_that_nothing_is_made_of_has_no_rows() -> None:
    assert compared(chunked(), tier_record=MADE)[1] == [
        Failing(f"{country} 2018: made of nothing", country, 2018) for country in ("KHM", "LAO", "THA")
    ]
    assert compared(chunked(), tier_record=placed())[1] == []


def test_a_build_is_handed_its_inputs() -> None:
    handed: list[dict[str, Any]] = []

    def make(**inputs: Any) -> pl.DataFrame:
        handed.append(inputs)
        return MADE

    inputs = {
        "known": Reference("editions"),
        "own": Editions(),
        "pages": Staged("pages"),
        "places": Staged("countries", ("country",)),
    }
    pages = rows("pages", at("LAO", 2018))
    countries = rows("countries", {"country": "LAO", "name": "Laos"})
    facts = {"references": {"editions": [{"year": 2018}], "countries": []}}
    said, _ = compared(
        Build(TIER_RECORD, make, inputs), facts=facts, tier_record=MADE, pages=pages, countries=countries
    )
    assert said.passed
    given = handed[0]
    assert given["known"] == [{"year": 2018}]
    assert given["own"].equals(MADE)
    assert given["pages"].equals(pages)
    assert given["places"].equals(countries.select("country"))


@pytest.mark.parametrize(("size", "heights"), [(1, [1, 1, 1]), (2, [2, 1]), (3, [3]), (4, [3])])
def test_an_input_in_chunks_is_handed_over_in_order_and_whole(
    size: int, heights: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilt, "_CHUNK_ROWS", size)
    handed: list[list[pl.DataFrame]] = []

    def make(pages: Iterator[pl.DataFrame]) -> pl.DataFrame:
        handed.append(list(pages))
        return MADE

    pages = rows("pages", *(at(code, 2018) for code in ("KHM", "LAO", "THA")))
    build = Build(TIER_RECORD, make, {"pages": Staged("pages", in_chunks=True)})
    compared(build, tier_record=MADE, pages=pages)
    assert [frame.height for frame in handed[0]] == heights
    assert pl.concat(handed[0]).equals(pages)


def test_the_check_of_a_build_looks_at_what_makes_it() -> None:
    build = Build(TIER_RECORD, partial(placed), {"known": Reference("x")})
    check = rebuilt.check_of_build(build, "follows")
    assert (check.facts, check.code, check.module) == (("references",), (__name__,), "warehouse.quality.checks.rebuilt")
