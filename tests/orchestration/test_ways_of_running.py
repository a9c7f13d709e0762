"""Every way to start a run makes the same tables: command line, UI, backfill, retry, several processes."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.read import editions
from assets.pipeline.read.edition_result import EditionResult
from orchestration.definitions import build_definitions
from orchestration.instance import prepare_instance
from orchestration.jobs import REFRESH
from orchestration.planned_runs import FIRST_PARTITION, LAST_PARTITION
from orchestration.refresh import RefreshOptions, refresh
from orchestration.storage_connections import keep_databases_open
from tests.orchestration.test_dagster import the_job
from tests.support import edition, narrative_page, tip_url, write_warc
from warehouse.release.due import release_id
from warehouse.staging.area import EditionKey
from warehouse.tables import TABLES

YEARS = (2016, 2017, 2018)
SLUGS = ("norway", "ghana")
PAGES = {
    **{url: body for year in YEARS for url, body in edition(year, slugs=SLUGS).items()},
    **{tip_url(year, "norway"): narrative_page("Norway", year=year) for year in YEARS},
}
STAGE_EDITIONS = editions.stage_editions
SECONDS_FOR_A_PROCESS = 300
READERS = ["human_rights_reports", "tip_reports", "religious_freedom_reports", "news_pages"]


def home_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A new home, which the definitions of this process use."""
    monkeypatch.setenv("TIP_HOME", str(folder))
    monkeypatch.setenv("DAGSTER_HOME", str(folder / "dagster"))
    home = Home(folder)
    prepare_instance(home)
    return home


def year_range(first: int, last: int) -> dict[str, str]:
    return {FIRST_PARTITION: str(first), LAST_PARTITION: str(last)}


def ingest_config(path: Path) -> dict[str, object]:
    return {"ops": {"page_archive": {"config": {"source": "archive", "archives": [str(path)]}}}}


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warc(tmp_path_factory.mktemp("files") / "pages.warc.gz", PAGES)


@pytest.fixture(scope="module")
def by_command_line(tmp_path_factory: pytest.TempPathFactory, warc: Path) -> str:
    """The id of the release that `tip run` publishes."""
    with pytest.MonkeyPatch.context() as patch:
        home = home_at(tmp_path_factory.mktemp("command") / "home", patch)
        outcome = refresh(home, RefreshOptions("archive", (str(warc),)))
    assert outcome.release is not None, outcome
    return outcome.release.id


@pytest.mark.soak
def test_materialize_all_in_the_ui(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warc: Path, by_command_line: str
) -> None:
    home = home_at(tmp_path / "home", monkeypatch)
    with keep_databases_open(), dg.DagsterInstance.get() as instance:
        done = dg.execute_job(
            dg.reconstructable(the_job_at_once), instance, run_config=ingest_config(warc), tags=year_range(2016, 2018)
        )
    assert done.success
    assert home.releases.current().id == by_command_line


@pytest.mark.soak
def test_a_backfill_of_three_editions_and_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warc: Path, by_command_line: str
) -> None:
    home = home_at(tmp_path / "home", monkeypatch)
    job = build_definitions(home).resolve_job_def(REFRESH)
    with dg.DagsterInstance.ephemeral() as instance:
        job.execute_in_process(
            run_config=ingest_config(warc), asset_selection=[dg.AssetKey("page_archive")], instance=instance
        )
        readers = [dg.AssetKey(name) for name in READERS]
        for year in YEARS:  # one run per year, as in a backfill without a single-run policy
            done = job.execute_in_process(asset_selection=readers, tags=year_range(year, year), instance=instance)
            assert done.success
        rest = [
            key for key in job.asset_layer.executable_asset_keys if key.to_user_string() in (*TABLES, "tier_record")
        ]
        assert job.execute_in_process(asset_selection=[*rest, dg.AssetKey("release")], instance=instance).success
    assert home.releases.current().id == by_command_line


def the_job_retried() -> dg.JobDefinition:
    """As `the_job`; Dagster caches a job, with its home, by the name of its function."""
    return the_job()


@pytest.mark.soak
def test_a_retry_from_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warc: Path, by_command_line: str
) -> None:
    home = home_at(tmp_path / "home", monkeypatch)
    blocking_folder = home.folder / "staging/compact/tier_sightings.parquet/a"  # a folder in the place of a file
    blocking_folder.mkdir(parents=True)
    with keep_databases_open(), dg.DagsterInstance.get() as instance:
        job = dg.reconstructable(the_job_retried)
        failed = dg.execute_job(
            job, instance, run_config=ingest_config(warc), tags=year_range(2016, 2018), raise_on_error=False
        )
        assert not failed.success
        assert home.releases.current() is None
        blocking_folder.rmdir()
        blocking_folder.parent.rmdir()
        again = dg.execute_job(
            job,
            instance,
            run_config=ingest_config(warc),
            reexecution_options=dg.ReexecutionOptions.from_failure(failed.run_id, instance),
        )
    assert again.success
    assert home.releases.current().id == by_command_line


def the_job_at_once() -> dg.JobDefinition:
    """As `the_job`."""
    return the_job()


def the_job_in_processes() -> dg.JobDefinition:
    """The job with one process per step; each process loads it by name."""
    home = Home.from_environment()
    if multiprocessing.parent_process() is not None:
        editions.stage_editions = read_beside_another_family
    return build_definitions(home, executor=dg.multiprocess_executor).resolve_job_def(REFRESH)


def read_beside_another_family(home: Home, keys: Sequence[EditionKey]) -> Iterator[EditionResult]:
    """Reads editions once a step of another family is about to read as well; if none comes, the step fails."""
    (family,) = {key.family for key in keys}
    (home.folder / f"{family}.reading").touch()
    end = time.monotonic() + SECONDS_FOR_A_PROCESS
    while len(list(home.folder.glob("*.reading"))) < 2:
        assert time.monotonic() < end, f"no other family is read beside {family}"
        time.sleep(0.05)
    yield from STAGE_EDITIONS(home, keys)


@pytest.mark.soak
def test_two_families_are_read_at_the_same_time_in_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warc: Path, by_command_line: str
) -> None:
    home = home_at(tmp_path / "home", monkeypatch)
    with keep_databases_open(), dg.DagsterInstance.get() as instance:
        build_definitions(home).resolve_job_def(REFRESH).execute_in_process(
            run_config=ingest_config(warc), asset_selection=[dg.AssetKey("page_archive")], instance=instance
        )
        keys = [dg.AssetKey(name) for name in ("human_rights_reports", "tip_reports", "tier_sightings", "pages")]
        done = dg.execute_job(
            dg.reconstructable(the_job_in_processes), instance, asset_selection=keys, tags=year_range(2016, 2018)
        )
        assert done.success
    outcome = refresh(home, RefreshOptions("archive"))
    assert outcome.release.id == by_command_line == release_id(home.staging)
