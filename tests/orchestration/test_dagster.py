"""The job as Dagster runs it, and every way of starting publication."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.home import Home
from orchestration.definitions import build_definitions
from orchestration.edition_range import range_tags
from orchestration.instance import prepare_instance
from orchestration.jobs import REFRESH
from orchestration.refresh import refresh
from orchestration.schedules import nightly
from sources.registry.families import FAMILIES
from tests.support import edition, report_page, url, write_warc
from warehouse.quality.registry import all_rules
from warehouse.tables import TABLES

ATLANTIS = {url(2018, "atlantis"): report_page(2018, "Atlantis")}


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
    with dg.DagsterInstance.get() as found:
        yield found


def run(home: Home, tmp_path: Path, pages: dict[str, bytes], **options: object):
    path = write_warc(tmp_path / f"{len(list(tmp_path.glob('*.gz')))}.warc.gz", pages)
    return refresh(home, source="archive", archives=[str(path)], **options)  # type: ignore[arg-type]


def test_definitions_show_every_table_and_check(home: Home) -> None:
    graph = build_definitions(home).resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == {
        "fetched_pages", "fetched_news", "page_archive", "news_pages", "tier_record", "release",
        *(f"{family}_reports" for family in FAMILIES), *TABLES,
    }  # fmt: skip
    assert {key.name for key in graph.asset_check_keys} == set(all_rules())
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description
        assert node.owners
        assert node.kinds
    for name in TABLES:
        if TABLES[name].in_identity:
            assert "dagster/column_schema" in graph.get(dg.AssetKey(name)).metadata


def test_everything_resolves_as_it_does_when_the_ui_loads_it(home: Home) -> None:
    definitions = build_definitions(home)
    dg.Definitions.validate_loadable(definitions)
    assert {job.name for job in definitions.resolve_all_job_defs()} >= {"refresh", "check"}


def test_blocking_is_declared_for_every_blocking_rule(home: Home) -> None:
    graph = build_definitions(home).resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert blocking == {name for name, rule in all_rules().items() if rule.blocking}


def test_a_run_publishes_and_shows_in_the_instance(home: Home, tmp_path: Path) -> None:
    outcome = run(home, tmp_path, {**edition(2018), **edition(2019)})
    assert (outcome.succeeded, outcome.is_new) == (True, True)
    with dg.DagsterInstance.get() as instance:
        (record,) = instance.get_runs()
        assert (record.job_name, record.status) == (REFRESH, dg.DagsterRunStatus.SUCCESS)
        assert record.tags[".dagster/repository"] == "__repository__@tip_warehouse"  # else no job page lists it
        event = instance.get_latest_materialization_event(dg.AssetKey("report_sections"))
        assert event.asset_materialization.metadata["dagster/row_count"].value == 2 * 8 * 8
        partition = instance.get_materialized_partitions(dg.AssetKey("human_rights_reports"))
        assert partition == {"2018", "2019"}  # a year without pages does not show as made
    again = refresh(home, source="archive", archives=[])
    assert (again.succeeded, again.is_new) == (True, False)
    assert again.release.id == outcome.release.id


def test_a_refused_run_publishes_nothing_and_says_why(home: Home, tmp_path: Path) -> None:
    outcome = run(home, tmp_path, {**edition(2018), **ATLANTIS})
    assert not outcome.succeeded
    assert "quarantine_share" in outcome.refused
    assert "1 of 9 pages" in outcome.refused
    assert any("Atlantis" in line for line in outcome.warnings)
    assert home.shelf.current() is None


def test_an_overridden_gate_publishes_and_shows_in_the_instance(home: Home, tmp_path: Path) -> None:
    outcome = run(home, tmp_path, {**edition(2018), **ATLANTIS}, override="Atlantis is no country")
    assert (outcome.succeeded, outcome.is_new) == (True, True)
    assert home.shelf.current().manifest["override"]["failing"] == ["quarantine_share"]
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("release"))
        assert event.asset_materialization.metadata["gate overridden"].value == "Atlantis is no country"


def test_a_page_that_hides_its_edition_makes_the_run_cover_all_years(home: Home, tmp_path: Path) -> None:
    pages = {**edition(2018), "saved/lebanon.html": report_page(2021, "Lebanon")}
    assert run(home, tmp_path, pages).succeeded
    assert set(home.staging.read("pages")["year"]) == {2018, 2021}


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
            tags=range_tags(home),
            raise_on_error=False,
        )
    )
    return result.success


def test_materializing_the_release_alone_is_refused_without_verdicts(
    home: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    assert not materialize(home, instance, "release")
    assert home.shelf.current() is None


def test_materializing_the_release_after_a_refused_run_is_refused(
    home: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    run(home, tmp_path, {**edition(2018), **ATLANTIS})
    assert not materialize(home, instance, "release")
    failed = instance.get_runs()[0]
    assert instance.get_run_stats(failed.run_id).steps_failed == 1  # and was not tried again
    assert home.shelf.current() is None


def test_skipping_the_checks_is_refused(home: Home, tmp_path: Path, instance: dg.DagsterInstance) -> None:
    run(home, tmp_path, edition(2018))
    first = home.shelf.current()
    run(home, tmp_path, {url(2018, "lebanon"): report_page(2018, "Lebanon")}, publish=False)
    shutil_verdicts = home.folder / "staging/verdicts"
    for path in shutil_verdicts.iterdir():
        path.unlink()
    assert not materialize(home, instance, "release")
    assert home.shelf.current() == first


def test_old_verdicts_on_changed_data_are_refused(home: Home, tmp_path: Path, instance: dg.DagsterInstance) -> None:
    run(home, tmp_path, edition(2018))
    first = home.shelf.current()
    verdicts = home.folder / "staging/verdicts"
    old = {path: path.read_bytes() for path in verdicts.iterdir()}
    run(home, tmp_path, {url(2018, "lebanon"): report_page(2018, "Lebanon")}, publish=False)
    for path, content in old.items():
        path.write_bytes(content)
    assert not materialize(home, instance, "release")
    assert home.shelf.current() == first


def the_job() -> dg.JobDefinition:
    """The job as the UI and the daemon load it: by the name of this function, on the home of the environment."""
    return build_definitions(Home.from_environment()).resolve_job_def(REFRESH)


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
        tags=range_tags(home, [path]),
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
    assert home.shelf.current() is None


def test_a_run_of_the_command_line_is_retried_as_the_ui_does(
    home: Home, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    assert run(home, tmp_path, {**edition(2018), **ATLANTIS}).refused
    (failed,) = instance.get_runs()
    again = dg.execute_job(
        dg.reconstructable(the_job),
        instance,
        reexecution_options=dg.ReexecutionOptions.from_failure(failed.run_id, instance),
        raise_on_error=False,
    )
    assert instance.get_run_by_id(again.run_id).parent_run_id == failed.run_id
    assert not again.success
    assert home.shelf.current() is None


def test_the_nightly_run_is_the_whole_job(home: Home) -> None:
    home.claim("sample")
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 1, 2, 3, tzinfo=UTC))
    request = nightly(context)
    assert {op["config"]["source"] for op in request.run_config["ops"].values()} == {"sample"}
    first, last = sorted(request.tags.values())
    assert first == "2001"
    assert int(last) >= 2026


def test_the_nightly_run_is_live_where_a_live_run_was_made(home: Home) -> None:
    sources = []
    home.claim("real")
    for _ in range(2):
        context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 1, 2, 3, tzinfo=UTC))
        request = nightly(context)
        sources.append({op["config"]["source"] for op in request.run_config["ops"].values()})
        home.note_live()
    assert sources == [{"archive"}, {"live"}]
    assert home.kind == "real"


def test_the_repository_is_not_littered(home: Home, tmp_path: Path) -> None:
    run(home, tmp_path, edition(2018))
    assert {path.name for path in (tmp_path / "home").iterdir()} == {
        ".lock", "archive", "current", "dagster", "home.json", "releases", "staging",
    }  # fmt: skip
