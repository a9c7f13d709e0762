"""Releases and their reissues on the command line."""

import json
import subprocess
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.orchestration.command_line import tip_here
from tests.warehouse.staged import CHANGING, publish_staged, release_version

COUNTS = dict.fromkeys(CHANGING, 3)
STRIDE = 3


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two releases, the second of which is published twice."""
    home = Home(tmp_path_factory.mktemp("released") / "home")
    home.claim("real")
    release_version(home, COUNTS, 0, STRIDE, "one")
    release_version(home, COUNTS, 1, STRIDE, "one")
    publish_staged(home, "two")
    return home


@pytest.fixture
def home(released: Home, tmp_path: Path) -> Home:
    subprocess.run(["cp", "-a", released.folder, tmp_path / "home"], check=True)
    return Home(tmp_path / "home")


def ids(home: Home) -> tuple[str, str]:
    first, second, _ = (release.id for release in home.releases.all())
    return first, second


def output_lines(home: Home, *arguments: str) -> list[str]:
    done = tip_here(home.folder, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()


def error_line(home: Home, *arguments: str) -> str:
    done = tip_here(home.folder, *arguments)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    return line


def test_a_reissue_is_listed_with_its_reason(home: Home) -> None:
    first, second = ids(home)
    lines = output_lines(home, "releases")
    assert [line.split()[0].lstrip("*+") for line in lines if not line.startswith("*")] == [first, second]
    assert lines[2].startswith(f"* {second}.2  ")
    assert lines[2].endswith("rows  (the same data, newer presentation)")
    assert lines[1].endswith(" rows")
    assert len({line.index(" rows") for line in lines}) == 1


def test_a_reissue_for_damage_is_listed_with_its_reason(home: Home) -> None:
    (home.releases.current().path / "dictionary.md").unlink()
    publish_staged(home, "two")
    assert output_lines(home, "releases")[-1].endswith("(the same data, in place of a damaged issue)")


def test_verify_takes_an_id_or_an_issue(home: Home) -> None:
    first, second = ids(home)
    for name, issue in (
        (second, f"{second}.2"),
        (second[:6], f"{second}.2"),
        (f"{second[:6]}.1", second),
        (f"{second}.2", f"{second}.2"),
        (first, first),
    ):
        (line,) = output_lines(home, "verify", name)
        assert line.startswith(f"{issue} is complete: ")
    (line,) = output_lines(home, "verify")
    assert line.startswith(f"{second}.2 is complete: ")
    assert f"no release is called '{second}.3'" in error_line(home, "verify", f"{second}.3")
    (home.releases.folder / second / "quality.md").unlink()
    assert error_line(home, "verify", f"{second}.1") == f"tip: {second}: quality.md is missing"


def test_issues_of_one_id_hold_the_same_data(home: Home) -> None:
    _, second = ids(home)
    assert output_lines(home, "diff", f"{second}.1", f"{second}.2") == [
        f"{second}.2 against {second}",
        "the data are the same",
    ]
    assert output_lines(home, "diff", f"{second}.2", f"{second}.1") == [
        f"{second} against {second}.2",
        "the data are the same",
    ]
    found = json.loads("".join(output_lines(home, "diff", f"{second}.1", "--json")))
    assert found == {"since": second, "release": f"{second}.2", "same_data": True, "tables": {}}


def test_a_reissue_is_compared_with_the_release_before(home: Home) -> None:
    first, second = ids(home)
    lines = output_lines(home, "diff")
    assert lines[0] == f"{second}.2 against {first}"
    assert "pages: 1 changed" in lines
    found = json.loads("".join(output_lines(home, "diff", first, second, "--json", "--table", "pages")))
    assert (found["since"], found["release"], found["same_data"]) == (first, f"{second}.2", False)
    assert found["tables"]["pages"]["changed"] == 1
    assert output_lines(home, "diff", first, "--table", "editions") == [f"{second}.2 against {first}", "no row differs"]


def test_the_first_release_is_compared_with_nothing(home: Home) -> None:
    first, _ = ids(home)
    home.releases.point_to(home.releases.get(first))
    assert output_lines(home, "diff")[0] == f"{first} against nothing"


def test_rollback_takes_an_id_or_an_issue(home: Home) -> None:
    first, second = ids(home)
    assert output_lines(home, "rollback", f"{second}.1") == [f"{second} is current; before: {second}.2"]
    assert home.releases.current().name == second
    assert output_lines(home, "rollback", second[:8]) == [f"{second}.2 is current; before: {second}"]
    assert output_lines(home, "rollback") == [f"{first} is current; before: {second}.2"], (
        "an issue of other data comes before"
    )
    assert home.releases.current().name == first
    assert f"{first} is the first release" in error_line(home, "rollback")


def test_rollback_refuses_a_damaged_issue_alone(home: Home) -> None:
    first, second = ids(home)
    (home.releases.folder / f"{second}.2" / "dictionary.md").unlink()
    home.releases.point_to(home.releases.get(first))
    assert error_line(home, "rollback", second) == (
        f"tip: {second}.2 is damaged (dictionary.md is missing); {first} stays current"
    )
    output_lines(home, "rollback", f"{second}.1")
    assert home.releases.current().name == second


@pytest.mark.parametrize("target", [None, "releases/0123456789ab", "/"])
def test_rollback_repairs_a_link_that_points_to_no_release(home: Home, target: str | None) -> None:
    first, second = ids(home)
    link = home.releases.link
    link.unlink()
    if target:
        link.symlink_to(target)
    remedy = f"`tip rollback {second}.2` or the next `tip run` repairs it"
    state = f"{link} points to no release of this home; {remedy}"
    for command in (["verify"], ["sql", "FROM release"], ["rollback"], ["diff"]):
        assert error_line(home, *command) == f"tip: {state}"
    done = tip_here(home.folder, "tables")
    assert (done.returncode, done.stderr) == (0, f"tip: {state}\n")
    doctor = tip_here(home.folder, "doctor")
    assert doctor.returncode == 1
    assert f"release     {state}" in doctor.stdout.splitlines()
    (home.releases.folder / f"{second}.2" / "dictionary.md").unlink()
    assert error_line(home, "rollback", second) == f"tip: {second}.2 is damaged (dictionary.md is missing); {state}"
    assert output_lines(home, "rollback", first) == [f"{first} is current; before: none"]
    assert home.releases.current().name == first


def test_doctor_names_the_damage_of_the_current_release(home: Home) -> None:
    (home.releases.current().path / "dictionary.md").unlink()
    doctor = tip_here(home.folder, "doctor")
    assert doctor.returncode == 1
    lines = doctor.stdout.splitlines()
    assert any(line.split()[-3:] == ["dictionary.md", "is", "missing"] for line in lines)
    assert any("the next `tip run` publishes the data again" in line for line in lines)
    (line,) = doctor.stderr.splitlines()
    assert "dictionary.md is missing" in line


def test_pins_and_pruning_on_the_command_line(home: Home) -> None:
    first, second = ids(home)
    assert [line[:2] for line in output_lines(home, "releases", "--pin", f"{second}.1")] == ["  ", " +", "* "]
    assert output_lines(home, "releases", "--prune", "1")[0] == f"removed {first}"
    assert [release.name for release in home.releases.all()] == [second, f"{second}.2"]
    assert [line[:2] for line in output_lines(home, "releases", "--unpin", second)] == ["  ", "* "]
    assert output_lines(home, "releases", "--prune", "1")[0] == f"removed {second}"
    assert [release.name for release in home.releases.all()] == [f"{second}.2"]


def test_the_current_release_is_named_with_its_issue(home: Home) -> None:
    _, second = ids(home)
    assert output_lines(home, "sql", "FROM release", "--csv") == ["release", f"{second}.2"]
    assert any(line.split() == ["release", f"{second}.2"] for line in output_lines(home, "doctor"))
    assert any(line.split()[:2] == ["pages", "3"] for line in output_lines(home, "tables"))
