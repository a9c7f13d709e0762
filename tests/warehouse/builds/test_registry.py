"""Every table has one build specification, and everything that depends on inputs follows from it."""

from dataclasses import replace

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from orchestration.definitions import build_definitions
from warehouse.builds import registry
from warehouse.builds.build import Staged
from warehouse.builds.registry import all_builds, lineage_of
from warehouse.quality.registry import all_checks
from warehouse.tables import TABLES


def test_inputs_are_made_before_what_is_made_from_them() -> None:
    order = list(all_builds())
    for name, build in all_builds().items():
        assert all(order.index(given) < order.index(name) for given in build.tables)
    assert set(order) >= {name for name, table in TABLES.items() if table.in_identity}


def test_dagster_depends_on_what_a_build_is_handed(tmp_path: object) -> None:
    graph = build_definitions(Home.from_environment()).resolve_asset_graph()
    for name, build in all_builds().items():
        parents = {key.to_user_string() for key in graph.get(dg.AssetKey(name)).parent_keys}
        assert {parent for parent in parents if parent in all_builds()} == set(build.tables)
        readers = parents - all_builds().keys()
        if build.tables or build.references:
            assert not readers
        else:
            assert readers


def test_lineage_and_the_rebuild_check_follow_from_the_inputs() -> None:
    for name, build in all_builds().items():
        assert all(given in lineage_of(name) for given in build.tables)
        if build.rebuilds_as is not None:
            assert set(all_checks()[build.rebuilds_as].tables) == {name, *build.tables}
    computed = {name for name, build in all_builds().items() if build.tables or name == "recommendations"}
    assert {name for name, build in all_builds().items() if build.rebuilds_as} == computed


def test_a_table_without_a_build_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    all_builds.cache_clear()
    monkeypatch.setattr(registry, "TABLES", {**TABLES, "novel": replace(TABLES["pages"], name="novel")})
    with pytest.raises(ValueError, match="each table needs one build; missing: novel"):
        all_builds()
    all_builds.cache_clear()


def test_a_build_that_reads_what_none_makes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = all_builds()["country_years"]
    odd = replace(panel, inputs={**panel.inputs, "more": Staged("nothing")})
    all_builds.cache_clear()
    real = registry._derived()
    monkeypatch.setattr(registry, "_derived", lambda: tuple(odd if build == panel else build for build in real))
    with pytest.raises(ValueError, match="read tables without a build: nothing"):
        all_builds()
    all_builds.cache_clear()
