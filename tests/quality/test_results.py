"""Recorded results: when they are reused, and for which inputs they are current."""

from pathlib import Path
from typing import Any

import pytest

from tests.quality.contexts import Tables, check_with, finding, put
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.registry import all_checks
from warehouse.quality.results import (
    inputs_of,
    is_current,
    recorded_result,
)
from warehouse.quality.running import run_checks
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, to_json, write_file


@pytest.fixture
def staging(tmp_path: Path) -> StagingArea:
    return StagingArea(tmp_path / "staging")


def run(staging: StagingArea, *names: str, **values: Any) -> list[CheckResult]:
    return run_checks(staging=staging, checks=[all_checks()[name] for name in names], release=None, **values)


def reword(staging: StagingArea, name: str, **values: Any) -> None:
    """Records a result of other words, or of other data."""
    known = recorded_result(staging, name)
    assert known is not None
    write_file(staging.folder / "check_results" / f"{name}.json", to_json({**vars(known), **values}))


CHECKS = ("editions_complete", "sources_fresh", "news_dated")


def test_a_result_on_the_same_data_is_reused_unless_it_depends_on_the_clock(staging: StagingArea) -> None:
    put(staging, "editions")
    put(staging, "pages")
    put(staging, "quarantine")
    first = run(staging, *CHECKS)
    assert [said.check for said in first] == list(CHECKS)
    assert [recorded_result(staging, name) for name in CHECKS] == first
    for name in CHECKS:
        reword(staging, name, observed="reworded")
    again = run(staging, *CHECKS)
    assert [said.observed for said in again] == ["reworded", first[1].observed, "reworded"]
    reword(staging, "news_dated", observed="reworded")
    anew = run(staging, *CHECKS, reuse=False)
    assert anew == first == [recorded_result(staging, name) for name in CHECKS]


def test_a_check_runs_again_on_other_data(staging: StagingArea) -> None:
    put(staging, "quarantine")
    assert run(staging, "news_dated")[0].passed
    put(staging, "quarantine", {"table": "news_articles", "source_url": "https://1", "reason": "no_date",
                                "record": "{}", "detail": "no date"})  # fmt: skip
    (said,) = run(staging, "news_dated")
    assert said.failing == ["no date"]
    assert recorded_result(staging, "news_dated") == said


def test_checks_receive_facts_and_reviewed_exceptions(staging: StagingArea) -> None:
    put(staging, "pages")
    known = {"tier_printed": "x", "sightings": 1, "agreement": "single", "source_url": "https://a", "page_digest": "d"}
    moved = {**known, "year": 2002, "previous_tier": "3", "tier": "2", "origin": "live"}
    put(staging, "tier_placements", {**moved, "country": "ALB"}, {**moved, "country": "LAO"})
    (fresh, steps) = run(staging, "sources_fresh", "probable_steps", facts={"hosts": {"a.example": "late"}})
    assert fresh.failing == ["late"]
    assert (steps.failing, steps.accepted) == (["LAO 2002: 3 to 2"], ["ALB 2002: 3 to 2"])
    assert run(staging, "sources_fresh")[0].observed == "no host is asked, pages come from files"


def test_a_result_depends_on_tables_facts_release_and_code(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "pages")
    staged = staging.table("pages")
    assert staged is not None
    kept, fit, fresh = (all_checks()[name] for name in ("good_pages_kept", "origins_fit_home", "sources_fresh"))
    inputs = inputs_of(kept, staging, None, {"kind": "real"})
    code = inputs.pop("check")
    assert inputs == {"pages": staged.digest, "report_sections": "", "capture_decisions": "", "release": ""}
    assert inputs_of(kept, staging, tmp_path / "r1", {})["release"] == "r1"
    inputs = inputs_of(fit, staging, tmp_path / "r1", {"kind": "real", "hosts": {}})
    assert inputs.pop("check") not in ("", code)
    assert inputs == {"pages": staged.digest, "fact kind": digest(to_json("real"))}
    inputs = inputs_of(fresh, staging, None, {"hosts": {}})
    assert inputs.keys() == {"pages", "check"}


@pytest.mark.parametrize(
    ("recorded", "now", "published", "expected"),
    [
        (None, {"pages": "a"}, False, False),
        (None, {"pages": "a"}, True, False),
        ({"pages": "a"}, {"pages": "a"}, False, True),
        ({"pages": "a"}, {"pages": "b"}, False, False),
        ({"pages": "a"}, {"pages": "a"}, True, True),
        ({"pages": "a"}, {"pages": "b"}, True, False),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r1"}, False, True),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r2"}, False, False),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r2"}, True, True),
        ({"pages": "a", "release": "r1"}, {"pages": "b", "release": "r2"}, True, False),
    ],
)
def test_a_result_is_current_for_its_inputs(
    recorded: dict[str, str] | None, now: dict[str, str], published: bool, expected: bool
) -> None:
    said = run_check(check_with(lambda _: finding()), Tables({}), recorded) if recorded is not None else None
    assert is_current(said, now, published) is expected
