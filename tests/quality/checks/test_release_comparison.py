"""What a release may lose of the one before: the ceilings themselves are allowed, the next row is not."""

from typing import Any

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.release_comparison import CHECKS, MAX_LOSS_SHARE, MAX_WORDS_RATIO, MIN_WORDS_RATIO
from warehouse.tables import TABLES

NO_RELEASE = ([], "no release yet", "nothing to compare with")


def found(check: str, before: dict[str, list[Row]], **now: list[Row]) -> CheckResult:
    return result(CHECKS, check, facts={"forgotten": ["https://paper.example/gone"]}, before=before, **now)


def summary(said: CheckResult) -> tuple[list[str], str, str]:
    return said.failing, said.observed, said.expected


@pytest.mark.parametrize("check", ["rows_kept", "words_kept", "same_pages_same_rows", "reference_kept"])
def test_without_a_release_nothing_is_compared(check: str) -> None:
    assert summary(found(check, {})) == NO_RELEASE


@pytest.mark.parametrize(("now", "kept"), [(101, True), (100, True), (95, True), (94, False), (0, False)])
def test_a_twentieth_of_the_rows_of_a_year_may_go(now: int, kept: bool) -> None:
    assert MAX_LOSS_SHARE == 0.05
    was = {"recommendations": [at("LAO", 2018)] * 100}
    said = found("rows_kept", was, recommendations=[at("LAO", 2018)] * now + [at("LAO", 2019)] * 9)
    assert said.failing == ([] if kept else [f"recommendations 2018: {now} rows, 100 in the current release"])
    assert said.observed == f"1 tables and years compared, {int(not kept)} lost rows"
    assert said.expected == "at most 5% fewer"


def test_rows_of_an_article_that_was_taken_out_may_go() -> None:
    gone, kept = ("a_" + "0" * 16, "c_" + "0" * 16), ("a_" + "1" * 16, "c_" + "1" * 16)
    urls = {gone: "https://paper.example/gone", kept: "https://paper.example/kept"}
    before = {
        "news_articles": [{"year": 2018, "article_id": key[0], "source_url": url} for key, url in urls.items()],
        "news_claims": [{"year": 2018, "article_id": key[0], "claim_id": key[1]} for key in urls],
        "claim_checks": [{"year": 2018, "claim_id": key[1]} for key in urls],
    }
    assert found("rows_kept", before, **{table: rows[1:] for table, rows in before.items()}).failing == []
    assert len(found("rows_kept", before, **{table: [] for table in before}).failing) == 3


YEARLY = [name for name, table in TABLES.items() if table.in_identity and "year" in table.columns]


@pytest.mark.parametrize("table", YEARLY)
def test_every_table_keeps_its_rows_of_a_year_but_those_that_may_shrink(table: str) -> None:
    said = found("rows_kept", {table: [{"year": 2018}, {"year": 2017}]}, **{table: [{"year": 2017}]})
    if table in ("quarantine", "article_texts"):
        assert summary(said) == NO_RELEASE
    else:
        assert said.failing == [f"{table} 2018: 0 rows, 1 in the current release"]
        assert said.observed == "2 tables and years compared, 1 lost rows"


def test_tables_without_years_are_not_counted_by_year() -> None:
    assert summary(found("rows_kept", {"countries": [{"country": "LAO"}]})) == NO_RELEASE


def test_a_table_that_the_release_does_not_hold_hides_no_other() -> None:
    lost = {YEARLY[-2]: [{"year": 2018}], "quarantine": [{"year": 2018}]}
    assert len(found("rows_kept", lost).failing) == 1


def part(words: int, **values: Any) -> Row:
    return {"country": "KHM", "year": 2018, "family": "tip", "area": "main", "words": words, **values}


@pytest.mark.parametrize(("now", "kept"), [(59, False), (60, True), (100, True), (170, True), (171, False)])
def test_a_report_keeps_its_length_within_bounds(now: int, kept: bool) -> None:
    assert (MIN_WORDS_RATIO, MAX_WORDS_RATIO) == (0.6, 1.7)
    said = found(
        "words_kept",
        {"report_sections": [part(60), part(40), part(100, year=2017)]},
        report_sections=[part(now - 9), part(9), part(7, area="island"), part(500, year=2019)],
    )
    assert said.failing == ([] if kept else [f"KHM 2018 tip: {now} words, 100 in the current release"])
    assert said.observed == f"1 reports compared, {int(not kept)} of other length"


def line(position: int = 1, digest: str = "d", **values: Any) -> Row:
    known = {"country": "KHM", "year": 2018, "text": f"Do {position}.", "source_url": "https://a"}
    return {**known, "position": position, "page_digest": digest, **values}


def recommended(before: list[Row], now: list[Row]) -> CheckResult:
    return found("same_pages_same_rows", {"recommendations": before}, recommendations=now)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ([line(1), line(2)], 0),
        ([line(2), line(1)], 0),
        ([line(1)], 1),
        ([line(1), line(2), line(3)], 1),
        ([line(1), line(2, text="Otherwise.")], 1),
        ([line(1), line(2, recurs_from=1)], 1),
        ([line(1), line(3)], 2),
    ],
)
def test_the_same_bytes_give_the_same_rows(now: list[Row], changed: int) -> None:
    said = recommended([line(1), line(2)], now)
    assert said.failing == ([f"KHM 2018: {changed} rows of recommendations"] if changed else [])
    assert said.observed == f"1 unchanged pages compared, {int(changed > 0)} read otherwise"


def test_other_bytes_may_give_other_rows() -> None:
    others = [line(1, "e"), line(1, source_url="https://b")]
    assert summary(recommended([line(1)], others)) == NO_RELEASE
    said = recommended([line(1), line(1, "x", source_url="https://c")], [line(1), *others])
    assert (said.failing, said.observed) == ([], "1 unchanged pages compared, 0 read otherwise")


def test_rows_of_every_table_are_compared_and_pages_of_each_counted() -> None:
    place: dict[str, Any] = {"source_url": "https://a", "page_digest": "d", "country": "KHM", "year": 2018}
    before: dict[str, list[Row]] = {
        "report_sections": [{**place, "position": 1}],
        "global_enforcement": [{**place, "country": "WLD"}],
    }
    said = found("same_pages_same_rows", before, report_sections=[{**place, "position": 2}],
                 global_enforcement=before["global_enforcement"])  # fmt: skip
    assert said.failing == ["KHM 2018: 2 rows of report_sections"]
    assert said.observed == "2 unchanged pages compared, 1 read otherwise"


def test_reference_rows_stay_as_they_were() -> None:
    laos: Row = {"country": "LAO", "name": "Laos", "aliases": ["Lao PDR"]}
    edition: Row = {
        "family": "tip",
        "year": 2018,
        "held": 5,
        "status": "partial",
        "country_pages": 5,
        "list_held": False,
    }
    event: Row = {"country": "LAO", "year": 2018, "tier_before": "2", "tier_after": "3"}
    before = {
        "countries": [laos, {"country": "KHM", "name": "Cambodia", "aliases": []}],
        "editions": [edition, {**edition, "year": 2017}],
        "tier_events": [event],
    }
    said = found(
        "reference_kept", before, countries=before["countries"], editions=before["editions"], tier_events=[event]
    )
    assert (said.failing, said.observed) == ([], "5 rows compared, 0 changed or gone")
    said = found(
        "reference_kept",
        before,
        countries=[{**laos, "aliases": ["Lao"]}, {"country": "THA", "name": "Thailand"}],
        editions=[
            {**edition, "held": 9, "status": "complete", "country_pages": 9, "list_held": True},
            {**edition, "year": 2017, "expected": 9},
        ],
        tier_events=[event],
    )
    assert said.failing == ["countries KHM", "countries LAO", "editions tip 2017"]
    assert said.observed == "5 rows compared, 3 changed or gone"


def test_a_reference_table_that_the_release_does_not_hold_hides_no_other() -> None:
    said = found("reference_kept", {"tier_events": [{"country": "LAO", "year": 2018}]})
    assert said.failing == ["tier_events LAO 2018 None"]
    assert said.observed == "1 rows compared, 1 changed or gone"
