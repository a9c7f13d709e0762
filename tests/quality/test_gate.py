"""The gate: what is published and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.quality.contexts import Tables, finding
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.registry import all_checks
from warehouse.quality.results import (
    inputs_of,
    recorded_result,
    recorded_results,
    stale_checks,
)
from warehouse.quality.staged_context import StagedContext
from warehouse.staging.area import StagingArea
from warehouse.staging.files import to_json, write_file
from warehouse.tables import TABLES


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StagingArea, dict[str, CheckResult]]]:
    """Every table staged without rows, and for each check the result that it passed."""
    staging = StagingArea(tmp_path_factory.mktemp("gate") / "staging")
    for table in TABLES.values():
        if table.in_identity:
            staging.write_table(table, table.empty())
    facts = StagedContext(staging, None, {}).facts()
    results = {
        name: run_check(replace(check, find=lambda _: finding()), Tables({}), inputs_of(check, staging, None, facts))
        for name, check in all_checks().items()
    }
    yield staging, results


def record(
    passed: tuple[StagingArea, dict[str, CheckResult]], without: tuple[str, ...] = (), **changed: CheckResult
) -> StagingArea:
    """The staging area with these results and no others."""
    staging, results = passed
    for name, said in {**results, **changed}.items():
        path = staging.folder / "check_results" / f"{name}.json"
        path.unlink(missing_ok=True)
        if name not in without:
            write_file(path, to_json(vars(said)))
    return staging


def test_the_gate_lets_data_pass_where_every_check_passed(passed: tuple[StagingArea, dict[str, CheckResult]]) -> None:
    staging = record(passed)
    assert open_gate(staging=staging, release=None) == list(passed[1].values())
    assert recorded_results(staging) == passed[1]
    assert stale_checks(staging=staging, release=None, facts={}) == []


@pytest.mark.parametrize(("count", "more"), [(1, ""), (5, ""), (6, ", ...")])
@pytest.mark.parametrize("overridden", [True, False])
def test_the_gate_refuses_where_a_result_is_missing(
    passed: tuple[StagingArea, dict[str, CheckResult]], count: int, more: str, overridden: bool
) -> None:
    names = list(all_checks())[:count]
    staging = record(passed, without=tuple(names))
    said = f"{count} checks have no result on the data as it is staged ({', '.join(names[:5])}{more}); run the"
    with pytest.raises(RefusedError) as refused:
        open_gate(staging, None, overridden=overridden)
    assert str(refused.value) == f"{said} checks again"
    assert refused.value.failing == []
    assert [check.name for check in stale_checks(staging, None, {})] == names
    assert recorded_results(staging).keys() == all_checks().keys() - set(names)


def test_the_gate_refuses_where_a_blocking_check_failed(passed: tuple[StagingArea, dict[str, CheckResult]]) -> None:
    failed = {
        name: replace(passed[1][name], passed=False, failing=["x"], observed="odd")
        for name in ("rows_kept", "news_dated", "panel_agrees")
    }
    staging = record(passed, **failed)
    with pytest.raises(RefusedError, match="2 blocking checks failed: ") as refused:
        open_gate(staging, None)
    shown = [failed["panel_agrees"], failed["rows_kept"]]
    assert refused.value.failing == shown
    assert str(refused.value).endswith("; ".join(said.message for said in shown))
    assert len(open_gate(staging, None, overridden=True)) == len(all_checks())
    with pytest.raises(RefusedError, match="1 checks have no result"):
        open_gate(record(passed, without=("headings_known",), **failed), None, overridden=True)


def test_a_failed_warning_does_not_block_publication(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    warned = replace(passed[1]["news_dated"], passed=False, failing=["x"])
    assert warned in open_gate(record(passed, news_dated=warned), None)


def test_the_gate_compares_the_facts_and_the_release_of_results(
    passed: tuple[StagingArea, dict[str, CheckResult]], tmp_path: Path
) -> None:
    staging = record(passed)
    with pytest.raises(RefusedError, match=r"1 checks have no result .*\(origins_fit_home\)"):
        open_gate(staging, None, facts={"kind": "real"})
    against = [check.name for check in all_checks().values() if check.against_release]
    with pytest.raises(RefusedError, match=f"{len(against)} checks have no result"):
        open_gate(staging, tmp_path)
    assert len(open_gate(staging, tmp_path, is_published=True)) == len(all_checks())
    assert [check.name for check in stale_checks(staging, tmp_path, {})] == against
    assert stale_checks(staging, tmp_path, {}, is_published=True) == []
    assert [check.name for check in stale_checks(staging, None, {"kind": "real"})] == ["origins_fit_home"]


def test_checks_that_read_the_clock_are_never_stale_but_the_gate_requires_them(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    staging = record(passed, without=("sources_fresh", "exceptions_due"))
    assert stale_checks(staging, None, {}) == []
    with pytest.raises(RefusedError, match="2 checks have no result"):
        open_gate(staging, None)


def test_a_result_with_fields_of_another_version_is_ignored(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    staging = record(passed)
    write_file(staging.folder / "check_results" / "news_dated.json", to_json({"check": "news_dated", "colour": "red"}))
    assert recorded_result(staging, "news_dated") is None
    assert "news_dated" not in recorded_results(staging)


def test_the_gate_requires_every_table_of_a_release(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path)
    for table in TABLES.values():
        if table.in_identity and table.name not in ("editions", "pages"):
            staging.write_table(table, table.empty())
    with pytest.raises(RefusedError) as refused:
        open_gate(staging, None, overridden=True)
    assert str(refused.value) == "not staged: editions, pages; run the whole job (`tip run`)"
