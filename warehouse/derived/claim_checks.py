"""Claims of newspapers compared with the official record: the table `claim_checks`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Listing, Staged, View
from warehouse.derived.claim_placements import compare_change, compare_placement, compare_streak, compare_waiver
from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.claim_statistics import compare_count, compare_multiplier
from warehouse.derived.claim_world import compare_world_claim
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.news import CLAIM_CHECKS
from warehouse.tables.vocabulary import MEASURES, WORLD

Row = Mapping[str, Any]


def claim_checks(claims: pl.DataFrame, record: OfficialRecord) -> pl.DataFrame:
    """The rows of `claim_checks` of some claims, in the order of the key.

    Args:
        claims: rows of the `news_claims` table.
        record: the official record.
    """
    return CLAIM_CHECKS.frame([_row(claim, compare_claim(claim, record)) for claim in claims.iter_rows(named=True)])


def claim_check_chunks(claims: Iterator[pl.DataFrame], **tables: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The `claim_checks` table in chunks, in the order of the claims, which have the same key.

    Args:
        claims: the `news_claims` table in chunks.
        tables: the arguments of `OfficialRecord.of`.
    """
    record = OfficialRecord.of(**tables)
    return (claim_checks(chunk, record) for chunk in claims)


def _row(claim: Row, result: ClaimResult) -> dict[str, Any]:
    return {
        "country": claim["country"],
        "year": claim["year"],
        "claim_id": claim["claim_id"],
        "relation": result.relation,
        "official_value": result.official_value,
        "official_table": result.official_table,
        "official_sentence": result.official_sentence,
        "official_url": result.official_url,
        "delta": result.delta,
        "explanation": result.explanation,
    }


def compare_claim(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of one claim."""
    result = _compared(claim, record)
    if record.sampled and claim["measure"] in _FIGURES and result.relation != "not_checkable":
        return result.with_remark("the record is the sample that ships with the project")
    return result


_FIGURES: Final = frozenset(MEASURES)


def _compared(claim: Row, record: OfficialRecord) -> ClaimResult:
    kind = claim["claim_kind"]
    if kind == "forecast":
        return ClaimResult("not_checkable", "The article only expects this; no report had said it yet.")
    if kind == "world_count" or claim["country"] == WORLD:
        return compare_world_claim(claim, record)
    if claim["report_year"] is None:
        return ClaimResult("not_checkable", "The article does not say which edition it speaks of.")
    result = _COMPARISONS[kind](claim, record)
    if kind not in _TIER_KINDS:
        return result
    return _with_source_of_placements(
        result, {year for year in _editions_of(claim, result) if (claim["country"], year) in record.recorded}
    )


_TIER_KINDS: Final = ("tier", "list", "tier_history", "tier_change", "streak")


def _editions_of(claim: Row, result: ClaimResult) -> set[int]:
    """The editions whose placements the result of a claim about tiers depends on."""
    year, back = claim["report_year"], 0
    if claim["claim_kind"] == "tier_change":
        back = 1
    elif claim["claim_kind"] == "streak":
        back = max(int(result.official_value or 1) - 1, 0)
    return set(range(year - back, year + 1))


def _with_source_of_placements(result: ClaimResult, editions: set[int]) -> ClaimResult:
    """The result; where it depends on secondary sources, its explanation says so and it names no official row."""
    if not editions or result.official_value is None:
        return result
    which = " and ".join(map(str, sorted(editions)[-2:]))
    remark = (
        f"its placement of {which} is not held, so this is by the project's record of placements from other sources"
    )
    return replace(result, official_table=None, official_sentence=None, official_url=None).with_remark(remark)


_COMPARISONS: Final[dict[str, Callable[[Row, OfficialRecord], ClaimResult]]] = {
    "tier": compare_placement,
    "list": compare_placement,
    "tier_history": compare_placement,
    "tier_change": compare_change,
    "streak": compare_streak,
    "waiver": compare_waiver,
    "count": compare_count,
    "multiplier": compare_multiplier,
}


_CONTRADICTED: Final = ("conflict", "wrong_list", "wrong_year", "wrong_scope")


def _relations(view: View) -> pl.DataFrame:
    return view.rows.group_by("relation").len("count").sort("relation").collect()


def _contradicted_claims(view: View) -> pl.DataFrame:
    """Claims that the record contradicts, with their sentences."""
    wrong = view.rows.filter(pl.col("relation").is_in(_CONTRADICTED)).head(_LISTED_ROWS).collect()
    claims = view.inputs["news_claims"].filter(pl.col("claim_id").is_in(wrong["claim_id"].implode()))
    sentences = claims.select("claim_id", "claim_kind", "value", "sentence").collect()
    return wrong.join(sentences, on="claim_id", how="left", maintain_order="left").select(
        "country", "year", "claim_kind", "value", "relation", "official_value", "explanation", "sentence"
    )


_LISTED_ROWS: Final = 20

BUILD: Final = Build(
    table=CLAIM_CHECKS,
    make=claim_check_chunks,
    inputs={
        "claims": Staged("news_claims", in_chunks=True),
        "placements": Staged("tier_placements"),
        "sightings": Staged("tier_sightings"),
        "statistics": Staged("enforcement_statistics"),
        "world": Staged("global_enforcement"),
        "lists": Staged("statutory_lists"),
        "editions": Staged("editions"),
        "recorded": Staged("tier_record"),
        "countries": Staged("countries"),
    },
    rebuilds_as="claim_checks_follow_record",
    listings=(Listing("relations", _relations), Listing("not_borne_out", _contradicted_claims)),
)
