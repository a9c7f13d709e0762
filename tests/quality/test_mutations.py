"""Damaged data is caught: declared ways of damaging the sample, each with the checks that must see it."""

import pytest

from tests.quality.damaged import Mutation, Sample, stage_sample
from tests.quality.mutations import MUTATIONS

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
    again = sample.judge(sample.frames, sample.facts, released=True)
    assert {name for name, verdict in again.items() if not verdict.passed} == FAILING_WHOLE


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_caught(sample: Sample, mutation: Mutation) -> None:
    if mutation.name in NOT_CAUGHT:
        assert sample.caught_by(mutation, all_checks=True) == {}, "it is caught: take it off the list"
        return
    caught = sample.caught_by(mutation, all_checks=False)
    assert set(caught) == set(mutation.checks) != set()
    assert mutation.blocks or not any(verdict.blocking for verdict in caught.values())
    for verdict in caught.values():
        assert verdict.failing
        assert verdict.observed != "the check could not be run"


def test_nearly_everything_is_caught() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names) >= 40
    assert set(names) > NOT_CAUGHT
    assert 1 - len(NOT_CAUGHT) / len(names) >= 0.95


@pytest.mark.soak
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_stopped_where_it_should_be(sample: Sample, mutation: Mutation) -> None:
    caught = sample.caught_by(mutation, all_checks=True)
    print(f"{mutation.name}: {', '.join(caught)}")
    assert any(verdict.blocking for verdict in caught.values()) == (mutation.blocks and bool(mutation.checks))
