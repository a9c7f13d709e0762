"""Tests of the checks on `quarantine`."""

from tests.quality.contexts import Row, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.quarantine import CHECKS


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def test_names_without_a_country_and_pages_of_no_known_report_are_named() -> None:
    rows: list[Row] = [
        {"source_url": "https://1", "reason": "unknown_country", "detail": "Atlantis", "family": "tip"},
        {"source_url": "https://2", "reason": "empty", "detail": "nothing", "family": "tip"},
        {"source_url": "https://3", "reason": "unknown_family", "detail": "a page", "table": "pages"},
        {"source_url": "https://4", "reason": "unknown_tier", "detail": "a sentence of news", "table": "news_claims"},
    ]
    said = found("countries_resolved", quarantine=rows)
    assert (said.failing, said.observed) == (["Atlantis"], "1 names without a country")
    said = found("pages_of_known_reports", quarantine=rows)
    assert (said.failing, said.observed) == (["a page"], "1 pages of no known report")


def test_articles_without_a_possible_date_are_named() -> None:
    reasons = ["no_date", "impossible_date", "paywall"]
    rows: list[Row] = [
        {"source_url": f"https://{place}", "reason": reason, "detail": f"what {reason} means"}
        for place, reason in enumerate(reasons)
    ]
    said = result(CHECKS, "news_dated", quarantine=rows)
    assert said.failing == ["what no_date means", "what impossible_date means"]
    assert said.observed == "2 news pages without a possible date"
