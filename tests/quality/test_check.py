"""What a check may read, and what its result says."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from functools import partial
from typing import Any

import pytest

from tests.quality.contexts import Tables, check_with, finding, rows
from warehouse.quality.check import CheckContext, CheckResult, Failing, Finding, UndeclaredError, run_check
from warehouse.quality.registry import all_checks


def test_a_check_without_failures_passes() -> None:
    said = run_check(check_with(lambda _: finding(), owner="me"), Tables({}), {"pages": "d"})
    assert said == CheckResult(
        check="a_check", table="pages", severity="error", blocking=True, passed=True, observed="0 odd",
        expected="none", failing=[], failing_count=0, reason="Because.", advice="Do it.", inputs={"pages": "d"},
        accepted=[], owner="me",
    )  # fmt: skip
    assert said.message == "0 odd"


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, ""), (5, 5, ""), (6, 5, ", ..."), (20, 5, ", ...")])
def test_a_message_names_five_failures(count: int, shown: int, more: str) -> None:
    names = [f"x{place}" for place in range(count)]
    said = run_check(check_with(lambda _: finding(*names)), Tables({}), {})
    assert not said.passed
    assert said.message == f"a_check: {count} odd; expected none; {', '.join(names[:shown])}{more}. Do it."


@pytest.mark.parametrize(("count", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_a_result_names_twenty_failures_and_counts_all(count: int, kept: int) -> None:
    names = [f"x{place}" for place in range(count)]
    said = run_check(check_with(lambda _: finding(*names)), Tables({}), {})
    assert (said.failing, said.failing_count) == (names[:kept], count)


def test_failures_with_a_reviewed_exception_are_accepted() -> None:
    odd = (Failing("a", "LAO", 2018), Failing("b", "LAO", 2019), "c")

    def excused(check: str, item: Failing) -> bool:
        return check == "a_check" and item.year == 2018

    said = run_check(check_with(lambda _: finding(*odd)), Tables({}), {}, excused)
    assert (said.passed, said.failing, said.accepted) == (False, ["b", "c"], ["a"])
    assert said.observed == "3 odd; 1 accepted by reviewed exceptions"
    alone = run_check(check_with(lambda _: finding(odd[0])), Tables({}), {}, excused)
    assert (alone.passed, alone.failing_count) == (True, 0)
    strict = run_check(check_with(lambda _: finding(*odd)), Tables({}), {})
    assert (strict.failing, strict.accepted, strict.observed) == (["a", "b", "c"], [], "3 odd")


def test_a_check_that_raises_an_error_fails() -> None:
    def fails(_: CheckContext) -> Finding:
        raise KeyError("captures")

    said = run_check(check_with(fails), Tables({}), {})
    assert (said.passed, said.failing) == (False, ["KeyError: 'captures'"])
    assert (said.observed, said.expected) == ("the check could not be run", "a check that runs")


READS: dict[str, Callable[[CheckContext, str], object]] = {
    "frame": lambda context, table: context.frame(table),
    "scan": lambda context, table: context.scan(table),
    "released": lambda context, table: context.released(table),
    "scan_released": lambda context, table: context.scan_released(table),
}


@pytest.mark.parametrize("way", READS)
@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize("table", ["pages", "countries", "editions"])
def test_a_check_reads_only_the_tables_it_declares(way: str, against: bool, table: str) -> None:
    seen: list[object] = []

    def find(context: CheckContext) -> Finding:
        seen.append(READS[way](context, table))
        return finding()

    check = check_with(find, reads=("countries", "pages"), against_release=against)
    assert check.tables == ("pages", "countries")
    context = Tables({table: rows(table)}, {table: rows(table)})
    if table == "editions" or (way.endswith("released") and not against):
        with pytest.raises(UndeclaredError, match=f"a_check reads {table}, which it does not declare"):
            run_check(check, context, {})
    else:
        assert run_check(check, context, {}).passed
        assert len(seen) == 1
        assert seen[0] is not None


def test_a_check_sees_the_facts_that_it_declares() -> None:
    def find(context: CheckContext) -> Finding:
        assert context.facts() == {"kind": "real"}
        return finding()

    facts = {"kind": "real", "captures": {}}
    assert run_check(check_with(find, facts=("kind", "today")), Tables({}, known_facts=facts), {}).passed


def test_a_check_cannot_replace_its_declaration() -> None:
    def find(context: Any) -> Finding:
        context.check = all_checks()["panel_agrees"]
        return finding()

    assert run_check(check_with(find), Tables({}), {}).observed == "the check could not be run"


@pytest.mark.parametrize("value", [check_with(lambda _: finding()), finding(), all_checks()["news_dated"]])
def test_checks_and_findings_are_immutable(value: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        value.expected = "otherwise"


def test_a_result_is_immutable() -> None:
    said: Any = run_check(check_with(lambda _: finding("x")), Tables({}), {})
    with pytest.raises(FrozenInstanceError):
        said.passed = True


def test_the_module_of_a_check_is_that_of_its_function() -> None:
    def find(_: int, context: CheckContext) -> Finding:
        return finding()

    assert check_with(lambda _: finding()).module == check_with(partial(find, 1)).module == __name__
