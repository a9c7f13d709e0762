"""The Dagster instance of a home: the settings of a user stay, and what does not fit is named."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets.pipeline.home.home import Home
from assets.pipeline.settings.declaration import Settings
from orchestration.instance import prepare_instance, template
from orchestration.instance_settings import instance_line, settings_lines
from tests.orchestration.command_line import TIP
from tests.postgres import postgres, use_postgres
from tests.support import edition, write_warc

DEFAULTS = Settings()  # type: ignore[call-arg]
OLD = Path(__file__).parents[1] / "fixtures/dagster_0_1_0.yaml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", "")
    return Home(tmp_path / "home")


def own_settings(home: Home, text: str) -> Path:
    path = home.folder / "dagster/dagster.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_home_gets_the_template_which_fits(home: Home) -> None:
    folder = prepare_instance(home)
    assert folder == home.folder / "dagster"
    assert yaml.safe_load((folder / "dagster.yaml").read_text()) == template()
    assert settings_lines(home, DEFAULTS) == []
    assert instance_line(home) is None


def test_own_files_are_never_written_again(home: Home) -> None:
    path = own_settings(home, "# mine\ntelemetry:\n  enabled: false\n")
    workspace = path.with_name("workspace.yaml")
    workspace.write_text("load_from: []\n")
    prepare_instance(home)
    assert path.read_text() == "# mine\ntelemetry:\n  enabled: false\n"
    assert workspace.read_text() == "load_from: []\n"


def test_generated_settings_of_version_0_1_0_are_replaced(home: Home) -> None:
    path = own_settings(home, OLD.read_text())
    prepare_instance(home)
    assert yaml.safe_load(path.read_text()) == template()


def test_settings_of_version_0_1_0_that_a_person_changed_stay(home: Home) -> None:
    changed = OLD.read_text().replace("21600", "99999")
    path = own_settings(home, changed)
    prepare_instance(home)
    assert path.read_text() == changed


def test_the_folder_of_the_user_is_used(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(own))
    assert prepare_instance(home) == own
    assert list(own.iterdir()) == []
    assert os.environ["DAGSTER_HOME"] == str(own)
    assert "limits" in settings_lines(home, DEFAULTS)[0]


def test_a_missing_folder_of_the_user_is_one_line(home: Home, tmp_path: Path) -> None:
    environment = {**os.environ, "TIP_HOME": str(home.folder), "DAGSTER_HOME": str(tmp_path / "nowhere")}
    done = subprocess.run(
        [*TIP, "run", "--source", "sample"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "names no folder" in line
    home.claim("sample")
    doctor = subprocess.run([*TIP, "doctor"], env=environment, capture_output=True, text=True, check=False)
    assert (doctor.returncode, doctor.stderr.count("names no folder")) == (1, 1), doctor.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "is no YAML"),
        ("- a", "no mapping"),
        ("concurrency: {runs: {max_concurrent_runs: 1}}", "run_monitoring is off"),
        ("run_monitoring: {enabled: true, max_runtime_seconds: 60}", "raise max_runtime_seconds"),
        ("run_monitoring: {enabled: true}\nconcurrency: {runs: {max_concurrent_runs: 5}}", "max_concurrent_runs is 5"),
        ("run_monitoring: {enabled: true}\nrun_coordinator: {class: DefaultRunCoordinator}", "QueuedRunCoordinator"),
        ("storage: {postgres: {postgres_db: {hostname: h}}}", "scheme: postgresql+psycopg2"),
        ("storage: {postgres: {postgres_url: 'postgresql://h/d'}}", "postgresql+psycopg2://"),
    ],
)
def test_what_does_not_fit_is_named(home: Home, text: str, words: str) -> None:
    path = own_settings(home, text)
    lines = settings_lines(home, DEFAULTS)
    assert any(words in line for line in lines), lines
    assert all(line.startswith(f"{path}: ") for line in lines)


def test_a_limit_by_tag_serves_as_well(home: Home) -> None:
    own_settings(
        home,
        "run_monitoring: {enabled: true}\nconcurrency: {runs: {tag_concurrency_limits: [{key: tip/kind, limit: 1}]}}\n",
    )
    assert settings_lines(home, DEFAULTS) == []


@pytest.mark.soak
def test_a_database_that_does_not_answer_is_one_line(home: Home) -> None:
    pytest.importorskip("dagster_postgres", reason="the extra `postgres` is not installed")
    use_postgres(home.folder / "dagster", {"postgres": {"postgres_url": "postgresql+psycopg2://u@127.0.0.1:1/d"}})
    prepare_instance(home)
    line = instance_line(home)
    assert line is not None
    assert "cannot use its storage" in line


@pytest.mark.soak
def test_runs_are_in_postgresql_where_the_user_says_so(home: Home, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "pages.warc.gz", edition(2018, slugs=("norway", "ghana")))
    with postgres() as server:
        server.create("dagster")
        use_postgres(home.folder / "dagster", server.settings("dagster"))
        environment = {**os.environ, "TIP_HOME": str(home.folder)}
        environment.pop("DAGSTER_HOME")
        command = [*TIP, "run", "--source", "archive", "--archive", str(warc)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        prepare_instance(home)
        with dg.DagsterInstance.get() as instance:
            runs = instance.get_runs()
        assert runs
        assert all(run.status == dg.DagsterRunStatus.SUCCESS for run in runs)
        tags = {name: value for run in runs for name, value in run.tags.items()}
        assert tags["tip/source"] == "archive"
        assert tags["tip/editions"] == "human_rights 2018"
        assert tags["tip/release"] == home.releases.current().name
        assert tags["dagster/max_runtime"] == str(DEFAULTS.run_seconds)
        assert not list((home.folder / "dagster").rglob("*.db"))
        seen = subprocess.run(
            [sys.executable, "-m", "dagster", "run", "list"],
            env={**os.environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert runs[0].run_id in seen.stdout, seen.stderr
