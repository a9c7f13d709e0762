"""News is read in batches: each batch once, with the same result in any order of import."""

import random
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.pipeline.build import tables
from assets.pipeline.build.news_in_use import pages_in_use
from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import stale_editions
from assets.pipeline.plan.versions import reader_version
from assets.pipeline.publish.checks import run_checks
from assets.pipeline.read import news
from assets.pipeline.read.captures import captures_digest
from assets.pipeline.settings.files import SettingsError
from benchmarks.generated_news import Generated, generate, write_archive
from sources.archive import ingest as archive_ingest
from sources.archive.index import Entry
from sources.assignment import assigning
from sources.news import article_rows
from sources.news.article.article import Article
from sources.news.batches import Batch, batches_of
from sources.registry.families import NEWS
from sources.rows import Row
from tests.pipeline import build_all, stored
from tests.support import write_warc
from warehouse.builds.registry import all_builds
from warehouse.quality.registry import all_checks
from warehouse.release.due import release_id
from warehouse.staging.area import EditionKey, StagingArea
from warehouse.staging.replaced import Replaced
from warehouse.staging.staged_table import StagedTable
from warehouse.tables import TABLES, Table

PAGES = list(generate(60, seed=5))


def ingest(home: Home, path: Path) -> None:
    with home.archive() as archive:
        archive.import_warc(path, origin="archive", assign=assigning(archive.index))


def stage(home: Home) -> None:
    """Stages stale news, as the assets do, without workers."""
    for key in stale_editions(home):
        if key.family == NEWS:
            with home.archive() as archive:
                captures = captures_digest(archive.index, key)
            news.stage_news(home, key, {"captures": captures, "made_with": reader_version(NEWS).metadata})


def make_tables(home: Home) -> dict[str, str]:
    return {name: staged.digest for name, staged in build_all(home).items()}


def home_of(folder: Path, *archives: Iterable[Generated]) -> Home:
    home = Home(folder)
    home.claim("real")
    for number, pages in enumerate(archives):
        ingest(home, write_archive(folder / f"{number}.warc.gz", iter(pages)))
    stage(home)
    return home


def batch_files(home: Home) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in home.folder.glob("staging/editions/news/*/batches/*")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, str]]:
    home = home_of(tmp_path_factory.mktemp("whole"), PAGES)
    return home, make_tables(home)


@pytest.mark.soak
def test_the_same_pages_in_any_order_give_the_same_bytes(whole: tuple[Home, dict[str, str]], tmp_path: Path) -> None:
    mixed = PAGES[:]
    random.Random(1).shuffle(mixed)
    home = home_of(tmp_path, mixed[:7], mixed[7:40], mixed[40:])
    assert make_tables(home) == whole[1]
    assert home.staging.table("news_claims").rows > 60


def test_staged_batches_are_not_read_again(whole: tuple[Home, dict[str, str]]) -> None:
    home, digests = whole
    before = batch_files(home)
    stage(home)
    assert batch_files(home) == before
    assert make_tables(home) == digests
    assert sum(staged.changed for name, staged in build_all(home).items() if "news" in name) == 0


def test_one_more_article_is_one_more_batch(tmp_path: Path) -> None:
    home = home_of(tmp_path, PAGES[:20])
    before = batch_files(home)
    new = next(islice(generate(1, seed=77), 1))
    ingest(home, write_archive(tmp_path / "more.warc.gz", iter([new])))
    stage(home)
    after = batch_files(home)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


@pytest.mark.soak
def test_articles_that_come_later_are_put_among_the_rows(
    whole: tuple[Home, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_of(tmp_path, PAGES[:40])
    make_tables(home)
    run_checks(home, [all_checks()["claim_checks_follow_record"]])
    ingest(home, write_archive(tmp_path / "more.warc.gz", iter(PAGES[40:])))
    stage(home)

    whole_tables: list[str] = []
    write = StagingArea.write_sorted_table

    def noted(area: StagingArea, table: Table, *rest: Any, **more: Any) -> StagedTable:
        whole_tables.append(table.name)
        return write(area, table, *rest, **more)

    monkeypatch.setattr(StagingArea, "write_sorted_table", noted)
    monkeypatch.setattr(tables, "_MOST_COUNTRIES", 1.0)
    assert make_tables(home) == whole[1]
    assert whole_tables == ["article_texts"]  # no text is published, so it has no rows
    (said,) = run_checks(home, [all_checks()["claim_checks_follow_record"]])
    assert said.passed
    assert "other countries are as compared before" in said.observed


def test_a_row_that_is_not_what_its_inputs_give_is_found_beside_rows_compared_before(
    whole: tuple[Home, dict[str, str]],
) -> None:
    home = whole[0]
    check = all_checks()["claim_checks_follow_record"]
    assert run_checks(home, [check])[0].passed
    rows = home.staging.read("claim_checks")
    table, before = TABLES["claim_checks"], home.staging.table("claim_checks")
    wrong = rows.slice(7, 1).with_columns(explanation=pl.lit("invented")).to_arrow().cast(table.arrow_schema())
    recorded = {"inputs": before.inputs, "made_with": before.made_with, "made_of": before.made_of}
    home.staging.replace_rows(table, Replaced("claim_id", rows["claim_id"].slice(7, 1).to_list(), wrong), **recorded)
    (said,) = run_checks(home, [check])
    assert (said.passed, said.failing_count) == (False, 1)
    build_table(home, all_builds()["claim_checks"], whole=True)
    assert run_checks(home, [check])[0].passed


def test_an_interrupted_run_continues_with_the_next_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    ingest(home, write_archive(tmp_path / "0.warc.gz", iter(PAGES)))
    read: list[str] = []

    def read_five(folder: Path, key: EditionKey, readers: str, batches: Sequence[Batch]) -> None:
        if len(read) >= 5:
            raise KeyboardInterrupt
        read.extend(batch.day for batch in batches)
        real(folder, key, readers, batches)

    real = news.stage_batches
    monkeypatch.setattr(news, "stage_batches", read_five)
    with pytest.raises(KeyboardInterrupt):
        stage(home)
    done = batch_files(home)
    monkeypatch.setattr(news, "stage_batches", real)
    stage(home)
    assert len(done) == len(read) >= 5
    assert {name: batch_files(home)[name] for name in done} == done
    assert pages_in_use(home.staging).height > 40


def test_a_page_with_a_row_that_breaks_a_rule_goes_to_quarantine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = article_rows._article_row
    broken: list[str] = []

    def with_invalid_language(article: Article, place: Row) -> Row:
        """The first article gets an invalid language code."""
        broken.append(article.article_id)
        return real(article, place) | ({"language": "English"} if article.article_id == broken[0] else {})

    monkeypatch.setattr(article_rows, "_article_row", with_invalid_language)
    home = home_of(tmp_path, PAGES[:3])
    make_tables(home)
    rejected, articles = home.staging.read("quarantine"), home.staging.read("news_articles")
    assert broken[0] not in articles["article_id"].to_list()
    assert articles.height == len(set(broken)) - 1
    assert {"news_articles", "news_claims"} <= set(rejected["table"])
    assert set(rejected["reason"]) == {"invalid_rows"}
    assert all("news_articles breaks language|regex: http" in detail for detail in rejected["detail"])
    assert set(rejected.filter(pl.col("table") == "news_articles")["record"].str.len_chars() == 64) == {True, False}
    assert home.staging.read("news_claims").filter(article_id=broken[0]).height == 0


def test_an_interrupted_import_continues_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_ingest, "_RECORDS_PER_COMMIT", 10)
    path = write_archive(tmp_path / "0.warc.gz", iter(PAGES))
    home = Home(tmp_path / "home")
    assigned: list[str] = []

    def assign(capture: Any) -> tuple[str, int]:
        assigned.append(capture.url)
        if len(assigned) == 35:
            raise KeyboardInterrupt
        return NEWS, 2014

    with home.archive() as archive, pytest.raises(KeyboardInterrupt):
        archive.import_warc(path, origin="archive", assign=assign)
    with home.archive() as archive:
        assert archive.index.totals()["captures"] == 30
        again = archive.import_warc(path, origin="archive", assign=assign)
        assert again.new_captures == len(PAGES) - 30
        assert len(assigned) == 35 + len(PAGES) - 30
        assert len(list(map(archive.load, archive.index.entries(NEWS, 2014)))) == len(PAGES)
        assert archive.was_imported(path)


def entry(page: str, day: str = "2014-06-20") -> Entry:
    return Entry(page, f"{day}T00:00:00Z", "d", page, "archive", 200, None, NEWS, 2014)


def test_batches_have_a_limited_size_and_stable_bounds() -> None:
    pages = sorted(f"paper.example/{number:05}" for number in range(5_000))
    batches = list(batches_of(stored(entry(page)) for page in pages))
    assert 20 < len(batches) < 100
    assert max(len(batch.captures) for batch in batches) <= 512
    assert [capture.entry.page_key for batch in batches for capture in batch.captures] == pages
    more = list(batches_of(stored(entry(page)) for page in sorted([*pages, "paper.example/02500a"])))
    names = {batch.name("") for batch in batches}
    assert sum(batch.name("") not in names for batch in more) <= 2


def page(title: str, day: str, text: str, *, canonical: str = "") -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f'<html lang="en"><head><title>{title}</title>{link}<meta property="article:published_time" content="{day}">'
        f"</head><body><article><h1>{title}</h1><p>{text}</p><p>Cambodia was placed on Tier 2 of the Trafficking in"
        " Persons Report of the State Department, which the ministry welcomed in a long statement on the same day."
        "</p></article></body></html>"
    ).encode()


def test_a_page_with_a_new_date_and_an_article_under_two_addresses_are_in_the_tables_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    url = "https://paper.example/story"
    first = write_warc(
        tmp_path / "1.warc.gz", {url: page("A story", "2014-12-31", "One.")}, date="2015-01-01T00:00:00Z"
    )
    later = page("A story", "2015-01-01", "Two.")
    second = write_warc(tmp_path / "2.warc.gz", {url: later}, date="2015-01-03T00:00:00Z")
    mobile = {"https://m.paper.example/story": page("A story", "2015-01-01", "Two.", canonical=url)}
    third = write_warc(tmp_path / "3.warc.gz", mobile, date="2015-01-04T00:00:00Z")
    for path in (first, second, third):
        ingest(home, path)
    stage(home)
    make_tables(home)
    articles = home.staging.read("news_articles")
    assert articles.select("year", "source_url").rows() == [(2015, "https://m.paper.example/story")]
    assert home.staging.read("news_claims").height == 1
    results = run_checks(home, [all_checks()["claims_checked"], all_checks()["news_claims__key"]])
    assert all(result.passed for result in results)


@pytest.mark.soak
def test_a_release_has_article_texts_only_if_switched_on(
    whole: tuple[Home, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = whole
    make_tables(home)
    without = release_id(home.staging)
    assert home.staging.table("article_texts").rows == 0
    assert not any("text" in table.columns for name, table in TABLES.items() if name.startswith("news"))
    monkeypatch.setenv("TIP_PUBLISH_ARTICLE_TEXT", "1")
    make_tables(home)
    texts = home.staging.read("article_texts")
    articles = home.staging.read("news_articles")
    assert release_id(home.staging) != without
    assert texts.height == articles.height
    words = dict(texts.select("article_id", "text").iter_rows())
    assert all(len(words[key].split()) == count for key, count in articles.select("article_id", "words").iter_rows())
    claims = home.staging.read("news_claims")
    assert all(
        words[row["article_id"]][row["char_start"] : row["char_end"]] == row["sentence"]
        for row in claims.iter_rows(named=True)
    )
    monkeypatch.setenv("TIP_PUBLISH_ARTICLE_TEXT", "0")
    make_tables(home)
    assert release_id(home.staging) == without
    assert not list(home.folder.glob("staging/tables/article_texts/**/*.parquet"))


def test_an_invalid_value_of_the_switch_is_an_error(
    whole: tuple[Home, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIP_PUBLISH_ARTICLE_TEXT", "perhaps")
    with pytest.raises(SettingsError, match="TIP_PUBLISH_ARTICLE_TEXT=perhaps"):
        build_table(whole[0], all_builds()["article_texts"])
