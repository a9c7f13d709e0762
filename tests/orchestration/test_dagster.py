"""The jobs, schedule and sensor in Dagster, and every way to start a publication."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.publish.checks import run_checks
from orchestration.definitions import build_definitions
from orchestration.instance import prepare_instance
from orchestration.jobs import REFRESH
from orchestration.planned_runs import FIRST_PARTITION, LAST_PARTITION
from orchestration.refresh import RefreshOptions, refresh
from orchestration.schedules import nightly, stale_assets
from orchestration.storage_connections import keep_databases_open
from sources.registry.families import FAMILIES
from tests.orchestration.made_homes import ATLANTIS, MadeHome, run
from tests.support import edition, report_page, url, write_warc
from warehouse.quality.registry import all_checks
from warehouse.staging.files import write_file
from warehouse.tables import TABLES


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home/dagster"))
    return Home(tmp_path / "home")


@pytest.fixture
def home(environment: Home) -> Home:
    return environment


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    prepare_instance(home)
    with keep_databases_open(), dg.DagsterInstance.get() as found:  # only for speed
        yield found


@pytest.fixture
def home_of_2018(home: Home, made_of_2018: MadeHome) -> Home:
    made_of_2018.copy_to(home)
    return home


@pytest.fixture
def home_of_two_editions(home: Home, made_of_two_editions: MadeHome) -> Home:
    made_of_two_editions.copy_to(home)
    return home


@pytest.fixture
def refused_home(home: Home, made_and_refused: MadeHome) -> Home:
    made_and_refused.copy_to(home)
    return home


def test_definitions_show_every_table_and_check(home: Home) -> None:
    graph = build_definitions(home).resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == {
        "fetched_pages", "fetched_news", "page_archive", "news_pages", "tier_record", "release",
        *(f"{family}_reports" for family in FAMILIES), *TABLES,
    }  # fmt: skip
    assert {key.name for key in graph.asset_check_keys} == set(all_checks())
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description
        assert node.owners
        assert node.kinds
    for name in TABLES:
        if TABLES[name].in_identity:
            assert "dagster/column_schema" in graph.get(dg.AssetKey(name)).metadata


def test_all_definitions_load(home: Home) -> None:
    definitions = build_definitions(home)
    dg.Definitions.validate_loadable(definitions)
    assert {job.name for job in definitions.resolve_all_job_defs()} >= {"refresh", "check"}


def test_blocking_is_declared_for_every_blocking_check(home: Home) -> None:
    graph = build_definitions(home).resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert blocking == {name for name, check in all_checks().items() if check.blocking}


def test_a_run_publishes_and_shows_in_the_instance(home: Home, made_of_two_editions: MadeHome) -> None:
    outcome = made_of_two_editions.copy_to(home)
    assert (outcome.succeeded, outcome.is_new) == (True, True)
    with dg.DagsterInstance.get() as instance:
        records = instance.get_runs()
        assert {record.status for record in records} == {dg.DagsterRunStatus.SUCCESS}
        assert {record.job_name for record in records} == {REFRESH}
        assert len(records) == 3  # pages ingested, editions read, tables built
        # without this tag no job page lists the runs
        assert {record.tags[".dagster/repository"] for record in records} == {"__repository__@tip_warehouse"}
        event = instance.get_latest_materialization_event(dg.AssetKey("report_sections"))
        assert event.asset_materialization.metadata["dagster/row_count"].value == 2 * 8 * 8
        partition = instance.get_materialized_partitions(dg.AssetKey("human_rights_reports"))
        assert partition == {"2018", "2019"}  # a year without pages is not materialized
    again = refresh(home, RefreshOptions("archive"))
    assert (again.succeeded, again.is_new) == (True, False)
    assert again.release.id == outcome.release.id


def test_a_partition_of_an_edition_that_is_not_loaded_has_no_counts(
    home_of_two_editions: Home, instance: dg.DagsterInstance
) -> None:
    """Otherwise the chart of the asset shows the totals of the run in each of its years."""
    result = (
        build_definitions(home_of_two_editions)
        .resolve_job_def(REFRESH)
        .execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey("human_rights_reports")],
            tags={"dagster/asset_partition_range_start": "2018", "dagster/asset_partition_range_end": "2021"},
        )
    )
    counts = {
        event.partition: event.step_materialization_data.materialization.metadata
        for event in result.get_asset_materialization_events()
    }
    assert {year: sorted(metadata) for year, metadata in counts.items() if year in ("2020", "2021")} == {
        "2020": ["warnings"],
        "2021": ["warnings"],
    }
    assert {counts[year]["pages"].value for year in ("2018", "2019")} == {8}


@pytest.mark.soak
def test_a_refused_run_publishes_nothing_and_gives_the_reason(made_and_refused: MadeHome) -> None:
    home, outcome = made_and_refused
    assert not outcome.succeeded
    assert "quarantine_share" in outcome.refused
    assert "2 of 10 pages" in outcome.refused
    assert any("Atlantis" in line for line in outcome.warnings)
    assert home.releases.current() is None


@pytest.mark.soak
def test_an_overridden_gate_publishes_and_shows_in_the_instance(refused_home: Home) -> None:
    home = refused_home
    outcome = refresh(home, RefreshOptions("archive", override="Atlantis is no country"))
    assert (outcome.succeeded, outcome.is_new) == (True, True)
    assert home.releases.current().manifest["override"]["failing"] == ["quarantine_share"]
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("release"))
        assert event.asset_materialization.metadata["gate overridden"].value == "Atlantis is no country"


@pytest.mark.soak
def test_a_page_with_an_unknown_edition_is_read_in_its_year(home_of_2018: Home, tmp_path: Path) -> None:
    assert run(home_of_2018, tmp_path, {"saved/lebanon.html": report_page(2021, "Lebanon")}).succeeded
    assert set(home_of_2018.staging.read("pages")["year"]) == {2018, 2021}


@pytest.mark.soak
def test_no_publish_stages_and_checks(home: Home, tmp_path: Path) -> None:
    outcome = run(home, tmp_path, edition(2018), publish=False)
    assert outcome.succeeded
    assert outcome.release is None
    assert home.staging.read("report_sections").height == 8 * 8


def materialize(home: Home, instance: dg.DagsterInstance, *names: str) -> bool:
    result = (
        build_definitions(home)
        .resolve_job_def(REFRESH)
        .execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey(name) for name in names],
            raise_on_error=False,
        )
    )
    return result.success


def test_materializing_the_release_alone_is_refused_without_check_results(
    home: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    assert not materialize(home, instance, "release")
    assert home.releases.current() is None


def test_materializing_the_release_after_a_refused_run_is_refused(
    refused_home: Home, instance: dg.DagsterInstance
) -> None:
    home = refused_home
    assert not materialize(home, instance, "release")
    failed = instance.get_runs()[0]
    assert instance.get_run_stats(failed.run_id).steps_failed == 1  # and was not retried
    assert home.releases.current() is None


def test_skipping_the_checks_is_refused(home_of_2018: Home, tmp_path: Path, instance: dg.DagsterInstance) -> None:
    home = home_of_2018
    first = home.releases.current()
    run(home, tmp_path, {url(2018, "lebanon"): report_page(2018, "Lebanon")}, publish=False)
    results = home.folder / "staging/check_results"
    for path in results.iterdir():
        path.unlink()
    assert not materialize(home, instance, "release")
    assert home.releases.current() == first


@pytest.mark.soak
def test_old_check_results_on_changed_data_are_refused(
    home_of_2018: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    home = home_of_2018
    first = home.releases.current()
    results = home.folder / "staging/check_results"
    old = {path: path.read_bytes() for path in results.iterdir()}
    run(home, tmp_path, {url(2018, "lebanon"): report_page(2018, "Lebanon")}, publish=False)
    for path, content in old.items():
        path.write_bytes(content)
    assert not materialize(home, instance, "release")
    assert home.releases.current() == first


def the_job() -> dg.JobDefinition:
    """The job as the UI and the daemon load it: by the name of this function, for the home of the environment."""
    return build_definitions(Home.from_environment()).resolve_job_def(REFRESH)


@pytest.mark.soak
def test_a_run_started_as_the_ui_does_is_refused_and_so_is_its_retry(
    home: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    path = write_warc(tmp_path / "atlantis.warc.gz", {**edition(2018), **ATLANTIS})
    config = {"source": "archive", "archives": [str(path)]}
    job = dg.reconstructable(the_job)
    failed = dg.execute_job(
        job,
        instance,
        run_config={"ops": {"page_archive": {"config": config}}},
        tags={FIRST_PARTITION: "2018", LAST_PARTITION: "2018"},
        raise_on_error=False,
    )
    again = dg.execute_job(
        job,
        instance,
        reexecution_options=dg.ReexecutionOptions.from_failure(failed.run_id, instance),
        raise_on_error=False,
    )
    assert instance.get_run_by_id(again.run_id).parent_run_id == failed.run_id
    assert (failed.success, again.success) == (False, False)
    assert home.staging.read("report_sections").height == 8 * 8
    assert home.releases.current() is None


def test_a_run_of_the_command_line_is_retried_as_the_ui_does(refused_home: Home, instance: dg.DagsterInstance) -> None:
    home = refused_home
    failed = instance.get_runs()[0]
    again = dg.execute_job(
        dg.reconstructable(the_job),
        instance,
        reexecution_options=dg.ReexecutionOptions.from_failure(failed.run_id, instance),
        raise_on_error=False,
    )
    assert instance.get_run_by_id(again.run_id).parent_run_id == failed.run_id
    assert not again.success
    assert home.releases.current() is None


def nightly_request(home: Home) -> dg.RunRequest | dg.SkipReason:
    return nightly(dg.build_schedule_context(scheduled_execution_time=datetime(2026, 1, 2, 3, tzinfo=UTC)))


def test_the_nightly_run_is_live_after_a_live_run(home: Home, made_of_2018: MadeHome) -> None:
    assert isinstance(nightly_request(home), dg.SkipReason)
    made_of_2018.copy_to(home)
    request = nightly_request(home)
    assert {key.name for key in request.asset_check_keys} == {"exceptions_due", "sources_fresh"}
    home.record_live()
    request = nightly_request(home)
    assert {key.to_user_string() for key in request.asset_selection} == {
        "fetched_pages", "fetched_news", "page_archive",
    }  # fmt: skip
    assert {op["config"]["source"] for op in request.run_config["ops"].values()} == {"live"}


def test_the_sensor_waits_for_the_first_data(instance: dg.DagsterInstance) -> None:
    assert "is empty" in stale_assets(dg.build_sensor_context(instance=instance)).skip_message


def test_pages_in_the_inbox_of_a_new_home_make_it_a_home_of_real_pages(
    home: Home, instance: dg.DagsterInstance
) -> None:
    """Not one of the sample, which would take nothing in."""
    inbox = home.folder / "inbox"
    inbox.mkdir(parents=True)
    page = inbox / "norway.html"
    page.write_bytes(report_page(2018))
    page.with_name("norway.html.url").write_text(url(2018, "norway"))
    os.utime(page, (1e9, 1e9))
    request = stale_assets(dg.build_sensor_context(instance=instance))
    assert isinstance(request, dg.RunRequest)
    job = build_definitions(home).resolve_job_def(REFRESH)
    done = job.execute_in_process(
        instance=instance, run_config=request.run_config, asset_selection=request.asset_selection
    )
    assert done.success
    assert home.kind == "real"
    assert sorted(path.name for path in (inbox / "done").iterdir()) == ["norway.html", "norway.html.url"]


def test_the_sensor_requests_only_stale_assets(
    home_of_2018: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    home = home_of_2018

    def tick() -> dg.RunRequest | dg.SkipReason:
        return stale_assets(dg.build_sensor_context(instance=instance))

    run(home, tmp_path, {})  # checks that compare with the release are stale after the first release
    assert tick().skip_message == "nothing is stale"
    (home.folder / "staging/manifests/countries.json").unlink()
    checks = tick().asset_check_keys  # a check of a table that is not stale, against the release
    assert {key.name for key in checks} == {"words_kept"}
    run_checks(home, [all_checks()[key.name] for key in checks])
    request = tick()
    selected = {key.to_user_string() for key in request.asset_selection}
    assert selected >= {"countries", "country_years", "quality_results"}
    assert "pages" not in selected
    assert request.run_key == tick().run_key  # a failed run is not repeated until something changes


def test_a_run_without_changes_is_small_and_runs_due_checks(
    home_of_two_editions: Home, instance: dg.DagsterInstance
) -> None:
    home = home_of_two_editions

    def stored() -> int:
        for database in (home.folder / "dagster").rglob("*.db"):  # as it is once this process has ended
            with closing(sqlite3.connect(database)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return sum(path.stat().st_size for path in (home.folder / "dagster").rglob("*") if path.is_file())

    refresh(home, RefreshOptions("archive"))
    before, runs = stored(), len(instance.get_runs())
    assert refresh(home, RefreshOptions("archive")).succeeded
    assert stored() - before <= 500_000
    (unchanged,) = instance.get_runs(limit=len(instance.get_runs()) - runs)
    assert unchanged.job_name == "check"
    made = instance.all_logs(unchanged.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    assert list(made) == []
    for name in ("exceptions_due", "pages__key", "panel_follows_tables"):
        key = next(key for key in build_definitions(home).resolve_asset_graph().asset_check_keys if key.name == name)
        history = instance.event_log_storage.get_asset_check_execution_history(key, limit=10)
        assert {record.status.value for record in history} == {"SUCCEEDED"}


def test_a_check_runs_alone(home_of_2018: Home, instance: dg.DagsterInstance) -> None:
    home = home_of_2018
    definitions = build_definitions(home)
    for name in ("pages__key", "panel_follows_tables"):
        key = next(key for key in definitions.resolve_asset_graph().asset_check_keys if key.name == name)
        job = definitions.resolve_job_def("check").get_subset(asset_check_selection={key})
        recorded = home.folder / "staging/check_results" / f"{name}.json"
        recorded.unlink()
        done = job.execute_in_process(instance=instance)
        (evaluation,) = done.get_asset_check_evaluations()
        assert (evaluation.check_name, evaluation.passed) == (name, True)
        assert recorded.exists()


def test_a_failure_is_one_clear_line_with_its_kind(home_of_2018: Home, instance: dg.DagsterInstance) -> None:
    home = home_of_2018
    write_file(home.staging.folder / "compact/tier_sightings.parquet", b"no Parquet")
    done = (
        build_definitions(home)
        .resolve_job_def(REFRESH)
        .execute_in_process(instance=instance, asset_selection=[dg.AssetKey("tier_placements")], raise_on_error=False)
    )
    (failed,) = [event for event in done.all_events if event.is_step_failure and event.step_key == "tier_placements"]
    failure = failed.step_failure_data.user_failure_data
    assert "tier_sightings.parquet is damaged; run again" in failure.description
    assert failure.metadata["failure"].value == "damaged"


def test_all_files_are_in_the_home(made_of_2018: MadeHome) -> None:
    assert {path.name for path in made_of_2018.home.folder.iterdir()} == {
        ".locks", "archive", "current", "dagster", "home.json", "releases", "staging", "status",
    }  # fmt: skip
