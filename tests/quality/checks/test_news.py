"""Tests of the checks on news."""

from tests.quality.contexts import Row, at, result
from warehouse.quality.checks.news import CHECKS


def test_every_news_page_is_accounted_for() -> None:
    notes = {
        "news/2019": {"pages": 9, "read": 4, "quarantined": 2, "irrelevant": 2},
        "news/2018": {"pages": 8, "read": 5, "quarantined": 2, "irrelevant": 1},
    }
    said = result(CHECKS, "news_accounted_for", facts={"news": notes})
    assert said.failing == ["news/2019: 9 pages in the archive, 8 accounted for"]
    assert said.observed == "17 news pages in the archive: 9 read, 4 quarantined, 3 irrelevant"
    none = result(CHECKS, "news_accounted_for", facts={"news": {}})
    assert (none.failing, none.observed) == ([], "0 news pages in the archive: 0 read, 0 quarantined, 0 irrelevant")


def test_every_claim_is_checked() -> None:
    def claim(country: str, year: int, claim_id: str, **values: str) -> Row:
        return at(country, year, claim_id=claim_id, **values)

    claims = [claim("LAO", 2018, "a"), claim("LAO", 2018, "b"), claim("LAO", 2019, "a"), claim("KHM", 2018, "a")]
    checks = [claim("LAO", 2018, "a", relation="exact"), claim("KHM", 2018, "a", relation="conflict")]
    said = result(CHECKS, "claims_checked", news_claims=claims, claim_checks=checks)
    assert said.failing == ["LAO 2018: claim b", "LAO 2019: claim a"]
    assert said.observed == "4 claims, 2 unchecked: 1 conflict, 1 exact"
    assert result(CHECKS, "claims_checked").observed == "0 claims, 0 unchecked: none"
