"""Damaged data is caught: declared ways of damaging the sample, each with the checks that must see it."""

from typing import Any

import pytest

from tests.quality.damaged import Mutation, Sample, stage_sample
from tests.quality.mutations import MUTATIONS, WRONG_FACTS, WrongFacts
from warehouse.quality.check import CheckResult
from warehouse.quality.checks import exceptions as exceptions_checks
from warehouse.quality.checks.generated import generated_checks
from warehouse.quality.registry import all_checks

NOT_CAUGHT = {"the last recommendation dropped"}
"""What no check sees: a reader that stops short of a list's end, where no release shows what the same bytes gave
before."""

FAILING_WHOLE = {"editions_complete", "tier_totals_unsure", "return_after_downgrade", "convictions_below_prosecutions"}
"""The warnings of the undamaged sample, each of which is true of it."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample.of(stage_sample(tmp_path_factory.mktemp("sample") / "home"))


def test_the_undamaged_sample_fails_nothing_new(sample: Sample) -> None:
    assert sample.failing == FAILING_WHOLE
    again = sample.results(sample.frames, sample.facts, released=True)
    assert {name for name, result in again.items() if not result.passed} == FAILING_WHOLE


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_caught(sample: Sample, mutation: Mutation) -> None:
    if mutation.name in NOT_CAUGHT:
        assert mutation.checks == ()
        assert sample.caught_by(mutation, every_check=True) == {}, "it is caught: take it off the list"
        return
    caught = sample.caught_by(mutation, every_check=False)
    assert set(caught) == set(mutation.checks) != set()
    assert mutation.blocks or not any(result.blocking for result in caught.values())
    for result in caught.values():
        assert result.failing
        assert result.observed != "the check could not be run"


@pytest.mark.parametrize("wrong_facts", WRONG_FACTS, ids=lambda wrong_facts: wrong_facts.name)
def test_wrong_facts_are_caught(sample: Sample, wrong_facts: WrongFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*exceptions_checks.exception_rows(), *wrong_facts.exceptions]
    monkeypatch.setattr(exceptions_checks, "exception_rows", lambda: rows)
    assert all(result.passed for result in _results_with(sample, wrong_facts, {}).values())
    for result in _results_with(sample, wrong_facts, wrong_facts.facts(dict(sample.facts))).values():
        assert not result.passed
        assert result.failing
        assert result.observed != "the check could not be run"


def _results_with(sample: Sample, wrong_facts: WrongFacts, facts: dict[str, Any]) -> dict[str, CheckResult]:
    """The results of the checks named, on the undamaged tables beside these facts."""
    return sample.results(sample.frames, {**sample.facts, **facts}, released=False, checks=wrong_facts.checks)


def test_every_check_has_a_damage_that_it_finds() -> None:
    generated = {rule.name for rule in generated_checks()}
    caught = {check for damage in (*MUTATIONS, *WRONG_FACTS) for check in damage.checks}
    unproven = sorted(all_checks().keys() - generated - caught)
    assert not unproven, (
        f"no damage proves {', '.join(unproven)}: add a Mutation of the sample that it finds, or where it looks at"
        " what it is told beside the tables a WrongFacts, to tests/quality/mutations.py"
    )


def test_damages_name_checks_that_there_are() -> None:
    assert {check for damage in (*MUTATIONS, *WRONG_FACTS) for check in damage.checks} <= all_checks().keys()


def test_nearly_everything_is_caught() -> None:
    names = [mutation.name for mutation in (*MUTATIONS, *WRONG_FACTS)]
    assert len(set(names)) == len(names) >= 40
    assert set(names) > NOT_CAUGHT
    assert 1 - len(NOT_CAUGHT) / len(names) >= 0.95


@pytest.mark.soak
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_stopped_where_it_should_be(sample: Sample, mutation: Mutation) -> None:
    caught = sample.caught_by(mutation, every_check=True)
    print(f"{mutation.name}: {', '.join(caught)}")
    assert any(result.blocking for result in caught.values()) == (mutation.blocks and bool(mutation.checks))
