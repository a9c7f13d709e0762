"""The news part of the sample: all claims of its articles are read, and claims without an error marker are true."""

import gzip
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sources.archive.capture import Capture
from sources.archive.warc import WarcRecord, read_warc
from sources.news.article_rows import ParsedArticle, read_article
from sources.news.claims.claim import direction
from sources.news.copies import ArticleSignature, originals
from sources.news.syndication import signature
from sources.reference.data import rows
from sources.reference.editions import edition_rows
from sources.reference.tier_totals import total_rows
from sources.registry.address import SAMPLE_SUFFIX, host_and_path, is_sample
from sources.sample import news_archive, sample_archives
from sources.sample.build import ARCHIVES, NEWS, build
from sources.sample.news.articles import NOTICES, NewsText, read_texts
from sources.sample.news.reviewed_lists import reviewed_rows
from sources.sample.trafficking.facts import facts
from sources.sample.trafficking.tiers import tier_of, years_in_a_row
from sources.sample.trafficking.verdicts import waived
from tests.support import CORPUS
from warehouse.tables.vocabulary import CLAIM_KINDS, CLAIM_RELATIONS

_UNRELATED = "2018-07-05-football-final-on-the-quay"
_COPY, _ORIGINAL = "2014-06-22-thailand-and-malaysia-fall-to-tier-3", "2014-06-21-thailand-and-malaysia-on-tier-3"
_REAL_ARTICLE = CORPUS / "corpus" / "phnom_penh_post_2010_article.txt"
_SIZES = {
    "countries_on_tier_1": "tier_1",
    "countries_on_tier_2": "tier_2",
    "countries_on_watch_list": "tier_2wl",
    "countries_on_tier_3": "tier_3",
}
needs_real_article = pytest.mark.skipif(not _REAL_ARTICLE.exists(), reason="the article is not beside this checkout")

ClaimKey = tuple[str, str, str, str, str, str]
"""Kind, country, measure, value, previous value and edition of a claim, as in the list."""


@dataclass(frozen=True)
class Read:
    """An article of the sample and the parse result of its page."""

    text: NewsText
    html: str
    reading: ParsedArticle

    @property
    def about_report(self) -> bool:
        return self.text.name != _UNRELATED


@pytest.fixture(scope="module")
def articles() -> list[Read]:
    texts = {text.url: text for text in read_texts()}
    return [Read(texts[record.url], record.body.decode(), read_article(_capture(record))) for record in _records()]


@pytest.fixture(scope="module")
def claims() -> list[dict[str, str]]:
    return list(reviewed_rows("claims.csv"))


def _records() -> Iterator[WarcRecord]:
    for record in read_warc(news_archive()):
        assert isinstance(record, WarcRecord)
        yield record


def _capture(record: WarcRecord) -> Capture:
    digest = sha256(record.body).hexdigest()
    return Capture(record.url, record.captured_at, record.body, digest, "sample", record.status, record.content_type)


def test_building_gives_the_records_in_the_package(tmp_path: Path) -> None:
    built = tmp_path / "built.warc.gz"
    assert build(built, NEWS) == len(list(_records())) == 36
    assert gzip.decompress(built.read_bytes()) == gzip.decompress(news_archive().read_bytes())


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs the same records into other bytes")
def test_building_gives_the_file_in_the_package_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path / "built.warc.gz", NEWS)
    assert (tmp_path / "built.warc.gz").read_bytes() == news_archive().read_bytes()


def test_every_archive_of_the_sample_is_built_and_in_the_package() -> None:
    assert sample_archives() == [archive.path for archive in ARCHIVES]


def test_no_page_or_link_is_of_a_real_site(articles: list[Read]) -> None:
    for article in articles:
        addresses = re.findall(r'(?:href|src|action|content)="(https?://[^"]+)"', article.html)
        assert len(addresses) > 10
        assert all(is_sample(address) for address in (article.text.url, *addresses))
        assert host_and_path(article.text.url)[0].endswith(SAMPLE_SUFFIX)


def test_articles_are_read_and_the_unrelated_one_is_not(articles: list[Read]) -> None:
    for article in articles:
        assert article.reading.outcome == ("read" if article.about_report else "irrelevant"), article.text.name
        assert article.reading.quarantine == []


def test_the_text_is_the_article_without_boilerplate(articles: list[Read]) -> None:
    for article in articles:
        notice = NOTICES[article.text.paper.language]
        assert article.reading.text == "\n".join([*article.text.paragraphs, notice]), article.text.name


def test_pages_name_publisher_and_date(articles: list[Read]) -> None:
    for article in articles:
        if not article.about_report:
            continue
        (row,) = article.reading.rows["news_articles"]
        text = article.text
        assert (row["url"], row["title"], row["publisher"]) == (text.url, text.title, text.paper.name)
        assert (row["published"], row["published_source"]) == (text.published, "json_ld")
        assert (row["language"], tuple(row["authors"])) == (text.paper.language, text.authors)


def test_the_sample_has_several_years_languages_and_newspapers(articles: list[Read]) -> None:
    years = {article.text.published.year for article in articles}
    assert min(years) == 2003
    assert max(years) == 2025
    assert len(years) >= 18
    by_language: dict[str, int] = defaultdict(int)
    for article in articles:
        by_language[article.text.paper.language] += 1
    assert by_language["en"] >= 25
    assert all(by_language[language] >= 2 for language in ("es", "pt", "fr"))
    assert len({article.text.paper for article in articles}) >= 12


def test_claims_are_exactly_those_listed(articles: list[Read], claims: list[dict[str, str]]) -> None:
    expected: dict[str, set[ClaimKey]] = defaultdict(set)
    for row in claims:
        expected[row["article"]].add(_key(row, "year"))
    assert {row["claim_kind"] for row in claims} == set(CLAIM_KINDS)
    for article in articles:
        read = {_key(row, "report_year") for row in article.reading.rows.get("news_claims", [])}
        assert read == expected[article.text.name], article.text.name


def test_claims_have_their_sentence(articles: list[Read]) -> None:
    for article in articles:
        for row in article.reading.rows.get("news_claims", []):
            assert row["sentence"] == article.reading.text[row["char_start"] : row["char_end"]]


def test_quotations_are_exactly_those_listed(articles: list[Read]) -> None:
    expected: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for row in reviewed_rows("quotes.csv"):
        expected[row["article"]].append((row["speaker"], row["affiliation"], row["opening"], int(row["paragraphs"])))
    assert any(quote[3] == 2 for quotes in expected.values() for quote in quotes)
    assert any(quote[0] == "report" for quotes in expected.values() for quote in quotes)
    for article in articles:
        read = [
            (
                row["speaker"],
                row["affiliation"] or "",
                " ".join(row["quote"].split()[:6]),
                1 + row["quote"].count("\n"),
            )
            for row in article.reading.rows.get("news_quotes", [])
        ]
        assert read == expected[article.text.name], article.text.name


def test_every_listed_error_is_a_claim(claims: list[dict[str, str]]) -> None:
    claimed = {_error_key(row) for row in claims}
    errors = list(reviewed_rows("errors.csv"))
    assert {_error_key(row) for row in errors} <= claimed
    for row in errors:
        assert row["relation"] in CLAIM_RELATIONS
        assert row["explanation"]
        assert (row["truth"] == "") == (row["relation"] == "not_checkable")
    by_relation = [row["relation"] for row in errors]
    assert set(by_relation) == {"wrong_list", "wrong_year", "wrong_scope", "conflict", "not_checkable"}
    assert max(set(by_relation), key=by_relation.count) == "wrong_list"


def test_placements_are_true_except_listed_errors(claims: list[dict[str, str]]) -> None:
    truths = {_error_key(row): row["truth"] for row in reviewed_rows("errors.csv")}
    placed = [row for row in claims if row["claim_kind"] in ("tier", "list", "tier_history") and row["year"]]
    assert len(placed) > 100
    for row in placed:
        official = tier_of(row["country"], int(row["year"]))
        assert official == truths.get(_error_key(row), row["value"]), row
        assert (official == row["value"]) == (_error_key(row) not in truths), row


def test_changes_are_true_except_listed_errors(claims: list[dict[str, str]]) -> None:
    truths = {_error_key(row): row["truth"] for row in reviewed_rows("errors.csv")}
    changes = [row for row in claims if row["claim_kind"] == "tier_change"]
    assert len(changes) > 50
    for row in changes:
        before, after = (tier_of(row["country"], int(row["year"]) - back) for back in (1, 0))
        assert before is not None
        assert after is not None
        assert direction(before, after) == truths.get(_error_key(row), row["value"]), row
        assert row["previous_value"] in ("", before), row


def test_streaks_and_waivers_are_true(claims: list[dict[str, str]]) -> None:
    for row in claims:
        if row["claim_kind"] == "streak":
            year = int(row["year"] or row["article"][:4])
            year -= 0 if row["year"] else 1  # `had been on the list for four years`: until the edition before
            assert tier_of(row["country"], year) == row["previous_value"], row
            assert years_in_a_row(row["country"], year) == int(row["value"]), row
        elif row["claim_kind"] == "waiver":
            assert waived(row["country"], int(row["year"])), row


def test_counts_are_those_of_the_narratives(claims: list[dict[str, str]]) -> None:
    truths = {_error_key(row): row["truth"] for row in reviewed_rows("errors.csv")}
    figures = {(row["country"], row["edition"], row["measure"]): row for row in facts("figures.csv")}
    for row in claims:
        if row["claim_kind"] not in ("count", "multiplier"):
            continue
        figure = figures[row["country"], row["year"], row["measure"]]
        if row["claim_kind"] == "multiplier":
            assert int(figure["value"]) > int(row["value"]) * int(figure["prior"]), row
            continue
        assert figure["value"] == truths.get(_error_key(row), row["value"]), row
        assert row["previous_value"] in ("", figure["prior"]), row


def test_totals_are_the_published_ones(claims: list[dict[str, str]]) -> None:
    truths = {_error_key(row): row["truth"] for row in reviewed_rows("errors.csv")}
    totals = {row["year"]: row for row in total_rows()}
    ranked = {str(row["year"]): str(row["expected"]) for row in edition_rows() if row["family"] == "tip"}
    enforced = {
        (row["year"], row["data_year"]): row for row in rows("global_enforcement.csv") if row["region"] == "world"
    }
    counts = [row for row in claims if row["claim_kind"] == "world_count"]
    assert len([row for row in counts if row["measure"] in _SIZES]) >= 10
    for row in counts:
        said = truths.get(_error_key(row), row["value"])
        if row["measure"] in _SIZES:
            assert str(totals[int(row["year"])][_SIZES[row["measure"]]]) == said, row
        elif row["measure"] == "countries_ranked":
            assert ranked[row["year"]] == said, row
        elif row["measure"] in ("prosecutions", "convictions"):
            assert enforced[row["year"], str(int(row["year"]) - 1)][row["measure"]] == said, row
        else:
            assert (row["measure"], said) == ("victims_estimated", ""), row  # no recorded value to compare


def test_the_copy_is_recognized(articles: list[Read]) -> None:
    copies = [
        ArticleSignature(article.text.name, article.text.published, signature(article.reading.text))
        for article in articles
    ]
    found = originals(copies)
    assert found[_COPY] == _ORIGINAL
    assert all(found[copy.article_id] == copy.article_id for copy in copies if copy.article_id != _COPY)


@needs_real_article
def test_no_sentence_is_one_of_the_real_article(articles: list[Read]) -> None:
    real = set(_sentences(_REAL_ARTICLE.read_text(encoding="utf-8")))
    own = {sentence for article in articles for sentence in _sentences(article.reading.text)}
    assert len(real) > 20
    assert own.isdisjoint(real)


def _key(row: dict[str, Any], year: str) -> ClaimKey:
    kind, country, measure, value, previous, edition = (
        str(row[name] or "") for name in ("claim_kind", "country", "measure", "value", "previous_value", year)
    )
    return kind, country, measure, value, previous, edition


def _error_key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("article", "claim_kind", "country", "measure", "value", "year"))


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        letters = re.sub(r"[^a-z0-9 ]", "", sentence.casefold()).strip()
        if len(letters) > 20:
            yield letters
