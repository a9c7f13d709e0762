"""Units of reading: what a worker gives back is, byte for byte, what this process would have staged."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.archive import ingest
from assets.pipeline.plan.staleness import stale_editions
from assets.pipeline.read.editions import stage_editions
from assets.pipeline.units.news_files import ListError, import_sifted, news_file, put_files, read_list, unimported
from assets.pipeline.units.planning import plan_units, take_up
from assets.pipeline.units.unit import OtherCodeError, get_result, get_unit, put_unit, remove_units
from assets.pipeline.units.working import work
from benchmarks.generated_news import generate, write_archive
from sources.assignment import assign_page
from sources.news.discovery.sifting import sift
from tests.s3 import BUCKET, S3, s3_server
from tests.support import edition, report_page, write_warc
from warehouse.object_store import ObjectStore
from warehouse.staging.area import EditionKey

PAGES = 12


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as running:
        yield running


@pytest.fixture
def store(server: S3, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ObjectStore:
    address = f"s3://{BUCKET}/{request.node.name}"
    for name, value in {**server.environment, "TIP_ARCHIVE": address}.items():
        monkeypatch.setenv(name, value)
    return ObjectStore(address)


@pytest.fixture
def home(tmp_path: Path, store: ObjectStore) -> Home:
    """A home with two editions and some news, archived and sent to the store."""
    home = Home(tmp_path / "home")
    warcs = [
        write_warc(tmp_path / "pages.warc.gz", {**edition(2018), **edition(2019)}),
        write_archive(tmp_path / "news.warc.gz", generate(PAGES)),
    ]
    ingest(home, "archive", [str(path) for path in warcs], "", [])
    return home


def keys_of(home: Home) -> list[EditionKey]:
    return [key for key in stale_editions(home) if key.family and key.year]


def staged_files(home: Home) -> dict[str, bytes]:
    folder = home.staging.folder / "editions"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


@pytest.mark.soak
def test_workers_stage_what_this_process_stages(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    keys, scratch = keys_of(home), Home(tmp_path / "worker")
    units = plan_units(home, store, keys)
    assert {unit.key for unit in units} == set(keys)
    for unit in units:
        work(scratch, store, unit.name)
    assert staged_files(scratch) == {}
    assert [unit for unit, _ in take_up(home, store, units)] == units
    news = [key for key in keys if key.family == "news"]
    assert [key for key in keys_of(home) if key.family != "news"] == []
    times = {path: path.stat().st_mtime_ns for path in home.staging.folder.rglob("batches/*.parquet")}
    list(stage_editions(home, news))
    assert {path: path.stat().st_mtime_ns for path in home.staging.folder.rglob("batches/*.parquet")} == times
    from_workers = staged_files(home)
    for key in keys:
        home.staging.remove_edition(key)
    list(stage_editions(home, keys))
    assert from_workers == staged_files(home)
    remove_units(store)
    assert list(store.objects("units")) == []


def test_processes_of_a_worker_read_parts_of_a_year_at_the_same_time(
    home: Home, store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets.pipeline.units.planning._BATCHES", 1)
    monkeypatch.setattr("sources.news.batches._USUAL_PAGES", 1)
    keys = [key for key in keys_of(home) if key.family == "news"]
    units = plan_units(home, store, keys)
    assert len({unit.key for unit in units}) < len(units)
    scratch = Home(tmp_path / "worker")
    with ThreadPoolExecutor(4) as executor:
        list(executor.map(lambda unit: work(scratch, store, unit.name), units))
    for unit in units:
        result = get_result(store, unit.name)
        assert result is not None
        assert len(result.files) == 1
    assert [path for path in scratch.folder.rglob("*") if path.is_file()] == []
    assert len(list(take_up(home, store, units))) == len(units)


def test_a_unit_is_read_once_and_only_by_the_same_code(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    scratch = Home(tmp_path / "worker")
    (key,) = (key for key in keys_of(home) if key == EditionKey("human_rights", 2018))
    (unit,) = plan_units(home, store, [key])
    work(scratch, store, unit.name)
    first = get_result(store, unit.name)
    work(scratch, store, unit.name)
    assert get_result(store, unit.name) == first
    assert plan_units(home, store, [key]) == [unit]  # the result of an interrupted run is kept
    assert get_result(store, unit.name) == first
    other = replace(get_unit(store, unit.name), version="other")
    put_unit(store, other)
    with pytest.raises(OtherCodeError, match="install the same version"):
        work(scratch, store, other.name)
    with pytest.raises(FileNotFoundError, match="the run that wrote it has ended"):
        work(scratch, store, "units/none".removeprefix("units/"))


def test_a_result_with_other_bytes_is_refused(home: Home, store: ObjectStore, tmp_path: Path) -> None:
    (unit,) = plan_units(home, store, [EditionKey("human_rights", 2018)])
    work(Home(tmp_path / "worker"), store, unit.name)
    store.put(f"units/{unit.name}/pages.parquet", b"x")
    with pytest.raises(OSError, match="is not the file that the worker wrote"):
        list(take_up(home, store, [unit]))


def test_a_list_with_errors(store: ObjectStore, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_bytes(b"caf\xe9.warc.gz\n")
    with pytest.raises(ListError, match=r"list.txt is no text in UTF-8"):
        read_list(listed)
    listed.write_text("a.warc.gz\ns3://bucket\n")
    with pytest.raises(ListError, match=r"list.txt, line 2: s3://bucket is no address of an object"):
        read_list(listed)


def test_a_file_twice_a_file_in_the_store_and_one_without_pages(store: ObjectStore, tmp_path: Path) -> None:
    pages = write_archive(tmp_path / "a.warc.gz", generate(PAGES))
    (tmp_path / "b.warc.gz").write_bytes(pages.read_bytes())
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    store.put("pages.warc.gz", write_archive(tmp_path / "c.warc.gz", islice(generate(2 * PAGES), PAGES, None)))
    addresses = [str(pages), str(tmp_path / "b.warc.gz"), store.url("pages.warc.gz"), str(tmp_path / "empty.warc.gz")]
    home = Home(tmp_path / "home")
    files = unimported(home, [news_file(address) for address in addresses])
    assert len(files) == 3
    store.put("files/late/pages.warc.gz", b"of a worker that was late")
    for unit in put_files(store, files):
        work(Home(tmp_path / "worker"), store, unit)
    reports = list(import_sifted(home, store, files))
    assert [report.records for report in reports] == [PAGES, PAGES, 0]
    assert "does not count as imported" in reports[2].lines[-1]
    assert [file.address for file in unimported(home, files)] == [addresses[3]]
    assert list(store.objects("files")) == []


def test_a_page_of_a_report_at_another_address_is_assigned_as_in_an_import(tmp_path: Path) -> None:
    text = "The State Department's Trafficking in Persons Report placed Norway on Tier 1 in June 2019. " * 5
    path = write_warc(tmp_path / "a.warc.gz", {"https://paper.example/2019/06/copy": report_page(2019, text=text)})
    (decided,) = sift(path, tmp_path / "b.warc.gz", assign_page).decided
    assert (decided["outcome"], decided["edition"]) == ("fetched", ("human_rights", 2019))


def test_sifted_files_give_the_archive_of_an_import(store: ObjectStore, tmp_path: Path) -> None:
    pages = generate(3 * PAGES)
    files = [write_archive(tmp_path / f"cc-news-{number}.warc.gz", islice(pages, PAGES)) for number in range(3)]
    damaged = bytearray(files[1].read_bytes())
    damaged[len(damaged) // 2 : len(damaged) // 2 + 2_000] = bytes(2_000)
    files[1].write_bytes(damaged)
    plain, bulk = Home(tmp_path / "plain"), Home(tmp_path / "bulk")
    ingest(plain, "archive", [str(path) for path in files], "", [])
    listed = tmp_path / "list.txt"
    listed.write_text("# news\n" + "".join(f"{path}\n\n" for path in files))
    news = [news_file(address) for address in read_list(listed)]
    left = put_files(store, unimported(bulk, news))
    assert len(left) == 3
    for unit in left[:2]:
        work(Home(tmp_path / "worker"), store, unit)
    first = list(import_sifted(bulk, store, news))
    assert [report.file for report in first] == ["cc-news-0.warc.gz", "cc-news-1.warc.gz"]
    assert any("is damaged" in line for line in first[1].lines)
    assert unimported(bulk, news) == news[2:]
    for unit in put_files(store, news[2:]):
        work(Home(tmp_path / "worker"), store, unit)
    assert len(list(import_sifted(bulk, store, news[2:]))) == 1
    assert unimported(bulk, news) == []
    assert list(store.objects("files")) == []
    with plain.archive() as one, bulk.archive() as other:
        assert list(one.index.all_entries()) == list(other.index.all_entries())
        assert len(list(one.index.all_entries())) > PAGES
        sql = "SELECT page_key, url, publisher, adapter, outcome, detail FROM news_candidates ORDER BY page_key"
        rows = [[tuple(row) for row in each.index.database.rows(sql)] for each in (one, other)]
    assert rows[0] == rows[1]
