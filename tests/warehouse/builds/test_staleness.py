"""What is stale and why, as a pure function: one test for each reason."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assets.pipeline.build.inputs import input_digests
from assets.pipeline.plan.staleness import HomeState, Plan, Reason, Stale, plan
from assets.pipeline.plan.versions import build_version, reader_version
from warehouse.builds.registry import all_builds
from warehouse.staging.area import EditionKey
from warehouse.staging.staged_table import StagedTable
from warehouse.tables import READ_FROM_PAGES

TIP = EditionKey("tip", 2018)
PANEL = build_version(all_builds()["country_years"])
READ = {table.name for table in READ_FROM_PAGES}


def note(captures: str = "c", **changed: Any) -> dict[str, Any]:
    files = {name: {"sha256": "1", "bytes": 1} for name in READ}
    return {"captures": captures, "made_with": reader_version("tip").metadata, "files": files, **changed}


def fresh(**editions: Any) -> HomeState:
    """A home in which nothing is stale."""
    notes = {TIP: note()}
    digests = {name: name for name in all_builds()}
    tables = {
        name: StagedTable(
            name, name, 0, {}, inputs=input_digests(build, notes, digests, ""), made_with=build_version(build).metadata
        )
        for name, build in all_builds().items()
    }
    return HomeState(captures={TIP: "c"}, editions=notes, tables=tables)


def with_table(holdings: HomeState, name: str, **changed: Any) -> HomeState:
    return replace(holdings, tables={**holdings.tables, name: replace(holdings.tables[name], **changed)})


def made_with(name: str, **changed: Any) -> dict[str, Any]:
    return {**build_version(all_builds()[name]).metadata, **changed}


def stale(found: Plan) -> dict[str, Reason]:
    return {name: told.reason for name, told in found.tables.items() if told is not None}


def planned(holdings: HomeState, rebuild: tuple[str, ...] = ()) -> Plan:
    return plan(holdings, all_builds(), rebuild=rebuild)


def downstream(*names: str) -> set[str]:
    found = set(names)
    for name, build in all_builds().items():
        if not found.isdisjoint(build.tables):
            found.add(name)
    return found


def test_what_is_as_it_was_noted_is_not_stale() -> None:
    found = planned(fresh())
    assert (dict(found.editions), stale(found), found.stale_tables) == ({}, {}, [])


def test_a_new_home_lacks_everything() -> None:
    found = planned(HomeState(captures={TIP: "c"}, editions={}))
    assert set(stale(found).values()) == {Reason.MISSING}
    assert found.editions == {TIP: Stale(Reason.MISSING, "tip 2018 was never read")}
    assert len(found.stale_tables) == len(all_builds())


@pytest.mark.parametrize(
    ("name", "changed", "reason", "detail"),
    [
        ("recommendations", {"made_with": made_with("recommendations", code="x")}, Reason.CODE, "the code changed"),
        ("recommendations", {"made_with": {}}, Reason.CODE, "made by an earlier version"),
        ("country_years", {"made_with": made_with("country_years", schema="x")}, Reason.SCHEMA, "declaration"),
        (
            "country_years",
            {"made_with": made_with("country_years", libraries={**PANEL.libraries, "polars": "0.1"})},
            Reason.LIBRARY,
            "polars 0.1 to ",
        ),
        ("tier_placements", {"inputs": {}}, Reason.INPUT, "changed: countries, pages, tier_sightings"),
    ],
)  # fmt: skip
def test_another_version_or_input_makes_a_table_stale_and_what_is_made_from_it(
    name: str, changed: Mapping[str, Any], reason: Reason, detail: str
) -> None:
    found = planned(with_table(fresh(), name, **changed))
    assert stale(found) == dict.fromkeys(downstream(name), Reason.INPUT) | {name: reason}
    assert detail in found.tables[name].detail
    assert found.editions == {}


def test_changed_files_of_code_are_named() -> None:
    holdings = with_table(fresh(), "recommendations", made_with=made_with("recommendations", code="old"))
    files = {"warehouse/derived/recurrence.py": "other", "gone.py": "1"}
    told = planned(replace(holdings, code=lambda code: files if code == "old" else {})).tables["recommendations"]
    assert told.reason == Reason.CODE
    assert "gone.py" in told.detail


def test_a_damaged_file_makes_its_table_stale() -> None:
    found = planned(replace(fresh(), damaged_tables={"pages": "compact/pages.parquet"}))
    assert found.tables["pages"] == Stale(Reason.DAMAGED, "compact/pages.parquet")
    assert stale(found).keys() == downstream("pages")


def test_a_table_is_built_again_on_demand() -> None:
    found = planned(fresh(), rebuild=("editions",))
    assert found.tables["editions"].reason == Reason.FORCED
    assert stale(found).keys() == downstream("editions")


@pytest.mark.parametrize(
    ("captures", "noted", "damaged", "reason"),
    [
        ("other", note(), {}, Reason.INPUT),
        (None, note(), {}, Reason.INPUT),
        ("c", None, {}, Reason.MISSING),
        ("c", note(made_with={**reader_version("tip").metadata, "code": "x"}), {}, Reason.CODE),
        ("c", note(made_with={**reader_version("tip").metadata, "schema": "x"}), {}, Reason.SCHEMA),
        ("c", note(made_with={**reader_version("tip").metadata, "libraries": {}}), {}, Reason.LIBRARY),
        ("c", note(), {TIP: "pages.parquet"}, Reason.DAMAGED),
    ],
)
def test_a_stale_edition_gives_its_reason_to_the_tables_read_from_it(
    captures: str | None, noted: dict[str, Any] | None, damaged: dict[EditionKey, str], reason: Reason
) -> None:
    holdings = replace(
        fresh(),
        captures={TIP: captures} if captures else {},
        editions={TIP: noted} if noted else {},
        damaged_editions=damaged,
    )
    found = planned(holdings)
    assert found.editions[TIP].reason == reason
    expected = Reason.INPUT if noted is None else reason  # without a note, nothing of the edition is an input any more
    assert {found.tables[name].reason for name in READ} == {expected}
    assert found.tables["news_articles"] is None
    assert found.tables["countries"] is None
