"""The line of a step says how many assets are left, and about how long they take."""

from orchestration.run_progress import StepProgress, duration


def test_the_estimate_follows_the_assets_that_were_made() -> None:
    seconds = iter(range(0, 1000, 10))
    progress = StepProgress(clock=lambda: next(seconds))
    assets = [f"table_{n}" for n in range(6)]
    progress.begin(assets)  # at 10 s
    lines = [progress.line_of(name) for name in assets[:4]]
    assert lines[:3] == ["table_0 (1 of 6)", "table_1 (2 of 6)", "table_2 (3 of 6)"]
    assert lines[3] == "table_3 (4 of 6, about 10 s left)"  # three assets in ten seconds, three are left


def test_a_step_of_checks_does_not_count() -> None:
    progress = StepProgress()
    assert progress.line_of("checks_across_tables") == "checks_across_tables"
    progress.begin(["pages"])
    progress.line_of("pages")
    assert progress.line_of("pages_checks") == "pages_checks (1 of 1)"


def test_durations_are_in_round_units() -> None:
    assert [duration(seconds) for seconds in (0.2, 59.6, 150, 3700)] == ["1 s", "60 s", "2 min", "62 min"]
