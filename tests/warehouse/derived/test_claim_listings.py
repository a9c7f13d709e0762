"""The build of `claim_checks`: chunk by chunk, and the claims that it lists for the UI."""

from typing import Any

import polars as pl

from warehouse.builds.build import View
from warehouse.derived.claim_checks import BUILD, claim_check_chunks, numbers_of_narratives
from warehouse.tables import CLAIM_CHECKS, NEWS_CLAIMS, REPORT_SECTIONS, VERDICT_CORRECTIONS


def news_claim(number: int, value: str, sentence: str = "So it is.") -> dict[str, Any]:
    return dict.fromkeys(NEWS_CLAIMS.columns) | {
        "country": "KHM", "year": 2010, "claim_id": f"{number:016x}", "article_id": "0" * 16, "claim_kind": "tier",
        "value": value, "report_year": 2010, "attribution": "report", "certainty": "sure", "sentence": sentence,
        "edition_named": False,
        "char_start": 0,
        "char_end": len(sentence), "source_url": "u", "page_digest": "0" * 64, "origin": "archive",
    }  # fmt: skip


def test_claims_are_checked_chunk_by_chunk() -> None:
    nothing = pl.DataFrame(schema={"country": pl.String, "year": pl.Int16})
    chunks = [NEWS_CLAIMS.frame([news_claim(1, "2"), news_claim(2, "3")]), NEWS_CLAIMS.frame([news_claim(3, "2")])]
    placements = pl.DataFrame({"country": ["KHM"], "year": [2010], "tier": ["2"], "source_url": ["page"]})
    editions = pl.DataFrame({"family": ["tip"], "year": [2010], "status": ["complete"]})
    articles = pl.DataFrame({"article_id": ["0" * 16], "published": [None], "published_certainty": ["sure"]})
    official = {"placements": placements, "statistics": nothing, "world": nothing, "lists": nothing}
    told = {"claims": iter(chunks), "narratives": pl.concat(chunks), "sections": iter([REPORT_SECTIONS.empty()])}
    known = {"articles": articles, "corrections": VERDICT_CORRECTIONS.empty(), "editions": editions}
    made = list(claim_check_chunks(**told, **known, **official))
    assert [frame["relation"].to_list() for frame in made] == [["exact", "conflict"], ["exact"]]
    assert all(frame.schema == CLAIM_CHECKS.polars_schema() for frame in made)
    assert made[1].row(0, named=True) == {
        "country": "KHM", "year": 2010, "claim_id": f"{3:016x}", "relation": "exact", "reason": None,
        "official_value": "2",
        "official_table": "tier_placements", "official_sentence": None, "official_url": "page", "delta": None,
        "explanation": "The 2010 report puts KHM on Tier 2.",
    }  # fmt: skip
    assert BUILD.is_in_chunks


def test_claims_that_the_record_contradicts_are_shown_with_their_sentences() -> None:
    relations = ["exact", "not_found", "conflict", "wrong_list", "wrong_year", "wrong_scope", *["conflict"] * 20]
    checks = [
        dict.fromkeys(CLAIM_CHECKS.columns)
        | {"country": "KHM", "year": 2010, "claim_id": f"{n:016x}", "relation": relation, "explanation": "why"}
        for n, relation in enumerate(relations)
    ]
    claims = [news_claim(n, "2", f"Sentence {n}.") for n in range(len(relations))]
    view = View(CLAIM_CHECKS.frame(checks).lazy(), {"news_claims": NEWS_CLAIMS.frame(claims).lazy()})
    listings = {listing.name: listing.rows(view) for listing in BUILD.listings}
    shown = listings["not_borne_out"]
    assert shown["sentence"].to_list() == [f"Sentence {n}." for n in range(1, 21)]
    assert shown["relation"].to_list()[:5] == ["not_found", "conflict", "wrong_list", "wrong_year", "wrong_scope"]
    assert {relation: count for relation, _, count in listings["relations"].rows()} == {
        "conflict": 21, "exact": 1, "not_found": 1, "wrong_list": 1, "wrong_scope": 1, "wrong_year": 1,
    }  # fmt: skip


def test_every_number_of_a_narrative_that_a_count_is_compared_with_is_known() -> None:
    told = pl.DataFrame(
        {"country": ["KHM", "THA"], "report_year": [2010, 2010], "claim_kind": ["count", "tier"]},
        schema_overrides={"report_year": pl.Int16},
    )
    text = "The courts convicted 36 people; eleven more wait for a trial."
    sections = pl.DataFrame(
        [
            {"country": country, "year": year, "family": family, "text": text}
            for country, year, family in (
                ("KHM", 2010, "tip"), ("KHM", 2011, "tip"), ("KHM", 2010, "human_rights"), ("THA", 2010, "tip"),
            )
        ],
        schema_overrides={"year": pl.Int16},
    )  # fmt: skip
    found = sorted(numbers_of_narratives(told, [sections]))
    assert found == [("KHM", 2010, 11), ("KHM", 2010, 36)]
