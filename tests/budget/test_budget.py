"""No hot path calls its costly functions more often than its budget allows."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.state_department import pages
from tests.budget.budget import budgets, exceeded
from tests.budget.counting import calls_of
from tests.budget.hot_paths import HOT_PATHS


@pytest.mark.parametrize("path", HOT_PATHS)
def test_a_hot_path_keeps_its_budget(path: str, tmp_path: Path) -> None:
    calls = calls_of(HOT_PATHS[path](tmp_path))
    assert exceeded(path, calls) == []
    # a function that is named and never called was renamed, or its budget is void
    assert all(calls[each.function] for each in budgets() if each.path == path and each.calls)


def every_fifth_twice(work: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does its work twice in every fifth call."""
    calls = itertools.count(1)

    def doubled(*given: Any, **named: Any) -> Any:
        if next(calls) % 5 == 0:
            work(*given, **named)
        return work(*given, **named)

    return doubled


def test_every_fifth_page_parsed_twice_exceeds_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = HOT_PATHS["report pages"](tmp_path)
    monkeypatch.setattr(pages, "open_page", every_fifth_twice(pages.open_page))
    found = exceeded("report pages", calls_of(work))
    assert "sources.html.layout:_tree is called 24 times; the budget is 20" in "\n".join(found)
    assert any("all functions" in line for line in found)
