"""The status of a home: `tip doctor` finds what is broken, and programs read the same."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import dagster as dg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from assets.pipeline.home.home import Home
from orchestration.instance import REPOSITORY_TAG
from orchestration.maintenance import status_page
from orchestration.watching.status import status_of
from tests.old_home import unpack_old_home
from tests.orchestration.broken_homes import BROKEN
from tests.orchestration.command_line import TIP, tip, tip_here
from tests.orchestration.history import failed_run, instance_of, run_of, successful_run
from tests.orchestration.made_home import copy_home, make_home
from tests.postgres import free_port
from warehouse.release.release_store import Release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("old"))


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = copy_home(made, tmp_path / "home")
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    monkeypatch.setenv("DAGSTER_HOME", "")
    return home


@pytest.mark.soak
def test_a_home_of_version_0_1_0_opens(tmp_path: Path) -> None:
    """Index, staging area, checks and Dagster. The gate may refuse: newer readers may read fewer rows."""
    home = Home(unpack_old_home(tmp_path))
    before = home.releases.current().name
    run = tip(home.folder, "run", "--override-gate", "the readers of a newer version")
    assert run.returncode == 0, run.stderr
    assert home.releases.current().name != before
    assert tip_here(home.folder, "verify", before).returncode == 0
    done = tip_here(home.folder, "doctor")
    assert (done.returncode, done.stderr) == (0, "")


def test_doctor_shows_the_last_run_and_the_age_of_the_release(home: Home) -> None:
    done = tip_here(home.folder, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert "last run    " in done.stdout
    assert "published   " in done.stdout


def test_a_quiet_old_release_is_no_finding(home: Home) -> None:
    status = status_of(home, datetime.now(UTC) + timedelta(days=1000))
    assert [finding.kind for finding in status.findings if finding.kind != "source_stale"] == []


@pytest.mark.soak
@pytest.mark.parametrize("name", BROKEN)
def test_doctor_finds_a_broken_set_up_and_says_what_to_do(home: Home, name: str) -> None:
    damage, found, remedy = BROKEN[name]
    damage(home)
    done = tip_here(home.folder, "doctor")
    assert done.returncode == 1, done.stdout
    assert any(found in line and remedy in line for line in done.stderr.splitlines()), done.stderr
    assert all(line.startswith("tip: ") for line in done.stderr.splitlines())
    as_json = tip_here(home.folder, "doctor", "--json")
    assert as_json.returncode == 1
    content = json.loads(as_json.stdout)
    assert content["healthy"] is False
    assert any(found in finding["line"] for finding in content["findings"]), content["findings"]


def test_a_failure_is_over_when_the_step_succeeds(home: Home) -> None:
    now = datetime.now(UTC)

    def failures() -> list[str]:
        return [finding.cause for finding in status_of(home, now).findings]

    failed_run(home)
    assert failures() == ["run_failed release"]
    run_of(home, None, step="pages")  # another step does not end it
    assert failures() == ["run_failed release"]
    successful_run(home)
    assert failures() == []


def test_only_a_release_that_the_caller_wrote_or_compared_is_not_compared_again(home: Home) -> None:
    now = datetime.now(UTC)
    current = home.releases.current()
    assert current is not None

    def damages(undamaged: Release | None) -> list[str]:
        findings = status_of(home, now, undamaged=undamaged).findings
        return [finding.cause for finding in findings if finding.kind == "release_damaged"]

    assert damages(None) == []
    (current.path / "dictionary.md").unlink()
    assert damages(None) == damages(Release(current.path.with_name("another"))) == [f"release_damaged {current.name}"]
    assert damages(current) == []


def test_the_order_of_steps_does_not_matter(home: Home) -> None:
    successful_run(home)
    run_of(home, "one", step="pages")
    run_of(home, "two", step="release")
    causes = {finding.cause for finding in status_of(home, datetime.now(UTC)).findings}
    assert causes == {"run_failed pages", "run_failed release"}


@contextmanager
def monitor(home: Home) -> Iterator[str]:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    process = subprocess.Popen(
        [*TIP, "monitor", "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert "/health" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.soak
def test_health_and_metrics_over_http(home: Home) -> None:
    with monitor(home) as address:
        with urlopen(f"{address}/health") as answer:
            content = json.load(answer)
        assert content["healthy"] is True
        assert content["release"] == home.releases.current().name
        with urlopen(f"{address}/metrics") as answer:
            families = {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
        assert families["tip_healthy"].samples[0].value == 1
        assert families["tip_last_run_success"].samples[0].value == 1
        rows = {sample.labels["table"]: sample.value for sample in families["tip_release_rows"].samples}
        assert rows["pages"] > 0
        with pytest.raises(HTTPError) as missing:
            urlopen(f"{address}/../etc/passwd")
        assert missing.value.code == 404
    failed_run(home)
    with monitor(home) as address, pytest.raises(HTTPError) as unhealthy:
        urlopen(f"{address}/health")
    assert unhealthy.value.code == 503


def test_metrics_for_a_file(home: Home) -> None:
    done = tip_here(home.folder, "monitor", "--print")
    assert done.returncode == 0
    assert "tip_healthy 1.0" in done.stdout
    list(text_string_to_metric_families(done.stdout))


def test_run_and_releases_as_json(home: Home) -> None:
    done = tip_here(home.folder, "run", "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert (outcome["outcome"], outcome["exit_code"]) == ("nothing_new", 0)
    listed = json.loads(tip_here(home.folder, "releases", "--json").stdout)
    assert [release["release"] for release in listed if release["current"]] == [outcome["release"]]


def test_a_run_beside_another_writer_ends_with_4_or_waits(home: Home) -> None:
    holding = (
        "import sys, time\nfrom pathlib import Path\nfrom assets.pipeline.home.lock import writing\n"
        "with writing(Path(sys.argv[1]), 'run'):\n    print('locked', flush=True)\n    time.sleep(float(sys.argv[2]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(home.folder), "4"], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        busy = tip_here(home.folder, "run")
        assert busy.returncode == 4
        (line,) = busy.stderr.splitlines()
        assert f"process {other.pid} is writing" in line
        started = time.monotonic()
        waited = tip_here(home.folder, "run", "--wait")
        assert waited.returncode == 0, waited.stderr
        assert other.wait() == 0
        assert time.monotonic() - started > 1


def test_events_are_read_only_where_a_failure_is_open_and_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """An evaluation every minute costs nothing on a home that is well, however long its history is."""
    read: list[str] = []
    read_events = dg.DagsterInstance.all_logs

    def counted(instance: dg.DagsterInstance, run_id: str, **options: Any) -> Any:
        read.append(run_id)
        return read_events(instance, run_id, **options)

    monkeypatch.setattr(dg.DagsterInstance, "all_logs", counted)
    now = datetime.now(UTC)
    assert status_of(home, now).is_healthy
    assert read == []
    failed = failed_run(home)
    assert not status_of(home, now).is_healthy
    assert read == [failed]
    good = successful_run(home)
    for _ in range(3):
        assert status_of(home, now).is_healthy
    assert read == [failed, good]


@pytest.mark.soak
def test_a_failure_is_not_over_because_other_runs_followed(home: Home) -> None:
    with instance_of(home) as instance:
        failed_run(home)
        for _ in range(60):  # nights that do not repeat the step
            instance.create_run_for_job(_nothing, tags=REPOSITORY_TAG, status=dg.DagsterRunStatus.SUCCESS)
        other = {".dagster/repository": "__repository__@other"}
        instance.create_run_for_job(_nothing, tags=other, status=dg.DagsterRunStatus.FAILURE)
    assert [finding.cause for finding in status_of(home, datetime.now(UTC)).findings] == ["run_failed release"]


@dg.job
def _nothing() -> None:
    pass


def evaluate(home: Home, cursor: str | None) -> tuple[str, str | None]:
    """What the sensor of the status page says, and its cursor afterwards."""
    with instance_of(home) as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        return str(status_page(context).skip_message), context.cursor


def test_runs_of_the_daemon_are_on_the_status_page(home: Home) -> None:
    page = home.folder / "status/index.html"
    page.unlink(missing_ok=True)
    said, cursor = evaluate(home, None)
    assert said.startswith("wrote ")
    assert "Everything is fine" in page.read_text()
    page.write_text("as it was")
    assert evaluate(home, cursor) == ("no run has ended, and the findings are the same", cursor)
    run_id = failed_run(home, "the disk <b>is</b> broken")
    said, cursor = evaluate(home, cursor)
    assert said.startswith("wrote ")
    text = page.read_text()
    assert "Something needs a person" in text
    assert f"run {run_id[:8]} of job refresh failed: the disk &lt;b&gt;is&lt;/b&gt; broken" in text
    assert "failure: <bdi>the disk &lt;b&gt;is&lt;/b&gt; broken</bdi>" in text
    successful_run(home)
    evaluate(home, cursor)
    assert "Everything is fine" in page.read_text()
